"""Confirming a draft: the inspection, its findings and its recommendations, all of them or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.intake.model import MarkedFinding, Passage, Reading
from tracker.models import (
    Finding,
    Inspection,
    IntakeDraft,
    IntakeState,
    Judgement,
    Person,
    Plan,
    Priority,
    Recommendation,
)
from tracker.operations.deadlines import add_deadlines
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.operations.intake_draft import DraftProposal, DraftReview, TrayChoice
from tracker.operations.priorities import add_priority, even_title
from tracker.operations.recommendations import add_recommendation
from tracker.operations.repeats import known_again, link_repeats
from tracker.rules.calendar import today_in_london


@dataclass(frozen=True)
class Confirmed:
    """What confirming made, and the recommendations of the plan that the report comes back to."""

    inspection: Inspection
    recommendations: list[Recommendation]
    known: list[Recommendation] = field(default_factory=list)


def confirm_draft(draft: IntakeDraft, *, by: Person, now: datetime) -> Confirmed:
    """Create the inspection and the kept recommendations from what was decided, with the plan's next numbers.

    The action plan's deadlines and the links to what was asked before come with them. The draft must be
    locked by the caller, so that two confirmations cannot meet. Raises Refused where something is undecided
    (field "undecided"), the draft is not under review ("draft"), or a deadline has no day to count from
    ("received_on").
    """
    if draft.state is not IntakeState.REVIEW or draft.reading is None:
        raise Refused("draft", "This report has been added to the plan or discarded meanwhile")
    review, reading = DraftReview.from_dict(draft.decisions), Reading.from_dict(draft.reading)
    still_open = len(review.undecided) + len(review.undecided_tray)
    if still_open:
        raise Refused("undecided", f"Decide on what is still open first ({still_open})")
    plan = _locked(draft.plan_id)
    inspection = _add_inspection(plan, draft, review, reading, by=by, now=now)
    add_deadlines(inspection, review, today=today_in_london(now), by=by, now=now)
    known = known_again(review, plan)
    by_key = _add_recommendations(plan, inspection, review, by=by, now=now)
    link_repeats(by_key, review, plan, by=by, now=now)
    _come_back_to(inspection, known, by=by, now=now)
    _add_findings(inspection, review, reading, {**known, **by_key})
    draft.state, draft.inspection_id = IntakeState.CONFIRMED, inspection.id
    # The inspection holds the text from now on; the draft keeps only what was decided.
    draft.reading = None
    came_back = sorted({each.id: each for each in known.values()}.values(), key=lambda each: each.number)
    return Confirmed(inspection, list(by_key.values()), came_back)


def _locked(plan_id: int) -> Plan:
    """Return the plan with its row locked: numbers are given one transaction at a time."""
    return db.session.scalars(
        sa.select(Plan).where(Plan.id == plan_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _add_inspection(
    plan: Plan, draft: IntakeDraft, review: DraftReview, reading: Reading, *, by: Person, now: datetime
) -> Inspection:
    facts = review.facts
    inspection = Inspection(
        plan_id=plan.id,
        file_id=draft.file_id,
        kind=facts.kind,
        title=facts.title or reading.kind_title,
        provider=facts.provider,
        inspected_from=facts.inspected_from or None,
        inspected_to=facts.inspected_to or None,
        published=facts.published or None,
        received_on=date.fromisoformat(facts.received_on) if facts.received_on else None,
        inspectors=list(facts.inspectors),
        source_text=reading.source_text,
        page_starts=list(reading.page_starts),
        created_at=now,
        created_by_id=by.id,
    )
    inspection.judgements = [
        Judgement(position=position, area=area, grade=grade)
        for position, (area, grade) in enumerate(facts.judgements, start=1)
    ]
    db.session.add(inspection)
    db.session.flush()
    record_change(
        f"Report brought in: {inspection.title}",
        by=by,
        now=now,
        plan=plan,
        details=[
            *difference("Recommendations added", None, str(len(review.kept))),
            *difference("Proposals left out", None, str(len(review.proposals) - len(review.kept))),
        ],
    )
    return inspection


def _add_recommendations(
    plan: Plan, inspection: Inspection, review: DraftReview, *, by: Person, now: datetime
) -> dict[int, Recommendation]:
    """Return the new recommendations by the key of their proposal."""
    priorities = _Priorities(plan, by=by, now=now)
    made: dict[int, Recommendation] = {}
    for proposal in review.kept:
        due_on, due_reason = proposal.due(review.facts.published)
        recommendation = add_recommendation(
            plan,
            text=proposal.text,
            priority=priorities.of(proposal),
            inspection=inspection,
            printed_number=proposal.number,
            printed_timescale=proposal.timescale,
            section=proposal.section,
            due_on=due_on,
            due_reason=due_reason,
            by=by,
            now=now,
        )
        if proposal.passage:
            recommendation.passage_page = proposal.passage.page
            recommendation.passage_start = proposal.passage.start
            recommendation.passage_end = proposal.passage.end
        made[proposal.key] = recommendation
    return made


def _come_back_to(
    inspection: Inspection, known: dict[int, Recommendation], *, by: Person, now: datetime
) -> None:
    """Record on each recommendation of the plan that this inspection comes back to it."""
    for recommendation in {each.id: each for each in known.values()}.values():
        record_change(f"Asked again: {inspection.title}"[:300], by=by, now=now, recommendation=recommendation)


class _Priorities:
    """The plan's priorities by id and by title; a title that is not there yet is added once."""

    def __init__(self, plan: Plan, *, by: Person, now: datetime) -> None:
        self._plan, self._by, self._now = plan, by, now
        rows = db.session.scalars(
            sa.select(Priority).where(Priority.plan_id == plan.id).order_by(Priority.number.desc())
        ).all()
        self._by_id = {priority.id: priority for priority in rows}
        self._by_title = {even_title(priority.title): priority for priority in rows}

    def of(self, proposal: DraftProposal) -> Priority | None:
        """Return the priority chosen for a proposal; None where there is none, or it is gone meanwhile."""
        if not proposal.new_priority:
            return self._by_id.get(proposal.priority_id or 0)
        title = even_title(proposal.new_priority)
        if title not in self._by_title:
            self._by_title[title] = add_priority(
                self._plan, title=proposal.new_priority, introduction="", by=self._by, now=self._now
            )
        return self._by_title[title]


def _add_findings(
    inspection: Inspection, review: DraftReview, reading: Reading, by_key: dict[int, Recommendation]
) -> None:
    """Keep the findings of the report and every passage that was linked to a recommendation, with the links.

    `by_key` holds the new recommendations, and those of the plan that a proposal only comes back to.
    """
    findings = {finding.passage: finding for finding in reading.findings}
    linked: dict[Passage, list[Recommendation]] = {}
    for entry in review.tray:
        chosen = by_key.get(entry.proposal or 0)
        if entry.choice in (TrayChoice.LINK, TrayChoice.ADD) and chosen is not None:
            linked[entry.passage] = [chosen]
            findings.setdefault(
                entry.passage, MarkedFinding(entry.number or None, entry.text, entry.passage, is_marked=False)
            )
    rows = [
        _finding(each.number, each.text, each.passage, each.is_marked, linked.get(each.passage, []))
        for each in findings.values()
    ]
    rows += [
        _finding(each.number, each.text, each.passage, is_marked=False, behind=[by_key[each.key]])
        for each in review.known
    ]
    rows.sort(key=lambda row: (row.passage_start or 0, row.passage_end or 0))
    for position, row in enumerate(rows, start=1):
        row.inspection_id, row.position = inspection.id, position
    db.session.add_all(rows)


def _finding(
    number: str | None, text: str, passage: Passage | None, is_marked: bool, behind: list[Recommendation]
) -> Finding:
    return Finding(
        number=number[:40] if number else None,
        text=text,
        is_marked=is_marked,
        passage_page=passage.page if passage else None,
        passage_start=passage.start if passage else None,
        passage_end=passage.end if passage else None,
        recommendations=behind,
    )
