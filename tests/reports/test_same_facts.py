"""Page, PDF and Word document of every kind of report carry the same facts: compared word by word."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import html5lib
import pypdfium2
import pytest

from tests.reports.sample_report import sample_snapshot
from tracker.reports.html import issue_line, report_html
from tracker.reports.pdf import html_to_pdf
from tracker.reports.snapshot import Snapshot
from tracker.reports.word.document import html_to_docx
from tracker.reports.word.look import look_of
from tracker.reports.word.reading import words_of_docx
from tracker.rules.report_kinds import ReportKind

# What stands on paper alone: "page 12" behind a link, "Page 3 of 61" at the foot.
PAPER_ALONE = {"page", "Page", "of"}
# What stands on a screen alone: the words of a link that on paper is a number of a page.
SCREEN_ALONE = {"cited"}


@pytest.mark.parametrize("kind", [one for one in ReportKind if one is not ReportKind.BOARD])
def test_each_kind_says_the_same_in_every_form(kind: ReportKind) -> None:
    number = 3 if kind is ReportKind.RECOMMENDATION else None
    snapshot = replace(sample_snapshot(26), kind=kind, recommendation=number)
    html = report_html(snapshot)
    compare(snapshot, html, html_to_pdf(html))


def test_the_board_report_says_the_same_in_every_form(snapshot: Snapshot, html: str, pdf: bytes) -> None:
    compare(snapshot, html, pdf)


def compare(snapshot: Snapshot, html: str, pdf: bytes) -> None:
    page = html5lib.parse(html, namespaceHTMLElements=False)
    main = page.find("body/main")
    read = words(texts(main))
    assert len(read) > 100
    word = html_to_docx(html, look_of(snapshot, issue_line(snapshot)), snapshot.as_at)
    assert words(words_of_docx(word)) == read
    on_screen = Counter(one for one in read if countable(one))
    on_paper = Counter(one for one in words([pdf_text(pdf)]) if countable(one))
    assert on_screen - on_paper == Counter()
    # Paper repeats the council, the plan, headings, number, day and edition, and the heads of tables. The
    # words of drawings are no text of the page, and are read with the numbers beside them.
    headings = [" ".join(texts(one)) for one in main.iter() if re.fullmatch(r"h[12]|thead", one.tag)]
    running = set(words([*headings, snapshot.council.name, issue_line(snapshot), *run_lines(main)]))
    drawn = tuple(words(texts(main, drawn=True)))
    more = {one for one in on_paper - on_screen if not one.startswith(drawn)}
    assert more <= running | PAPER_ALONE


def countable(word: str) -> bool:
    """Numbers are left out of the count: those of pages and notes stand on paper alone."""
    return not word.isdecimal() and word not in SCREEN_ALONE


def run_lines(main: Any) -> list[str]:
    return [one.get(name) for one in main.iter() for name in ("data-head", "data-run") if one.get(name)]


def texts(element: Any, *, drawn: bool = False, is_drawing: bool = False) -> Iterator[str]:
    """Return the texts of a page: those of its drawings, or all others."""
    tag = str(element.tag).rpartition("}")[2]
    is_drawing = is_drawing or tag == "svg"
    if is_drawing == drawn and tag not in ("title", "desc"):
        yield element.text or ""
    for child in element:
        yield from texts(child, drawn=drawn, is_drawing=is_drawing)
        if is_drawing == drawn:
            yield child.tail or ""


def pdf_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return re.sub(r"[\xad\ufffe\u2010]\s*", "", text)


def words(found: Iterable[str]) -> list[str]:
    return re.findall(r"\w+", " ".join(found).replace("\xad", ""))
