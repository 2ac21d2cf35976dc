"""The round sheet as it comes back: its columns are found by their headings, wherever they were moved to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.sheets.model import HIDDEN_COLUMNS, Book, Table, UnreadableSheet


class Column(StrEnum):
    """A column of the round sheet, by its heading."""

    NUMBER = "No."
    ACTION = "Action"
    DUE = "Due"
    NOW = "Declared now"
    RECORD = "Record shows"
    LAST = "Last update"
    SAME = "Nothing has changed"
    DELIVERY = "Delivery"
    IMPACT = "Impact"
    DONE = "What was done"
    DIFFERENCE = "Difference made for children"
    NEXT = "What is next"
    FORECAST = "Expected finish"
    REASON = "Why better than the record"
    LINK = "Evidence: link"
    TITLE = "Evidence: what it is"
    KIND = "Evidence: kind"
    FROM = "Evidence: date it is from"
    AUDIENCE = "Evidence: who may see it"
    KEY = "Leave this column as it is"


# What owners fill in; everything else is locked.
OPEN = tuple(Column)[list(Column).index(Column.SAME) : list(Column).index(Column.KEY)]
MOST_ROWS = 500


@dataclass(frozen=True)
class SheetRow:
    """One row as it was filled in; `number` is that of the program, `cells` the words of each column."""

    number: int
    cells: dict[Column, str]
    cut: tuple[Column, ...] = ()

    def of(self, column: Column) -> str:
        """Return the words of a column, "" where the cell is empty."""
        return self.cells.get(column, "")


def read_rows(book: Book) -> list[SheetRow]:
    """Return the rows below the headings that name an action or hold anything to save.

    Raises UnreadableSheet for a file that is no round sheet, or whose columns are not all there.
    """
    for table in book.tables:
        for at, row in enumerate(table.rows[:20]):
            places = _places([cell.text for cell in row])
            if Column.NUMBER in places and Column.DONE in places:
                missing = [column.value for column in (*OPEN, Column.KEY) if column not in places]
                if missing:
                    raise UnreadableSheet(
                        f"These columns are missing: {', '.join(missing)}. Download the sheet again and copy "
                        "your words into it."
                    )
                return _below(table, at, places)
    raise UnreadableSheet(
        "This is no round sheet: it has no columns “No.” and “What was done”. Download your sheet, fill it "
        "in and send that."
    )


def notes_on(book: Book) -> list[str]:
    """Return how the sheet was read, but for its hidden column: that is its own, and always there."""
    return [note for note in book.notes if HIDDEN_COLUMNS not in note]


def _places(words: Sequence[str]) -> dict[Column, int]:
    """Return where each column stands; of two with the same heading, the first."""
    known = {column.value.casefold(): column for column in Column}
    places: dict[Column, int] = {}
    for place, heading in enumerate(words):
        column = known.get(" ".join(heading.casefold().split()))
        if column is not None:
            places.setdefault(column, place)
    return places


def _below(table: Table, headings_at: int, places: dict[Column, int]) -> list[SheetRow]:
    rows = []
    for number, row in zip(table.numbers[headings_at + 1 :], table.rows[headings_at + 1 :], strict=True):
        cells = {column: row[place].text for column, place in places.items()}
        cut = tuple(column for column, place in places.items() if row[place].cut)
        if cells[Column.NUMBER] or any(cells[column] for column in OPEN):
            rows.append(SheetRow(number, cells, cut))
    if len(rows) > MOST_ROWS:
        raise UnreadableSheet(f"A round sheet has no more than {MOST_ROWS} rows. This one has {len(rows)}.")
    return rows
