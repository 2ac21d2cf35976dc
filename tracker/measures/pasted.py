"""Readings pasted from a sheet: a day and a value on each line, and a note where there is a third column."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tracker.formatting import long_date
from tracker.measures.amounts import read_amount
from tracker.measures.days import read_day

MOST_LINES = 500
LONGEST_NOTE = 300


@dataclass(frozen=True)
class PastedLine:
    """One line: its number in the paste, what was understood of it, and what is wrong ("" if nothing)."""

    number: int
    text: str
    on: date | None = None
    value: Decimal | None = None
    note: str = ""
    problem: str = ""


def read_pasted(text: str, unit: str, today: date) -> list[PastedLine]:
    """Return the lines that hold something; a heading is left out. Two long rows are read as columns.

    Raises ValueError, as a sentence, for more lines than are read at once.
    """
    rows = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    rows = _turned(rows)
    if len(rows) > MOST_LINES + 1:
        raise ValueError(f"Paste at most {MOST_LINES} lines at a time. You pasted {len(rows):,}")
    # A heading is a first line without a figure; "Q2" or "2026" in it would make it a reading to complain of.
    if len(rows) > 1 and not re.search(r"\d", rows[0][1]):
        rows = rows[1:]
    lines: list[PastedLine] = []
    seen: dict[date, int] = {}
    for number, line in rows:
        read = _line(number, line, unit, today)
        if read.on in seen and not read.problem:
            problem = f"{long_date(read.on)} stands on line {seen[read.on]} already"
            read = replace(read, problem=problem)
        elif read.on and not read.problem:
            seen[read.on] = number
        lines.append(read)
    return lines


def _turned(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return a row of days over a row of values as one line for each day; anything else as it is."""
    if len(rows) != 2:
        return rows
    days, values = (line.split("\t") for _, line in rows)
    if len(days) < 3 or len(days) != len(values) or _is_day(values[0]):
        return rows
    return [
        (place, f"{day}\t{value}") for place, (day, value) in enumerate(zip(days, values, strict=True), 1)
    ]


def _is_day(written: str) -> bool:
    try:
        read_day(written)
    except ValueError:
        return False
    return True


def _line(number: int, line: str, unit: str, today: date) -> PastedLine:
    cells = _cells(line)
    # "October 31, 2026, 81" has a separator inside its day, and "October 31" alone would be a month of 2031.
    first = next((size for size in (2, 1) if _is_day(" ".join(cells[:size]))), 1)
    shown = line.strip()
    try:
        on = read_day(" ".join(cells[:first]))
    except ValueError as wrong:
        return PastedLine(number, shown, problem=str(wrong))
    if on > today:
        return PastedLine(number, shown, on, problem=f"{long_date(on)} is in the future")
    value, note, problem = _value(cells[first:], unit)
    if len(note) > LONGEST_NOTE:
        problem = f"The note must be {LONGEST_NOTE} characters or fewer"
    return PastedLine(number, shown, on, value, note, problem)


def _cells(line: str) -> list[str]:
    """Return the cells of a line, by the separator that says most: tab, semicolon, comma, then space."""
    for separator in "\t;,":
        if separator in line:
            try:
                cells = next(csv.reader([line.strip()], delimiter=separator, skipinitialspace=True))
            except csv.Error:
                cells = line.split(separator)
            return [cell.strip() for cell in cells]
    head, _, last = line.strip().rpartition(" ")
    if head and last == "%":
        head, _, last = head.rpartition(" ")
    return [head, last] if head else [last]


def _value(cells: Sequence[str], unit: str) -> tuple[Decimal | None, str, str]:
    """Return value, note and problem. Commas may part the thousands as well as the columns."""
    if not any(cells):
        return None, "", "There is no value beside the day"
    for last in range(len(cells), 0, -1):
        try:
            value = read_amount(",".join(cells[:last]), unit)
        except ValueError:
            continue
        return value, ", ".join(cell for cell in cells[last:] if cell), ""
    try:
        read_amount(cells[0], unit)
    except ValueError as wrong:
        return None, "", f"The value {wrong}"
    return None, "", "The value cannot be read"
