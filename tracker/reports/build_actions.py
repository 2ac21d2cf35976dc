"""Actions as they stood at the end of a day: the rules' result, newest update, moves, evidence, people."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only, selectinload

from tracker.database import db
from tracker.formatting import in_london
from tracker.models import (
    Action,
    DateMove,
    Evidence,
    EvidenceLink,
    Naming,
    Owner,
    OwnerKind,
    Plan,
    Recommendation,
    Update,
)
from tracker.models.plans import Part
from tracker.operations.standing import BATCH, end_of_day, load_facts
from tracker.reports import facts
from tracker.reports.build_evidence import check_then
from tracker.reports.facts import Name
from tracker.rules.answers import LONGEST_UNCHANGED, NO_NEWS, NOTHING_CHANGED, holds_news
from tracker.rules.ladders import Audience, Verdict
from tracker.rules.status import ActionFacts, stand


def build_actions(plan: Plan, as_at: date, evidence: Sequence[Evidence]) -> tuple[facts.Action, ...]:
    """Return every action of the plan in the order of its label, as it stood at the end of the day `as_at`.

    `evidence` is all that was added by then, with its checks. Officers' items count for the rules and are not
    named.
    """
    ids = db.session.scalars(
        sa.select(Action.id)
        .where(Action.plan_id == plan.id)
        .order_by(Action.first_number, Action.sequence, Action.id)
    ).all()
    items = {item.id: item for item in evidence}
    found: list[facts.Action] = []
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        day = _Day(as_at, plan.stale_after_days, load_facts(batch, as_at))
        updates = _newest_updates(batch, day.until)
        silent = [one for one, update in updates.items() if not holds_news(update.done)]
        told = _newest_told(silent, day.until)
        linked = _linked(batch, day.until, items)
        loaded = {one.id: one for one in _load(batch)}
        found += [_action(loaded[one], day, updates.get(one), told.get(one), linked[one]) for one in batch]
    return tuple(found)


@dataclass(frozen=True)
class _Day:
    """The day of the report, and what the rules look at for each action."""

    as_at: date
    stale_after_days: int
    facts: Mapping[int, ActionFacts]

    @property
    def until(self) -> datetime:
        return end_of_day(self.as_at)


def _load(batch: Sequence[int]) -> Sequence[Action]:
    return db.session.scalars(
        sa.select(Action)
        .where(Action.id.in_(batch))
        .options(
            joinedload(Action.service),
            selectinload(Action.recommendations).options(load_only(Recommendation.number)),
            selectinload(Action.named).joinedload(Naming.owner, innerjoin=True).joinedload(Owner.person),
            selectinload(Action.milestones),
            selectinload(Action.date_moves).joinedload(DateMove.approved_by),
        )
    ).all()


def _newest_told(batch: Sequence[int], until: datetime) -> dict[int, Update]:
    """Return the newest update of each action that says something."""
    done = sa.func.lower(sa.func.trim(Update.done))
    return _newest_updates(
        batch,
        until,
        ~Update.done.startswith(NOTHING_CHANGED) | (sa.func.length(Update.done) > LONGEST_UNCHANGED),
        done.not_in([said for word in sorted(NO_NEWS) for said in (word, f"{word}.")]),
    )


def _newest_updates(
    batch: Sequence[int], until: datetime, *wanted: sa.ColumnElement[bool]
) -> dict[int, Update]:
    rank = sa.func.row_number().over(
        partition_by=Update.action_id, order_by=(Update.at.desc(), Update.id.desc())
    )
    ranked = (
        sa.select(Update.id, rank.label("rank"))
        .where(Update.action_id.in_(batch), Update.at <= until, *wanted)
        .subquery()
    )
    found = db.session.scalars(
        sa.select(Update)
        .join(ranked, ranked.c.id == Update.id)
        .where(ranked.c.rank == 1)
        .options(joinedload(Update.by), joinedload(Update.ask), joinedload(Update.entered_by))
    )
    return {update.action_id: update for update in found}


def _linked(
    batch: Sequence[int], until: datetime, items: Mapping[int, Evidence]
) -> defaultdict[int, list[Evidence]]:
    links = sa.select(EvidenceLink.action_id, EvidenceLink.evidence_id).where(
        EvidenceLink.action_id.in_(batch), EvidenceLink.linked_at <= until
    )
    found = defaultdict(list)
    for action_id, evidence_id in db.session.execute(links):
        if evidence_id in items:
            found[action_id].append(items[evidence_id])
    return found


def _action(
    one: Action, day: _Day, update: Update | None, told: Update | None, evidence: Sequence[Evidence]
) -> facts.Action:
    known = day.facts[one.id]
    standing = stand(known, day.as_at, day.stale_after_days)
    recommendations = tuple(asked.number for asked in one.recommendations)
    return facts.Action(
        label=one.label,
        title=one.title,
        recommendations=recommendations,
        declared=standing.declared_delivery,
        record=standing.record_delivery,
        impact=standing.declared_impact,
        record_impact=standing.record_impact,
        description=one.description,
        how_we_will_know=one.how_we_will_know,
        service=one.service.name if one.service else "",
        lead_officer=_name(one.lead_officer),
        accountable=_name(one.accountable_director),
        contributors=tuple(name for owner in one.owners(Part.CONTRIBUTOR) if (name := _name(owner))),
        start=one.start_on,
        original_due=one.original_due_on,
        due=known.due_on,
        moves=tuple(
            _move(move, day.until)
            for move in one.date_moves
            if move.holds_from and move.holds_from <= day.until
        ),
        reasons=standing.delivery_reasons,
        impact_reasons=standing.impact_reasons,
        keep_reason=known.keep_reason if standing.is_flattering else "",
        days_late=standing.days_late,
        is_flattering=standing.is_flattering,
        is_verified=standing.is_verified,
        verified_on=_verified_on(evidence, day.until) if standing.is_verified else None,
        is_challenged=standing.is_challenged,
        update=_update(update) if update else None,
        explained=_update(told) if told else None,
        milestones=tuple(
            facts.Milestone(
                step.title, step.due_on, step.done_on if step.done_on and step.done_on <= day.as_at else None
            )
            for step in one.milestones
        ),
        evidence=tuple(sorted(item.number for item in evidence if item.audience != Audience.OFFICERS)),
    )


def _name(owner: Owner | None) -> Name | None:
    """Return who stands behind an owner: the person with a post, the holder of a post, or a partner body."""
    if owner is None:
        return None
    match owner.kind:
        case OwnerKind.PERSON:
            if owner.person and owner.person.is_removed:
                return Name(f"{owner.name} (has left)", owner.person.job_title, answers=False)
            return Name(owner.name, owner.person.job_title if owner.person else "")
        case OwnerKind.POST:
            if owner.person is None:
                return Name(owner.name + facts.VACANT, answers=False)
            if owner.person.is_removed:
                return Name(f"{owner.person.name} (has left)", owner.name, answers=False)
            return Name(owner.person.name, owner.name)
        case OwnerKind.PARTNER:
            return Name(owner.name, f"Contact: {owner.contact_name}" if owner.contact_name else "")


def _move(move: DateMove, until: datetime) -> facts.DateMove:
    is_approved = move.approved_by is not None and move.approved_at is not None and move.approved_at <= until
    return facts.DateMove(
        moved_on=in_london(move.moved_at).date(),
        old=move.from_on,
        new=move.to_on,
        reason=move.reason,
        approved_by=move.approved_by.name if move.approved_by and is_approved else "",
    )


def _verified_on(evidence: Sequence[Evidence], until: datetime) -> date | None:
    """Return the day on which the first of the items that are verified now was verified."""
    checks = [check for item in evidence if (check := check_then(item, until))]
    return min(
        (in_london(check.at).date() for check in checks if check.verdict == Verdict.VERIFIED), default=None
    )


def _update(update: Update) -> facts.Update:
    return facts.Update(
        on=in_london(update.at).date(),
        author=update.author,
        entered_by=update.entered_by.name if update.entered_by else "",
        done=update.done,
        difference=update.difference,
        next=update.next_steps,
        forecast=update.forecast_on,
    )
