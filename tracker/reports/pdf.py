"""HTML to PDF/UA-1, without a network: the renderer reads our fonts, our shapes and what it is handed.

The same HTML gives the same bytes: nothing in here asks for the time, and WeasyPrint writes no date and no
random identifier of its own.
"""

import gc
import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element

import pydyf
from weasyprint import CSS, HTML
from weasyprint import html as weasyprint_html
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from tracker.reports.fonts import (
    font_bytes,
    font_faces,
    letters_of,
    no_fonts_of_the_system,
)
from tracker.reports.logo import picture_of
from tracker.reports.marks import own_pictures
from tracker.reports.progress import Progress
from tracker.reports.quicker import forget_lines, shortcuts

# The first line of the table that says which characters the glyphs of a font are.
_BEGIN_OF_A_MAPPING = b"/CIDInit /ProcSet findresource begin"

# Measured on reports of 30 to 300 pages; only the progress bar depends on it.
_CHARACTERS_PER_PAGE = 4_400

# What WeasyPrint's layout keeps of boxes and elements beside the pages.
_OF_THE_LAYOUT = {
    "style_for", "target_collector", "page_maker", "footnotes", "page_footnotes", "current_page_footnotes",
    "reported_footnotes", "rendered_notes", "current_footnote_area", "string_set", "running_elements",
    "broken_out_of_flow", "_excluded_shapes", "_excluded_shapes_root_boxes", "tables",
}  # fmt: skip


class RefusedAddress(ValueError):
    """The report may not fetch this address."""


class ReportPage(HTML):
    """A page with the part of WeasyPrint's own style sheet that a report needs."""

    def __init__(self, html: str, fetcher: URLFetcher) -> None:
        super().__init__(string=html, url_fetcher=fetcher)
        _hang_anchors_on_leaves(self.etree_element)

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_style_of_all_pages()]


def _hang_anchors_on_leaves(root: Element) -> None:
    """Move each id to the first leaf within its element, where links to it lead as well.

    WeasyPrint shares styles among elements that are alike, but an element with an id is like no other, nor is
    anything within it: each row that can be linked to would have a hundred styles of its own.
    """
    for element in list(root.iter()):
        # Sections are few, and style sheets name them by their ids.
        if not len(element) or "id" not in element.attrib or element.tag == "section":
            continue
        leaf = next((one for one in element.iter() if not len(one)), element)
        if "id" not in leaf.attrib and leaf.text and not str(leaf.tag).startswith("{"):
            leaf.set("id", element.attrib.pop("id"))


@cache
def _style_of_all_pages() -> CSS:
    """Return WeasyPrint's style sheet less what would give styles to things that are not there.

    It gives every element the styles of five notes and a list mark, and every page those of sixteen boxes in
    its margins: a fifth of the memory, and a tenth of the time.
    """
    style = weasyprint_html.UA
    for pattern, instead in (
        (r"^::(footnote-call|footnote-marker) ", r".fn::\1 "),
        (r"^::marker ", "li::marker "),
        (r"^::note-\w+ .*$", ""),
        (r"^  @(note-area|[a-z]+-[a-z]+-corner|(left|right)-[a-z]+|[a-z]+-center) .*$", ""),
    ):
        style = re.sub(pattern, instead, style, flags=re.MULTILINE)
    return CSS(string=style, counter_style=CounterStyle())


class OwnFilesOnly(URLFetcher):
    """Serves our fonts, our shapes and the files handed over; refuses every other address unopened."""

    def __init__(self, files: Mapping[str, bytes], *, logo: str = "") -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._files = files
        self._logo = logo

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return what stands behind an address. Raises RefusedAddress for any that is not ours."""
        scheme, _, name = url.partition(":")
        if scheme == "report-font":
            with suppress(KeyError):
                font, kind = font_bytes(name)
                return URLFetcherResponse(url, font, {"Content-Type": f"font/{kind}"})
        if scheme == "report-file" and name in self._files:
            return URLFetcherResponse(url, self._files[name])
        if scheme == "data" and url in own_pictures():
            drawn = unquote_to_bytes(url.partition(",")[2])
            return URLFetcherResponse(url, drawn, {"Content-Type": "image/svg+xml"})
        if self._logo and url == self._logo and (picture := picture_of(url)):
            return URLFetcherResponse(url, picture[0], {"Content-Type": picture[1]})
        raise RefusedAddress("the report may not fetch this address")


def html_to_pdf(
    html: str, *, files: Mapping[str, bytes] | None = None, on_page: Progress | None = None
) -> bytes:
    """Return the PDF/UA-1 of a whole HTML page that carries its own style.

    `files` are served as "report-file:NAME". `on_page` is called with the page being laid out and the number
    of pages expected; some pages come twice, because their page numbers are known only at the end.
    """
    with _seldom_collecting(), shortcuts(), _telling(on_page, len(html)):
        pdf: bytes = lay_out(html, files=files).write_pdf(pdf_variant="pdf/ua-1", finisher=_finish)
    return pdf


def _finish(document: Document, pdf: pydyf.PDF) -> None:
    """Do what is to be done before the bytes are written."""
    _name_every_glyph(pdf)
    # Pages are drawn and tagged by now, and a third of the memory is theirs.
    document.pages.clear()
    gc.collect()


def _name_every_glyph(pdf: pydyf.PDF) -> None:
    """Give a character to each glyph that has none, as PDF/UA asks: a joiner, neither seen nor read.

    Where several glyphs draw one letter, as in Hindi, WeasyPrint gives it to one and nothing to the others.
    """
    for found in pdf.objects:
        if isinstance(found, pydyf.Stream) and found.stream[:1] == [_BEGIN_OF_A_MAPPING]:
            found.stream = [line.replace(b"> <>", b"> <2060>") for line in found.stream]


def lay_out(html: str, *, files: Mapping[str, bytes] | None = None) -> Document:
    """Return the pages of a report, laid out and not yet written."""
    fetcher = OwnFilesOnly(files or {}, logo=_logo_in(html))
    letters = letters_of(html)
    with no_fonts_of_the_system():
        fonts = FontConfiguration()
    style = CSS(string=font_faces("report-font:", letters.fonts), font_config=fonts, url_fetcher=fetcher)
    pictures: dict[str, Any] = {}
    document = ReportPage(letters.printable(html), fetcher).render(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", cache=pictures
    )
    _let_go(document, pictures.values())
    return document


def _let_go(document: Document, pictures: Iterable[Any]) -> None:
    """Free what only the layout needed: the elements, how lines broke, and an empty set for each box."""
    document._html = None
    for picture in pictures:
        # Each drawing refers to all that the layout knew; of that, drawing needs only how words are parted.
        known = vars(getattr(picture, "_context", None) or SimpleNamespace())
        known.update(dict.fromkeys(_OF_THE_LAYOUT & known.keys()))
    forget_lines(document.font_config)
    # What the pages that were laid out twice left behind would otherwise stay until the end.
    gc.collect()
    nothing: frozenset[str] = frozenset()
    for page in document.pages:
        for box in page._page_box.descendants():
            if not box.remove_decoration_sides:
                box.remove_decoration_sides = nothing


def _logo_in(html: str) -> str:
    """Return the address of the logo: the one picture that a template puts in. People's words hold none."""
    found = re.search(r'<p class="logo"><img src="(data:[^"]+)"', html)
    return found[1] if found else ""


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Collect garbage less often, and leave what was there before alone.

    Layout makes many objects that live to the end: looking at them took a fifth of the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)


@contextmanager
def _telling(on_page: Progress | None, length: int) -> Iterator[None]:
    """Turn WeasyPrint's progress lines into calls of `on_page`."""
    if on_page is None:
        yield
        return
    handler = _PageLines(on_page, max(length // _CHARACTERS_PER_PAGE, 1))
    level, propagate = PROGRESS_LOGGER.level, PROGRESS_LOGGER.propagate
    PROGRESS_LOGGER.addHandler(handler)
    PROGRESS_LOGGER.setLevel(logging.INFO)
    PROGRESS_LOGGER.propagate = False
    try:
        yield
    finally:
        PROGRESS_LOGGER.removeHandler(handler)
        PROGRESS_LOGGER.setLevel(level)
        PROGRESS_LOGGER.propagate = propagate


class _PageLines(logging.Handler):
    """Reads the page out of a line like "Step 5 - Creating layout - Page 12"."""

    def __init__(self, on_page: Progress, expected: int) -> None:
        super().__init__()
        self._on_page = on_page
        self._expected = expected

    def emit(self, record: logging.LogRecord) -> None:
        """Call back for a line that names a page, and leave every other line alone."""
        if match := re.search(r"Page (\d+)$", record.getMessage()):
            page = int(match[1])
            self._on_page(page, max(page, self._expected))
