"""Writing a round sheet: a row an action, drop-downs for what is chosen, and all else locked.

The lock has no password: it keeps people from slips, it is no secret. What counts is checked again when the
sheet comes back.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from tracker.sheets.round_sheet import OPEN, Column
from tracker.sheets.writing import Value, write_cell

_WIDTHS = {
    Column.NUMBER: 8,
    Column.ACTION: 36,
    Column.DUE: 18,
    Column.NOW: 16,
    Column.RECORD: 34,
    Column.LAST: 44,
    Column.SAME: 12,
    Column.DELIVERY: 16,
    Column.IMPACT: 18,
    Column.DONE: 50,
    Column.DIFFERENCE: 44,
    Column.NEXT: 36,
    Column.FORECAST: 18,
    Column.REASON: 34,
    Column.LINK: 34,
    Column.TITLE: 30,
    Column.KIND: 24,
    Column.FROM: 18,
    Column.AUDIENCE: 22,
    Column.KEY: 4,
}
_LINE = Side(style="thin", color="FF8F8A83")
_GREY = PatternFill("solid", fgColor="FFEEEEEE")
_DAYS = (Column.FORECAST, Column.FROM)
SHEET = "Your actions"


def write_round_sheet(
    title: str,
    about: Sequence[str],
    rows: Sequence[Mapping[Column, Value]],
    choices: Mapping[Column, Sequence[str]],
) -> bytes:
    """Return the workbook: first the rows, then what the sheet is, then the choices of the drop-downs."""
    workbook = Workbook()
    sheet: Any = workbook.active
    sheet.title = SHEET
    for at, column in enumerate(Column, start=1):
        _heading(sheet.cell(1, at), column)
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS[column]
        for number, row in enumerate(rows, start=2):
            _cell(sheet.cell(number, at), column, row.get(column))
    sheet.column_dimensions[get_column_letter(len(Column))].hidden = True
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    _about(workbook.create_sheet("About this sheet"), title, about)
    _drop_downs(workbook, sheet, choices, len(rows))
    workbook.properties.title = title
    workbook.properties.creator = ""
    stored = io.BytesIO()
    workbook.save(stored)
    return stored.getvalue()


def _heading(cell: Any, column: Column) -> None:
    cell.value = column.value
    cell.font = Font(bold=True)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border = Border(bottom=_LINE)
    if column not in OPEN:
        cell.fill = _GREY


def _cell(cell: Any, column: Column, value: Value) -> None:
    write_cell(cell, value)
    if column in OPEN:
        cell.protection = Protection(locked=False)
        cell.border = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
        if column in _DAYS:
            cell.number_format = "d mmmm yyyy"
    else:
        cell.fill = _GREY


def _about(sheet: Any, title: str, about: Sequence[str]) -> None:
    sheet.column_dimensions["A"].width = 100
    write_cell(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = Font(bold=True)
    for at, line in enumerate(about, start=3):
        write_cell(sheet.cell(at, 1), line)
    sheet.protection.sheet = True


def _drop_downs(
    workbook: Workbook, sheet: Any, choices: Mapping[Column, Sequence[str]], number_of_rows: int
) -> None:
    """Offer the choices from a sheet of their own: a list in the cell itself may not hold a comma."""
    lists: Any = workbook.create_sheet("Choices")
    lists.protection.sheet = True
    for at, (column, words) in enumerate(choices.items(), start=1):
        letter = get_column_letter(at)
        lists.cell(1, at, column.value).font = Font(bold=True)
        lists.column_dimensions[letter].width = 30
        for place, word in enumerate(words, start=2):
            write_cell(lists.cell(place, at), word)
        rule = DataValidation(
            type="list", formula1=f"Choices!${letter}$2:${letter}${len(words) + 1}", allow_blank=True
        )
        rule.error = "Choose from the list"
        rule.errorTitle = column.value
        rule.showErrorMessage = True
        column_letter = get_column_letter(list(Column).index(column) + 1)
        if number_of_rows:
            rule.add(f"{column_letter}2:{column_letter}{number_of_rows + 1}")
        sheet.add_data_validation(rule)
