"""The data of a report as an Excel workbook: a sheet for each table, heads that stay, dates that are dates.

The same snapshot gives the same bytes. Every text is written as a text, whatever it begins with.
"""

import io
import zipfile
from datetime import datetime, time
from typing import Any, cast

from openpyxl import Workbook, load_workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml.functions import tostring

from tracker.reports.data_tables import Table, data_tables
from tracker.reports.marks import Ink, ink_of
from tracker.reports.packing import repacked
from tracker.reports.snapshot import Snapshot
from tracker.sheets.writing import FONT, SIZE, write_cell

_CORE = "docProps/core.xml"


def snapshot_to_xlsx(snapshot: Snapshot) -> bytes:
    """Return the workbook of a snapshot."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    inks = {f"{own.letter} {own.word}": ink_of(own) for own in snapshot.delivery_key}
    for table in data_tables(snapshot):
        _write(workbook.create_sheet(table.name), table, inks)
    stored = io.BytesIO()
    workbook.save(stored)
    # openpyxl puts the moment of saving there.
    core = cast(bytes, tostring(_properties(snapshot).to_tree()))
    return repacked(stored.getvalue(), {_CORE: core})


def cells_of(data: bytes) -> list[str]:
    """Return what stands in the cells of a workbook, sheet by sheet, each with its place.

    Raises ValueError for what is no workbook.
    """
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, OSError) as failure:
        raise ValueError(f"not a workbook: {failure}") from None
    return [
        f"{sheet.title} row {row}: {value}"
        for sheet in workbook
        for row, line in enumerate(sheet.iter_rows(values_only=True), start=1)
        for value in line
        if value is not None
    ]


def _write(sheet: Any, table: Table, inks: dict[str, Ink]) -> None:
    for at, column in enumerate(table.columns, start=1):
        cell = sheet.cell(1, at)
        write_cell(cell, column.heading)
        cell.font = Font(name=FONT, size=SIZE, bold=True)
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    for place, row in enumerate(table.rows, start=2):
        for at, (column, value) in enumerate(zip(table.columns, row, strict=True), start=1):
            cell = sheet.cell(place, at)
            write_cell(cell, value)
            if column.is_status and isinstance(value, str) and (ink := inks.get(value)):
                cell.fill = PatternFill("solid", fgColor=_argb(ink.fill))
                cell.font = Font(name=FONT, size=SIZE, color=_argb(ink.text))
            elif not isinstance(value, (str, type(None))):
                cell.alignment = Alignment(horizontal="left", vertical="top")
    sheet.freeze_panes = "B2"
    if table.rows:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _properties(snapshot: Snapshot) -> DocumentProperties:
    # The day at no hour: the format wants a moment, and that of making it would differ each time.
    moment = datetime.combine(snapshot.as_at, time())
    return DocumentProperties(
        title=f"{snapshot.plan}: data of the report",
        creator=snapshot.council.name,
        lastModifiedBy=snapshot.council.name,
        language="en-GB",
        created=moment,
        modified=moment,
    )


def _argb(colour: str) -> str:
    """Return "#rrggbb" as a workbook writes it."""
    return f"FF{colour.lstrip('#').upper()}"
