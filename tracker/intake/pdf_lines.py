"""PDF text layer to lines with position, size and weight, through PDFium.

The text of a page is taken in one call; the few facts per line that are needed (position of its first and
last character, font size and weight) are asked for one by one, which keeps reading close to the cost of
bare extraction. Positions inside a line are asked for only where a page shows the head of a table.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tracker.intake.gaps import with_gaps
from tracker.intake.lines import Line, Pages
from tracker.intake.model import UnreadableDocument
from tracker.intake.page_order import in_reading_order
from tracker.intake.ruled_tables import Band, bands_of, with_rows
from tracker.intake.scans import Progress, scanned_pages, with_bullets
from tracker.intake.text_lines import LONGEST_LINE, clean

MOST_PAGES = 2_000
LONGEST_BOLD = 160
_HYPHENS = ("\ufffe", "\x02")
_LINE_ENDS = ("\n", *_HYPHENS)
_LONE_MARK = re.compile(r"[•◼▪●■o○◦–\uf0b7\uf0a7-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]|R\d{1,2}[.:]?")
_SPACES = re.compile(r" +")
_TAB_STOP = 34.0
_BESIDE = 40.0
_WORD = re.compile(r"\S+")
_LIST_MARK = re.compile(r"\W+|\(?\w{1,3}[.)]|o|R\d{1,2}")
_LINE_END = re.compile("([\n\ufffe\x02])")
_COLUMN = (
    r"(?:due\s+date|target\s+date|by\s+when|timescale|deadline|requirement|responsible|responsibility|"
    r"priority|recommendation|"
    r"action|grade|judgement|rating|date|lead|owner|status|rag|brag|progress|finding|ref|no|who|"
    r"when|regulated activity|regulation)s?"
)
# Two names of columns side by side, with no sentence round them, are the head of a table.
_TABLE_HEAD = re.compile(
    rf"^[ \t]*(?:[\w.’'/&-]+[ \t]+){{0,4}}{_COLUMN}\.?[ \t]*(?:[\r\n]+[ \t]*)?(?:[\w.’'/&-]+[ "
    rf"\t]+){{0,3}}{_COLUMN}\b[^.;:]{{0,60}}$",
    re.IGNORECASE | re.MULTILINE,
)
# The same where long names stand between: two names that begin with a capital letter.
_DATED = "By when|Timescales?|Deadline|Due date|Target date|B?RAG"
_LONG_HEAD = re.compile(
    rf"^[^.;:\r\n]{{0,90}}\b(?:{_DATED}|Lead(?: officer)?|Owner|Who)\b"
    rf"[^.;:\r\n]{{0,40}}\b(?:{_DATED}|Progress|Status)\b[^.;:\r\n]{{0,60}}$",
    re.MULTILINE,
)
# Labels of a table that has no head, each beside its value.
_LABEL_ROW = re.compile(
    r"^(?:Recommendation|Target date|Due date|Agreed action|Responsible officer|Management response|Priority|"
    r"Risk|Implication|Finding)[ \t]+[A-Z\d]",
    re.MULTILINE,
)
# The head of a grid in which each area stands in the column of its grade.
_GRADE_HEAD = re.compile(r"^\W*outstandin\s*g\s+good\s+(?:adequate|requires)\b", re.IGNORECASE | re.MULTILINE)


def pdf_pages(data: bytes, progress: Progress | None = None) -> Pages:
    """Lines of every page.

    A scan is recognised where that is possible; `progress` is then told of every page. Raises
    UnreadableDocument for encrypted and damaged files, and for scans that cannot be recognised.
    """
    document = _open(data)
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise UnreadableDocument(
                f"This PDF has {count:,} pages. The most that can be read is {MOST_PAGES:,}: "
                "upload the part that holds the recommendations."
            )
        pages: list[tuple[Line, ...]] = []
        pictures = 0
        above = _Above()
        for index in range(count):
            try:
                lines, has_picture, above = _page(document[index], index + 1, above)
            except pdfium.PdfiumError:
                lines, has_picture, above = [], False, _Above()
            pages.append(tuple(lines))
            pictures += has_picture
        all_scanned = bool(pictures) and not any(pages)
        if all_scanned:
            scanned = scanned_pages(document, progress)
            pages = [tuple(_with_markers(with_bullets(lines))) for lines in scanned]
    finally:
        document.close()
    if not any(pages):
        if pictures:
            raise UnreadableDocument(
                "This PDF is a scan, and no words could be recognised in it. Ask the sender for the original."
            )
        raise UnreadableDocument("This PDF holds no text. Ask the sender for the original file.")
    return Pages("pdf", tuple(with_gaps(pages)), scanned=all_scanned)


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
        len(document)
        return document
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument(
                "This PDF is protected with a password. Open it with the password, save a copy without it, "
                "and upload the copy."
            ) from None
        raise UnreadableDocument(
            "This PDF is damaged or incomplete and cannot be opened. Download it again or ask for a new copy."
        ) from None


@dataclass(frozen=True, slots=True)
class _Above:
    """The tables of the page above, which may go on over pages that do not repeat their heads."""

    ruled: bool = False
    spaced: bool = False


def _page(page: pdfium.PdfPage, number: int, above: _Above) -> tuple[list[Line], bool, _Above]:
    """Lines of a page, whether a page without text shows a picture, and what tables it holds."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        if not text.strip():
            return (
                [],
                any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)),
                _Above(),
            )
        height = page.get_height()
        plain = text.replace("\r", "")
        has_table = above.spaced or bool(
            len(_LABEL_ROW.findall(plain)) > 2
            or _TABLE_HEAD.search(plain)
            or _LONG_HEAD.search(plain)
            or _GRADE_HEAD.search(plain)
        )
        bands = bands_of(page.raw, height) if has_table or above.ruled else []
        has_table = has_table or bool(bands)
        probe = _Probe(textpage.raw, height, bands)
        lines: list[Line] = []
        at = 0
        # PDFium joins the two lines of a hyphenated word; the mark it leaves shows where to part them again.
        for part in _LINE_END.split(text):
            if part and part not in _LINE_ENDS:
                lines.extend(probe.lines(part, at, number, has_table))
            elif part in _HYPHENS and lines:
                lines[-1] = lines[-1].but(text=lines[-1].text + "-")
            at += len(part)
        below = _Above(bool(bands), has_table and not bands and _has_columns(lines))
        return in_reading_order(with_rows(_with_markers(lines), bands)), False, below
    finally:
        textpage.close()
        page.close()


class _Probe:
    """Asks PDFium for the position and font of characters of one page."""

    def __init__(self, textpage: object, height: float, bands: Sequence[Band] = ()) -> None:
        self.textpage = textpage
        self.height = height
        self.bands = bands
        self._edges = [ctypes.c_double() for _ in range(4)]
        self._origin = [ctypes.c_double() for _ in range(2)]
        self._font = ctypes.create_string_buffer(128)

    def sides(self, index: int) -> tuple[float, float]:
        """Left and right of a character."""
        left, right, bottom, top = self._edges
        raw.FPDFText_GetCharBox(self.textpage, index, left, right, bottom, top)
        return left.value, right.value

    def baseline(self, index: int) -> float:
        """The height of a character's baseline, counted from the top of the page."""
        x, y = self._origin
        raw.FPDFText_GetCharOrigin(self.textpage, index, x, y)
        return self.height - y.value

    def is_bold(self, index: int) -> bool:
        """True for bold letters. Some writers tell the weight, others only name the font so."""
        if raw.FPDFText_GetFontWeight(self.textpage, index) >= 600:
            return True
        length = raw.FPDFText_GetFontInfo(self.textpage, index, self._font, len(self._font), None)
        return length > 0 and b"bold" in self._font.value.lower()

    def lines(self, part: str, at: int, page: int, has_table: bool) -> list[Line]:
        """The line that begins at character `at`, cut where a table column leaves a wide gap."""
        body = part.rstrip("\r \t")
        start = len(body) - len(body.lstrip())
        if start == len(body):
            return []
        top = self.baseline(at + start)
        row = next((n for n, band in enumerate(self.bands) if band.top <= top <= band.bottom), -1)
        size = raw.FPDFText_GetFontSize(self.textpage, at + start)
        bold = len(body) < LONGEST_BOLD and self.is_bold(at + start)
        spans = [(start, len(body), -1)]
        if row >= 0:
            spans = self._cells(body, start, at, self.bands[row], size)
        elif has_table and self._may_be_row(top):
            spans = [(begin, end, -1) for begin, end in self._spans(body, start, at)]
        made = []
        for begin, end, column in spans:
            text = _tidy(body[begin:end])
            if text:
                made.append(
                    Line(
                        text[:LONGEST_LINE],
                        page,
                        left=round(self.sides(at + begin)[0], 1),
                        right=round(self.sides(at + end - 1)[1], 1),
                        top=round(self.baseline(at + begin) if begin > start else top, 1),
                        size=round(size, 1),
                        bold=bold,
                        cell=(row, column, len(self.bands[row].edges) - 1) if column >= 0 else None,
                    )
                )
        return made

    def _may_be_row(self, top: float) -> bool:
        """False for a line well apart from the ruled tables of a page that has some: those are its tables."""
        if not self.bands:
            return True
        return any(band.top - _BESIDE <= top <= band.bottom + _BESIDE for band in self.bands)

    def _cells(self, body: str, start: int, at: int, band: Band, size: float) -> list[tuple[int, int, int]]:
        """Ranges of a line that stand in different columns of a ruled row, with the column of each."""
        spans: list[tuple[int, int, int]] = []
        first = self._column(at + start, band)
        if first >= 0 and first == self._column(at + len(body) - 1, band):
            # A line runs from left to right: all of it stands in the cell of its first and last letters.
            return [(start, len(body), first)]
        for match in _WORD.finditer(body, start):
            begin, end = match.span()
            left, right = self.sides(at + begin)
            column = band.column((left + right) / 2)
            # Hardly a letter is wider than its font's size: a word well inside its cell needs no second look.
            inside = column >= 0 and left + (end - begin) * size < band.edges[column + 1]
            if not inside and end - begin > 1 and self._column(at + end - 1, band) != column:
                # Cells that touch: the word is parted at the rule.
                for index in range(begin + 1, end):
                    if (other := self._column(at + index, band)) != column:
                        spans.append((begin, index, column))
                        begin, column = index, other
            if spans and spans[-1][2] == column:
                spans[-1] = (spans[-1][0], end, column)
            else:
                spans.append((begin, end, column))
        return spans

    def _column(self, index: int, band: Band) -> int:
        left, right = self.sides(index)
        return band.column((left + right) / 2)

    def _spans(self, body: str, start: int, at: int) -> list[tuple[int, int]]:
        """Ranges of a line between gaps that no word space explains."""
        width = (self.sides(at + len(body) - 1)[1] - self.sides(at + start)[0]) / max(len(body) - start, 1)
        least = max(9.0, width * 1.7)
        spans = []
        begin = start
        for match in _SPACES.finditer(body, start + 1):
            if match.end() >= len(body):
                continue
            gap = self.sides(at + match.end())[0] - self.sides(at + match.start() - 1)[1]
            # After a bullet or a number the text begins at a tab stop; only a column stands further off.
            if gap > (_TAB_STOP if _LIST_MARK.fullmatch(body[begin : match.start()]) else least):
                spans.append((begin, match.start()))
                begin = match.end()
        spans.append((begin, len(body)))
        return spans


def _tidy(text: str) -> str:
    """A line's text with single spaces."""
    return " ".join(clean(text).split())


def _has_columns(lines: list[Line]) -> bool:
    """True when several lines of a page stand side by side."""
    pairs = pairwise(lines)
    return sum(abs(above.top - below.top) < 3 and below.left > above.right for above, below in pairs) > 1


def _with_markers(lines: list[Line]) -> list[Line]:
    """Bullets and numbers that were drawn apart from their text are put before it again."""
    lone = [line for line in lines if line.cell is None and _LONE_MARK.fullmatch(line.text)]
    if not lone:
        return lines
    joined: dict[int, Line] = {}
    used: set[int] = set()
    for mark in lone:
        near = [
            line
            for line in lines
            if line is not mark
            and line.cell is None
            and abs(line.top - mark.top) < 4
            and 0 < line.left - mark.right < 45
            and id(line) not in joined
            and not _LONE_MARK.fullmatch(line.text)
        ]
        if near:
            text = min(near, key=lambda line: line.left)
            joined[id(text)] = text.but(text=f"{mark.text} {text.text}", left=mark.left)
            used.add(id(mark))
    return [joined.get(id(line), line) for line in lines if id(line) not in used]
