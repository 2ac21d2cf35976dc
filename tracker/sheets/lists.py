"""A list as a file for a spreadsheet: CSV or XLSX, in which nothing that people wrote is ever worked out.

A text that begins like a formula is marked as text: in XLSX by its type, in CSV, which knows no types, by an
apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Value = str | int | date | None
LONGEST_TEXT = 32_767  # characters a cell can hold
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return the list as CSV in UTF-8, with the mark by which Excel knows that it is."""
    written = io.StringIO(newline="")
    sheet = csv.writer(written)
    sheet.writerow(headings)
    sheet.writerows([_plain(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def as_workbook(name: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> bytes:
    """Return the list as a workbook with one sheet of this name (31 characters at most)."""
    workbook = Workbook(write_only=True)
    sheet: Any = workbook.create_sheet(name)
    sheet.freeze_panes = "A2"
    for at, heading in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = 40 if len(heading) > 20 else 18
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(rows) + 1}"
    heads = [WriteOnlyCell(sheet, heading) for heading in headings]
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    stored = io.BytesIO()
    workbook.save(stored)
    return stored.getvalue()


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).replace("\x00", "")
    # Spaces in front do not keep a spreadsheet from reading a formula.
    risky = isinstance(value, str) and (
        text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(("=", "+", "-", "@"))
    )
    return f"'{text}" if risky else text


def _cell(sheet: Any, value: Value) -> Any:
    if value is None or isinstance(value, int):
        return value
    cell = WriteOnlyCell(sheet)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, date):
        cell.value = value
        cell.number_format = "d mmmm yyyy"
        return cell
    text = _UNWRITABLE.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))
    # A spreadsheet reads "_x0041_" as "A"; writing the underscore as its own sign keeps the words.
    cell.value = _ESCAPE.sub(r"_x005F_x\1_", text)[:LONGEST_TEXT]
    # openpyxl takes "=…" for a formula and "#N/A" for an error, whoever wrote it.
    cell.data_type = "s"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True
    return cell
