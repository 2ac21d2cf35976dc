"""What was asked before: comparing new asks with the plan's recommendations, and linking what repeats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.formatting import long_date
from tracker.models import Inspection, Person, Plan, Recommendation, RecommendationRepeat
from tracker.operations.errors import Refused
from tracker.operations.history import record_change
from tracker.operations.intake_draft import DraftProposal, DraftReview, RepeatChoice
from tracker.operations.intake_matching import likely_repeats


@dataclass(frozen=True)
class Earlier:
    """A recommendation of the plan as it is compared; `when` is "June 2022", or "" where that is unknown."""

    id: int
    number: int
    text: str
    when: str
    source: str  # title of the inspection, "" for one of the council's own

    @property
    def words(self) -> str:
        """Return how it is named: "June 2022 (recommendation 8)"."""
        return f"{self.when} (recommendation {self.number})" if self.when else f"recommendation {self.number}"


@dataclass(frozen=True)
class LikelyRepeat:
    """A proposal beside the earlier recommendation it resembles, and what is chosen so far."""

    proposal: DraftProposal
    earlier: Earlier
    choice: RepeatChoice | None


def earlier_of(plan: Plan) -> list[Earlier]:
    """Return the plan's recommendations by number, as they are compared (one query)."""
    rows = db.session.execute(
        sa.select(
            Recommendation.id,
            Recommendation.number,
            Recommendation.text,
            Inspection.published,
            Inspection.title,
        )
        .outerjoin(Recommendation.inspection)
        .where(Recommendation.plan_id == plan.id)
        .order_by(Recommendation.number)
    )
    return [
        Earlier(id_, number, text, month_of(published), title or "")
        for id_, number, text, published, title in rows
    ]


def month_of(published: str | None) -> str:
    """Return "June 2022" of a day or month as an inspection keeps it; "" where nothing is known."""
    return long_date(published[:7]) if published else ""


def find_repeats(review: DraftReview, earlier: Sequence[Earlier]) -> list[LikelyRepeat]:
    """Return the proposals that seem to repeat a recommendation of the plan, in order.

    What the lead chose holds for as long as the comparison ends at the same recommendation.
    """
    proposals = [proposal for proposal in review.proposals if proposal.text.strip()]
    found = likely_repeats([each.text for each in proposals], [each.text for each in earlier])
    by_id = {each.id: each for each in earlier}
    rows: list[LikelyRepeat] = []
    for proposal, likely in zip(proposals, found, strict=True):
        chosen = by_id.get(proposal.repeats or 0) if proposal.repeat_choice else None
        if chosen is not None:
            rows.append(LikelyRepeat(proposal, chosen, proposal.repeat_choice))
        elif likely is not None:
            start = RepeatChoice.LINK if likely.is_clear else None
            rows.append(LikelyRepeat(proposal, earlier[likely.place], start))
    return rows


def link_repeats(
    made: Mapping[int, Recommendation], review: DraftReview, plan: Plan, *, by: Person, now: datetime
) -> None:
    """Link the new recommendations (by key of their proposal) to those they repeat, as the lead confirmed."""
    wanted = {
        key: proposal.repeats
        for key in made
        if (proposal := review.find(key)) is not None and proposal.repeat_choice is RepeatChoice.LINK
    }
    known = _by_id(plan, wanted.values())
    for key, earlier_id in wanted.items():
        if earlier_id in known:
            link_repeat(made[key], known[earlier_id], by=by, now=now)


def known_again(review: DraftReview, plan: Plan) -> dict[int, Recommendation]:
    """Return the recommendations that proposals only come back to, by the key of the proposal.

    Raises Refused (field "undecided") where one of them is no longer in the plan.
    """
    known = _by_id(plan, [proposal.repeats for proposal in review.known])
    if any(proposal.repeats not in known for proposal in review.known):
        raise Refused("undecided", "A recommendation that this report comes back to is no longer in the plan")
    return {proposal.key: known[proposal.repeats] for proposal in review.known if proposal.repeats}


def link_repeat(later: Recommendation, earlier: Recommendation, *, by: Person, now: datetime) -> None:
    """Record that a recommendation asks again for what an earlier one asked. Nothing where it is linked."""
    if later.id == earlier.id or later.plan_id != earlier.plan_id:
        raise Refused("earlier", "Choose another recommendation of this plan")
    if db.session.get(RecommendationRepeat, (later.id, earlier.id)) is not None:
        return
    db.session.add(
        RecommendationRepeat(later_id=later.id, earlier_id=earlier.id, linked_by_id=by.id, linked_at=now)
    )
    record_change(
        f"Linked: also asked in recommendation {earlier.number}", by=by, now=now, recommendation=later
    )
    record_change(
        f"Linked: asked again in recommendation {later.number}", by=by, now=now, recommendation=earlier
    )


def unlink_repeat(later: Recommendation, earlier: Recommendation, *, by: Person, now: datetime) -> None:
    """Take a link away. Nothing where there is none."""
    link = db.session.get(RecommendationRepeat, (later.id, earlier.id))
    if link is None:
        return
    db.session.delete(link)
    record_change(f"Not the same as recommendation {earlier.number}", by=by, now=now, recommendation=later)
    record_change(f"Not the same as recommendation {later.number}", by=by, now=now, recommendation=earlier)


def _by_id(plan: Plan, ids: Iterable[int | None]) -> dict[int | None, Recommendation]:
    wanted = [each for each in ids if each]
    if not wanted:
        return {}
    rows = db.session.scalars(
        sa.select(Recommendation).where(Recommendation.plan_id == plan.id, Recommendation.id.in_(wanted))
    )
    return {row.id: row for row in rows}
