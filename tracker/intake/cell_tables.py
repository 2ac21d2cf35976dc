"""Tables that a text prints cell below cell: the columns' names one after another, then the cells.

Conversions that keep no layout print tables so. What each cell holds (a number, a date, a name, a grade,
words) and the order of the columns tell where it belongs.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.intake.cell_columns import Cell, Kind, columns_for, kind_of, kinds_of, names_in
from tracker.intake.dates_apart import MONTH
from tracker.intake.lines import Line, Pages
from tracker.intake.lines import chunks as groups_of
from tracker.intake.ruled_tables import joined
from tracker.intake.tables import Columns, columns_of
from tracker.intake.typesetting import right_edge

_BULLET = re.compile(r"[•◼▪■●\uf0b7\uf0a7]")
_MOST_LINES_OF_HEAD = 14
_LONGEST_NAMES = 100
_FEWEST_COLUMNS = 3
_LONGEST_GRADE = 12
# Each head that leads to no row is read to its end for nothing.
_MOST_IN_VAIN = 20
_SPANNING = re.compile(
    r"(?:Priority|Theme|Section|Part|Objective|Outcome|Workstream)(?: area)? \d{1,2}\b.*[^.;,]"
)
_DAY = re.compile(rf"(?:(?P<before>.+?) )??(?P<day>(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH})")
_DATED = re.compile(
    rf"(?:(?P<before>.+?) )??(?P<date>(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH} (?:19|20)\d\d"
    r"|\d{1,2}[/.]\d{1,2}[/.](?:19|20)?\d\d)"
    r"(?: (?P<after>Red|Amber|Green|Blue|Grey|[RAGB]|Complete|High|Medium|Low))?"
)
_YEAR = re.compile(r"(?:(?P<before>.*) )?(?P<year>(?:19|20)\d\d)")
_LONE_NAME = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?")


def with_cell_tables(document: Pages, is_known_heading: Callable[[str], bool]) -> Pages:
    """A text with the cells of each such table of asks put together into rows; everything else as it was."""
    if document.source != "text":
        return document
    lines = document.lines
    edge = right_edge(lines)
    made: list[Line] = []
    index = in_vain = 0
    while index < len(lines):
        head = _head(lines, index) if in_vain < _MOST_IN_VAIN else None
        end = index
        if head is not None:
            names, count = head
            end = _end(lines, index + count, edge, is_known_heading)
            rows = _rows(list(names), lines[index + count : end])
            if rows:
                made += [_as_line(lines[index], rows[0]), *rows[1]]
                index = end
                continue
            in_vain += 1
        made.append(lines[index])
        index += 1
    return document.with_lines(made)


def _as_line(first: Line, cells: tuple[str, ...]) -> Line:
    return first.but(cells=cells, text=" ".join(filter(None, cells)), whole=True, gap=True)


def _head(lines: list[Line], index: int) -> tuple[tuple[str, ...], int] | None:
    """The names of the columns of a table of asks that these lines are, and how many lines name them."""
    first = lines[index]
    if first.cells or not names_in(first.text):
        return None
    best = None
    text = ""
    for count, line in enumerate(lines[index : index + _MOST_LINES_OF_HEAD], start=1):
        if line.cells or line.page != first.page or len(line.text) > _LONGEST_NAMES:
            break
        text = f"{text} {line.text}".strip()
        names = names_in(text)
        if not names and count > 2 * _FEWEST_COLUMNS:
            break
        if len(names) >= _FEWEST_COLUMNS and columns_of(names) is not None:
            best = (names, count)
    return best


def _end(lines: list[Line], index: int, edge: float, is_known_heading: Callable[[str], bool]) -> int:
    """The index of the first line that is no longer of the table."""
    while index < len(lines):
        line = lines[index]
        # Running text reaches over the whole page; cells do not.
        wide = line.right - line.left > edge * 0.9 and len(line.text) > 60
        wide = wide and kind_of(lines[index - 1].text) != "number"
        if line.cells or wide or _BULLET.match(line.text):
            break
        if is_known_heading(line.text) and not names_in(line.text):
            break
        index += 1
    return index


def _unmixed(chunk: list[Line], kinds: set[Kind]) -> list[Cell]:
    """The cells in lines that nothing parts: dates, numbers and names stand between the lines of another."""
    texts = [line.text for line in chunk]
    apart: list[tuple[float, str]] = []
    if "due" in kinds:
        apart += _dates_between(texts)
    left = sum(map(bool, texts))
    for at, text in enumerate(texts):
        alone = kind_of(text) in ("number", "grade") and len(text) < _LONGEST_GRADE
        if alone and left > 1 and kinds & {"number", "grade"}:
            # A number of the row above or below the first line, or a priority beside a middle one.
            apart.append((at, text))
            texts[at] = ""
            left -= 1
    if "who" in kinds:
        apart += _name_between(texts)
    first = next((at for at, text in enumerate(texts) if text), None)
    made = list(apart)
    if first is not None:
        made = [(at + 0.5 if at >= first else at, text) for at, text in apart]
        made.append((first, joined([text for text in texts if text])))
    return [Cell(text, chunk[0]) for _, text in sorted(made)]


def _dates_between(texts: list[str]) -> list[tuple[float, str]]:
    """The dates that stand in lines of their own or at the end of short ones, taken out of the lines."""
    made: list[tuple[float, str]] = []
    for at, text in enumerate(texts):
        dated = _DATED.fullmatch(text)
        if dated and (not dated["before"] or kind_of(dated["before"]) == "who"):
            if len(texts) > 1 or dated["before"] or dated["after"]:
                made.append((at, dated["date"]))
                if dated["after"]:
                    made.append((at + 0.1, dated["after"]))
                texts[at] = dated["before"] or ""
        elif (day := _DAY.fullmatch(text)) and (not day["before"] or kind_of(day["before"]) == "who"):
            for below in range(at + 1, min(at + 3, len(texts))):
                year = _YEAR.fullmatch(texts[below])
                if year and (not year["before"] or kind_of(year["before"]) == "who"):
                    made.append((at, f"{day['day']} {year['year']}"))
                    texts[at], texts[below] = day["before"] or "", year["before"] or ""
                    break
    return made


def _name_between(texts: list[str]) -> list[tuple[float, str]]:
    """A name set beside the lines of a sentence ("Review plans" / "Ann" / "and report to the Other")."""
    for at in range(1, len(texts) - 1):
        below = texts[at + 1]
        if not (_LONE_NAME.fullmatch(texts[at]) and texts[at - 1] and below[:1].islower()):
            continue
        name = texts[at]
        texts[at] = ""
        goes_on = at + 2 < len(texts) and texts[at + 2][:1].islower()
        last = re.search(r" ([A-Z][\w’'-]+)$", below)
        if last and goes_on and " " not in name:
            texts[at + 1] = below[: last.start()]
            name = f"{name} {last[1]}"
        return [(at, name)]
    return []


def _rows(names: list[str], lines: list[Line]) -> tuple[tuple[str, ...], list[Line]] | None:
    """The names of all columns, and the rows; None where no ask can be told."""
    chunks: list[list[Line]] = []
    spans: dict[int, list[Line]] = {}
    for chunk in groups_of(lines):
        if _SPANNING.fullmatch(chunk[0].text):
            # A heading over all columns stands between the rows.
            spans.setdefault(len(chunks), []).append(chunk[0].but(gap=True))
            chunk = chunk[1:]
            if not chunk:
                continue
        more = names_in(" ".join(line.text for line in chunk))
        if more and kind_of(chunk[0].text) not in ("grade", "number", "due"):
            # The head is printed again, or a part of it was printed further down.
            names += [name for name in more if name not in names]
        else:
            chunks.append(chunk)
    columns = columns_of(tuple(names))
    if columns is None:
        return None
    kinds = set(kinds_of(tuple(names)))
    by_chunk = [_unmixed(chunk, kinds) for chunk in chunks]
    cells = [cell for chunk in by_chunk for cell in chunk]
    rows = _put_together(columns, cells, columns_for(tuple(names), cells)) if cells else []
    for at, heads in reversed(spans.items()):
        # Before the first row that begins below it.
        below = {id(cell.line) for chunk in by_chunk[at:] for cell in chunk}
        place = next((n for n, row in enumerate(rows) if id(row[0]) in below), len(rows))
        rows[place:place] = [(head, head) for head in heads]
    return (tuple(names), [line for _, line in rows]) if rows else None


def _put_together(columns: Columns, cells: list[Cell], places: list[int]) -> list[tuple[Line, Line]]:
    """Rows from the cells and the column of each: one for every ask, with the line its ask begins on."""
    asks: list[list[str]] = []
    firsts: list[Line] = []
    others: list[tuple[int, int, str]] = []
    rows_of_asks: list[int] = []
    row, last = 0, -1
    open_cells: dict[int, str] = {}
    for cell, place in zip(cells, places, strict=True):
        if place < 0:
            place = min((at for at, text in open_cells.items() if _is_open(text)), default=last)
            open_cells[place] = cell.text
            if place == columns.ask and asks:
                asks[-1].append(cell.text)
            else:
                others.append((place, row, cell.text))
            continue
        if place <= last:
            row += 1
        open_cells[place] = cell.text
        last = place
        if place == columns.ask:
            asks.append([cell.text])
            firsts.append(cell.line)
            rows_of_asks.append(row)
        else:
            others.append((place, row, cell.text))
    if not asks:
        return []
    made: list[list[list[str]]] = [[[] for _ in range(columns.count)] for _ in asks]
    for cells_of, ask in zip(made, asks, strict=True):
        cells_of[columns.ask] = ask
    for column in range(columns.count):
        mine = [(row, text) for place, row, text in others if place == column]
        if len(mine) == len(asks):
            # As many as there are asks: each belongs to one, wherever in the row it was printed.
            for index, (_, text) in enumerate(mine):
                made[index][column].append(text)
            continue
        for row, text in mine:
            index = max((i for i, of in enumerate(rows_of_asks) if of <= row), default=0)
            made[index][column].append(text)
    rows = (tuple(joined(cell) for cell in row) for row in made)
    counts = [sum(place == column for place, _, _ in others) for column in (columns.number, columns.due)]
    uneven = any(count not in (0, len(asks)) for count in counts)
    # Neither a number nor a date below a head that names them: these may be words of the text.
    uneven = uneven or (max(columns.number, columns.due) >= 0 and not any(counts))
    return [(first, _as_line(first, row).but(uneven=uneven)) for first, row in zip(firsts, rows, strict=True)]


def _is_open(text: str) -> bool:
    """True for the words of a sentence that has not ended."""
    return kind_of(text) == "words" and text[-1] not in ".!?;:)"
