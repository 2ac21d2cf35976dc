"""Removing personal data from everything a plan holds: texts, history entries, drafts and stored files.

What is taken out becomes "[removed]"; who did it, when and why is recorded without the words. A file goes
whole, an issued report is withdrawn and its forms purged.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa

from tracker.database import db
from tracker.formatting import counted, in_london, long_date
from tracker.models import (
    Action,
    Asking,
    Body,
    Change,
    Comment,
    Commentary,
    DateMove,
    Deadline,
    Evidence,
    EvidenceCheck,
    Finding,
    GlossaryEntry,
    Handover,
    Inspection,
    IntakeDraft,
    IssuedReport,
    JobState,
    Judgement,
    Measure,
    Milestone,
    OutgoingMail,
    Owner,
    Person,
    Plan,
    PlanImport,
    Priority,
    Question,
    Reading,
    Recommendation,
    ReportDraft,
    ReportState,
    Round,
    RoundAsk,
    SafetyMap,
    SavedView,
    Service,
    SheetUpload,
    StepWords,
    StoredFile,
    Update,
    UpdateDraft,
)
from tracker.operations.errors import Refused
from tracker.operations.history import record_change
from tracker.operations.removal_files import FoundFile, blank_chosen, blank_file, find_files
from tracker.operations.removal_reports import FoundReport, find_reports, purge_chosen
from tracker.operations.standing import refresh_standings
from tracker.rules.removal import (
    excerpt,
    pattern_of,
    signed_without,
    texts_in,
    texts_of_signed,
    without,
    without_in,
    without_moving,
)

LEAST_LETTERS = 3
_ACTIONS = sa.select(Action.id)
# Kind of row, what it is called, its texts, and how its plan is found.
_PLACES: tuple[tuple[Any, str, tuple[str, ...], Any], ...] = (
    (Plan, "The plan", ("title", "strapline"), Plan.id),
    (Priority, "Priority", ("title", "introduction"), Priority.plan_id),
    (Commentary, "Words in the report", ("heading", "introduction", "text"), Commentary.plan_id),
    (GlossaryEntry, "Word that the report explains", ("term", "meaning"), GlossaryEntry.plan_id),
    (
        Recommendation,
        "Recommendation",
        (
            "text",
            "short_title",
            "section",
            "printed_number",
            "printed_timescale",
            "due_reason",
            "closing_statement",
            "response_reason",
        ),
        Recommendation.plan_id,
    ),
    (Action, "Action", ("title", "description", "how_we_will_know"), Action.plan_id),
    (Milestone, "Milestone", ("title",), Action.plan_id),
    (Update, "Update", ("done", "difference", "next_steps", "keep_reason"), Action.plan_id),
    (DateMove, "Moved due date", ("reason", "decision_note"), Action.plan_id),
    (Evidence, "Evidence", ("title", "shows", "reference", "url"), Evidence.plan_id),
    (EvidenceCheck, "Check of evidence", ("note",), Evidence.plan_id),
    (Measure, "Measure", ("name", "unit"), Measure.plan_id),
    (Reading, "Reading of a measure", ("note",), Measure.plan_id),
    (
        SafetyMap,
        "Signs of Safety map",
        ("working_well", "worried_about", "needs_to_happen", "how_we_will_know"),
        Priority.plan_id,
    ),
    (Inspection, "Inspection report", ("title", "provider", "source_text", "inspectors"), Inspection.plan_id),
    (Judgement, "Judgement of an inspection", ("area", "grade"), Inspection.plan_id),
    (Finding, "Finding of an inspection", ("number", "text"), Inspection.plan_id),
    (Deadline, "Day an action plan is due", ("recipient", "changed_reason"), Inspection.plan_id),
    (
        IntakeDraft,
        "Report being brought in",
        ("source_name", "reading", "decisions", "message"),
        IntakeDraft.plan_id,
    ),
    (
        PlanImport,
        "Plan being brought in",
        ("source_name", "tables", "decisions", "message"),
        PlanImport.plan_id,
    ),
    (Question, "Question", ("text", "about", "place", "reply"), Question.plan_id),
    (
        ReportDraft,
        "Draft of a report",
        (
            "signed_public",
            "signed_members",
            "message",
            "issue_message",
            "replaces_reason",
            "sent_back_reason",
        ),
        ReportDraft.plan_id,
    ),
    (IssuedReport, "Issued report", ("body_name", "changed", "withdrawn_reason"), IssuedReport.plan_id),
    (Body, "Body that receives reports", ("name",), Body.plan_id),
    (Service, "Service", ("name",), Service.plan_id),
    (Owner, "Owner", ("name", "contact_name", "contact_email"), Owner.plan_id),
    (Round, "Update round", ("note",), Round.plan_id),
    (RoundAsk, "Who a round asked", ("name", "body", "email"), Round.plan_id),
    (Comment, "Comment", ("text",), Action.plan_id),
    (Asking, "Question to an owner", ("words",), Action.plan_id),
    (Handover, "Handover", ("from_name", "note"), Handover.plan_id),
    (UpdateDraft, "Update being written", ("fields",), Action.plan_id),
    (SheetUpload, "Sheet that was sent", ("name", "lines", "notes"), SheetUpload.plan_id),
    (StepWords, "Words for a status", ("word", "meaning"), StepWords.plan_id),
    (SavedView, "Saved list", ("name", "query"), SavedView.plan_id),
    (OutgoingMail, "Mail", ("to_address", "subject", "text", "html", "error"), OutgoingMail.plan_id),
    (Change, "History", ("what", "details"), Change.plan_id),
)
_JOINS: dict[Any, tuple[Any, Any]] = {
    Milestone: (Action, Action.id == Milestone.action_id),
    Update: (Action, Action.id == Update.action_id),
    Comment: (Action, Action.id == Comment.action_id),
    Asking: (Action, Action.id == Asking.action_id),
    UpdateDraft: (Action, Action.id == UpdateDraft.action_id),
    DateMove: (Action, Action.id == DateMove.action_id),
    EvidenceCheck: (Evidence, Evidence.id == EvidenceCheck.evidence_id),
    Reading: (Measure, Measure.id == Reading.measure_id),
    SafetyMap: (Priority, Priority.id == SafetyMap.priority_id),
    RoundAsk: (Round, Round.id == RoundAsk.round_id),
    Judgement: (Inspection, Inspection.id == Judgement.inspection_id),
    Finding: (Inspection, Inspection.id == Finding.inspection_id),
    Deadline: (Inspection, Inspection.id == Deadline.inspection_id),
}
# Values of a signed draft, as JSON: the words stand in their texts.
_SIGNED = ("signed_public", "signed_members")
# No two of a plan may be called the same, also when what told them apart is taken out.
_NAMED = {Body: "name", Service: "name", Owner: "name", SavedView: "name", GlossaryEntry: "term"}


@dataclass(frozen=True)
class FoundPlace:
    """One text that holds the words. `key` names it in a form; `where` does not repeat its words."""

    key: str
    where: str
    excerpt: str


@dataclass(frozen=True)
class Found:
    """All that holds the words: texts, files (and those nobody could look through), and issued reports."""

    places: list[FoundPlace]
    files: list[FoundFile]
    reports: list[FoundReport]

    def __bool__(self) -> bool:
        return bool(self.places or self.files or self.reports)


@dataclass(frozen=True)
class Removed:
    """What was removed, and what is left to do after the commit: bytes to delete, mails to write again."""

    places: int
    reports: list[int]
    hashes: list[str]
    mails: set[int]


def find_words(plan: Plan, words: str) -> Found:
    """Return everything of the plan that holds the words. Raises Refused for too few letters."""
    pattern = _pattern(words)
    places = [
        FoundPlace(_key(row, name), where, excerpt("\n".join(_texts(row, name)), pattern))
        for row, name, where in _rows_with(plan, pattern)
    ]
    return Found(places, find_files(plan, words, pattern), find_reports(plan, words, pattern))


def remove_words(
    plan: Plan, words: str, reason: str, keys: Collection[str], *, by: Person, now: datetime
) -> Removed:
    """Take the words out of the chosen texts; remove chosen files; withdraw and purge chosen reports.

    The caller commits, then deletes and writes again what the answer names. Raises Refused without a place or
    a reason, and for a reason that repeats the words.
    """
    pattern = _pattern(words)
    _check_reason(reason, pattern)
    places: list[str] = []
    mails: set[int] = set()
    # Reports first: a text may be taken out only once nothing frozen needs it any more.
    numbers, hashes = purge_chosen(plan, keys, reason, by=by, now=now)
    for row, name, where in list(_rows_with(plan, pattern)):
        if _key(row, name) in keys:
            _take_out(row, name, pattern)
            places.append(where)
            if isinstance(row, OutgoingMail):
                mails.add(row.id)
    blanked = blank_chosen(plan, keys, now)
    places += ["Stored file"] * len(blanked) + [f"Forms of report {number}" for number in numbers]
    if not places:
        raise Refused("place", "Choose at least one place")
    _stop_making(plan)
    _record(plan, places, reason, by=by, now=now)
    return Removed(len(places), numbers, hashes + blanked, mails)


def _stop_making(plan: Plan) -> None:
    """Let nothing be kept or issued that the worker is just making from the words as they were."""
    making = ReportState.MAKING
    for draft in db.session.scalars(sa.select(ReportDraft).where(ReportDraft.plan_id == plan.id)):
        if draft.state is making:
            draft.state = ReportState.NONE
        if draft.issue_state is making:
            draft.issue_state = ReportState.FAILED
            draft.issue_message = "Personal data was removed meanwhile, so it was not issued. Issue it again."


def remove_file(plan: Plan, file: StoredFile, reason: str, *, by: Person, now: datetime) -> str:
    """Remove a stored file whatever it holds; return its hash to purge. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("reason", "Say why it is removed, without repeating the personal data")
    sha256 = blank_file(file, now)
    _record(plan, ["Stored file"], reason, by=by, now=now)
    return sha256


def _record(plan: Plan, places: list[str], reason: str, *, by: Person, now: datetime) -> None:
    db.session.flush()
    # Titles of milestones and names of measures stand in the reasons of what the record shows.
    refresh_standings(
        db.session.scalars(_ACTIONS.where(Action.plan_id == plan.id)).all(), in_london(now).date()
    )
    kinds = {where: places.count(where) for where in dict.fromkeys(places)}
    record_change(
        f"Personal data removed from {counted(len(places), 'place')}",
        by=by,
        now=now,
        plan=plan,
        details=[
            {"field": "Where", "before": "", "after": "; ".join(f"{w} ({n})" for w, n in kinds.items())},
            {"field": "Reason", "before": "", "after": reason.strip()},
        ],
    )


def _pattern(words: str) -> re.Pattern[str]:
    if sum(letter.isalnum() for letter in words) < LEAST_LETTERS:
        raise Refused("words", f"Enter the words to remove, {LEAST_LETTERS} letters at least")
    return pattern_of(words)


def _check_reason(reason: str, pattern: re.Pattern[str]) -> None:
    if not reason.strip():
        raise Refused("reason", "Say why it is removed, without repeating the personal data")
    if pattern.search(reason):
        raise Refused("reason", "The reason is kept, so it must not repeat the words that are removed")


def _rows_with(plan: Plan, pattern: re.Pattern[str]) -> Iterator[tuple[Any, str, str]]:
    """Return each row and field that holds the words, with what it is called. One query for each kind."""
    actions = db.session.scalars(sa.select(Action).where(Action.plan_id == plan.id))
    labels = {action.id: action.label for action in actions}
    for kind, called, names, plan_id in _PLACES:
        wanted = sa.select(kind).where(plan_id == plan.id).order_by(*sa.inspect(kind).primary_key)
        if kind in _JOINS:
            wanted = wanted.join(*_JOINS[kind])
        if kind is ReportDraft:
            wanted = wanted.options(*(sa.orm.undefer(getattr(kind, name)) for name in names))
        for row in db.session.scalars(wanted):
            for name in names:
                if any(pattern.search(text) for text in _texts(row, name)):
                    yield (
                        row,
                        name,
                        f"{called}{_number(row, labels)}: {_FIELDS.get(name, name.replace('_', ' '))}",
                    )


_FIELDS = {
    "done": "what was done",
    "difference": "difference made for children",
    "next_steps": "what is next",
    "keep_reason": "why it is rated better than the record",
    "shows": "what it shows",
    "what": "entry",
    "details": "what stood before and after",
    "source_text": "the report’s own text",
    "text": "words",
    "url": "link",
    "to_address": "whom it was sent to",
    "html": "words, laid out",
    "reading": "what was read",
    "tables": "what was read",
    "sent_back_reason": "why it was sent back",
    "signed_public": "signed public edition",
    "signed_members": "signed members’ edition",
}


def _number(row: Any, labels: Mapping[int, str]) -> str:
    """Return by which number (and day) people know the row; "" where there is none."""
    if isinstance(row, (Action, Evidence)):
        return f" {row.label}"
    if isinstance(row, (Recommendation, Priority)):
        return f" {row.number}"
    if (label := labels.get(getattr(row, "action_id", None) or 0)) is None:
        return ""
    return f" of {label}, {long_date(row.at)}" if hasattr(row, "at") else f" of {label}"


def _take_out(row: Any, name: str, pattern: re.Pattern[str]) -> None:
    value = getattr(row, name)
    if name in _SIGNED:
        setattr(row, name, signed_without(value, pattern))
        return
    if name == "to_address" and row.state is JobState.WAITING:
        row.state = JobState.FAILED  # nobody is there to send it to
    if name == "query":
        # A filter by these words is of no use without them.
        setattr(row, name, urlencode([pair for pair in parse_qsl(value) if not pattern.search(pair[1])]))
    elif isinstance(value, str):
        kept = without_moving(value, pattern) if name == "source_text" else without(value, pattern)
        # Words shorter than their mark can make a text longer than its column.
        longest = getattr(row.__table__.c[name].type, "length", None)
        kept = kept[:longest] if longest else kept
        setattr(row, name, _own_name(row, name, kept) if _NAMED.get(type(row)) == name else kept)
    else:
        setattr(row, name, without_in(value, pattern, name))


def _own_name(row: Any, column: str, name: str) -> str:
    """Return a name that no other of the plan has: where one has it, the row's number goes behind it."""
    kind = type(row)
    called = getattr(kind, column)
    taken = sa.select(kind.id).where(kind.plan_id == row.plan_id, called == name, kind.id != row.id)
    return f"{name} {row.id}" if db.session.scalars(taken.limit(1)).first() else name


def _texts(row: Any, name: str) -> list[str]:
    value = getattr(row, name)
    if name in _SIGNED:
        return texts_of_signed(value or "")
    return [words for _, words in parse_qsl(value)] if name == "query" else texts_in(value, name)


def _key(row: Any, name: str) -> str:
    number = "-".join(str(part) for part in sa.inspect(row).identity)
    return f"{row.__tablename__}-{number}-{name}"
