"""Takes the page furniture out: running headers and footers, page numbers, rules and stray footnote marks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import lru_cache
from itertools import zip_longest

from tracker.intake.dates import MONTH_NAMES
from tracker.intake.lines import Line, Pages

_EDGE = 3
# Two running lines may stand side by side, each wrapped.
_EDGE_BY_HEIGHT = 5
# Conversions print footers before footnotes or last columns: in texts they stand a little further in.
_NEAR_EDGE = 8
_FEWEST_LINES_OF_PAGE = 15
_PAGE_NUMBER = re.compile(
    r"^(?:page\s*)?[-–—|]?\s*\d{1,4}\s*[-–—|]?(?:\s*(?:of|/)\s*\d{1,4})?$", re.IGNORECASE
)
_NUMBERED = re.compile(r"^\d{1,4} +[A-Z]|[^\d\s] +\|? *(?:page )?\d{1,4}(?: of \d+)?$", re.IGNORECASE)
# A label or the name of a column may stand at the edge of many pages and is still no running line.
_CONTENT = re.compile(
    r"^target date.*|.*\(recommendations?\)"
    r"|^(?:(?:recommendation|requirement|finding|priority|area for improvement|action|cause of concern)s?"
    r"(?: \d+)?|due date|statutory requirements?|areas? for (?:improvement|priority action))\W*$",
    re.IGNORECASE,
)
# A column of dates may be printed line below line.
_DATE = re.compile(
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:by |end )?(?:{MONTH_NAMES})(?: (?:19|20)\d\d)?", re.IGNORECASE
)
_DATED_LABEL = re.compile(r"(?:target|due) date|by when|timescales?|deadline|date issued\W*", re.IGNORECASE)
# No running line ends in the middle of a sentence.
_OPEN_END = re.compile(r"\b(?:should|must)$")
_DIGITS = re.compile(r"^[\d\W]{1,12}$")
_RULE = re.compile(r"^[\W_]*[_=~*.·—–-]{3,}[\W_]*$")


def without_furniture(document: Pages) -> Pages:
    """The document without what a page prints round its text. Nothing else is taken away."""
    if document.source in ("word", "web"):
        return document
    pages = [[line for line in page if not _RULE.match(line.text)] for page in document.pages]
    repeated = _repeated(pages)
    titles = _titles(pages, repeated)
    pages = [_page(page, repeated, titles, len(pages) > 1) for page in pages]
    if len(pages) == 1 and document.source == "text":
        pages = [_without_inner_numbers(pages[0])]
    return Pages(document.source, tuple(tuple(page) for page in pages))


@lru_cache(maxsize=8192)
def _shape(text: str) -> str:
    """A line with its numbers evened and a page number at either end left out."""
    shape = re.sub(r"\d+", "#", re.sub(r"\s+", " ", text)).strip().lower()
    return re.sub(r"^(?:page )?#[ |.–-]+|[ |–-]+(?:page )?#(?: of #)?$", "", shape)


def _repeated(pages: list[list[Line]]) -> set[str]:
    """Shapes that stand at the edge of several pages, or in a text without pages recur with a page number."""
    if len(pages) == 1:
        # Pages cannot be told here, so only lines that carry a page number count.
        plain = [line.text for line in pages[0] if not line.cells]
        numbered = [text for text in plain if _NUMBERED.search(text) and not _DATE.fullmatch(text)]
        shapes = Counter(_shape(text) for text in numbered if len(text) < 160)
        return {shape for shape, count in shapes.items() if count >= 3 and re.search(r"[a-z]{4}", shape)}
    counts: Counter[tuple[str, int]] = Counter()
    for page in pages:
        places = {
            (_shape(line.text), _place(line) + step)
            for line in _edges(page)
            if len(line.text) < 200
            for step in ((0, 1) if line.size else (0,))
        }
        counts.update(places)
    need = max(2, len(pages) - 1) if len(pages) <= 4 else max(3, len(pages) // 5)
    often = {shape for (shape, _), count in counts.items() if count >= need}
    # The last cells of a table may be printed outside of the line that runs above the number elsewhere.
    footers = {_shape(page[-2].text) for page in pages if len(page) > 1 and _is_number_of(page[-1])}
    near = Counter(shape for page in pages for shape in {_shape(line.text) for line in _near_end(page)})
    often |= {shape for shape in footers if near[shape] >= need}
    return {shape for shape in often if re.search(r"[a-z]{2}", shape)}


def _titles(pages: list[list[Line]], repeated: set[str]) -> set[int]:
    """Lines of the first page that a later running line repeats: the title of the document itself.

    A title is set larger than the running line, or stands at the other end of the page.
    """
    if len(pages) < 2 or not repeated:
        return set()
    running: dict[str, list[tuple[Line, bool]]] = {}
    for page in pages[1:]:
        for line, is_above in _halves(page):
            if (shape := _shape(line.text)) in repeated:
                running.setdefault(shape, []).append((line, is_above))
    titles = set()
    for line, is_above in _halves(pages[0]):
        others = running.get(_shape(line.text), [])
        if not others:
            continue
        larger = bool(line.size) and all(line.size > other.size * 1.15 for other, _ in others)
        if larger or (is_above and not any(other_above for _, other_above in others)):
            titles.add(id(line))
    return titles


def _halves(page: list[Line]) -> list[tuple[Line, bool]]:
    """Each line with whether it stands in the upper half of its page."""
    if page and page[0].size:
        middle = (min(line.top for line in page) + max(line.top for line in page)) / 2
        return [(line, line.top < middle) for line in page]
    return [(line, index < len(page) / 2) for index, line in enumerate(page)]


def _place(line: Line) -> int:
    """The height a line stands at, in coarse steps: furniture stands at one height, repeated words do not."""
    return int(line.top // 24) if line.size else 0


def _edges(page: list[Line]) -> list[Line]:
    """The lines a header or footer may take: first and last of the page, by order and by position."""
    lines = page[:_EDGE] + page[-_EDGE:]
    if page and page[0].size:
        by_height = sorted(page, key=lambda line: line.top)
        lines += by_height[:_EDGE_BY_HEIGHT] + by_height[-_EDGE_BY_HEIGHT:]
    return lines


def _near_end(page: list[Line]) -> list[Line]:
    """Lines of a text near the end of their page that may run: some words without a stop."""
    if page and page[0].size:
        return []
    return [
        line for line in page[-_NEAR_EDGE:] if len(line.text.split()) > 2 and line.text[-1] not in ".;:,)"
    ]


def _page(page: list[Line], repeated: set[str], titles: set[int], paged: bool) -> list[Line]:
    edges = {id(line) for line in _edges(page)} - titles
    kept: list[Line] = []
    gap = False
    running: Line | None = None
    near: set[int] = set()
    outermost = _outermost(page, repeated)
    if page and not page[0].size:
        near = {id(line) for line in (page[:_NEAR_EDGE] + page[-_NEAR_EDGE:] if paged else page)}
    for line, following in zip_longest(page, page[1:]):
        at_edge = id(line) in edges
        is_number = at_edge and _PAGE_NUMBER.match(line.text) is not None and id(line) in outermost
        may_run = (at_edge or id(line) in near) and id(line) not in titles and len(line.cells) < 3
        # A conversion may print a footer with its page number before the last cells of a table.
        may_run = may_run or (not line.size and following is not None and _is_number_of(following))
        is_running = may_run and _shape(line.text) in repeated and not _is_text(line.text)
        is_running = is_running and not (
            kept and _DATE.fullmatch(line.text) and _DATED_LABEL.fullmatch(kept[-1].text)
        )
        is_running = is_running and not (
            following and _OPEN_END.search(line.text) and following.text[0].islower()
        )
        is_number = is_number or (running is not None and not line.size and _is_number_of(line))
        # A long running line wraps: "… 13 to 17 January" above "2023 2".
        below = running is not None and at_edge and bool(_DIGITS.match(line.text))
        if is_number or is_running or (below and running and 0 <= line.top - running.top < 30):
            gap = gap or line.gap
            running = line if is_running else None
            continue
        running = None
        kept.append(line.but(gap=True) if gap and not line.gap and line.size else line)
        gap = False
    return kept


def _outermost(page: list[Line], repeated: set[str]) -> set[int]:
    """The lines outside of which nothing but furniture stands: a row's own number is never a page number."""
    if page and page[0].size:
        tops = sorted(line.top for line in page)
        return {
            id(line)
            for line in page
            if min(bisect_left(tops, line.top - 2), len(tops) - bisect_right(tops, line.top + 2)) <= 1
        }
    found = set()
    for lines in (page, page[::-1]):
        for line in lines:
            found.add(id(line))
            if _shape(line.text) not in repeated:
                break
    return found


def _is_number_of(line: Line) -> bool:
    """True when a line is the number of the page it stands on; a cover may be left out of the count."""
    return line.text.isdecimal() and abs(int(line.text[:4]) - line.page) <= 2


def _is_text(text: str) -> bool:
    """A bullet, or words in the middle of a sentence, are text however often they recur."""
    if _CONTENT.match(text):
        return True
    if re.match(r"^(?:[•◼▪●■o–-]|\d{1,3}[.)])\s", text) and len(text) > 40:
        return True
    words = len(text.split())
    return text[0].islower() and (words > 5 or (words > 3 and not re.search(r"\d", text)))


def _without_inner_numbers(lines: list[Line]) -> list[Line]:
    """Drop page numbers that a conversion left between the lines of an unpaged text.

    They rise by one through the document and interrupt a sentence or stand between blank lines. Numbers that
    follow each other after a few lines are those of rows.
    """
    kept: list[Line] = []
    last = 0
    place = 0
    for index, line in enumerate(lines):
        if re.fullmatch(r"\d{1,3}", line.text):
            number = int(line.text)
            before = lines[index - 1].text if index else ""
            after = lines[index + 1].text if index + 1 < len(lines) else ""
            interrupts = bool(after) and (after[0].islower() or not re.search(r"[.:;?!]$", before))
            if number == last + 1 and (interrupts or not after) and index - place >= _FEWEST_LINES_OF_PAGE:
                last, place = number, index
                continue
            if number in (last, last + 1):
                last, place = number, index
        kept.append(line)
    return kept
