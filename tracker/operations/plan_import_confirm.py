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
from tracker.operations.actions import add_action
from tracker.operations.errors import Refused
from tracker.operations.evidence import add_evidence, tidy_link
from tracker.operations.history import difference, record_change
from tracker.operations.owners import assign_people
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
from tracker.operations.recommendations import add_recommendation
from tracker.operations.standing import standings_at_the_end
from tracker.operations.updates import post_update
from tracker.rules.ladders import Delivery, EvidenceKind, Impact
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
            "rows", f"{len(new):,} rows would be added. It may be {MOST_ADDED} at once: use fewer sheets"
        )
    added = _Adding(plan, draft, decisions, by=by, now=now, today=today).add(new)
    there = sum(1 for each in proposals if each.outcome in (Outcome.THERE, Outcome.DIFFERS))
    result = Added(added.new_recommendations, added.new_actions, there)
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
    """Adds the rows one after another, and remembers what the earlier ones made."""

    def __init__(
        self,
        plan: Plan,
        draft: PlanImport,
        decisions: ImportDecisions,
        *,
        by: Person,
        now: datetime,
        today: date,
    ) -> None:
        self.plan, self.decisions, self.by, self.now, self.today = plan, decisions, by, now, today
        self.source = clipped(draft.source_name, 100)
        self.people = Assigning(plan, Directory(plan), decisions.people, by=by, now=now)
        self.groups: dict[str, Recommendation] = {}
        self.known = {
            each.id: each
            for each in db.session.scalars(sa.select(Recommendation).where(Recommendation.plan_id == plan.id))
        }
        self.priorities = {
            even_words(each.title): each
            for each in db.session.scalars(sa.select(Priority).where(Priority.plan_id == plan.id))
        }
        self.services = {
            even_words(each.name): each
            for each in db.session.scalars(sa.select(Service).where(Service.plan_id == plan.id))
        }
        self.updates: list[Update] = []
        self.new_recommendations = self.new_actions = 0

    def add(self, proposals: list[Proposal]) -> _Adding:
        with standings_at_the_end(self.today):
            for proposal in proposals:
                recommendation = self._recommendation(proposal)
                if proposal.makes_action:
                    self._action(proposal.row, recommendation)
        self._drop_idle_reasons()
        return self

    def _drop_idle_reasons(self) -> None:
        """Take the reason from updates whose status is no better than the record, which needs none."""
        flattering = set(
            db.session.scalars(
                sa.select(StandingRow.action_id).where(
                    StandingRow.plan_id == self.plan.id, StandingRow.is_flattering.is_(True)
                )
            )
        )
        for update in self.updates:
            if update.action_id not in flattering:
                update.keep_reason = ""

    def _recommendation(self, proposal: Proposal) -> Recommendation:
        if proposal.recommendation is not None:
            return self.known[proposal.recommendation.id]
        if proposal.group not in self.groups:
            row = proposal.row
            # A date beside an action is the action's; without action words it is the recommendation's own.
            own_date = not row.action
            self.groups[proposal.group] = add_recommendation(
                self.plan,
                text=row.recommendation,
                priority=self._priority(row.priority),
                printed_number=row.rec_number[:40],
                printed_timescale=clipped(row.due_text, 199) if own_date else "",
                due_on=row.due.on if own_date else None,
                due_reason=f"As in “{self.source}”" if own_date and row.due.on else "",
                by=self.by,
                now=self.now,
            )
            self.new_recommendations += 1
        return self.groups[proposal.group]

    def _action(self, row: PlanRow, recommendation: Recommendation) -> None:
        action = add_action(
            self.plan,
            [recommendation],
            title=title_of(row),
            description=_description(row),
            how_we_will_know=row.success,
            service=self._service(row.service),
            start_on=row.start.on,
            due_on=row.due.on,
            by=self.by,
            now=self.now,
        )
        self.new_actions += 1
        record_change(
            f"Brought in from “{self.source}”, {row.place}", by=self.by, now=self.now, action=action
        )
        self._name_people(action, row)
        if row.says_how_it_goes:
            self._update(action, row)
        if row.evidence:
            self._evidence(action, row.evidence)

    def _name_people(self, action: Action, row: PlanRow) -> None:
        leads = self._owners(row.leads)
        directors = self._owners(row.directors)
        contributors = [*leads[1:], *directors[1:], *self._owners(row.contributors)]
        if leads or directors or contributors:
            assign_people(
                action,
                seen_version=action.version,
                lead_officer=leads[0] if leads else None,
                accountable_director=directors[0] if directors else None,
                contributors=list(dict.fromkeys(contributors)),
                by=self.by,
                now=self.now,
            )

    def _owners(self, named: Sequence[Named]) -> list[Owner]:
        found = [self.people.owner_of(each) for each in named]
        return list(dict.fromkeys(owner for owner in found if owner is not None))

    def _update(self, action: Action, row: PlanRow) -> None:
        """Post the first update. A status better than the record is kept: the file is the reason."""
        update = post_update(
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
            today=self.today,
        )
        self.updates.append(update)

    def _evidence(self, action: Action, words: str) -> None:
        link = ""
        if re.fullmatch(r"https?://\S+", words):
            try:
                link = tidy_link(words)
            except Refused:
                link = ""
        add_evidence(
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
