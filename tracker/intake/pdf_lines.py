"""PDF text layer to lines with position, size and weight, through PDFium.

The text of a page is taken in one call; the few facts per line that are needed (position of its first and
last character, font size and weight) are asked for one by one, which keeps reading close to the cost of
bare extraction. Positions inside a line are asked for only where a page shows the head of a table.
"""

from __future__ import annotations

import ctypes
import re

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tracker.intake.lines import Line, Pages
from tracker.intake.model import UnreadableDocument
from tracker.intake.text_lines import LONGEST_LINE, clean

MOST_PAGES = 2_000
_HYPHENS = ("\ufffe", "\x02")
_LINE_ENDS = ("\n", *_HYPHENS)
_LINE_END = re.compile("([\n\ufffe\x02])")
_TABLE_HEAD = re.compile(
    r"\b(due date|target date|by when|timescale|deadline|requirement|responsible|priority|recommendation|"
    r"action|grade|judgement|rating|date)s?\b",
    re.IGNORECASE,
)


def pdf_pages(data: bytes) -> Pages:
    """Lines of every page.

    Raises UnreadableDocument for encrypted and damaged files and for scans without a text layer.
    """
    document = _open(data)
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise UnreadableDocument(
                f"This PDF has {count:,} pages. The most that can be read is {MOST_PAGES:,}: "
                "upload the part that holds the recommendations."
            )
        pages = []
        pictures = 0
        for index in range(count):
            try:
                lines, has_picture = _page(document[index], index + 1)
            except pdfium.PdfiumError:
                lines, has_picture = [], False
            pages.append(tuple(lines))
            pictures += has_picture
    finally:
        document.close()
    if not any(pages):
        if pictures:
            raise UnreadableDocument(
                "This PDF is a scan: its pages are pictures without text. Ask the sender for the original, "
                "or recognise the text first (for example with “Save as searchable PDF”) and upload that."
            )
        raise UnreadableDocument("This PDF holds no text. Ask the sender for the original file.")
    return Pages("pdf", tuple(pages))


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


def _page(page: pdfium.PdfPage, number: int) -> tuple[list[Line], bool]:
    """Lines of a page, and whether a page without text shows a picture."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        if not text.strip():
            return [], any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2))
        height = page.get_height()
        probe = _Probe(textpage.raw, height)
        has_table = bool(_TABLE_HEAD.search(text))
        lines: list[Line] = []
        at = 0
        # PDFium joins the two lines of a hyphenated word; the mark it leaves shows where to part them again.
        for part in _LINE_END.split(text):
            if part and part not in _LINE_ENDS:
                lines.extend(probe.lines(part, at, number, has_table))
            elif part in _HYPHENS and lines:
                lines[-1] = lines[-1].but(text=lines[-1].text + "-")
            at += len(part)
        return _mark_gaps(lines), False
    finally:
        textpage.close()
        page.close()


class _Probe:
    """Asks PDFium for the position and font of characters of one page."""

    def __init__(self, textpage: object, height: float) -> None:
        self.textpage = textpage
        self.height = height
        self._edges = [ctypes.c_double() for _ in range(4)]

    def box(self, index: int) -> tuple[float, float, float, float]:
        """Left, right, top and bottom of a character, top counted from the top of the page."""
        left, right, bottom, top = self._edges
        raw.FPDFText_GetCharBox(self.textpage, index, left, right, bottom, top)
        return left.value, right.value, self.height - top.value, self.height - bottom.value

    def lines(self, part: str, at: int, page: int, has_table: bool) -> list[Line]:
        """The line that begins at character `at`, cut where a table column leaves a wide gap."""
        body = part.rstrip("\r \t")
        start = len(body) - len(body.lstrip())
        if start == len(body):
            return []
        size = raw.FPDFText_GetFontSize(self.textpage, at + start)
        weight = raw.FPDFText_GetFontWeight(self.textpage, at + start)
        made = []
        for begin, end in self._spans(body, start, at, size) if has_table else [(start, len(body))]:
            left, _, top, bottom = self.box(at + begin)
            _, right, _, _ = self.box(at + end - 1)
            text = _tidy(body[begin:end])
            if text:
                # The drawn height is the honest size where a page scales its fonts.
                made.append(
                    Line(
                        text[:LONGEST_LINE],
                        page,
                        left=round(left, 1),
                        right=round(right, 1),
                        top=round(bottom, 1),
                        size=round(size, 1),
                        bold=weight >= 600,
                    )
                )
        return made

    def _spans(self, body: str, start: int, at: int, size: float) -> list[tuple[int, int]]:
        """Ranges of a line between gaps that no word space explains."""
        spaces = [i for i in range(start + 1, len(body) - 1) if body[i] == " " and body[i - 1] != " "]
        spans = []
        begin = start
        for space in spaces:
            after = space
            while body[after] == " ":
                after += 1
            gap = self.box(at + after)[0] - self.box(at + space - 1)[1]
            if gap > max(size, 8.0) * 1.2 and re.search(r"\w\w", body[begin:space]):
                spans.append((begin, space))
                begin = after
        spans.append((begin, len(body)))
        return spans


def _tidy(text: str) -> str:
    """A line's text with single spaces."""
    return re.sub(r"\s+", " ", clean(text)).strip()


def _mark_gaps(lines: list[Line]) -> list[Line]:
    """Say before which lines the page leaves more than the usual distance."""
    distances = sorted(
        round(below.top - above.top, 1)
        for above, below in zip(lines, lines[1:], strict=False)
        if 4 < below.top - above.top < 40
    )
    if not distances:
        return lines
    usual = distances[len(distances) // 3]
    marked = [lines[0].but(gap=True)]
    for above, below in zip(lines, lines[1:], strict=False):
        distance = below.top - above.top
        marked.append(below.but(gap=True) if distance > usual * 1.25 + 1 or distance < -usual * 2 else below)
    return marked
