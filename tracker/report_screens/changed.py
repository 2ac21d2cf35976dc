"""What changed since a body last met, as the rows of one table on a page."""

from dataclasses import dataclass
from datetime import date

from tracker.reports.change_facts import Standing
from tracker.reports.change_rows import (
    ChangeRow,
    closed_and_added,
    dates_moved,
    got_better,
    got_worse,
    moved_why,
)
from tracker.reports.changes import Kind, in_words, kinds_of
from tracker.reports.sentences import answer
from tracker.reports.snapshot import Snapshot

MOST_ROWS = 30


@dataclass(frozen=True)
class Row:
    """One change: a word for it, what it is about, how it stood and stands, and why."""

    word: str
    label: str
    title: str
    why: str = ""
    before: Standing | None = None
    after: Standing | None = None
    was_due: date | None = None
    now_due: date | None = None


@dataclass(frozen=True)
class Changed:
    """What an issued report says in short, for its page: the answer, the changes in words and as rows."""

    answer: str
    words: str
    number: int | None
    met_on: date | None
    rows: list[Row]
    more: int  # rows that the page leaves to the report


def changed_in(value: Snapshot | None) -> Changed | None:
    """Return what a report says in short; None where its value is not there any more."""
    if value is None:
        return None
    since = value.since
    if since is None:
        return Changed(answer(value), "", None, None, [], 0)
    rows = [
        *(_standing(row, "Worse") for row in got_worse(value, since).shown),
        *(_standing(row, "Better") for row in got_better(value, since).shown),
    ]
    for row in dates_moved(value, since).shown:
        before, after = row.change.before, row.change.after
        if before and after:
            why = moved_why(row.change)
            label, title = row.change.label, row.action.title
            rows.append(Row("Date moved", label, title, why, was_due=before.due, now_due=after.due))
    rows += [Row(one.what, one.label, one.title, one.why) for one in closed_and_added(value, since)]
    met_on = since.met_on or since.as_at
    return Changed(
        answer(value), in_words(since), since.number, met_on, rows[:MOST_ROWS], max(0, len(rows) - MOST_ROWS)
    )


def _standing(row: ChangeRow, word: str) -> Row:
    kinds = kinds_of(row.change)
    if word == "Better" and Kind.DELIVERED in kinds:
        word = "Delivered"
    elif word == "Better" and Kind.VERIFIED in kinds:
        word = "Verified"
    elif row.is_newly_overdue:
        word = "Newly overdue"
    return Row(word, row.change.label, row.action.title, row.why, row.change.before, row.change.after)
