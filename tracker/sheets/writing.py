"""Writing a plan as a workbook: the same columns that are recognised when it comes back.

Every value is a text or a date. A text that begins like a formula is written as text and marked so, with the
very same words: Excel and LibreOffice then show it and never work it out, and it comes back unchanged.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from tracker.sheets.headings import MEANING_WORDS, Meaning

FONT, SIZE = "Calibri", 11  # of every cell; a font without a name would be another
LONGEST_TEXT = 32_767  # characters a cell can hold
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile(r"[\x0b\x0c\x1c-\x1f\x85]")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WIDTHS: dict[Meaning, int] = {
    Meaning.LABEL: 12,
    Meaning.NUMBER: 16,
    Meaning.PRIORITY: 24,
    Meaning.RECOMMENDATION: 50,
    Meaning.ACTION: 40,
    Meaning.DESCRIPTION: 40,
    Meaning.SUCCESS: 32,
    Meaning.LEAD: 22,
    Meaning.DIRECTOR: 22,
    Meaning.CONTRIBUTORS: 22,
    Meaning.SERVICE: 20,
    Meaning.START: 18,
    Meaning.DUE: 18,
    Meaning.STATUS: 14,
    Meaning.IMPACT: 14,
    Meaning.PROGRESS: 50,
    Meaning.DIFFERENCE: 40,
    Meaning.NEXT: 36,
    Meaning.EVIDENCE: 40,
}
Value = str | date | None


@dataclass(frozen=True)
class KeyLine:
    """One status of the key: how it is shown, with its colours as "#rrggbb"."""

    word: str
    letter: str
    meaning: str
    fill: str
    text: str


def write_plan(
    title: str,
    about: Sequence[str],
    columns: Sequence[Meaning],
    rows: Sequence[Sequence[Value]],
    key: Sequence[KeyLine],
) -> bytes:
    """Return a workbook with the plan on its first sheet, and what it is and the key on its second.

    A cell of the status column whose word is in the key gets its colours; the word is always there.
    """
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = "Plan"
    _headings(sheet, columns)
    shades = {line.word: line for line in key}
    for at, row in enumerate(rows, start=2):
        for column, (meaning, value) in enumerate(zip(columns, row, strict=True), start=1):
            cell = sheet.cell(at, column)
            write_cell(cell, value)
            shade = shades.get(value) if meaning is Meaning.STATUS and isinstance(value, str) else None
            if shade:
                cell.fill = PatternFill("solid", fgColor=_argb(shade.fill))
                cell.font = Font(name=FONT, size=SIZE, color=_argb(shade.text))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    _key(workbook.create_sheet("Key"), title, about, key)
    workbook.properties.title = title
    workbook.properties.creator = ""
    stored = io.BytesIO()
    workbook.save(stored)
    return stored.getvalue()


def _headings(sheet: Any, columns: Sequence[Meaning]) -> None:
    for at, meaning in enumerate(columns, start=1):
        cell = sheet.cell(1, at, MEANING_WORDS[meaning])
        cell.font = Font(name=FONT, size=SIZE, bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(meaning, 16)
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _key(sheet: Any, title: str, about: Sequence[str], key: Sequence[KeyLine]) -> None:
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 70
    write_cell(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = Font(name=FONT, size=SIZE, bold=True)
    for at, line in enumerate(about, start=2):
        write_cell(sheet.cell(at, 1), line)
    first = len(about) + 3
    for at, step in enumerate(key, start=first):
        write_cell(sheet.cell(at, 1), f"{step.letter}  {step.word}")
        write_cell(sheet.cell(at, 2), step.meaning)
        sheet.cell(at, 1).fill = PatternFill("solid", fgColor=_argb(step.fill))
        sheet.cell(at, 1).font = Font(name=FONT, size=SIZE, color=_argb(step.text))


def write_cell(cell: Any, value: Value | int | Decimal) -> None:
    """Put a value into a cell: a text as a text whatever it begins with, dates and numbers as they are."""
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if value is None or value == "":
        return
    if isinstance(value, date):
        cell.value = value
        cell.number_format = "d mmmm yyyy"
        return
    if isinstance(value, (int, Decimal)):
        cell.value = value
        return
    text = _SPACES.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n"))
    text = _UNWRITABLE.sub("\ufffd", text)
    # A spreadsheet reads "_x0041_" as "A"; writing the underscore as its own sign keeps the words.
    text = _ESCAPE.sub(r"_x005F_x\1_", text)[:LONGEST_TEXT]
    cell.value = text
    # openpyxl takes "=…" for a formula and "#N/A" for an error, whoever wrote it.
    cell.data_type = "s"
    if text.startswith(_FORMULA_STARTS):
        cell.quotePrefix = True


def _argb(colour: str) -> str:
    """Return "#rrggbb" as a workbook writes it."""
    return f"FF{colour.lstrip('#').upper()}"
