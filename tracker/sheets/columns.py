"""Where a table's headings stand, and what each of its columns holds."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tracker.rules.step_words import USUAL, Ladders
from tracker.sheets.colours import AMBER, BLUE, FAMILIES, GREEN, GREY, RED
from tracker.sheets.headings import Meaning, count_known, is_whole, meaning_of
from tracker.sheets.model import Cell, Table
from tracker.sheets.statuses import of_colour, read_delivery, read_impact

DEEPEST_HEADER = 40  # filled rows that may stand above the headings
_FLAGS = {RED, AMBER, GREEN, BLUE}
_MAIN = {Meaning.RECOMMENDATION, Meaning.ACTION}
# Of two columns with the same meaning the later one holds: the newest of several quarters or moved dates.
_LAST_HOLDS = {Meaning.STATUS, Meaning.PROGRESS, Meaning.DUE, Meaning.IMPACT}


@dataclass
class Layout:
    """How a table is to be read. `header` is the place of the row of headings, -1 for none.

    `depth` is how many rows the headings take; `meanings` one entry per column, None for one that is left
    out; `colours_from` the column whose fill colour is the status where no words say it, -1 for none.
    """

    use: bool = False
    header: int = -1
    depth: int = 1
    meanings: list[Meaning | None] = field(default_factory=list)
    colours_from: int = -1

    @property
    def first_row(self) -> int:
        """Return the place of the first row below the headings."""
        return self.header + self.depth if self.header >= 0 else 0

    def column(self, meaning: Meaning) -> int | None:
        """Return the column with this meaning, if one has it."""
        return self.meanings.index(meaning) if meaning in self.meanings else None

    def to_dict(self) -> dict[str, Any]:
        """Return the layout as JSON-ready values."""
        return {
            "use": self.use,
            "header": self.header,
            "depth": self.depth,
            "meanings": [meaning.value if meaning else None for meaning in self.meanings],
            "colours_from": self.colours_from,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Layout:
        """Rebuild a layout from `to_dict()`."""
        return cls(**{**data, "meanings": [Meaning(each) if each else None for each in data["meanings"]]})


def recognise(tables: tuple[Table, ...], ladders: Ladders = USUAL) -> list[Layout]:
    """Return how each table is to be read, as far as its headings and cells tell.

    A table without headings that goes on under the one before (as Word parts a long table in two) is read
    like that one. A hidden sheet, and one that says the same as an earlier one, is not used by itself.
    """
    layouts: list[Layout] = []
    seen: set[tuple[str, ...]] = set()
    for place, table in enumerate(tables):
        layout = layout_of(table, ladders)
        before = layouts[place - 1] if place else None
        goes_on = table.may_go_on and before is not None and table.width == tables[place - 1].width
        if layout.header < 0 and goes_on and before and before.use:
            layout = Layout(True, -1, 1, list(before.meanings), before.colours_from)
        words = tuple(cell.text for row in table.rows[layout.first_row :] for cell in row)
        if table.hidden or table.refused or words in seen:
            layout.use = False
        seen.add(words)
        layouts.append(layout)
    return layouts


def layout_of(table: Table, ladders: Ladders = USUAL) -> Layout:
    """Return how one table is to be read; `use` is set where it names recommendations or actions."""
    header = _find_header(table)
    if header is None:
        return Layout(meanings=[None] * table.width)
    return layout_below(table, header, ladders)


def layout_below(table: Table, header: int, ladders: Ladders = USUAL) -> Layout:
    """Return how a table is to be read whose headings stand in the row at this place."""
    depth = 2 if _has_second_row(table, header) else 1
    headings = headings_of(table, header, depth)
    meanings = _meanings(headings, table, header + depth, ladders)
    layout = Layout(bool(_MAIN & set(meanings)), header, depth, meanings)
    layout.colours_from = _colour_column(table, layout, ladders)
    return layout


def headings_of(table: Table, header: int, depth: int) -> list[str]:
    """Return the words over each column; of two rows, the group's and the column's own ("Dates: Start")."""
    if header < 0 or header >= len(table.rows):
        return [""] * table.width
    top = table.rows[header]
    if depth < 2 or header + 1 >= len(table.rows):
        return [_line(cell) for cell in top]
    found, group, left = [], "", 0
    groups = _groups(table, header)
    for at, (above, below) in enumerate(zip(top, table.rows[header + 1], strict=True)):
        if above.text:
            group, left = _line(above), groups.get(at, above.across)
        elif left <= 0:
            group = ""
        left -= 1
        own = _line(below)
        found.append(f"{group}: {own}" if group and own and own != group else own or group)
    return found


def _line(cell: Cell) -> str:
    return " ".join(cell.text.split())


def _find_header(table: Table) -> int | None:
    """Return the row that names most different things, the first of equals; it has to name two at least."""
    best, place = 0, None
    for at, row in enumerate(table.rows[:DEEPEST_HEADER]):
        headings = [_line(cell) for cell in row if cell.text]
        if not headings or any(len(words) > 300 for words in headings):
            continue
        # Words of a plan's own cells can hold "action" or "update"; those of headings are short and known.
        known = count_known(headings) + sum(0.5 for words in headings if is_whole(words))
        has_main = any(meaning_of(words) in _MAIN for words in headings)
        score = known + has_main - (sum(len(words) > 60 for words in headings) * 1.5)
        if score >= 3 and count_known(headings) >= 2 and score > best:
            best, place = score, at  # type: ignore[assignment]
    # The words of the lower of two rows of headings may be the plainer ones; the upper says what groups them.
    return place - 1 if place and _has_second_row(table, place - 1) else place


def _has_second_row(table: Table, header: int) -> bool:
    """Return whether the row below holds the rest of the headings, as under a group of columns."""
    if header + 1 >= len(table.rows):
        return False
    top, below = table.rows[header], table.rows[header + 1]
    groups = _groups(table, header)
    if not groups:
        return False
    under = [
        below[at + step].text
        for at, across in groups.items()
        for step in range(across)
        if at + step < len(below)
    ]
    short = all(len(words) <= 40 for words in under) and sum(1 for words in under if words) >= 2
    # Beside the groups, the second row repeats merged headings or is empty.
    covered = {at + step for at, across in groups.items() for step in range(across)}
    beside = [at for at in range(len(top)) if at not in covered]
    return short and all(below[at].text in ("", top[at].text) for at in beside)


def _groups(table: Table, header: int) -> dict[int, int]:
    """Return the headings over several columns: the first column of each, and how many it covers.

    In CSV, which knows no merged cells, a heading covers the empty ones after it, where known headings stand
    below all of them.
    """
    top, below = table.rows[header], table.rows[header + 1]
    merged = {at: cell.across for at, cell in enumerate(top) if cell.text and 1 < cell.across < table.width}
    if merged:
        return merged
    found: dict[int, int] = {}
    if any(meaning_of(_line(cell)) in _MAIN for cell in below):
        return found  # the row below can stand alone; what is above it are titles
    for at, cell in enumerate(top):
        end = at + 1
        while end < len(top) and not top[end].text and below[end].text:
            end += 1
        if cell.text and end - at > 1 and all(meaning_of(_line(each)) for each in below[at:end]):
            found[at] = end - at
    return found


def _meanings(headings: list[str], table: Table, first_row: int, ladders: Ladders) -> list[Meaning | None]:
    """Return what each column holds; each meaning once."""
    found: list[Meaning | None] = [_of_column(words) for words in headings]
    below = table.rows[first_row:]
    for at, meaning in enumerate(found):
        by_impact = re.search(r"(?i)impact|effaith", headings[at]) is not None
        if (
            meaning is Meaning.DIFFERENCE
            and by_impact
            and _mostly(below, at, lambda text: read_impact(text, ladders.impact) is not None)
        ):
            found[at] = Meaning.IMPACT
        if meaning is Meaning.PROGRESS and Meaning.STATUS not in found and _is_status(below, at, ladders):
            found[at] = Meaning.STATUS
        if meaning is Meaning.PRIORITY and _mostly(below, at, _is_rank):
            found[at] = None  # "High", "2": how urgent it is, not what it belongs to
        if meaning is Meaning.RECOMMENDATION and _mostly(below, at, _is_reference):
            found[at] = Meaning.NUMBER if Meaning.NUMBER not in found else None
        if meaning is Meaning.ACTION and _mostly(below, at, _is_reference):
            found[at] = Meaning.ACTION_NUMBER
        if meaning is Meaning.STATUS and _mostly(below, at, lambda text: len(text) > 60):
            found[at] = Meaning.PROGRESS if Meaning.PROGRESS not in found else None
    for meaning in {each for each in found if each}:
        columns = [at for at, each in enumerate(found) if each is meaning]
        filled = [at for at in columns if any(row[at].text or row[at].colour for row in below)] or columns
        whole = [at for at in filled if is_whole(headings[at])] or filled
        kept = filled[-1] if meaning in _LAST_HOLDS else whole[0]
        for at in columns:
            if at != kept:
                found[at] = None
    if Meaning.ACTION not in found and Meaning.RECOMMENDATION not in found and Meaning.DESCRIPTION in found:
        found[found.index(Meaning.DESCRIPTION)] = Meaning.ACTION
    if Meaning.NUMBER not in found and Meaning.ACTION_NUMBER in found and Meaning.RECOMMENDATION not in found:
        found[found.index(Meaning.ACTION_NUMBER)] = Meaning.NUMBER
    return found


def _of_column(heading: str) -> Meaning | None:
    """Return the meaning of a heading; under a group the column's own word says more than the group's."""
    group, parted, own = heading.rpartition(": ")
    return (meaning_of(own) or meaning_of(heading) or meaning_of(group)) if parted else meaning_of(heading)


def _mostly(rows: tuple[tuple[Cell, ...], ...], column: int, test: Any) -> bool:
    texts = [row[column].text for row in rows if row[column].text]
    return bool(texts) and sum(1 for text in texts if test(text)) > len(texts) * 0.6


def _is_status(rows: tuple[tuple[Cell, ...], ...], column: int, ladders: Ladders) -> bool:
    return _mostly(
        rows, column, lambda text: len(text) < 30 and read_delivery(text, ladders.delivery) is not None
    )


def _is_rank(text: str) -> bool:
    return (
        re.fullmatch(r"(?i)high(?:est)?|medium|low|med|h|m|l|urgent|essential|desirable|\d|p\d", text)
        is not None
    )


def _is_reference(text: str) -> bool:
    return (
        re.fullmatch(r"(?i)[a-z]{0,4}[-\s]?\d{1,3}(?:[.\-/]\d{1,3}){0,2}[a-z]?\.?", text.strip()) is not None
    )


def _colour_column(table: Table, layout: Layout, ladders: Ladders) -> int:
    """Return the column whose colours are the statuses: the status column, else one coloured row by row."""
    below = table.rows[layout.first_row :]
    flags = _FLAGS | {family for family in FAMILIES if of_colour(family, ladders.delivery)} - {GREY}
    colours = [
        Counter(row[at].colour for row in below if row[at].colour in flags) for at in range(table.width)
    ]
    status = layout.column(Meaning.STATUS)
    if status is not None:
        return status if colours[status] else -1
    # Two colours at least: a column painted in one is decoration. The later one holds, as with words.
    candidates = [
        at
        for at in range(table.width)
        if len(colours[at]) > 1 and sum(colours[at].values()) * 2 >= len(below)
    ]
    return candidates[-1] if candidates else -1
