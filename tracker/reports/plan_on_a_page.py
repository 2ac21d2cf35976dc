"""The plan on a page: how much of each priority fits on one A4 or A3 page across.

Priorities stand in columns; where there are too many for one row of columns, rows follow one another on A3.
The lengths go with the sizes in styles/plan-on-a-page.css; a test lays out plans of many sizes.
"""

from dataclasses import dataclass, replace

from tracker.reports.facts import Priority
from tracker.reports.findings import accountable, counts, measures_of, rec_title
from tracker.reports.measuring import now
from tracker.reports.narrative import main_risk
from tracker.reports.parts import Part
from tracker.reports.scrutiny_room import lines as lines_of
from tracker.reports.sentences import answer
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import brief, value

_A4_COLUMNS = 4
_A3_COLUMNS = 8
_MOST_BANDS = 3
# Lines of recommendations that fit below each other, by paper and number of rows of columns.
_LINES = {("a4", 1): 10, ("a3", 1): 26, ("a3", 2): 6, ("a3", 3): 4}
# Characters in a line of a column of that many, measured on pages: the paper's width shared out.
_WIDTHS = {"a4": 112, "a3": 190}
# Millimetres: width and height of what a page holds, the column of labels, what a cell and a row take beside
# their text, a line of text, and a letter of it.
_PAPER = {"a4": (265.0, 183.0), "a3": (388.0, 270.0)}
_LABEL, _GAP, _ROW, _TEXT, _LETTER = 30.0, 4.0, 2.2, 4.24, 1.64


@dataclass(frozen=True)
class Lengths:
    """Characters of the texts in a column."""

    heading: int
    recommendation: int
    measure: int
    title: int  # of the action in the main risk
    risk: int
    name: int
    post: int


_WHOLE = Lengths(200, 200, 200, 200, 260, 100, 120)


@dataclass(frozen=True)
class Sheet:
    """What stands on the page. Lengths are characters; `left_out` are priorities that had no room."""

    paper: str  # "a4" or "a3", across
    bands: tuple[tuple[Priority, ...], ...]
    recommendations: int  # of each priority
    measures: int  # of each priority
    lengths: Lengths
    left_out: int

    @property
    def is_dense(self) -> bool:
        """Return whether there are so many rows of columns that each fact gets one line."""
        return len(self.bands) > 2


def plan_outline(snapshot: Snapshot) -> tuple[Part, ...]:
    """Return the one part of the plan on a page."""
    return (Part("plan", "Plan on a page", "reports/plan-on-a-page/plan.html"),)


def sheet_of(snapshot: Snapshot) -> Sheet:
    """Return how the priorities are laid out."""
    whole = snapshot.priorities
    paper = "a4" if len(whole) <= _A4_COLUMNS else "a3"
    most = _A4_COLUMNS if paper == "a4" else _A3_COLUMNS
    shown = whole[: most * _MOST_BANDS]
    rows = max(1, -(-len(shown) // most))
    # Rows of the same length, the first ones longer where it does not come out even.
    columns = -(-len(shown) // rows) if shown else 1
    bands = tuple(shown[place : place + columns] for place in range(0, len(shown), columns))
    lines = _LINES[paper, rows]
    line = _WIDTHS[paper] // columns
    asked = max((len(one.recommendations) for one in shown), default=0)
    # Two lines for each recommendation where there is room for all of them, else one.
    each = 2 if asked * 2 <= lines else 1
    # A priority with more than fit says in its last line how many there are.
    fits = lines // each if asked <= lines // each else lines // each - 1
    packed = len(bands) > 2
    lengths = Lengths(
        heading=line * 2 - 8,
        recommendation=line * each - 4,
        measure=line if packed else line * 2 - 18,
        title=58,
        risk=line * (1 if packed else 3) - 6,
        name=line,
        post=line * 2 - 6,
    )
    sheet = Sheet(paper, bands, fits, 1 if rows > 1 else 2, lengths, left_out=len(whole) - len(shown))
    roomy = replace(sheet, recommendations=asked, lengths=_WHOLE)
    return roomy if not packed and _fits(snapshot, roomy) else sheet


def measure_lines(snapshot: Snapshot, priority: Priority, sheet: Sheet) -> list[tuple[str, str, str]]:
    """Return the measures of a column: title, where it stands, target ("" without one)."""
    found = []
    for one in measures_of(snapshot, priority)[: sheet.measures]:
        target = "" if one.target is None or sheet.is_dense else brief(value(one.target, one.unit), 16)
        found.append((brief(one.title, sheet.lengths.measure), brief(now(one), 16), target))
    return found


def _fits(snapshot: Snapshot, sheet: Sheet) -> bool:
    """Whether a sheet whose texts are whole is one page: heights in millimetres, on the large side."""
    width, height = _PAPER[sheet.paper]
    taken = 29 + 6 * (len(snapshot.plan) > 60) + 6 * lines_of(answer(snapshot), width / 1.9) + 9
    for band in sheet.bands:
        column = (width - _LABEL) / len(band) - _GAP
        cells = [_heights(snapshot, one, sheet, column) for one in band]
        taken += 3 + sum(max(row) + _ROW for row in zip(*cells, strict=True))
    return taken <= height


def _heights(snapshot: Snapshot, one: Priority, sheet: Sheet, column: float) -> tuple[float, ...]:
    """Return the heights of a priority's cells in a column of that width, from its heading down."""

    def high(text: str, room: float = column) -> float:
        return _TEXT * lines_of(text, room / _LETTER)

    asked = (
        high(rec_title(rec, 200) + " (closed)" * (rec.closed_on is not None), column - 7) + 0.4
        for rec in one.recommendations
    )
    marks = len(counts(snapshot.actions_of(one)))
    told = (high(" ".join(each) + ", target") for each in measure_lines(snapshot, one, sheet))
    people = accountable(snapshot, one)[:1]
    return (
        5.7 * lines_of(f"{one.number} {one.title}", column / 2.4),
        sum(asked),
        6.5 * -(-marks // max(1, int((column + 4) // 12.1))),
        sum(told),
        high(main_risk(snapshot, one, sheet.lengths.title)),
        sum(high(name.name) + high(name.post) for name in people),
    )
