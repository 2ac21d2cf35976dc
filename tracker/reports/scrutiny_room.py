"""How many characters of each text fit on the pages of the scrutiny report, from generous to tight.

Heights are estimated from the sizes in styles/scrutiny.css, in millimetres, and err on the large side. The
first choice that fits is taken; the last one is taken in any case, and a test lays out a large plan with it.
"""

from dataclasses import dataclass, replace
from textwrap import wrap

from tracker.reports.change_list import Change, change_list
from tracker.reports.exceptions import exceptions_of
from tracker.reports.findings import late
from tracker.reports.scrutiny_words import changed_sentence, checked_sentence, lead, risk_sentence
from tracker.reports.snapshot import Snapshot
from tracker.reports.suggested import suggested_questions
from tracker.reports.whys import implication, short_reason
from tracker.reports.words import brief

ROWS = 10  # of any list
PAGE = 253.0  # height of what a page holds
POINT = 25.4 / 72  # of one point
_SMALL, BODY = 11.5 * POINT, 15 * POINT  # line heights
ROW = 1.9  # padding and rule of a row
_HEAD = 14.0  # a heading of a part and the space above it
_SLACK = 18.0  # rows are not cut, so a page may end early


@dataclass(frozen=True)
class Lengths:
    """Characters of the texts in a row of the tables of changes and exceptions."""

    title: int
    owner: int
    why: int
    children: int

    @property
    def changed(self) -> "Lengths":
        """Return those of the changes, which leave room for the exceptions."""
        return replace(self, title=min(self.title, 90), why=min(self.why, 80))


_ROWS = (
    Lengths(140, 60, 260, 200), Lengths(110, 44, 170, 140), Lengths(100, 40, 130, 110),
    Lengths(90, 34, 110, 90), Lengths(90, 34, 100, 100), Lengths(90, 34, 90, 80), Lengths(80, 30, 80, 80),
)  # fmt: skip
_TIGHT = Lengths(58, 26, 72, 72)


LATE_TITLE, LATE_WHY = 110, 150  # characters of a late action on the first page


def lines(text: str, width: float) -> int:
    """Return in how many lines of so many characters a text is set."""
    return max(1, len(wrap(text, int(width))))


def row_lengths(snapshot: Snapshot) -> Lengths:
    """Return the lengths with which changes, exceptions and suggested questions fit on two pages."""
    asked = (1.5 + 14 * POINT * lines(one.text, 96) for one in suggested_questions(snapshot))
    fixed = 3 * _HEAD + 42 + sum(asked)
    room = 2 * PAGE - _SLACK - fixed
    for found in _ROWS:
        if _changes(snapshot, found.changed) + _exceptions(snapshot, found) <= room:
            return found
    return _TIGHT


def late_room(snapshot: Snapshot) -> int:
    """Return how many late actions fit on the first page, each with its reason: at least one."""
    texts = (changed_sentence(snapshot), checked_sentence(snapshot), risk_sentence(snapshot))
    room = 115.0 - 15 * POINT * lines(lead(snapshot), 98) - sum(14 * POINT * lines(one, 104) for one in texts)
    room -= 8.8 if len(late(snapshot.actions)) > 2 else 0  # what stands below the table
    room -= 4.3 if snapshot.signed or snapshot.number else 0  # who approved it, and its check code
    room -= 12 if snapshot.council.logo else 0
    room -= 8 if len(snapshot.plan) > 60 else 0
    room -= 6 if snapshot.meeting and len(snapshot.meeting.body) > 60 else 0
    fits = 0
    for action in late(snapshot.actions)[:ROWS]:
        room -= ROW + _SMALL * max(
            lines(brief(action.title, LATE_TITLE), 42) + 1, lines(short_reason(action, LATE_WHY), 53), 3
        )
        if room < 0:
            break
        fits += 1
    return max(1, fits)


def _changes(snapshot: Snapshot, lengths: Lengths) -> float:
    if snapshot.since is None:
        return 0
    shown = change_list(snapshot, snapshot.since, lengths.why)[:ROWS]
    return sum(ROW + _SMALL * _lines_of(one, lengths) for one in shown)


def _lines_of(one: Change, lengths: Lengths) -> float:
    moved = one.before and one.after and one.before.record != one.after.record
    title = lines(brief(one.title, lengths.title), 32)
    return max(title, lines(one.why, 34), lines(one.what, 15), 3.1 if moved else 2)


def _exceptions(snapshot: Snapshot, lengths: Lengths) -> float:
    return sum(
        ROW
        + _SMALL
        * max(
            lines(brief(one.action.title, lengths.title), 32) + 1,
            lines(short_reason(one.action, lengths.why), 26),
            lines(brief(implication(one.action, snapshot), lengths.children), 26),
            3.6 if one.action.days_late else 2,
        )
        for one in exceptions_of(snapshot.actions)[:ROWS]
    )
