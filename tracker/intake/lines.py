"""The common currency of all document types: pages of lines with position and font where known."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line.

    `left`, `right` and `top` are in points for PDF and in characters for text (top is then 0).
    `size` is 0 where no font is known. `cells` holds the cells of a table row, in column order.
    `style` is "heading", "item" or "" where the file itself says so (DOCX, HTML), with `rank` as depth.
    `gap` is true when the page leaves clear space before this line.
    `cell` is the row, the column and the number of columns where a piece of a line stands in a ruled table;
    it is None once rows are made.
    `cut` is true for a table row that a page ends or begins with, where no rule is drawn at that end.
    `uneven` is true for a row of a table printed cell below cell whose cells do not come out even.
    `raw` holds the line of a text as it is set, with all its spaces; a wrapped row holds several.
    `whole` is true when the line is a complete paragraph that is never continued on the next line.
    """

    text: str
    page: int
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    size: float = 0.0
    bold: bool = False
    gap: bool = False
    style: str = ""
    rank: int = 0
    whole: bool = False
    cells: tuple[str, ...] = ()
    cell: tuple[int, int, int] | None = None
    cut: bool = False
    uneven: bool = False
    raw: str = ""

    def but(self, **changes: object) -> Line:
        """The same line with some facts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Pages:
    """A document as pages of lines. `source` is "pdf", "word", "web" or "text"; `scanned` when recognised."""

    source: str
    pages: tuple[tuple[Line, ...], ...]
    scanned: bool = False

    @property
    def lines(self) -> list[Line]:
        """All lines in reading order."""
        return [line for page in self.pages for line in page]

    def with_lines(self, lines: list[Line]) -> Pages:
        """The same document with these lines, each on its page."""
        pages: list[list[Line]] = [[] for _ in self.pages]
        for line in lines:
            pages[line.page - 1].append(line)
        return Pages(self.source, tuple(tuple(page) for page in pages), scanned=self.scanned)


def chunks(lines: list[Line]) -> list[list[Line]]:
    """Lines between clear spaces; a page begins a new group, and a row of cells is one of its own."""
    made: list[list[Line]] = []
    for line in lines:
        if not made or line.gap or line.cells or made[-1][-1].cells or line.page != made[-1][-1].page:
            made.append([])
        made[-1].append(line)
    return made
