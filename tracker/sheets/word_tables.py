"""DOCX to tables: each table of the document, with shading as colours and merged cells carried down."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import docx
from docx.oxml.ns import qn

from tracker.sheets.colours import family_of
from tracker.sheets.model import (
    EMPTY,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TABLES,
    Book,
    Cell,
    Table,
    UnreadableSheet,
    cell_of,
    table_of,
)

DAMAGED = (
    "The Word document is damaged and cannot be opened. "
    "Open it in Word, save it again (.docx) and bring that in."
)
TOO_LONG = f"More than {MOST_ROWS:,} rows. A plan of that length has to be brought in in parts."


def read_word(data: bytes) -> Book:
    """Return the tables of a document. Raises UnreadableSheet where there is none."""
    try:
        body = docx.Document(io.BytesIO(data)).element.body
        found = [element for element in body.iter(qn("w:tbl")) if _is_outermost(element)]
        tables = tuple(
            _table(f"Table {number}", element) for number, element in enumerate(found[:MOST_TABLES], start=1)
        )
    except (MemoryError, RecursionError):
        raise
    except Exception:  # python-docx and lxml raise dozens of types on damaged files.
        raise UnreadableSheet(DAMAGED) from None
    if not tables:
        raise UnreadableSheet(
            "There is no table in this Word document. A plan can be brought in from a table; "
            "if this is an inspectors’ report, use “Bring in a report”."
        )
    note = f"The document has {len(found)} tables. The first {MOST_TABLES} were read."
    return Book(tables, (note,) if len(found) > MOST_TABLES else ())


def _is_outermost(table: Any) -> bool:
    """Return whether a table stands in no other: a table in a cell is part of that cell's words."""
    return next(table.iterancestors(qn("w:tbl")), None) is None


def _table(name: str, element: Any) -> Table:
    rows: list[tuple[int, list[Cell]]] = []
    above: list[Cell] = []
    for number, row in enumerate(element.iterchildren(qn("w:tr")), start=1):
        if number > MOST_ROWS:
            return Table(name=name, refused=TOO_LONG)
        cells: list[Cell] = []
        for cell in row.iter(qn("w:tc")):
            if next(cell.iterancestors(qn("w:tr")), None) is not row:
                continue  # a cell of a table within a cell
            place = len(cells)
            if place >= MOST_COLUMNS:
                break
            width, goes_on = _shape(cell)
            from_above = above[place] if goes_on and place < len(above) else None
            found = from_above or cell_of(_words(cell), _colour(cell), width)
            cells += [found, *[EMPTY] * (width - 1)]
        cells = cells[:MOST_COLUMNS]
        rows.append((number, cells))
        above = cells
    return replace(table_of(name, rows), may_go_on=True)


def _shape(cell: Any) -> tuple[int, bool]:
    """Return how many columns a cell covers, and whether it goes on the one above."""
    properties = cell.find(qn("w:tcPr"))
    if properties is None:
        return 1, False
    span, merge = properties.find(qn("w:gridSpan")), properties.find(qn("w:vMerge"))
    written = span.get(qn("w:val"), "1") if span is not None else "1"
    width = int(written) if written.isdecimal() else 1
    goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
    return max(1, min(width, MOST_COLUMNS)), goes_on


def _words(cell: Any) -> str:
    """Return the text of a cell, a paragraph a line; what was deleted with changes tracked is left out."""
    lines = []
    for paragraph in cell.iter(qn("w:p")):
        parts = []
        for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):
            tag = element.tag
            parts.append(
                (element.text or "")
                if tag == qn("w:t")
                else "-"
                if tag == qn("w:noBreakHyphen")
                else "\n"
                if tag == qn("w:br")
                else " "
            )
        lines.append("".join(parts))
    return "\n".join(line for line in lines if line.strip())


def _colour(cell: Any) -> str:
    """Return the family of a cell's shading; of the highlighter on its words where there is none."""
    properties = cell.find(qn("w:tcPr"))
    shading = properties.find(qn("w:shd")) if properties is not None else None
    family = family_of(shading.get(qn("w:fill"), "")) if shading is not None else ""
    if family:
        return family
    for element in cell.iter(qn("w:highlight"), qn("w:shd")):
        found = (
            _HIGHLIGHTS.get(element.get(qn("w:val"), ""), "")
            if element.tag == qn("w:highlight")
            else family_of(element.get(qn("w:fill"), ""))
        )
        if found:
            return found
    return ""


_HIGHLIGHTS = {
    "red": "red",
    "darkRed": "red",
    "yellow": "amber",
    "darkYellow": "amber",
    "green": "green",
    "darkGreen": "green",
    "blue": "blue",
    "darkBlue": "blue",
    "cyan": "blue",
    "darkCyan": "blue",
    "lightGray": "grey",
    "darkGray": "grey",
}
