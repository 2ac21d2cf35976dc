"""Signs of Safety maps in words and as a picture, the same on pages and in reports."""

import re
from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from tracker.reports import charts
from tracker.reports.words import listed, month, short_month

# The four boxes in their order, by the name they are stored under.
BOXES = (
    ("working_well", "What is working well"),
    ("worried_about", "What we are worried about"),
    ("needs_to_happen", "What needs to happen"),
    ("how_we_will_know", "How we will know"),
)
_ENDS = ("0 Not safe", "10 No concern")
# More days than these would not fit above the line.
_MOST_MARKS = 8
_BULLET = re.compile(r"^(?:[-*•–]|\d+[.)])\s+")


def points(text: str) -> tuple[str, ...]:
    """Return the points of a box, one for each line, without the signs people put before them."""
    lines = (_BULLET.sub("", line.strip()) for line in text.splitlines())
    return tuple(line for line in lines if line)


def scale_sentence(marks: Sequence[tuple[date, int]]) -> str:
    """Return where we put ourselves and where we did before; `marks` are (day, value), the oldest first."""
    if not marks:
        return ""
    on, now = marks[-1]
    told = f"We put ourselves at {now} on a scale from 0 (not safe) to 10 (no concern) in {month(on)}."
    if len(marks) > 1:
        before = listed(f"{value} in {month(day)}" for day, value in marks[:-1][1 - _MOST_MARKS :])
        told += f" Before that: {before}."
    return told


def draw_scale(marks: Sequence[tuple[date, int]], colour: str, *, small: bool = False) -> Markup:
    """Draw the values (at least one) on a line from 0 to 10, the newest filled."""
    drawn = marks[-_MOST_MARKS:]
    labels = [*(short_month(day) for day, _ in drawn[:-1]), "Now"]
    return charts.scale(
        f"Signs of Safety scale. {scale_sentence(marks)}",
        [(label, value) for label, (_, value) in zip(labels, drawn, strict=True)],
        colour,
        width=238 if small else charts.WIDTH,
        ends=_ENDS,
    )
