"""What each row of a file would add to the plan, and what is there already.

Rows are matched by the tracker's own number where the words agree, else by the words themselves, so that a
file brought in twice adds nothing the second time. What is there is never changed by a file: differences
are shown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from rapidfuzz import fuzz
from sqlalchemy.orm import joinedload, selectinload

from tracker.database import db
from tracker.formatting import clipped, long_date
from tracker.models import Action, Naming, Owner, Plan, Recommendation, StandingRow
from tracker.operations.owners import owner_name
from tracker.operations.step_words import ladders_of
from tracker.rules.ladders import Delivery, Impact
from tracker.rules.step_words import Ladders
from tracker.sheets.names import even_name
from tracker.sheets.rows import PlanRow

LONGEST_TITLE = 300
SAME_WORDS, ALIKE = 90, 60  # per cent


class Outcome(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    THERE = "there"
    DIFFERS = "differs"
    REPEATED = "repeated"
    STOPPED = "stopped"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class KnownRecommendation:
    """A recommendation of the plan, as far as rows are compared with it."""

    id: int
    number: int
    printed: str
    words: str
    due_on: date | None


@dataclass(frozen=True)
class KnownAction:
    """An action of the plan, as far as rows are compared with it."""

    id: int
    label: str
    title: str
    recommendations: frozenset[int]
    due_on: date | None
    start_on: date | None
    lead: str
    lead_email: str
    success: str
    delivery: Delivery
    impact: Impact
    done: str
    difference: str
    next_steps: str


@dataclass(frozen=True)
class KnownPlan:
    """What the plan holds now, and its words for the statuses."""

    recommendations: tuple[KnownRecommendation, ...]
    actions: tuple[KnownAction, ...]
    ladders: Ladders


@dataclass(frozen=True)
class Difference:
    """Something that the plan says otherwise than the file."""

    field: str
    in_plan: str
    in_file: str


@dataclass(frozen=True)
class Proposal:
    """What becomes of one row. New recommendations are told apart by `group`: same words, same group."""

    row: PlanRow
    outcome: Outcome
    group: str = ""
    recommendation: KnownRecommendation | None = None
    action: KnownAction | None = None
    makes_recommendation: bool = False  # by this row; the following ones of its group belong to it
    makes_action: bool = False
    like: str = ""  # where the row stands that this one repeats
    differences: tuple[Difference, ...] = ()


def known_plan(plan: Plan) -> KnownPlan:
    """Return what the plan holds (a fixed number of queries)."""
    recommendations = db.session.execute(
        sa.select(
            Recommendation.id,
            Recommendation.number,
            Recommendation.printed_number,
            Recommendation.text,
            Recommendation.due_on,
        )
        .where(Recommendation.plan_id == plan.id)
        .order_by(Recommendation.number)
    )
    actions = db.session.scalars(
        sa.select(Action)
        .where(Action.plan_id == plan.id)
        .options(
            selectinload(Action.recommendations).load_only(Recommendation.id),
            selectinload(Action.named).joinedload(Naming.owner).joinedload(Owner.person),
            joinedload(Action.standing).joinedload(StandingRow.last_update),
        )
        .order_by(Action.first_number, Action.sequence)
    )
    return KnownPlan(
        tuple(
            KnownRecommendation(id_, number, printed or "", even_words(text), due_on)
            for id_, number, printed, text, due_on in recommendations
        ),
        tuple(_known(action) for action in actions),
        ladders_of(plan),
    )


def _known(action: Action) -> KnownAction:
    standing = action.standing
    update = standing.last_update if standing else None
    return KnownAction(
        id=action.id,
        label=action.label,
        title=action.title,
        recommendations=frozenset(each.id for each in action.recommendations),
        due_on=action.due_on,
        start_on=action.start_on,
        lead=owner_name(action.lead_officer),
        lead_email=_email(action.lead_officer),
        success=action.how_we_will_know,
        delivery=update.delivery if update else Delivery.NOT_STARTED,
        impact=update.impact if update else Impact.TOO_EARLY,
        done=update.done if update else "",
        difference=update.difference if update else "",
        next_steps=update.next_steps if update else "",
    )


def _email(owner: Owner | None) -> str:
    if owner is None:
        return ""
    return owner.person.email if owner.person else owner.contact_email


def even_words(text: str) -> str:
    """Return words as they are compared: one space, lower case, plain quotes, no full stop at the end."""
    plain = text.casefold().replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return " ".join(plain.split()).rstrip(" .;")


def title_of(row: PlanRow) -> str:
    """Return the title of the action that a row makes: its action, else what is recommended, in one line."""
    words = row.action or row.recommendation
    return clipped(words, LONGEST_TITLE - 1)


def propose(rows: Sequence[PlanRow], known: KnownPlan, left_out: Collection[str]) -> list[Proposal]:
    """Return what becomes of each row, in order."""
    return _Matcher(known, frozenset(left_out)).propose(rows)


class _Matcher:
    """Goes through the rows and remembers what earlier ones make."""

    def __init__(self, known: KnownPlan, left_out: frozenset[str]) -> None:
        self.left_out = left_out
        self.ladders = known.ladders
        self.recommendations = known.recommendations
        self.by_words = {each.words: each for each in reversed(known.recommendations)}
        self.by_number = {str(each.number): each for each in known.recommendations}
        self.by_printed: dict[str, KnownRecommendation] = {}
        for each in known.recommendations:
            if each.printed:
                self.by_printed.setdefault(_bare(each.printed), each)
        self.by_label = {action.label: action for action in known.actions}
        self.by_recommendation: dict[int, list[KnownAction]] = {}
        for action in known.actions:
            for id_ in action.recommendations:
                self.by_recommendation.setdefault(id_, []).append(action)
        self.groups: set[str] = set()
        self.group_of_number: dict[str, str] = {}
        self.made: dict[tuple[str, str], list[PlanRow]] = {}
        self.taken: set[int] = set()

    def propose(self, rows: Sequence[PlanRow]) -> list[Proposal]:
        return [self._one(row) for row in rows]

    def _one(self, row: PlanRow) -> Proposal:
        if row.key in self.left_out:
            return Proposal(row, Outcome.LEFT_OUT)
        if row.cannot_be_added:
            return Proposal(row, Outcome.STOPPED)
        by_label = self._by_label(row)
        if by_label is not None:
            self.taken.add(by_label.id)
            return self._beside(row, None, by_label)
        recommendation = self._recommendation(row)
        group = "" if recommendation else self._group(row)
        if recommendation is None and not group:
            return Proposal(row, Outcome.STOPPED)
        new = bool(group) and group not in self.groups
        if not row.is_about_an_action:
            if recommendation:
                return self._beside(row, recommendation, None)
            self.groups.add(group)
            if new:
                return Proposal(row, Outcome.ADDED, group, makes_recommendation=True)
            return Proposal(row, Outcome.REPEATED, group, like="an earlier row")
        if recommendation:
            action = self._action(row, recommendation)
            if action:
                self.taken.add(action.id)
                return self._beside(row, recommendation, action)
        key = (group or str(recommendation.id if recommendation else ""), even_words(title_of(row)))
        twin = next((each for each in self.made.get(key, []) if _says_the_same(each, row)), None)
        if twin is not None:
            return Proposal(row, Outcome.REPEATED, group, recommendation, like=twin.place)
        self.made.setdefault(key, []).append(row)
        self.groups.add(group)
        return Proposal(
            row, Outcome.ADDED, group, recommendation, makes_recommendation=new, makes_action=True
        )

    def _by_label(self, row: PlanRow) -> KnownAction | None:
        """Return the action with the tracker's number, where its words or its recommendation's agree."""
        action = self.by_label.get(row.label)
        if action is None:
            return None
        words = even_words(row.recommendation)
        same = any(each.id in action.recommendations and each.words == words for each in self.recommendations)
        alike = fuzz.ratio(even_words(action.title), even_words(title_of(row))) >= ALIKE
        return action if same or alike else None

    def _recommendation(self, row: PlanRow) -> KnownRecommendation | None:
        words = even_words(row.recommendation)
        if words in self.by_words and words:
            return self.by_words[words]
        numbers = [number for number in (row.label.partition(".")[0], _bare(row.rec_number)) if number]
        for number in numbers:
            for found in (self.by_number.get(number), self.by_printed.get(number)):
                # A number alone proves nothing where the row has words of its own.
                if found and (not words or fuzz.ratio(found.words, words) >= SAME_WORDS):
                    return found
        return None

    def _group(self, row: PlanRow) -> str:
        """Return what tells the new recommendation of a row from others: its words, else its number."""
        words = even_words(row.recommendation)
        number = _bare(row.rec_number)
        if words:
            self.group_of_number.setdefault(number, words)
            return words
        return self.group_of_number.get(number, "") if number else ""

    def _action(self, row: PlanRow, recommendation: KnownRecommendation) -> KnownAction | None:
        title = even_words(title_of(row))
        found = [
            action
            for action in self.by_recommendation.get(recommendation.id, [])
            if action.id not in self.taken and even_words(action.title) == title
        ]
        return min(found, key=lambda action: len(differences_of(row, action, self.ladders)), default=None)

    def _beside(
        self, row: PlanRow, recommendation: KnownRecommendation | None, action: KnownAction | None
    ) -> Proposal:
        """Return the proposal of a row that is in the plan: nothing is added, and differences are told."""
        differences: tuple[Difference, ...] = ()
        if action is not None:
            differences = differences_of(row, action, self.ladders)
        elif recommendation and row.due.on and row.due.on != recommendation.due_on:
            differences = (Difference("Due", long_date(recommendation.due_on), long_date(row.due.on)),)
        outcome = Outcome.DIFFERS if differences else Outcome.THERE
        return Proposal(row, outcome, recommendation=recommendation, action=action, differences=differences)


def differences_of(row: PlanRow, action: KnownAction, ladders: Ladders) -> tuple[Difference, ...]:
    """Return what the file says otherwise than the plan; an empty cell says nothing."""
    found: list[Difference] = []
    for name, in_plan, in_file in (
        ("Action", action.title, title_of(row)),
        ("How we will know", action.success, row.success),
        ("Progress", action.done, row.progress),
        ("Difference made for children", action.difference, row.difference),
        ("What is next", action.next_steps, row.next_steps),
    ):
        if in_file and even_words(in_plan) != even_words(in_file):
            found.append(Difference(name, in_plan, in_file))
    for name, day, written in (("Start", action.start_on, row.start.on), ("Due", action.due_on, row.due.on)):
        if written and day != written:
            found.append(Difference(name, long_date(day), long_date(written)))
    if row.delivery and row.delivery is not action.delivery:
        found.append(Difference("Status", ladders.word(action.delivery), ladders.word(row.delivery)))
    if row.impact and row.impact is not action.impact:
        found.append(Difference("Impact", ladders.word(action.impact), ladders.word(row.impact)))
    if row.leads and not _is_same_lead(row, action):
        found.append(Difference("Lead officer", action.lead, row.leads[0].words))
    return tuple(found)


def _is_same_lead(row: PlanRow, action: KnownAction) -> bool:
    lead, first = even_name(action.lead), row.leads[0]
    if first.email and first.email == action.lead_email:
        return True
    return even_name(row.lead_text) == lead or lead in first.candidates


def _says_the_same(one: PlanRow, other: PlanRow) -> bool:
    return (one.lead_text, one.due_text, one.status_key, even_words(one.progress)) == (
        other.lead_text,
        other.due_text,
        other.status_key,
        even_words(other.progress),
    )


def _bare(number: str) -> str:
    """Return a number without what people write around it: "Rec. 3." is 3."""
    words = number.strip().casefold().removeprefix("recommendation").removeprefix("rec")
    return words.strip(" .:#()").removeprefix("no").strip(" .")
