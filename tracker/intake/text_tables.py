"""Tables that a text sets with spaces: rows put together from lines below the names of the columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.intake.lines import Line, Pages
from tracker.intake.ruled_tables import joined
from tracker.intake.tables import Columns, columns_of
from tracker.intake.timescales import timescale_cell

_PIECE = re.compile(r"\S+(?: \S+)*")
_NUMBER = re.compile(r"(?:R|Rec\.?)?\s?\d{1,3}(?:\.\d{1,2})*\.?")
_DATE_AT_END = re.compile(r"(?<=\S) (\d{1,2} [A-Z][a-z]+ (?:19|20)\d\d|\d{1,2}/\d{1,2}/(?:19|20)\d\d)$")
# Short names that always have a column to themselves.
_OWN_COLUMN = re.compile(r"(?<= )(?:B?RAG|Priority|Owner|Lead)$")
_BULLET = re.compile(r"[•◼▪■●\uf0b7\uf0a7]")
_LONGEST_NAME = 45
_WIDEST = 600
_MOST_LINES_OF_HEAD = 3
_NEAR = 3


@dataclass(slots=True)
class _Raw:
    """One line as it is set, with the line it was read into."""

    text: str
    source: Line
    gap: bool

    @property
    def pieces(self) -> list[tuple[int, str]]:
        """Where each run of words begins, parted by two spaces and more."""
        return [(match.start(), match[0]) for match in _PIECE.finditer(self.text)]


@dataclass(slots=True)
class _Table:
    """The table in hand: where its columns begin, what they hold, and the rows so far."""

    columns: Columns
    starts: list[int]
    rows: list[tuple[Line, list[list[str]]]] = field(default_factory=list)

    def has_due(self) -> bool:
        """True when the row in hand has its date."""
        due = self.columns.due
        return bool(self.rows) and timescale_cell(joined(self.rows[-1][1][due][-4:])) is not None


def with_set_tables(document: Pages, is_known_heading: Callable[[str], bool]) -> Pages:
    """A text with the lines of each table of asks as rows of cells; everything else as it was."""
    if document.source != "text":
        return document
    raws = [
        _Raw(text, line, line.gap and number == 0)
        for line in document.lines
        for number, text in enumerate(line.raw.split("\n"))
    ]
    made: list[Line] = []
    index = 0
    while index < len(raws):
        head = _head(raws, index)
        if head is None:
            if index == 0 or raws[index - 1].source is not raws[index].source:
                made.append(raws[index].source)
            index += 1
            continue
        names, starts, columns, count = head
        source = raws[index].source
        made.append(source.but(cells=names, text=" ".join(names), whole=True, gap=True))
        table = _Table(columns, starts)
        end = _read_rows(table, raws, index + count, is_known_heading)
        # A line read together with others before the table ended begins anew with its own words.
        made += (_row(first, cells) for first, cells in table.rows)
        while end < len(raws) and end > index and raws[end - 1].source is raws[end].source:
            made.append(_plain(raws[end]))
            end += 1
        index = end
    return document.with_lines(made)


def _plain(raw: _Raw) -> Line:
    text = " ".join(raw.text.split())
    return raw.source.but(text=text, cells=(), whole=False, raw=raw.text)


def _row(first: Line, cells: list[list[str]]) -> Line:
    texts = tuple(joined(cell) for cell in cells)
    return first.but(cells=texts, text=" ".join(filter(None, texts)), whole=True, gap=True)


def _head(raws: list[_Raw], index: int) -> tuple[tuple[str, ...], list[int], Columns, int] | None:
    """Names, starts and meaning of the columns where a table of asks begins, and how many lines name them."""
    if any(len(raw.text) > _WIDEST for raw in raws[index : index + 15]):
        return None
    pieces = raws[index].pieces
    below = Counter(start for raw in raws[index + 1 : index + 15] for start, _ in raw.pieces)
    pieces = [part for piece in pieces for part in _parted(piece, below)]
    if len(pieces) < 2 or any(len(text) > _LONGEST_NAME for _, text in pieces):
        return None
    starts = [start for start, _ in pieces]
    names = [[text] for _, text in pieces]
    best = None
    for count in range(1, _MOST_LINES_OF_HEAD + 1):
        if count > 1:
            if index + count > len(raws) or raws[index + count - 1].gap:
                break
            more = raws[index + count - 1].pieces
            if not more or any(len(text) > 25 or text[0].isdigit() for _, text in more):
                break
            for start, text in more:
                near = min(range(len(starts)), key=lambda column: abs(starts[column] - start))
                names[near].append(text)
        cells = tuple(joined(cell) for cell in names)
        columns = columns_of(cells)
        if columns is not None:
            best = (cells, list(starts), columns, count)
    return best


def _parted(piece: tuple[int, str], below: Counter[int]) -> list[tuple[int, str]]:
    """A name of a column cut where the lines below begin a column of their own ("Target date BRAG")."""
    start, text = piece
    names = {match.start() for match in _OWN_COLUMN.finditer(text)}
    cuts = [0]
    for match in re.finditer(r"(?<= )\S", text):
        at = match.start()
        if at in names or below[start + at] > 2:
            cuts.append(at)
    cuts.append(len(text))
    return [(start + begin, text[begin:end].strip()) for begin, end in pairwise(cuts)]


def _read_rows(table: _Table, raws: list[_Raw], index: int, is_known_heading: Callable[[str], bool]) -> int:
    """Take rows until the table ends; the index of the first line after it."""
    while index < len(raws):
        end = index + 1
        while end < len(raws) and not raws[end].gap:
            end += 1
        group = raws[index:end]
        count = _lines_of_table(table, group, is_known_heading)
        if count:
            _take_group(table, group[:count])
        if count < len(group):
            return index + count
        index = end
    return index


def _lines_of_table(table: _Table, group: list[_Raw], is_known_heading: Callable[[str], bool]) -> int:
    """How many lines of a group, from its first, belong to the table."""
    if any(len(raw.text) > _WIDEST for raw in group):
        return 0
    second = _starts_of(table, group)[1]
    in_columns = any(start >= second - _NEAR for raw in group for start, _ in raw.pieces)
    for count, raw in enumerate(group):
        pieces = raw.pieces
        if not raw.source.raw or _BULLET.match(raw.text.lstrip()):
            return count
        start, text = pieces[0]
        alone = len(pieces) == 1 and start < second - _NEAR
        if alone and is_known_heading(text):
            return count
        dated = table.columns.due >= 0 and _DATE_AT_END.search(text)
        if alone and not (in_columns or dated) and start + len(text) > second + _NEAR:
            # Running text reaches over the columns.
            return count
        short = len(group) == 1 and alone and text[-1] not in ".;:,)"
        if short and text[0].isupper() and table.rows and table.columns.number != 0:
            return count
    return len(group)


def _take_group(table: _Table, group: list[_Raw]) -> None:
    """The lines between two clear spaces: one row, more of one, or several."""
    columns = table.columns
    starts = _starts_of(table, group)
    often = Counter(start for raw in group for start, _ in raw.pieces)
    common = {at for at, count in often.items() if count > 1}
    lines = [(raw, _cells(raw, common, starts, columns.due)) for raw in group]
    due = columns.due
    dated = due >= 0 and any(cells[due] for _, cells in lines)
    for count, (raw, cells) in enumerate(lines):
        filled = sum(bool(cell) for cell in cells)
        if columns.number >= 0:
            begins = bool(_NUMBER.fullmatch(cells[columns.number]))
        elif count == 0 and due >= 0:
            begins = dated and (table.has_due() or bool(cells[due]))
        elif count == 0:
            begins = filled > 1
        else:
            begins = due >= 0 and timescale_cell(cells[due]) is not None and table.has_due()
        if begins or not table.rows:
            table.rows.append((raw.source, [[] for _ in table.starts]))
        for cell, text in zip(table.rows[-1][1], cells, strict=True):
            if text:
                cell.append(text)


def _starts_of(table: _Table, group: list[_Raw]) -> list[int]:
    """Where the columns begin in these lines: each row may be set a little apart from the head."""
    clusters: list[int] = []
    for start in sorted({start for raw in group for start, _ in raw.pieces}):
        if not clusters or start - clusters[-1] > 2:
            clusters.append(start)
    return clusters if len(clusters) == len(table.starts) else table.starts


def _cells(raw: _Raw, common: set[int], starts: list[int], due: int) -> list[str]:
    """The words of a line by column."""
    cells = [""] * len(starts)
    for start, text in _cut(raw, starts, common, due == len(starts) - 1):
        column = _column(start, start + len(text), starts)
        cells[column] = f"{cells[column]} {text}".strip()
    return cells


def _cut(raw: _Raw, starts: list[int], often: set[int], dated: bool) -> list[tuple[int, str]]:
    """The pieces of a line, parted also where a column begins after a single space."""
    made: list[tuple[int, str]] = []
    pieces = raw.pieces
    last: list[tuple[int, str]] = []
    if dated and (date := _DATE_AT_END.search(pieces[-1][1])):
        # A date that a single space parts from the words before it.
        start, text = pieces[-1]
        pieces[-1] = (start, text[: date.start()].rstrip())
        last.append((max(start + date.start(1), starts[-1]), date[1]))
    for start, text in pieces:
        words = [start + match.start() for match in re.finditer(r"(?<= )\S", text)]
        begin = start
        for at in starts[1:]:
            if not begin < at - _NEAR or at + 1 >= start + len(text):
                continue
            near = [word for word in words if word in often and abs(word - at) <= _NEAR * 4]
            near = near or [word for word in words if abs(word - at) <= _NEAR + 1]
            if near:
                cut = min(near, key=lambda word: abs(word - at))
                made.append((begin, raw.text[begin:cut].strip()))
                begin = cut
        made.append((begin, raw.text[begin : start + len(text)]))
    return [(at, text) for at, text in made + last if text]


def _column(begin: int, end: int, starts: list[int]) -> int:
    """The column a piece stands in: the one it shares most of its width with."""
    edges = [0, *(start - 1 for start in starts[1:]), 100_000]
    shares = [min(end, right) - max(begin, left) for left, right in pairwise(edges)]
    return shares.index(max(shares))
