"""Small workbooks and documents of our own, made for the tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

RED, AMBER, GREEN, BLUE, GREY = "FFFF0000", "FFFFC000", "FF92D050", "FF0070C0", "FFBFBFBF"
Value = Any


class Filled:
    """A cell's value with a fill: a colour as ARGB, or openpyxl's own colour."""

    def __init__(self, value: Value, fill: str | Color) -> None:
        self.value, self.fill = value, fill


def workbook(
    rows: Sequence[Sequence[Any]],
    *,
    merges: Sequence[str] = (),
    title: str = "Plan",
    more: Mapping[str, Sequence[Sequence[Value]]] | None = None,
    hidden: Sequence[str] = (),
    touch: Callable[[Any], None] | None = None,
) -> bytes:
    """Return a workbook with one sheet of these rows, which `touch` may change, and more sheets."""
    book = Workbook()
    first: Any = book.active
    first.title = title
    _fill(first, rows)
    for name, others in (more or {}).items():
        _fill(book.create_sheet(name), others)
    for name in hidden:
        book[name].sheet_state = "hidden"
    for place in merges:
        first.merge_cells(place)
    if touch is not None:
        touch(first)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[Any]]) -> None:
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(at, column)
            if isinstance(value, Filled):
                cell.fill = PatternFill("solid", fgColor=value.fill)
                value = value.value
            if value is not None:
                cell.value = value


def document(*tables: Sequence[Sequence[str | tuple[str, str]]]) -> bytes:
    """Return a Word document of tables; a (words, "RRGGBB") pair is a shaded cell."""
    made = docx.Document()
    for rows in tables:
        made.add_paragraph("Words between the tables.")
        table = made.add_table(len(rows), len(rows[0]))
        for row, values in zip(table.rows, rows, strict=True):
            for cell, value in zip(row.cells, values, strict=True):
                words, shade = value if isinstance(value, tuple) else (value, "")
                cell.text = words
                if shade:
                    element = OxmlElement("w:shd")
                    element.set(qn("w:fill"), shade)
                    cell._tc.get_or_add_tcPr().append(element)
    stored = io.BytesIO()
    made.save(stored)
    return stored.getvalue()
