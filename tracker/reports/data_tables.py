"""The data of a report as tables: what a snapshot holds, a row for each thing, nothing shortened.

Only a snapshot is read, so a table can hold nothing that the edition does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tracker.formatting import long_date
from tracker.reports.facts import Action, Evidence, Name, Recommendation
from tracker.reports.html import issue_line
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import (
    AUDIENCE_WORDS,
    CHECK_WORDS,
    DIRECTION_WORDS,
    EDITION_WORDS,
    KIND_WORDS,
    Delivery,
)
from tracker.rules.report_kinds import kind_name

Value = str | int | date | Decimal | None
WITHHELD = "Available to members on request"


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and whether statuses stand in it."""

    heading: str
    width: int = 14
    is_status: bool = False


@dataclass(frozen=True)
class Table:
    """One table of the data: its name, its columns, and its rows with a value for each column."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def data_tables(snapshot: Snapshot) -> tuple[Table, ...]:
    """Return every table of a snapshot, those without rows too: an empty table says that there is nothing.

    The tables of a recommendation sheet hold that recommendation, its actions and their evidence.
    """
    snapshot = data_of(snapshot)
    return (
        _about(snapshot),
        _table("Recommendations", _RECOMMENDATION, _recommendations(snapshot)),
        _table("Actions", _ACTION, (_action(snapshot, one) for one in snapshot.actions)),
        _table("Milestones", _MILESTONE, _milestones(snapshot)),
        _table("Dates moved", _MOVE, _moves(snapshot)),
        _table("What was done", _UPDATE, _updates(snapshot)),
        _table("Evidence", _EVIDENCE, (_evidence(snapshot, one) for one in snapshot.evidence)),
        _table("Measures", _MEASURE, _measures(snapshot)),
        _table("Readings", _READING, _readings(snapshot)),
        _table("Questions", _QUESTION, _questions(snapshot)),
        _table("Key", _KEY, _key(snapshot)),
    )


def status(snapshot: Snapshot, step: Delivery) -> str:
    """Return a status as it is printed, "R Off track"."""
    own = snapshot.delivery_step[step]
    return f"{own.letter} {own.word}"


_RECOMMENDATION = (
    Column("No.", 6), Column("Priority", 28), Column("Title", 28), Column("Recommendation", 60),
    Column("Source", 28), Column("Number printed"), Column("Section", 20), Column("Page", 7),
    Column("Timescale printed", 20), Column("Due", 18), Column("Why that date", 40), Column("Response", 18),
    Column("Reason of response", 40),
    Column("Owners say", 16, is_status=True), Column("Record shows", 16, is_status=True),
    Column("Impact by the record", 16), Column("Actions", 18), Column("Closed on", 18),
    Column("Closing statement", 40),
)  # fmt: skip
_ACTION = (
    Column("Ref", 7), Column("Action", 44), Column("Recommendations", 16), Column("Service", 20),
    Column("Description", 44), Column("How we will know", 36), Column("Lead officer", 24),
    Column("Post of lead officer", 28), Column("Accountable", 24), Column("Contributors", 30),
    Column("Start", 18), Column("First due date", 18), Column("Due", 18), Column("Days late", 10),
    Column("Owner says", 16, is_status=True), Column("Record shows", 16, is_status=True),
    Column("Impact, owner says", 16), Column("Impact, record shows", 16),
    Column("Why the record differs", 50), Column("Why the owner keeps the rating", 40), Column("Checked", 20),
    Column("Verified on", 18), Column("Evidence", 18),
)  # fmt: skip
_MILESTONE = (Column("Ref", 7), Column("Milestone", 60), Column("Due", 18), Column("Done on", 18))
_MOVE = (
    Column("Ref", 7), Column("Moved on", 18), Column("Due before", 18), Column("Due then", 18),
    Column("Reason", 60), Column("Approved by", 28),
)  # fmt: skip
_UPDATE = (
    Column("Ref", 7), Column("Updated on", 18), Column("By", 24), Column("Entered by", 24),
    Column("What was done", 60), Column("Difference made", 60), Column("What happens next", 60),
    Column("Forecast", 18),
)  # fmt: skip
_EVIDENCE = (
    Column("No.", 7), Column("Evidence", 44), Column("Kind", 30), Column("Audience"),
    Column("Effective", 18), Column("What it shows", 60), Column("Where", 40), Column("Checked", 16),
    Column("Checked by", 28), Column("Checked on", 18), Column("Actions", 18),
)  # fmt: skip
_MEASURE = (
    Column("Measure", 44), Column("Direction", 20), Column("Unit", 12), Column("Description", 50),
    Column("Source", 28), Column("Start", 10), Column("Start on", 18), Column("Target", 10),
    Column("Target by", 18), Column("Priorities", 12), Column("Services", 28),
)  # fmt: skip
_READING = (
    Column("Measure", 44), Column("Whose", 20), Column("Day", 18), Column("Value", 10), Column("Unit", 12),
    Column("Note", 50),
)  # fmt: skip
_QUESTION = (
    Column("Asked on", 18), Column("Asked by", 24), Column("Kind", 18), Column("Report", 8),
    Column("About", 36), Column("Place", 14), Column("Question or recommendation", 60), Column("Owner", 24),
    Column("Due", 18), Column("Status", 20), Column("Reply", 60), Column("Replied by", 24),
    Column("Replied on", 18),
)  # fmt: skip
_KEY = (Column("Ladder", 14), Column("Mark", 18, is_status=True), Column("Meaning", 80))


def _table(name: str, columns: tuple[Column, ...], rows: Iterator[tuple[Value, ...]]) -> Table:
    return Table(name, columns, tuple(rows))


def _about(snapshot: Snapshot) -> Table:
    rows: list[tuple[Value, ...]] = [
        ("Council", snapshot.council.name),
        ("Plan", snapshot.plan),
        ("Report", kind_name(snapshot.kind, snapshot.recommendation)),
    ]
    if snapshot.meeting:
        rows.append(("Report to", snapshot.meeting.body))
        if snapshot.meeting.on:
            rows.append(("Meeting", snapshot.meeting.on))
    rows += [("Shows the plan at", snapshot.as_at), ("Edition", EDITION_WORDS[snapshot.edition])]
    if snapshot.signed:
        rows.append(("Approved", f"{snapshot.signed.name}, {long_date(snapshot.signed.on)}"))
    rows.append(("This report", issue_line(snapshot)))
    return Table("About", (Column("This workbook", 22), Column("Says", 70)), tuple(rows))


def data_of(snapshot: Snapshot) -> Snapshot:
    """Return what a report is about: all of the snapshot, or what belongs to its one recommendation."""
    number = snapshot.recommendation
    if number is None:
        return snapshot
    priorities = (
        replace(one, recommendations=tuple(rec for rec in one.recommendations if rec.number == number))
        for one in snapshot.priorities
    )
    actions = tuple(one for one in snapshot.actions if number in one.recommendations)
    cited = {each for one in actions for each in one.evidence}
    return replace(
        snapshot,
        priorities=tuple(one for one in priorities if one.recommendations),
        actions=actions,
        evidence=tuple(one for one in snapshot.evidence if one.number in cited),
        measures=(),
        questions=(),
    )


def _recommendations(s: Snapshot) -> Iterator[tuple[Value, ...]]:
    for priority in s.priorities:
        heading = f"{priority.number} {priority.title}" if priority.number else priority.title
        for one in priority.recommendations:
            yield _recommendation(s, heading, one)


def _recommendation(s: Snapshot, priority: str, one: Recommendation) -> tuple[Value, ...]:
    return (
        one.number, priority, one.title, one.text,
        s.inspections[one.source].title if one.source is not None else "",
        one.printed_number, one.section, one.page, one.timescale, one.due, one.due_reason,
        one.response, one.response_reason,
        status(s, one.declared), status(s, one.record), s.impact_step[one.record_impact].word,
        _listed(one.actions), one.closed_on, one.closing_statement,
    )  # fmt: skip


def _action(s: Snapshot, one: Action) -> tuple[Value, ...]:
    checked = "Challenged" if one.is_challenged else "Verified" if one.is_verified else "Not verified"
    return (
        one.label, one.title, _listed(one.recommendations), one.service, one.description,
        one.how_we_will_know, _name(one.lead_officer), one.lead_officer.post if one.lead_officer else "",
        _name(one.accountable), "; ".join(name.name for name in one.contributors),
        one.start, one.original_due, one.due, one.days_late,
        status(s, one.declared), status(s, one.record),
        s.impact_step[one.impact].word, s.impact_step[one.record_impact].word,
        " ".join((*one.reasons, *one.impact_reasons)), one.keep_reason, checked, one.verified_on,
        _listed(f"E{number}" for number in one.evidence),
    )  # fmt: skip


def _milestones(s: Snapshot) -> Iterator[tuple[Value, ...]]:
    for action in s.actions:
        for one in action.milestones:
            yield action.label, one.title, one.due, one.done_on


def _moves(s: Snapshot) -> Iterator[tuple[Value, ...]]:
    for action in s.actions:
        for one in action.moves:
            yield action.label, one.moved_on, one.old, one.new, one.reason, one.approved_by


def _updates(s: Snapshot) -> Iterator[tuple[Value, ...]]:
    for action in s.actions:
        if one := action.update:
            yield (
                action.label, one.on, one.author, one.entered_by, one.done, one.difference, one.next,
                one.forecast,
            )  # fmt: skip


def _evidence(s: Snapshot, one: Evidence) -> tuple[Value, ...]:
    actions = _listed(action.label for action in s.actions if one.number in action.evidence)
    return (
        f"E{one.number}", WITHHELD if one.withheld else one.title, KIND_WORDS[one.kind],
        AUDIENCE_WORDS[one.audience], one.effective, one.shows, one.where, CHECK_WORDS[one.verdict],
        one.checked_by, one.checked_on, actions,
    )  # fmt: skip


def _measures(s: Snapshot) -> Iterator[tuple[Value, ...]]:
    for one in s.measures:
        yield (
            one.title, DIRECTION_WORDS[one.direction], one.unit, one.description, one.source,
            one.baseline, one.baseline_on, one.target, one.target_on, _listed(one.priorities),
            "; ".join(one.services),
        )  # fmt: skip


def _readings(s: Snapshot) -> Iterator[tuple[Value, ...]]:
    for measure in s.measures:
        for one in measure.readings:
            yield measure.title, s.council.name, one.on, one.value, measure.unit, one.note
        for other in measure.comparators:
            yield measure.title, other.name, other.on, other.value, measure.unit, ""


def _with_post(name: str, post: str) -> str:
    return f"{name}, {post}" if post else name


def _questions(s: Snapshot) -> Iterator[tuple[Value, ...]]:
    for one in s.questions:
        asked_by = _with_post(one.asked_by, one.asked_by_post)
        replied_by = _with_post(one.replied_by, one.replied_by_post)
        yield (
            one.asked_on, asked_by, one.kind, one.report, one.about, one.place, one.text, one.owner,
            one.due, one.status, one.reply, replied_by, one.replied_on,
        )  # fmt: skip


def _key(s: Snapshot) -> Iterator[tuple[Value, ...]]:
    for step in s.delivery_key:
        yield "Delivery", f"{step.letter} {step.word}", step.meaning
    for level in s.impact_key:
        yield "Impact", level.word, level.meaning


def _listed(parts: Iterator[str] | tuple[object, ...]) -> str:
    return ", ".join(str(part) for part in parts)


def _name(name: Name | None) -> str:
    return name.name if name else ""
