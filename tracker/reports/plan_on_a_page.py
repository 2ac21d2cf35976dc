"""The plan on a page: how much of each priority fits on one A4 or A3 page across.

Priorities stand in columns; where there are too many for one row of columns, rows follow one another on A3.
The lengths go with the sizes in styles/plan-on-a-page.css; a test lays out plans of many sizes.
"""

from dataclasses import dataclass

from tracker.reports.facts import Priority
from tracker.reports.parts import Part
from tracker.reports.snapshot import Snapshot

_A4_COLUMNS = 4
_A3_COLUMNS = 8
_MOST_BANDS = 3
# Lines of recommendations that fit below each other, by paper and number of rows of columns.
_LINES = {("a4", 1): 10, ("a3", 1): 26, ("a3", 2): 6, ("a3", 3): 4}
# Characters in a line of a column of that many, measured on pages: the paper's width shared out.
_WIDTHS = {"a4": 112, "a3": 190}


@dataclass(frozen=True)
class Sheet:
    """What stands on the page. Lengths are characters; `left_out` are priorities that had no room."""

    paper: str  # "a4" or "a3", across
    bands: tuple[tuple[Priority, ...], ...]
    recommendations: int  # of each priority
    length: int  # of a recommendation
    line: int  # characters in one line of a column
    measures: int
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
    return Sheet(
        paper,
        bands,
        recommendations=fits,
        length=line * each - 4,
        line=line,
        measures=1 if rows > 1 else 2,
        left_out=len(whole) - len(shown),
    )
