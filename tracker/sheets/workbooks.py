"""XLSX to tables: values as they are shown, fill colours as families, merged cells carried down.

openpyxl streams the cells. Merged ranges stand after them in a sheet, and its streaming reader passes over
them, so they are looked up in the sheet's own part first. Formulas are never worked out: what counts is the
value that the program saved with them. Macros are not even opened.
"""

from __future__ import annotations

import io
import math
import re
import warnings
import zipfile
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import get_column_letter, range_boundaries

from tracker.sheets.colours import BLACK, family_of
from tracker.sheets.model import (
    HIDDEN_COLUMNS,
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

MOST_MERGES = 5_000
EMPTY_END = 3_000  # so many rows without anything end a sheet; people colour rows far down
DAMAGED = (
    "The spreadsheet is damaged and cannot be opened. Open it in Excel, save it again as an Excel workbook "
    "(.xlsx) and bring that in."
)
TOO_LONG = f"More than {MOST_ROWS:,} rows. A plan of that length has to be brought in in parts."

_HIDDEN_ROW = re.compile(
    rb'<(?:\w+:)?row\s(?=[^>]{0,400}?\bhidden\s*=\s*"(?:1|true)")[^>]{0,400}?\br\s*=\s*"(\d{1,7})"'
)
_HIDDEN_COLUMNS = re.compile(
    rb'<(?:\w+:)?col\s(?=[^>]{0,400}?\bhidden\s*=\s*"(?:1|true)")'
    rb'(?=[^>]{0,400}?\bmax\s*=\s*"(\d{1,5})")[^>]{0,400}?\bmin\s*=\s*"(\d{1,5})"'
)
_RULED = re.compile(rb"<(?:\w+:)?conditionalFormatting\b")
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?ref\s*=\s*"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
# A formula whose cell ends without a value, as programs write that do not work formulas out.
_HOLLOW = re.compile(
    rb"<(?:\w+:)?f(?:\s[^<>]{0,200})?(?:/>|>[^<]{0,500}</(?:\w+:)?f>)"
    rb"(?:<(?:\w+:)?v\s{0,3}/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# A workbook counts its theme's colours in this order; the theme lists dark before light.
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_OFFICE_THEME = (
    *("FFFFFF", "000000", "EEECE1", "1F497D"),
    *("4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646", "0000FF", "800080"),
)

Merges = list[tuple[int, int, int, int]]  # first column, first row, last column, last row, all from 1
# A lone sign says a status by the colour of its letters.
_DOTS = re.compile(r"[●•■▲◆⬤⚫◼▪]{1,3}")


@dataclass
class _Seen:
    """What stands in a sheet's own part beside its cells."""

    merges: Merges = field(default_factory=list)
    hollow: int = 0  # formulas that were saved without a value
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)  # from 1
    is_ruled: bool = False  # rules colour cells (conditional formatting)


def read_workbook(data: bytes) -> Book:
    """Return the sheets of a workbook. Raises UnreadableSheet for one that cannot be opened."""
    try:
        with warnings.catch_warnings():
            # openpyxl warns of parts it does not keep (drawings, validation); none of them is a value.
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = workbook.worksheets
            colours = _Colours(workbook)
            read = [_table(sheet, data, colours) for sheet in sheets[:MOST_TABLES]]
    except (UnreadableSheet, MemoryError, RecursionError):
        raise
    except Exception:  # openpyxl raises dozens of types on damaged files.
        raise UnreadableSheet(DAMAGED) from None
    if not read:
        raise UnreadableSheet(DAMAGED)
    notes = []
    if len(sheets) > MOST_TABLES:
        notes.append(f"The workbook has {len(sheets)} sheets. The first {MOST_TABLES} were read.")
    for table, seen in read:
        if not table.hidden and table.rows:
            notes += _notes_of(table, seen)
    hollow = sum(seen.hollow for _, seen in read)
    if hollow:
        notes.append(
            f"{hollow:,} cells hold a formula without its result, and were read as empty. "
            "Open the file in Excel, save it and bring it in again."
        )
    return Book(tuple(table for table, _ in read), tuple(notes))


def _notes_of(table: Table, seen: _Seen) -> list[str]:
    """Return sentences about what a person sees on a sheet and we do not, or the other way round."""
    notes = []
    if seen.is_ruled:
        notes.append(
            f"“{table.name}” colours cells by rules (conditional formatting). Such colours cannot be read: "
            "statuses are taken from words and from cells that were filled by hand."
        )
    columns = sorted(at for at in seen.hidden_columns if at <= table.width)
    if columns:
        letters = ", ".join(get_column_letter(at) for at in columns)
        notes.append(f"“{table.name}” {HIDDEN_COLUMNS}: {letters}.")
    return notes


def _table(sheet: Any, data: bytes, colours: _Colours) -> tuple[Table, _Seen]:
    """Return a sheet's table, and what else was seen of the sheet."""
    hidden = sheet.sheet_state != "visible"
    seen = _look_through(data, sheet)
    # Some programs write the size of a sheet wrongly, and openpyxl would believe them.
    sheet.reset_dimensions()
    rows: list[tuple[int, list[Cell]]] = []
    filled = silent = 0
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        cells = [Cell() if cell is EMPTY_CELL else _cell(cell, colours) for cell in row]
        has_words = any(cell.text for cell in cells)
        filled, silent = filled + has_words, 0 if has_words else silent + 1
        if filled > MOST_ROWS:
            return Table(name=sheet.title, hidden=hidden, refused=TOO_LONG), seen
        if silent == EMPTY_END:
            break
        if has_words or any(cell.colour for cell in cells):
            rows.append((number, cells))
    while rows and not any(cell.text for cell in rows[-1][1]):
        # Colour below the last words is a band on the page; merged cells reach no further than words do.
        if any(first <= rows[-1][0] <= last for _, first, _, last in seen.merges):
            break
        rows.pop()
    table = table_of(sheet.title, _spread(rows, seen.merges), hidden=hidden)
    return replace(table, hidden_rows=tuple(sorted(seen.hidden_rows & set(table.numbers)))), seen


def _cell(cell: Any, colours: _Colours) -> Cell:
    words = _words(cell)
    colour = colours.of(cell)
    return cell_of(words, colour or (colours.of_letters(cell) if _DOTS.fullmatch(words) else ""))


def _look_through(data: bytes, sheet: Any) -> _Seen:
    """Return what the streaming reader passes over: merged ranges, what is hidden, whether rules colour."""
    found = _Seen()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(sheet._worksheet_path) as part:
        rest = b""
        while chunk := part.read(1 << 20):
            text, end = rest + chunk, 0
            for match in _HOLLOW.finditer(text):
                found.hollow, end = found.hollow + 1, match.end()
            for match in _MERGE.finditer(text):
                end = max(end, match.end())
                if len(found.merges) < MOST_MERGES:
                    _add_merge(found.merges, match[1].decode())
            # These are sets: what is seen twice counts once.
            found.hidden_rows.update(int(number) for number in _HIDDEN_ROW.findall(text))
            for last, first in _HIDDEN_COLUMNS.findall(text):
                found.hidden_columns.update(range(int(first), min(int(last), MOST_COLUMNS) + 1))
            found.is_ruled = found.is_ruled or _RULED.search(text) is not None
            # What may go on in the next chunk; nothing is counted twice.
            rest = text[max(end, len(text) - 1000) :]
    return found


def _add_merge(merges: Merges, ref: str) -> None:
    first_column, first_row, last_column, last_row = (value or 1 for value in range_boundaries(ref))
    if first_column <= MOST_COLUMNS:
        merges.append((first_column, first_row, min(last_column, MOST_COLUMNS), last_row))


def _spread(rows: list[tuple[int, list[Cell]]], merges: Merges) -> list[tuple[int, list[Cell]]]:
    """Let a merged cell stand in each of its rows, in its first column, with how many columns it covers."""
    by_number = dict(rows)
    for first_column, first_row, last_column, last_row in merges:
        top = by_number.get(first_row)
        if top is None or first_column > len(top):
            continue
        cell = top[first_column - 1]
        covering = Cell(cell.text, cell.colour, last_column - first_column + 1, cell.cut)
        for number in range(first_row, min(last_row, first_row + MOST_ROWS) + 1):
            row = by_number.get(number)
            if row is None:
                continue
            for column in range(first_column, min(last_column, len(row)) + 1):
                row[column - 1] = covering if column == first_column else Cell()
    return rows


def _words(cell: Any) -> str:
    """Return a value as the program shows it, as far as that is told simply."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime | date):
        return f"{value.day} {value:%B} {value.year}"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _figures(value, cell.number_format or "")
    return str(value)


def _figures(value: float, form: str) -> str:
    """Return a number with the percent sign and the decimals of its format: 0.97 is shown as 97%."""
    if not math.isfinite(value):
        return ""
    if form.endswith("%"):
        return f"{_plain(round(value * 100, 4))}%"
    decimals = re.fullmatch(r"#?,?#*0\.(0+)", form)
    # "1.10" is another number of a recommendation than "1.1".
    return f"{value:.{len(decimals[1])}f}" if decimals else _plain(value)


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"


class _Colours:
    """Fill colours of one workbook: its theme and its own list of indexed colours included."""

    def __init__(self, workbook: Any) -> None:
        self._theme = _theme_of(workbook.loaded_theme)
        own = getattr(workbook, "_colors", None)
        self._indexed = list(own) if own else list(COLOR_INDEX)
        self._known: dict[int, str] = {}

    def of(self, cell: Any) -> str:
        """Return the family of a cell's fill, "" for none."""
        if not getattr(cell, "has_style", False):
            return ""
        style = cell._style_id
        if style not in self._known:
            self._known[style] = self._of_fill(cell.fill)
        return self._known[style]

    def of_letters(self, cell: Any) -> str:
        """Return the family of the colour a cell's letters have, "" where they are black or have none."""
        colour = getattr(getattr(cell, "font", None), "color", None)
        family = self._of_colour(colour) if colour is not None else ""
        return "" if family == BLACK else family

    def _of_fill(self, fill: Any) -> str:
        stops = getattr(fill, "stop", None)
        if stops:
            return self._of_colour(stops[0].color)
        return self._of_colour(fill.fgColor) if getattr(fill, "patternType", None) == "solid" else ""

    def _of_colour(self, colour: Any) -> str:
        tint = float(colour.tint or 0)
        if colour.type == "rgb":
            return family_of(str(colour.rgb), tint)
        if colour.type == "theme":
            at = int(colour.theme)
            return family_of(self._theme[at], tint) if at < len(self._theme) else ""
        at = int(colour.indexed)
        # 64 and 65 are the system's own colours of text and paper.
        return family_of(self._indexed[at], tint) if at < min(64, len(self._indexed)) else ""


def _theme_of(theme: bytes | None) -> list[str]:
    """Return a theme's colours in the order in which cells count them; Office's own where there is none."""
    if not theme:
        return list(_OFFICE_THEME)
    scheme = next(iter(fromstring(theme).iter(f"{_DRAWING}clrScheme")), None)
    if scheme is None:
        return list(_OFFICE_THEME)
    named = {child.tag.removeprefix(_DRAWING): _scheme_colour(child) for child in scheme}
    return [named.get(name) or _OFFICE_THEME[at] for at, name in enumerate(_THEME_ORDER)]


def _scheme_colour(child: Element) -> str:
    for colour in child:
        value = colour.get("lastClr") or colour.get("val") or ""
        if re.fullmatch(r"[0-9A-Fa-f]{6}", value):
            return value
    return ""
