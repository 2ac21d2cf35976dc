"""Tables of asks: which column holds what, and the rows of a PDF table put together from its lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tracker.intake.lines import Line, Pages
from tracker.intake.phrases import even
from tracker.intake.ruled_tables import joined
from tracker.intake.timescales import timescale_cell

# The first phrase that names a column wins, so a recommendation is preferred to the action agreed on it.
_ASK = (
    "recommendation", "requirement", "area for priority action", "areas for priority action",
    "area for improvement", "areas for improvement", "priority action", "what needs to improve",
    "needs to improve", "area of weakness", "weakness", "area of significant weakness",
    "what ofsted said", "area for development", "area of concern", "improvement needed",
    "area of improvement", "statutory requirement", "ask", "issue and recommendation", "agreed action",
    "agreed management action", "management action", "action required", "required action",
    "action needed", "improvement action", "action", "regulation",
)  # fmt: skip
_NUMBER = {
    "no", "ref", "number", "#", "rec no", "rec", "id", "item", "reference", "r", "rec ref", "priority no",
    "recommendation no", "recommendation number",
}  # fmt: skip
_DUE = re.compile(
    r"\b(?:due|target|by when|timescales?|time ?frame|deadline|completion date|implementation|to be "
    r"completed|date|when)\b"
)
_WHO = re.compile(
    r"\b(?:responsib\w+|lead|owner|who|accountable|officer|body|bodies|organisations?|agency)\b"
)
_ASKING = re.compile(r"\b(?:should|must|needs? to|ensure|make sure)\b", re.IGNORECASE)
_LONG = 60
_MOST_COLUMNS = 20


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a table hold, by index; -1 where there is none."""

    ask: int
    number: int = -1
    due: int = -1
    heading: str = ""
    count: int = 0


def columns_of(cells: tuple[str, ...]) -> Columns | None:
    """The columns of a table whose first row this is; None when it is not the head of a table of asks."""
    if not 2 <= len(cells) <= _MOST_COLUMNS or any(len(cell) > _LONG for cell in cells):
        return None
    evened = [even(cell) for cell in cells]
    # A narrow column breaks even a short name ("Re f").
    evened = [cell.replace(" ", "") if cell.replace(" ", "") in _NUMBER else cell for cell in evened]
    ask = -1
    for phrase in _ASK:
        for index, cell in enumerate(evened):
            if cell in _NUMBER:
                continue
            # A narrow column breaks a long name in the middle of a word.
            squashed = phrase.replace(" ", "")
            whole = len(squashed) > 8 and cell.replace(" ", "").endswith((squashed, f"{squashed}s"))
            if whole or re.match(rf"(?:.* )?{phrase}s?(?: priority| and .*)?$", cell):
                ask = index
                break
        if ask >= 0:
            break
    if ask < 0:
        return None
    number = next(
        (i for i, cell in enumerate(evened) if i != ask and (cell in _NUMBER or cells[i].strip() == "#")), -1
    )
    due = next((i for i, cell in enumerate(evened) if i not in (ask, number) and _DUE.search(cell)), -1)
    who = next((i for i, cell in enumerate(evened) if i not in (ask, number, due) and _WHO.search(cell)), -1)
    others = [cell for i, cell in enumerate(evened) if i not in (ask, number, due, who)]
    if (
        number < 0
        and due < 0
        and who < 0
        and not any(
            re.search(
                r"priority|rag|status|progress|response|finding|risk|evidence|grade|rating|regulated act",
                cell,
            )
            for cell in others
        )
    ):
        return None
    return Columns(ask, number, due, cells[ask].strip(), len(cells))


def is_who(name: str) -> bool:
    """True for the name of a column that holds people or bodies."""
    return bool(_WHO.search(even(name)))


def guess_columns(cells: tuple[str, ...]) -> Columns | None:
    """A table without a head inside a list of asks: the longest cell is the ask."""
    lengths = [len(cell) for cell in cells]
    ask = lengths.index(max(lengths))
    number = 0 if ask and re.fullmatch(r"(?:R|Rec)?\s?\d{1,3}(?:\.\d+)?\.?", cells[0].strip()) else -1
    least = 20 if number == 0 and len(cells) == 2 else 40
    if lengths[ask] < least or not (
        _ASKING.search(cells[ask]) or timescale_cell(cells[-1]) or (number == 0 and len(cells) == 2)
    ):
        return None
    due = next((i for i, cell in enumerate(cells) if i not in (ask, number) and timescale_cell(cell)), -1)
    return Columns(ask, number, due)


def with_tables(document: Pages, is_known_heading: Callable[[str], bool]) -> Pages:
    """A PDF's pages with the lines of each table of asks put together into rows of cells."""
    if document.source != "pdf":
        return document
    assembler = _Assembler(is_known_heading)
    pages: list[list[Line]] = []
    for page in document.pages:
        lines = assembler.page(list(page))
        if pages and pages[-1] and lines and (row := _one_row(pages[-1][-1], lines[0], lines[1:2])):
            pages[-1][-1] = row
            lines = lines[1:]
        pages.append(lines)
    return Pages(document.source, tuple(tuple(page) for page in pages))


def _one_row(above: Line, below: Line, following: list[Line]) -> Line | None:
    """The two halves of a row that a page parts, as one; None where the second page begins its own."""
    if len(above.cells) != len(below.cells) or len(below.cells) < 2 or columns_of(below.cells):
        return None
    pairs = [(a, b) for a, b in zip(above.cells, below.cells, strict=True) if b]
    if not (above.cut and below.cut) and any(not a for a, _ in pairs):
        return None
    unfinished = [not re.search(r"[.!?:;)]$", a) and b[:1].islower() for a, b in pairs]
    numbered = bool(following and following[0].cells and re.match(r"R?\d", following[0].cells[0]))
    rest = numbered and re.match(r"R?\d", above.cells[0]) and not below.cells[0]
    if not (any(unfinished) or rest or (above.cut and below.cut)):
        return None
    cells = tuple(joined((a, b)) for a, b in zip(above.cells, below.cells, strict=True))
    return above.but(cells=cells, text=" ".join(filter(None, cells)))


class _Assembler:
    """Goes through the pages; while a table is open, lines become cells."""

    def __init__(self, is_known_heading: Callable[[str], bool]) -> None:
        self.is_known_heading = is_known_heading
        self.lefts: list[float] = []
        self.head: list[str] = []
        self.row: list[list[Line]] = []
        self.jumped = False
        self.column = 0

    def page(self, lines: list[Line]) -> list[Line]:
        made: list[Line] = []
        index = 0
        while index < len(lines):
            if lines[index].cells:
                made += self._flush()
                self.lefts = []
                made.append(lines[index])
                index += 1
                continue
            head = self._head(lines, index)
            if head:
                made += self._flush()
                names = [joined([line.text for line in cell]) for cell in head]
                if names != self.head or not self.lefts:
                    made.append(
                        head[0][0].but(cells=tuple(names), whole=True, text=" ".join(names), gap=True)
                    )
                self.lefts = [cell[0].left for cell in head]
                self.head = names
                index += sum(len(cell) for cell in head)
                continue
            line = lines[index]
            index += 1
            if self.lefts:
                if self._ends(line):
                    made += self._flush()
                    self.lefts = []
                else:
                    made += self._take(line)
                    continue
            made.append(line)
        # A row is closed with the page: what follows on the next page is joined when it goes on mid-sentence.
        made += self._flush()
        return made

    def _head(self, lines: list[Line], index: int) -> list[list[Line]]:
        """Neighbouring lines that name the columns of a table, cell by cell; a name may wrap in its cell."""
        first = lines[index]
        cells = [[first]]
        if len(first.text) > _LONG:
            return []
        for line in lines[index + 1 : index + 30]:
            if line.cells or len(line.text) > _LONG:
                break
            own = next((cell for cell in cells if abs(cell[0].left - line.left) < 8), None)
            if own is not None and 0 < line.top - own[-1].top < _pitch(line):
                own.append(line)
            elif abs(line.top - first.top) < 4 and line.left > cells[-1][0].left + 12:
                cells.append([line])
            else:
                break
        if len(cells) < 2:
            return []
        return cells if columns_of(tuple(joined([line.text for line in cell]) for cell in cells)) else []

    def _column_of(self, line: Line) -> int:
        column = 0
        for index, left in enumerate(self.lefts):
            if line.left >= left - 12:
                column = index
        return column

    def _ends(self, line: Line) -> bool:
        column = self._column_of(line)
        reach = self.lefts[1] if len(self.lefts) == 2 else self.lefts[-1]
        beyond = column == 0 and line.right > reach + 12
        outside = line.left < self.lefts[0] - 25
        return beyond or outside or (column == 0 and self.is_known_heading(line.text))

    def _take(self, line: Line) -> list[Line]:
        column = self._column_of(line)
        made: list[Line] = []
        if self.row:
            bottom = max(each.top for cell in self.row for each in cell)
            if column > self.column and line.top < bottom - 3:
                self.jumped = True
            elif column < self.column and line.top > bottom + 3:
                if self.jumped or line.top - bottom > _pitch(line):
                    made = self._flush()
            elif (
                column == self.column
                and line.gap
                and self._is_complete(column)
                and not line.text[0].islower()
            ):
                made = self._flush()
        if not self.row:
            self.row = [[] for _ in self.lefts]
        self.row[column].append(line)
        self.column = column
        return made

    def _is_complete(self, column: int) -> bool:
        """True when the cell in hand has come to its end: the next words in its column are another row's."""
        cell = self.row[column]
        others = any(other for index, other in enumerate(self.row) if index != column)
        return bool(cell) and (others or cell[-1].text.rstrip(".;").endswith(")"))

    def _flush(self) -> list[Line]:
        """The row in hand as one line with cells."""
        row, self.row, self.jumped, self.column = self.row, [], False, 0
        if not any(row):
            return []
        first = min((line for cell in row for line in cell), key=lambda line: line.top)
        cells = tuple(joined([line.text for line in cell]) for cell in row)
        return [first.but(cells=cells, whole=True, text=" ".join(filter(None, cells)), gap=True)]


def _pitch(line: Line) -> float:
    """The most that two lines of one paragraph stand apart; a wide guess, for a page may scale its fonts."""
    return max(line.size, 9.0) * 1.45
