"""Removing personal data from everything a plan holds: texts, history entries, drafts and stored files.

What is taken out becomes "[removed]"; who did it, when and why is recorded without the words. Reports that
were issued keep their bytes until they are withdrawn and replaced: `issued_reports_with` names them.
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa

from tracker.database import db
from tracker.formatting import counted, in_london
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
    FormKind,
    GlossaryEntry,
    Handover,
    Inspection,
    IntakeDraft,
    IssuedForm,
    IssuedReport,
    Judgement,
    Measure,
    Milestone,
    Owner,
    Person,
    Plan,
    PlanImport,
    Priority,
    Question,
    Reading,
    Recommendation,
    ReportDraft,
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
from tracker.operations.files import TEXT, path_of
from tracker.operations.history import record_change
from tracker.operations.standing import refresh_standings
from tracker.rules.removal import REMOVED, excerpt, pattern_of, texts_in, without, without_in, without_moving

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
        ("signed_public", "signed_members", "message", "issue_message", "replaces_reason"),
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
# No two of a plan may be called the same, also when what told them apart is taken out.
_NAMED = {Body: "name", Service: "name", Owner: "name", SavedView: "name", GlossaryEntry: "term"}


@dataclass(frozen=True)
class FoundPlace:
    """One text that holds the words. `key` names it in a form; `where` does not repeat its words."""

    key: str
    where: str
    excerpt: str


def find_words(plan: Plan, words: str) -> list[FoundPlace]:
    """Return every place of the plan where the words stand. Raises Refused for too few letters."""
    pattern = _pattern(words)
    found = [
        FoundPlace(_key(row, name), where, excerpt("\n".join(_texts(row, name)), pattern))
        for row, name, where in _rows_with(plan, pattern)
    ]
    for file in _files_with(plan, pattern):
        found.append(FoundPlace(_key(file, "name"), "Stored file: removed whole", file.name))
    return found


def issued_reports_with(plan: Plan, words: str) -> list[int]:
    """Return the numbers of issued reports, not withdrawn, whose stored value holds the words."""
    pattern = _pattern(words)
    numbers = set()
    for number, file in db.session.execute(
        sa.select(IssuedReport.number, StoredFile)
        .join(IssuedForm, IssuedForm.report_id == IssuedReport.id)
        .join(StoredFile, StoredFile.id == IssuedForm.file_id)
        .where(
            IssuedReport.plan_id == plan.id,
            IssuedReport.withdrawn_at.is_(None),
            IssuedForm.kind == FormKind.SNAPSHOT,
        )
        .order_by(IssuedReport.number)
    ):
        path = path_of(file)
        if path.exists() and any(pattern.search(text) for text in texts_in(json.loads(path.read_bytes()))):
            numbers.add(number)
    return sorted(numbers)


def remove_words(
    plan: Plan, words: str, reason: str, keys: Collection[str], *, by: Person, now: datetime
) -> tuple[int, list[str]]:
    """Take the words out of the chosen places; return how many there were, and hashes of files to purge.

    The caller commits and then hands the hashes to `files.purge_bytes`. Raises Refused without a place or a
    reason, and for a reason that repeats the words.
    """
    pattern = _pattern(words)
    _check_reason(reason, pattern)
    places: list[str] = []
    for row, name, where in list(_rows_with(plan, pattern)):
        if _key(row, name) in keys:
            _take_out(row, name, pattern)
            places.append(where)
    hashes = []
    for file in _files_with(plan, pattern):
        if _key(file, "name") in keys:
            places.append("Stored file")
            hashes.append(blank_file(file, now))
    if not places:
        raise Refused("place", "Choose at least one place")
    _record(plan, places, reason, by=by, now=now)
    return len(places), hashes


def remove_file(plan: Plan, file: StoredFile, reason: str, *, by: Person, now: datetime) -> str:
    """Remove a stored file whatever it holds; return its hash to purge. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("reason", "Say why it is removed, without repeating the personal data")
    sha256 = blank_file(file, now)
    _record(plan, ["Stored file"], reason, by=by, now=now)
    return sha256


def blank_file(file: StoredFile, now: datetime) -> str:
    """Blank a file's row, and return the hash its bytes lie under."""
    sha256 = file.sha256
    file.sha256, file.name, file.size, file.removed_at = "", REMOVED, 0, now
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
    for kind, called, names, plan_id in _PLACES:
        wanted = sa.select(kind).where(plan_id == plan.id).order_by(*sa.inspect(kind).primary_key)
        if kind in _JOINS:
            wanted = wanted.join(*_JOINS[kind])
        if kind is ReportDraft:
            wanted = wanted.options(*(sa.orm.undefer(getattr(kind, name)) for name in names))
        for row in db.session.scalars(wanted):
            for name in names:
                if any(pattern.search(text) for text in _texts(row, name)):
                    yield row, name, f"{called}{_number(row)}: {_FIELDS.get(name, name.replace('_', ' '))}"


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
    "reading": "what was read",
    "tables": "what was read",
    "signed_public": "signed public edition",
    "signed_members": "signed members’ edition",
}


def _number(row: Any) -> str:
    if isinstance(row, (Action, Evidence)):
        return f" {row.label}"
    if isinstance(row, (Recommendation, Priority)):
        return f" {row.number}"
    return ""


def _files_with(plan: Plan, pattern: re.Pattern[str]) -> list[StoredFile]:
    """Return the plan's files that are called so, and the plain texts that hold the words.

    What stands inside other kinds of file is not searched. Issued reports are withdrawn in their own way.
    """
    issued = sa.select(IssuedForm.file_id).where(IssuedForm.file_id.is_not(None))
    files = db.session.scalars(
        sa.select(StoredFile)
        .where(StoredFile.plan_id == plan.id, StoredFile.removed_at.is_(None), StoredFile.id.not_in(issued))
        .order_by(StoredFile.id)
    )
    return [file for file in files if pattern.search(file.name) or pattern.search(_plain_text(file))]


def _plain_text(file: StoredFile) -> str:
    path = path_of(file)
    if file.content_type != TEXT or not path.exists():
        return ""
    return path.read_bytes().decode("utf-8", "replace")


def _take_out(row: Any, name: str, pattern: re.Pattern[str]) -> None:
    value = getattr(row, name)
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
    return [words for _, words in parse_qsl(value)] if name == "query" else texts_in(value, name)


def _key(row: Any, name: str) -> str:
    number = "-".join(str(part) for part in sa.inspect(row).identity)
    return f"{row.__tablename__}-{number}-{name}"
