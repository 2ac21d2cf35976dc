"""The page on which the columns of a file are checked, as a value: what it shows and what was sent."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from tracker.formatting import clipped
from tracker.operations.plan_import_draft import ImportDecisions
from tracker.rules.step_words import Ladders
from tracker.sheets.columns import DEEPEST_HEADER, Layout, headings_of, layout_below
from tracker.sheets.headings import MEANING_WORDS, Meaning
from tracker.sheets.model import Book, Table

NO_HEADINGS = -1
MOST_TOGETHER = 2_000  # rows of all sheets that are used: each page reads them anew
_EXAMPLES = 2
# One of these has to be there, or rows could not become anything.
_ROOTS = (Meaning.RECOMMENDATION, Meaning.ACTION, Meaning.NUMBER, Meaning.LABEL)
MEANING_CHOICES = [
    ("", "Leave this column out"),
    *((each.value, words) for each, words in MEANING_WORDS.items()),
]


@dataclass(frozen=True)
class Column:
    """One column as the page shows it."""

    field: str
    name: str
    examples: list[str]
    chosen: str
    colours: bool


class Sheet:
    """One table of the file with its choices."""

    def __init__(self, place: int, table: Table, layout: Layout) -> None:
        self.place, self.table, self.layout = place, table, layout
        self.id = f"t{place}"

    @property
    def header_choices(self) -> list[tuple[str, str]]:
        """Return the rows in which the headings may stand."""
        rows = zip(self.table.numbers, self.table.rows, strict=True)
        found = [
            (str(at), f"Row {number}: {' · '.join(cell.text for cell in row if cell.text)[:90]}")
            for at, (number, row) in enumerate(rows)
            if at < DEEPEST_HEADER and any(cell.text for cell in row)
        ]
        return [(str(NO_HEADINGS), "There are no headings"), *found]

    @property
    def colour_choices(self) -> list[tuple[str, str]]:
        """Return the columns whose colours may be the statuses."""
        named = [
            (str(at), f"Colours of {column.name}") for at, column in enumerate(self.columns) if column.colours
        ]
        return [("-1", "No colours"), *named]

    @property
    def columns(self) -> list[Column]:
        """Return the columns that hold anything."""
        headings = headings_of(self.table, self.layout.header, self.layout.depth)
        below = self.table.rows[self.layout.first_row :]
        found = []
        for at, heading in enumerate(headings):
            texts = [" ".join(row[at].text.split()) for row in below if row[at].text]
            colours = sorted({row[at].colour for row in below if row[at].colour})
            shown = [clipped(text, 80) for text in dict.fromkeys(texts)][:_EXAMPLES]
            if not texts and colours:
                shown = [f"Only colours: {', '.join(colours)}"]
            meaning = self.layout.meanings[at]
            found.append(
                Column(
                    field=f"{self.id}-c{at}",
                    name=f"{_letter(at)}: {heading[:60]}" if heading else f"Column {_letter(at)}",
                    examples=shown,
                    chosen=meaning.value if meaning else "",
                    colours=bool(colours),
                )
            )
        return found


class ColumnsPage:
    """The whole page: a sheet after the other."""

    def __init__(self, book: Book, decisions: ImportDecisions, ladders: Ladders) -> None:
        self.book, self.decisions, self.ladders = book, decisions, ladders

    @property
    def sheets(self) -> list[Sheet]:
        """Return the tables that could be read."""
        pairs = enumerate(zip(self.book.tables, self.decisions.layouts, strict=True))
        return [Sheet(place, table, layout) for place, (table, layout) in pairs if table.rows]

    @property
    def refused(self) -> list[Table]:
        """Return the tables that could not be read."""
        return [table for table in self.book.tables if table.refused]

    def enter(self, sent: MultiDict[str, str]) -> None:
        """Put what was sent into the decisions. New headings mean new columns, found again by their words."""
        for sheet in self.sheets:
            layout = sheet.layout
            layout.use = f"{sheet.id}-use" in sent
            header = _number(sent.get(f"{sheet.id}-header"), layout.header)
            if header != layout.header and header < len(sheet.table.rows):
                fresh = (
                    layout_below(sheet.table, header, self.ladders)
                    if header >= 0
                    else Layout(header=NO_HEADINGS, meanings=[None] * sheet.table.width)
                )
                fresh.use = layout.use
                self.decisions.layouts[sheet.place] = fresh
                continue
            for at in range(sheet.table.width):
                value = sent.get(f"{sheet.id}-c{at}")
                if value is not None:
                    layout.meanings[at] = Meaning(value) if value in set(Meaning) else None
            colours = _number(sent.get(f"{sheet.id}-colours"), layout.colours_from)
            layout.colours_from = colours if -1 <= colours < sheet.table.width else -1

    def errors(self) -> list[dict[str, str]]:
        """Return what has to be put right before the rows can be read."""
        found = []
        used = [sheet for sheet in self.sheets if sheet.layout.use]
        if not used:
            first = self.sheets[0].id
            found.append({"text": "Choose at least one sheet to bring in", "href": f"#{first}-use"})
        together = sum(len(sheet.table.rows) for sheet in used)
        if together > MOST_TOGETHER:
            found.append(
                {
                    "text": f"The sheets have {together:,} rows together. "
                    f"Choose {MOST_TOGETHER:,} at most at once",
                    "href": f"#{used[-1].id}-use",
                }
            )
        for sheet in used:
            meanings = [meaning for meaning in sheet.layout.meanings if meaning]
            if not any(meaning in _ROOTS for meaning in meanings):
                found.append(
                    {
                        "text": f"Say which column of “{sheet.table.name}” holds recommendations or actions",
                        "href": f"#{sheet.id}-c0",
                    }
                )
            for meaning in dict.fromkeys(meanings):
                if meanings.count(meaning) > 1:
                    last = max(at for at, each in enumerate(sheet.layout.meanings) if each is meaning)
                    found.append(
                        {
                            "text": f"Choose one column only for “{MEANING_WORDS[meaning]}” "
                            f"in “{sheet.table.name}”",
                            "href": f"#{sheet.id}-c{last}",
                        }
                    )
        return found


def _letter(at: int) -> str:
    """Return a column's letter as spreadsheets show it: A to Z, then AA."""
    return chr(65 + at) if at < 26 else f"{chr(64 + at // 26)}{chr(65 + at % 26)}"


def _number(value: str | None, default: int) -> int:
    """Return the number that a select sent, the default for what is none."""
    bare = (value or "").removeprefix("-")
    return int(value) if value and bare.isascii() and bare.isdigit() and len(bare) < 5 else default
