"""What reading a spreadsheet yields, whatever it was: tables of cells, as plain values that survive JSON."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

MOST_ROWS = 1_000  # rows with something in them, of one table
MOST_COLUMNS = 60
MOST_TABLES = 30
LONGEST_CELL = 20_000  # characters kept of one cell
MOST_CHARACTERS = 4_000_000  # of all cells together


class UnreadableSheet(Exception):
    """A file that cannot be read; `message` is a sentence for the person who sent it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, the family of its fill colour ("" for none or white), how many columns it covers.

    `cut` says that the cell held more than LONGEST_CELL characters and only the first were kept.
    """

    text: str = ""
    colour: str = ""
    across: int = 1
    cut: bool = False

    def to_json(self) -> Any:
        """Return the shortest JSON value that says all: most cells are their words alone."""
        if self.cut or self.across != 1:
            return [self.text, self.colour, self.across, self.cut]
        return [self.text, self.colour] if self.colour else self.text

    @classmethod
    def from_json(cls, value: Any) -> Cell:
        """Rebuild a cell from `to_json()`."""
        return cls(value) if isinstance(value, str) else cls(*value)


EMPTY = Cell()


@dataclass(frozen=True)
class Table:
    """One sheet, or one table of a document. `numbers` are the rows' numbers as the program shows them.

    Rows without anything in them are left out; all rows have the same width. `refused` says why a table
    was not read, its rows are then empty. `hidden` is a sheet that was hidden in its workbook, `hidden_rows`
    are the numbers of rows that were hidden or filtered out; `may_go_on` is a table that may be the rest of
    the one before, as a table in a document is that was parted in two.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...] = ()
    numbers: tuple[int, ...] = ()
    hidden: bool = False
    refused: str = ""
    may_go_on: bool = False
    hidden_rows: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """Return how many columns there are."""
        return len(self.rows[0]) if self.rows else 0


HIDDEN_COLUMNS = "has hidden columns, which were read as well"


@dataclass(frozen=True)
class Book:
    """All tables of a file; `notes` are sentences about how it was read."""

    tables: tuple[Table, ...]
    notes: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Return the book as JSON-ready values."""
        return {
            "tables": [
                {
                    "name": table.name,
                    "rows": [[cell.to_json() for cell in row] for row in table.rows],
                    "numbers": list(table.numbers),
                    "hidden": table.hidden,
                    "refused": table.refused,
                    "may_go_on": table.may_go_on,
                    "hidden_rows": list(table.hidden_rows),
                }
                for table in self.tables
            ],
            "notes": list(self.notes),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Book:
        """Rebuild a book from `to_dict()`, also after a trip through JSON."""
        return cls(
            tables=tuple(
                Table(
                    name=each["name"],
                    rows=tuple(tuple(Cell.from_json(cell) for cell in row) for row in each["rows"]),
                    numbers=tuple(each["numbers"]),
                    hidden=each["hidden"],
                    refused=each["refused"],
                    may_go_on=each["may_go_on"],
                    # Drafts that were read before this was noted have none.
                    hidden_rows=tuple(each.get("hidden_rows", ())),
                )
                for each in data["tables"]
            ),
            notes=tuple(data["notes"]),
        )


def cell_of(text: str, colour: str = "", across: int = 1) -> Cell:
    """Return a cell with tidy words: no spaces around lines, no characters that no database keeps."""
    cut = len(text) > LONGEST_CELL
    words = text[:LONGEST_CELL].replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    words = _UNSTORABLE.sub("\ufffd", _SILENT.sub("", words))
    words = "\n".join(" ".join(line.split()) for line in words.split("\n")).strip()
    return Cell(words, colour, across, cut)


# Control characters and halves of surrogate pairs, which no database keeps.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Characters without width keep equal words from being equal. Marks of direction and joining stay: they are
# part of right-to-left text and of emoji.
_SILENT = re.compile("[\u200b\ufeff\u00ad\u2060]")


def table_of(
    name: str, rows: list[tuple[int, list[Cell]]], *, hidden: bool = False, refused: str = ""
) -> Table:
    """Return a table of (number, cells) rows: empty rows and empty columns at the end left out."""
    filled = [(number, row) for number, row in rows if any(cell.text or cell.colour for cell in row)]
    width = max((_used(row) for _, row in filled), default=0)
    return Table(
        name=name,
        rows=tuple(tuple((row + [EMPTY] * width)[:width]) for _, row in filled),
        numbers=tuple(number for number, _ in filled),
        hidden=hidden,
        refused=refused,
    )


def _used(row: list[Cell]) -> int:
    """Return how many columns a row needs; colour alone beyond the words is a band across the page."""
    return max((place for place, cell in enumerate(row, start=1) if cell.text or cell.colour), default=0)
