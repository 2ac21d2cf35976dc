"""Lines of a PDF page in the order they are read, where the file draws them in another."""

from __future__ import annotations

from tracker.intake.lines import Line

_SAME_ROW = 10.0
_BACK = 3.0


def in_reading_order(lines: list[Line]) -> list[Line]:
    """The lines of one page from top to bottom.

    Boxes, lists and tables may be drawn after the text they stand in. A run of lines that begins higher than
    the run before it ended is put where it stands on the page, unless something stands beside it: columns and
    tables keep the order they were drawn in.
    """
    runs = _runs(lines)
    if len(runs) == 1:
        return lines
    placed = runs[0]
    for number, run in enumerate(runs[1:], start=1):
        others = [*placed, *(line for later in runs[number + 1 :] for line in later)]
        if run[0].top > placed[-1].top or _has_neighbours(run, others):
            placed = [*placed, *run]
        else:
            placed = _merged(placed, run)
    return placed


def _runs(lines: list[Line]) -> list[list[Line]]:
    """Lines parted where the page jumps back up."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if runs[-1] and line.top < runs[-1][-1].top - _BACK:
            runs.append([])
        runs[-1].append(line)
    return runs


def _has_neighbours(run: list[Line], others: list[Line]) -> bool:
    """True when a line of the run has another line to its left or right."""
    return any(
        abs(line.top - other.top) < _SAME_ROW and (line.left >= other.right or line.right <= other.left)
        for line in run
        for other in others
    )


def _merged(placed: list[Line], run: list[Line]) -> list[Line]:
    """The run's lines, each before the first line that stands lower on the page."""
    made: list[Line] = []
    waiting = list(run)
    for line in placed:
        while waiting and waiting[0].top < line.top - _BACK:
            made.append(waiting.pop(0))
        made.append(line)
    return made + waiting
