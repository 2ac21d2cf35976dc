"""CSV and other separated text to one table, in whatever encoding and with whatever separator it comes."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice

from charset_normalizer import from_bytes

from tracker.sheets.model import (
    MOST_COLUMNS,
    MOST_ROWS,
    Book,
    Cell,
    UnreadableSheet,
    cell_of,
    table_of,
)

_SEPARATORS = ",;\t|"
_RULE = re.compile(r":?-{3,}:?")
# Cells longer than the module allows by itself; what is kept of them is decided by `cell_of`.
csv.field_size_limit(100_000_000)


def read_text(data: bytes) -> Book:
    """Return the table of a text. Raises UnreadableSheet for one without columns, or far too long."""
    text = decoded(data)
    separator = separator_of(text)
    if separator is None:
        raise UnreadableSheet(
            "This text has no columns. A plan can be brought in from an Excel workbook, a CSV file or a "
            "table in a Word document."
        )
    rows: list[tuple[int, list[Cell]]] = []
    try:
        for number, line in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1
        ):
            parts = line
            if separator == "|" and len(line) > 1 and not line[0].strip():
                parts = line[1:-1] if not line[-1].strip() else line[1:]
            if all(not part.strip() or _RULE.fullmatch(part.strip()) for part in parts):
                continue
            if len(rows) == MOST_ROWS:
                raise UnreadableSheet(
                    f"The file has more than {MOST_ROWS:,} rows. "
                    "A plan of that length has to be brought in in parts."
                )
            rows.append((number, [cell_of(part) for part in parts[:MOST_COLUMNS]]))
    except csv.Error:
        raise UnreadableSheet(
            "The file is damaged: its rows and columns cannot be told apart. Save it again as .xlsx or .csv."
        ) from None
    return Book((table_of("The file", rows),))


def decoded(data: bytes) -> str:
    """Return the text: with a byte order mark, as UTF-8, or in the encoding that fits it best."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if b"\x00" in data[:1000]:
        return data.decode("utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", "replace")
    try:
        # What Excel writes on Windows in this country, and what is asked about when it is no UTF-8.
        text = data.decode("cp1252")
        if not re.search(r"[\x80-\x9fÃâ€ÐÑ×Ø]{3}", text[:20_000]):
            return text
    except UnicodeDecodeError:
        pass
    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding if best else "cp1252", "replace")


def separator_of(text: str) -> str | None:
    """Return the separator that parts the first lines into columns most evenly; None where none does."""
    best: tuple[int, int, str] | None = None
    sample = text[:200_000]
    for separator in _SEPARATORS:
        try:
            rows = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=separator), 60))
        except csv.Error:
            continue
        widths = [len(row) for row in rows if len(row) > 1]
        if not widths:
            continue
        commonest = max(set(widths), key=lambda width: (widths.count(width), width))
        rank = (widths.count(commonest), commonest, separator)
        if best is None or rank[:2] > best[:2]:
            best = rank
    return best[2] if best and best[0] >= 2 else None
