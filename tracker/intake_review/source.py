"""The text of a report as it is shown: in sheets, paragraph by paragraph, with passages marked. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

# A page of print has about 4,000 characters. Longer ones come from text without pages and are shown in parts.
LONGEST_SHEET = 9_000


@dataclass(frozen=True)
class Sheet:
    """What is shown at once of a report: characters from `start` to `end`, and what it is called."""

    place: int  # from 1
    name: str  # "page 2 of 9", "part 3 of 12"
    short: str  # "Page 2"
    start: int
    end: int
    page: int = 1  # of the report, from 1

    def holds(self, position: int) -> bool:
        """Return whether a character stands on the sheet."""
        return self.start <= position < self.end


@dataclass(frozen=True)
class Mark:
    """A passage to mark. `anchor` is its id on the page, `label` and `href` the little link after it."""

    anchor: str
    start: int
    end: int
    label: str = ""
    href: str = ""
    spoken: str = ""  # what a screen reader says before the label
    doubtful: bool = False
    of: int | None = None  # key of the proposal it belongs to


@dataclass(frozen=True)
class Piece:
    """A run of text. `mark` is the passage it belongs to; `opens` lists the marks that begin with it."""

    text: str
    mark: Mark | None = None
    opens: tuple[Mark, ...] = ()
    closes: tuple[Mark, ...] = ()


def sheets(text: str, page_starts: Sequence[int]) -> list[Sheet]:
    """Cut a report into sheets: its pages, and long pages into parts at the ends of paragraphs."""
    starts = sorted({0, *(start for start in page_starts if 0 < start < len(text))})
    pages = list(zip(starts, [*starts[1:], max(len(text), 1)], strict=True))
    cut = [(number, _parts(text, *page)) for number, page in enumerate(pages, start=1)]
    count = sum(len(parts) for _, parts in cut)
    found: list[Sheet] = []
    for number, parts in cut:
        for part, (start, end) in enumerate(parts, start=1):
            place = len(found) + 1
            if len(pages) == 1:
                name, short = (
                    (f"part {part} of {count}", f"Part {part}") if count > 1 else ("all of it", "All")
                )
            else:
                of_page = f", part {part} of {len(parts)}" if len(parts) > 1 else ""
                name, short = f"page {number} of {len(pages)}{of_page}", f"Page {number}{of_page}"
            found.append(Sheet(place, name, short, start, end, number))
    return found


def sheet_of(position: int, of: Sequence[Sheet]) -> Sheet:
    """Return the sheet a character stands on: the last one that begins before it."""
    return max(
        (sheet for sheet in of if sheet.start <= position), key=lambda sheet: sheet.place, default=of[0]
    )


def paragraphs(text: str, start: int, end: int, marks: Sequence[Mark] = ()) -> list[list[Piece]]:
    """Return the paragraphs between two characters, each as pieces with the passage they belong to.

    Where passages overlap, the shorter one is marked; the other keeps its anchor.
    """
    found: list[list[Piece]] = []
    position = start
    for line in text[start:end].splitlines(keepends=True):
        first, last = position, position + len(line.rstrip())
        position += len(line)
        if line.strip():
            found.append(_pieces(text, first, last, marks))
    return found


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    while end - start > LONGEST_SHEET:
        cut = text.rfind("\n", start + LONGEST_SHEET // 2, start + LONGEST_SHEET) + 1
        cut = cut or text.rfind(" ", start + LONGEST_SHEET // 2, start + LONGEST_SHEET) + 1
        cut = cut or start + LONGEST_SHEET
        parts.append((start, cut))
        start = cut
    return [*parts, (start, end)]


def _pieces(text: str, start: int, end: int, marks: Sequence[Mark]) -> list[Piece]:
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = {start, end, *(each for mark in here for each in (mark.start, mark.end) if start < each < end)}
    pieces: list[Piece] = []
    for first, last in pairwise(sorted(cuts)):
        covering = [mark for mark in here if mark.start <= first and mark.end >= last]
        pieces.append(
            Piece(
                text[first:last],
                min(covering, key=lambda each: each.end - each.start, default=None),
                opens=tuple(each for each in covering if each.start == first),
                closes=tuple(each for each in covering if each.end == last),
            )
        )
    return pieces


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the range without blank characters at its ends, so that an anchor stands on a word."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def marks_on_page(marks: Sequence[Mark], page: int, page_starts: Sequence[int], length: int) -> list[Mark]:
    """Return the passages that touch a page, from 1, each cut to what stands on it."""
    if not 1 <= page <= len(page_starts):
        return []
    start = page_starts[page - 1]
    end = page_starts[page] if page < len(page_starts) else length
    return [
        replace(mark, start=max(mark.start, start), end=min(mark.end, end))
        for mark in marks
        if mark.start < end and mark.end > start
    ]
