"""Asks in tables: rows below a head that names the columns, and tables of labels with their values."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from tracker.intake.ask_lists import Ask, AskList
from tracker.intake.document_text import Block
from tracker.intake.fields import field_of
from tracker.intake.tables import Columns, columns_of, guess_columns
from tracker.intake.timescales import timescale_cell

_SHORTEST = 12
_PRINTED = re.compile(r"(?:R|Recommendation )?(\d{1,2}(?:\.\d{1,2})?)[.)]?\s+(?=[A-Z])")
_RUN_ON = re.compile(r"Recommendation(?: \d{1,2})?\s+(?=[A-Z])")
_UNEVEN = "The cells of its table are printed one below the other: compare its words and its date."
_LABELLED = re.compile(
    r"(?:audit )?(?:recommendation|rec|recommended action)\W*(?:(?:no\W*)?(?P<number>R?\d[\d.]*))?\W*", re.I
)


class RowReader:
    """Takes the rows of one table after another. Remembers the head of the table it is in."""

    def __init__(self) -> None:
        self.columns: Columns | None = None
        self.is_labels = False

    def label_of(self, block: Block) -> Block | None:
        """A line of a table of labels in which label and value run together, as a row of two cells."""
        if not self.is_labels or block.kind == "row" or not (found := _RUN_ON.match(block.text)):
            return None
        return replace(block, kind="row", cells=(found[0].strip(), block.text[found.end() :]))

    def heads(self, following: Block | None) -> bool:
        """True when the next row is a label with its value: a short numbered line above it is its title."""
        if following is None or len(following.cells) != 2:
            return False
        label, value = following.cells
        return bool(_LABELLED.fullmatch(label)) or field_of(f"{label.rstrip(' :')}: {value}") is not None

    def goes_on_below(self, text: str, following: Block | None) -> bool:
        """True for a short line that spans the columns of a table between two of its rows."""
        return (
            self.columns is not None
            and len(text) < 100
            and following is not None
            and len(following.cells) == self.columns.count
            and columns_of(following.cells) is None
        )

    def end_table(self) -> None:
        """Forget the head: something other than a row was met."""
        self.columns, self.is_labels = None, False

    def take(self, block: Block, current: AskList | None, begin: Callable[[str], AskList]) -> bool:
        """Read one row into the list in hand, or into one that `begin` opens under the given heading.

        False when the row is none of asks: a list that stood open has ended.
        """
        if self.columns is None and self._label(block, current, begin):
            return True
        if not self.is_labels and (columns := columns_of(block.cells)) is not None:
            self.columns = columns
            return True
        found = self.columns or (guess_columns(block.cells) if current is not None else None)
        if found is None or found.ask >= len(block.cells):
            return False
        self._row(block, found, current, begin)
        return True

    def _label(self, block: Block, current: AskList | None, begin: Callable[[str], AskList]) -> bool:
        """A row that holds a label and its value ("Recommendation | See each child alone")."""
        filled = [cell.strip() for cell in block.cells if cell.strip()]
        if len(filled) != 2 or not block.cells[0].strip():
            return False
        label, value = filled
        if printed := _LABELLED.fullmatch(label):
            if len(value) < _SHORTEST or (not self.is_labels and columns_of(block.cells) is not None):
                return False
            self.is_labels = True
            asks = current or begin("Recommendations")
            ask = asks.add(block, value, printed["number"], f"table row labelled “{label}”")
            ask.from_table = True
            return True
        field = field_of(f"{label.rstrip(' :')}: {value}")
        if field is None or (not self.is_labels and columns_of(block.cells) is not None):
            return False
        self.is_labels = True
        when = timescale_cell(value) if field[0] == "due" else None
        if when and current and current.asks and current.asks[-1].from_table:
            current.asks[-1].timescale = when
        return True

    def _row(
        self, block: Block, columns: Columns, current: AskList | None, begin: Callable[[str], AskList]
    ) -> None:
        text = block.cells[columns.ask].strip()
        number = _cell(block, columns.number).strip(" .")
        when = timescale_cell(_cell(block, columns.due))
        current = current or begin(columns.heading or "Table")
        last = current.asks[-1] if current.asks else None
        if last and last.from_table and _goes_on(last, text, number, when):
            last.text += f" {text}"
            last.last = block
            last.timescale = last.timescale or when
            return
        if len(text) < _SHORTEST:
            return
        if not number and (printed := _PRINTED.match(text)):
            number, text = printed[1], text[printed.end() :]
        ask = current.add(block, text, number or None, f"table row under “{current.heading}”")
        ask.timescale = when or current.timescale
        ask.from_table = True
        if block.uneven:
            ask.doubt = _UNEVEN


def _goes_on(last: Ask, text: str, number: str, when: str | None) -> bool:
    """True when a row holds only the rest of the one above."""
    if number or (when and last.timescale):
        return False
    return text[:1].islower() or text.startswith("(")


def _cell(block: Block, column: int) -> str:
    return block.cells[column] if 0 <= column < len(block.cells) else ""
