"""Confirming a plan that is brought in: all its rows or none, through the operations people use by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.formatting import clipped
from tracker.models import (
    Action,
    IntakeState,
    Owner,
    Person,
    Plan,
    PlanImport,
    Priority,
    Recommendation,
    Service,
    StandingRow,
    Update,
)
from tracker.operations.actions import make_action
from tracker.operations.actions import note_added as note_action
from tracker.operations.errors import Refused
from tracker.operations.evidence import make_evidence, tidy_link
from tracker.operations.history import difference, record_change
from tracker.operations.owners import name_first_people
from tracker.operations.plan_import_draft import ImportDecisions, rows_in
from tracker.operations.plan_import_matching import (
    Outcome,
    Proposal,
    even_words,
    known_plan,
    propose,
    title_of,
)
from tracker.operations.plan_import_people import Assigning, Directory
from tracker.operations.priorities import add_priority, add_service
from tracker.operations.recommendations import make_recommendation
from tracker.operations.recommendations import note_added as note_recommendation
from tracker.operations.standing import refresh_standings
from tracker.operations.updates import make_update, note_posted
from tracker.rules.ladders import Delivery, EvidenceKind, Impact
from tracker.rules.step_words import Ladders
from tracker.sheets.model import Book
from tracker.sheets.names import Named
from tracker.sheets.rows import PlanRow

MOST_ADDED = 500  # rows: a transaction that holds the plan for seconds, not minutes
_VOICE = re.compile(r"(?i)\b(?:survey|feedback|voice|focus groups?|children (?:say|told)|complaints?)\b")
_DATA = re.compile(
    r"(?i)\b(?:data|dashboard|performance|scorecard|figures|statistics|returns?|kpis?|per ?cent)\b|\d ?%"
)


@dataclass(frozen=True)
class Added:
    """How much confirming added, and how many rows were there already."""

    recommendations: int
    actions: int
    already_there: int


def confirm_import(draft: PlanImport, *, by: Person, now: datetime, today: date) -> Added:
    """Add what the rows of a draft make. Raises Refused; the caller rolls back, and nothing is added.

    The draft must be locked by the caller. Rows are matched again with the plan as it is now, so that what
    somebody added meanwhile is not added twice.
    """
    if draft.state is not IntakeState.REVIEW or draft.tables is None:
        raise Refused("rows", "This plan has been brought in or discarded meanwhile")
    plan = db.session.scalars(
        sa.select(Plan)
        .where(Plan.id == draft.plan_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    decisions = ImportDecisions.from_dict(draft.decisions)
    known = known_plan(plan)
    rows, _ = rows_in(Book.from_dict(draft.tables), decisions, known.ladders)
    proposals = propose(rows, known, decisions.left_out)
    stopped = [proposal for proposal in proposals if proposal.outcome is Outcome.STOPPED]
    if stopped:
        raise Refused("rows", f"Decide on the rows that cannot be added first ({len(stopped)})")
    new = [proposal for proposal in proposals if proposal.outcome is Outcome.ADDED]
    if len(new) > MOST_ADDED:
        raise Refused(
            "rows",
            f"{len(new):,} rows would be added. It may be {MOST_ADDED} at once: leave some out, and bring "
            "the file in again for the others. What is in the plan by then is not added twice",
        )
    adding = _Adding(plan, draft, decisions, known.ladders, by=by, now=now, today=today)
    there = sum(1 for each in proposals if each.outcome in (Outcome.THERE, Outcome.DIFFERS))
    result = Added(*adding.add(new), there)
    record_change(
        f"Existing plan brought in: {draft.source_name}",
        by=by,
        now=now,
        plan=plan,
        details=[
            *difference("Recommendations added", None, str(result.recommendations)),
            *difference("Actions added", None, str(result.actions)),
            *difference("Rows already in the plan", None, str(result.already_there)),
        ],
    )
    draft.state, draft.tables = IntakeState.CONFIRMED, None
    draft.message = f"{result.recommendations} recommendations and {result.actions} actions were added"
    return result


class _Adding:
    """Adds the rows a kind at a time, each kind written together: a few statements, not some for every row.

    The words of the history and the rules are those of adding by hand (`make_action` and its like).
    """

    def __init__(
        self,
        plan: Plan,
        draft: PlanImport,
        decisions: ImportDecisions,
        ladders: Ladders,
        *,
        by: Person,
        now: datetime,
        today: date,
    ) -> None:
        self.plan, self.decisions, self.ladders = plan, decisions, ladders
        self.by, self.now, self.today = by, now, today
        self.source = clipped(draft.source_name, 100)
        self.people = Assigning(plan, Directory(plan), decisions.people, by=by, now=now)
        self.priorities = {
            even_words(each.title): each
            for each in db.session.scalars(sa.select(Priority).where(Priority.plan_id == plan.id))
        }
        self.services = {
            even_words(each.name): each
            for each in db.session.scalars(sa.select(Service).where(Service.plan_id == plan.id))
        }

    def add(self, proposals: Sequence[Proposal]) -> tuple[int, int]:
        """Add what the proposals make, and return how many recommendations and actions that is."""
        named = {each.row.key: self._named(each.row) for each in proposals}
        groups = self._recommendations(proposals)
        known = self._known(proposals)
        actions: list[tuple[PlanRow, Action]] = []
        for each in proposals:
            if each.makes_action:
                found = known[each.recommendation.id] if each.recommendation else groups[each.group]
                actions.append((each.row, self._action(each.row, found)))
        db.session.flush()
        updates: list[Update] = []
        for row, action in actions:
            note_action(action, by=self.by, now=self.now)
            record_change(
                f"Brought in from “{self.source}”, {row.place}", by=self.by, now=self.now, action=action
            )
            self._name_people(action, named[row.key])
            if row.says_how_it_goes:
                updates.append(self._update(action, row))
            if row.evidence:
                self._evidence(action, row.evidence)
        db.session.flush()
        refresh_standings([action.id for _, action in actions], self.today)
        self._drop_idle_reasons(updates)
        return len(groups), len(actions)

    def _drop_idle_reasons(self, updates: Sequence[Update]) -> None:
        """Take the reason from updates whose status is no better than the record, which needs none."""
        flattering = set(
            db.session.scalars(
                sa.select(StandingRow.action_id).where(
                    StandingRow.plan_id == self.plan.id, StandingRow.is_flattering.is_(True)
                )
            )
        )
        for update in updates:
            if update.action_id not in flattering:
                update.keep_reason = ""

    def _recommendations(self, proposals: Sequence[Proposal]) -> dict[str, Recommendation]:
        """Add the new recommendations and return them by their group."""
        groups: dict[str, Recommendation] = {}
        for each in proposals:
            if each.recommendation is not None or each.group in groups:
                continue
            row = each.row
            # A date beside an action is the action's; without action words it is the recommendation's own.
            own_date = not row.action
            groups[each.group] = make_recommendation(
                self.plan,
                text=row.recommendation,
                priority=self._priority(row.priority),
                printed_number=row.rec_number[:40],
                printed_timescale=clipped(row.due_text, 199) if own_date else "",
                due_on=row.due.on if own_date else None,
                due_reason=f"As in “{self.source}”" if own_date and row.due.on else "",
                now=self.now,
            )
        db.session.flush()
        for recommendation in groups.values():
            note_recommendation(recommendation, by=self.by, now=self.now)
        return groups

    def _known(self, proposals: Sequence[Proposal]) -> dict[int, Recommendation]:
        """Return the recommendations of the plan that get actions, by id, locked while these are numbered."""
        ids = {each.recommendation.id for each in proposals if each.recommendation}
        if not ids:
            return {}
        rows = db.session.scalars(
            sa.select(Recommendation)
            .where(Recommendation.id.in_(ids))
            .order_by(Recommendation.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return {row.id: row for row in rows}

    def _action(self, row: PlanRow, recommendation: Recommendation) -> Action:
        return make_action(
            self.plan,
            [recommendation],
            title=title_of(row),
            description=_description(row),
            how_we_will_know=row.success,
            service=self._service(row.service),
            start_on=row.start.on,
            due_on=row.due.on,
            now=self.now,
        )

    def _named(self, row: PlanRow) -> tuple[list[Owner], list[Owner], list[Owner]]:
        """Return the row's lead officers, directors and contributors; new owners are added once."""
        return self._owners(row.leads), self._owners(row.directors), self._owners(row.contributors)

    def _name_people(self, action: Action, named: tuple[list[Owner], list[Owner], list[Owner]]) -> None:
        leads, directors, contributors = named
        name_first_people(
            action,
            lead_officer=leads[0] if leads else None,
            accountable_director=directors[0] if directors else None,
            contributors=list(dict.fromkeys([*leads[1:], *directors[1:], *contributors])),
            by=self.by,
            now=self.now,
        )

    def _owners(self, named: Sequence[Named]) -> list[Owner]:
        found = [self.people.owner_of(each) for each in named]
        return list(dict.fromkeys(owner for owner in found if owner is not None))

    def _update(self, action: Action, row: PlanRow) -> Update:
        """Return the first update. A status better than the record is kept: the file is the reason."""
        update = make_update(
            action,
            delivery=row.delivery or Delivery.NOT_STARTED,
            impact=row.impact or Impact.TOO_EARLY,
            done=row.progress or f"As imported from “{self.source}”.",
            difference=row.difference,
            next_steps=row.next_steps,
            forecast_on=None,
            keep_reason=f"As imported from “{self.source}”",
            by=self.by,
            now=self.now,
        )
        note_posted(action, update, None, self.ladders, by=self.by, now=self.now)
        return update

    def _evidence(self, action: Action, words: str) -> None:
        link = ""
        if re.fullmatch(r"https?://\S+", words):
            try:
                link = tidy_link(words)
            except Refused:
                link = ""
        # The plan is locked, so that its numbers can be counted here.
        self.plan.last_evidence_number += 1
        make_evidence(
            self.plan.last_evidence_number,
            action,
            title=clipped(words, 150),
            kind=_kind_of(words),
            effective_on=self.today,
            shows="",
            audience=self.decisions.audience,
            by=self.by,
            now=self.now,
            today=self.today,
            link=link,
            reference="" if link else words,
        )

    def _priority(self, title: str) -> Priority | None:
        key = even_words(title)
        if not key:
            return None
        if key not in self.priorities:
            self.priorities[key] = add_priority(
                self.plan, title=clipped(title, 199), introduction="", by=self.by, now=self.now
            )
        return self.priorities[key]

    def _service(self, name: str) -> Service | None:
        key = even_words(name)
        if not key:
            return None
        if key not in self.services:
            self.services[key] = add_service(self.plan, name=clipped(name, 199), by=self.by, now=self.now)
        return self.services[key]


def _description(row: PlanRow) -> str:
    """Return the description with all that has no field of its own, so that no word of the row is lost."""
    parts = [row.description]
    words = row.action or row.recommendation
    if title_of(row) != " ".join(words.split()) and row.action:
        parts.insert(0, words)
    if row.due_text and row.due.on is None:
        parts.append(f"Timescale as written: {row.due_text}")
    if row.start_text and row.start.on is None:
        parts.append(f"Start as written: {row.start_text}")
    return "\n\n".join(part for part in parts if part)


def _kind_of(words: str) -> EvidenceKind:
    """Return the kind that the words speak of; the lead and a second person see it before anything counts."""
    if _VOICE.search(words):
        return EvidenceKind.VOICE
    return EvidenceKind.DATA if _DATA.search(words) else EvidenceKind.AUDIT
