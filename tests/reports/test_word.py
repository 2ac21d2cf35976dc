"""The report as a Word document: the words of the page, and Word's own headings, tables and notes."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
import html5lib
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from tests.reports.sample_report import sample_snapshot
from tests.reports.test_pdf import unusual
from tracker.reports.facts import Commentary
from tracker.reports.html import issue_line, report_html
from tracker.reports.snapshot import Snapshot
from tracker.reports.word.document import html_to_docx
from tracker.reports.word.look import look_of
from tracker.reports.word.reading import words_of_docx


def made(snapshot: Snapshot) -> bytes:
    return html_to_docx(report_html(snapshot), look_of(snapshot, issue_line(snapshot)), snapshot.as_at)


@pytest.fixture(scope="module")
def word(snapshot: Snapshot) -> bytes:
    return made(snapshot)


@pytest.fixture(scope="module")
def document(word: bytes) -> Document:
    return docx.Document(BytesIO(word))


@pytest.fixture(scope="module")
def page(html: str) -> Any:
    return html5lib.parse(html, namespaceHTMLElements=False).find("body/main")


def test_it_has_the_words_of_the_page_in_their_order_and_each_note_at_its_call(
    word: bytes, page: Any
) -> None:
    assert _plain(words_of_docx(word)) == _plain(_page_texts(page))


def test_its_headings_are_those_of_the_page_by_level(document: Document, page: Any) -> None:
    wanted = [
        (int(one.tag[1]), _plain(_page_texts(one))) for one in page.iter() if re.fullmatch(r"h\d", one.tag)
    ]
    found = [
        (int(one.style.name[-1]), _plain([one.text]))
        for one in document.paragraphs
        if one.style is not None and one.style.name.startswith("Heading")
    ]
    assert found == wanted


def test_its_tables_are_real_ones_whose_heads_repeat(document: Document, page: Any) -> None:
    tables = list(page.iter("table"))
    assert len(document.tables) == len(tables) > 10
    for made_table, table in zip(document.tables, tables, strict=True):
        rows = list(table.iter("tr"))
        assert [len(row._tr.tc_lst) for row in made_table.rows] == [len(row) for row in rows]
        heads = [
            row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
            for row in made_table.rows
        ]
        assert heads == [True] + [False] * (len(rows) - 1)
        # A key stays on one page: every row but the last holds on to the next.
        is_whole = "whole" in table.get("class", "")
        kept = [
            all(one.paragraph_format.keep_with_next for one in row.cells[0].paragraphs)
            for row in made_table.rows
        ]
        assert not is_whole or kept == [True] * (len(rows) - 1) + [False]
        assert made_table._tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_its_notes_are_footnotes_and_repeated_calls_refer_to_them(word: bytes, page: Any) -> None:
    notes = [one for one in page.iter("span") if one.get("class") == "fn"]
    again = [one for one in page.iter("span") if one.get("class") == "again"]
    parts = _parts(word)
    calls = re.findall(r'<w:footnoteReference w:id="(\d+)"/>', parts["word/document.xml"])
    assert (
        calls == [str(number) for number in range(1, len(notes) + 1)] == [one.get("data-n") for one in notes]
    )
    assert parts["word/footnotes.xml"].count("<w:footnote ") == len(notes) + 2  # and two separators
    assert parts["word/document.xml"].count("NOTEREF footnote_") == len(again) > 0


def test_every_link_and_reference_has_its_goal(word: bytes) -> None:
    text = _parts(word)["word/document.xml"]
    places = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', text)
    assert len(places) == len(set(places))
    goals = re.findall(r'w:anchor="([^"]+)"', text) + re.findall(r"(?:NOTEREF|PAGEREF) (\S+)", text)
    assert set(goals) <= set(places)
    assert len(re.findall(r"> TOC ", text)) == 1


def test_its_charts_are_pictures_that_are_told_in_words(word: bytes, html: str) -> None:
    text = _parts(word)["word/document.xml"]
    told = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', text)
    titles = re.findall(r"<svg[^>]*width.*?<title>(.*?)</title>", html, re.S)
    assert len(told) == len(titles) > 3
    assert all(one.startswith(title) for one, title in zip(told, titles, strict=True))


def test_a_status_is_letter_and_word_in_the_ink_of_paper(document: Document) -> None:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    late = next(cell for cell in cells if cell.paragraphs[0].text == "\u00a0R\u00a0 Off track")
    letter = late.paragraphs[0].runs[0]
    assert letter._r.rPr.find(qn("w:shd")).get(qn("w:fill")) == "8f1414"


def test_it_names_the_council_and_nobody_else_and_is_in_british_english(
    word: bytes, document: Document
) -> None:
    told = document.core_properties
    assert (told.title, told.author, told.language) == (
        "Children’s services improvement plan: draft report to the Children’s Improvement Board",
        "Harlmere County Council",
        "en-GB",
    )
    assert str(told.created) == str(told.modified) == "2026-11-20 00:00:00+00:00"
    parts = _parts(word)
    assert sorted(name for name in parts if "media" not in name) == [
        "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels",
        "word/document.xml", "word/fontTable.xml", "word/footer1.xml", "word/footnotes.xml",
        "word/header1.xml", "word/numbering.xml", "word/settings.xml", "word/styles.xml",
        "word/theme/theme1.xml",
    ]  # fmt: skip
    assert 'w:lang w:val="en-GB"' in parts["word/styles.xml"]
    assert "Draft  |  20 November 2026  |  Public edition" in parts["word/footer1.xml"]


def test_the_same_snapshot_gives_the_same_bytes_without_a_date(word: bytes, snapshot: Snapshot) -> None:
    assert made(snapshot) == word
    with zipfile.ZipFile(BytesIO(word)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ["empty", "long", "word", "scripts"])
def test_unusual_plans_are_written_to_their_end(name: str) -> None:
    snapshot = unusual(name)
    page = html5lib.parse(report_html(snapshot), namespaceHTMLElements=False).find("body/main")
    word = made(snapshot)
    docx.Document(BytesIO(word))
    assert _plain(words_of_docx(word)) == _plain(_page_texts(page))


def test_links_of_commentary_lead_to_pages_only_and_signs_no_xml_can_hold_become_boxes() -> None:
    text = "[one](https://example.org/a) [two](javascript:alert(1)) [three](file:///etc/passwd)\x0b\ufffe"
    snapshot = replace(sample_snapshot(1), commentaries=(Commentary("overview", text),))
    parts = _parts(made(snapshot))
    outside = re.findall(r'Target="([^"]+)"[^>]*TargetMode="External"', parts["word/_rels/document.xml.rels"])
    assert outside == ["https://example.org/a"]
    assert "three" in parts["word/document.xml"]
    assert "□" in parts["word/document.xml"]


def _parts(word: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(word)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def _page_texts(element: Any) -> Iterator[str]:
    """Return the texts of a page as they stand, without those of drawings."""
    if "svg" in str(element.tag):
        return
    yield element.text or ""
    for child in element:
        yield from _page_texts(child)
        yield child.tail or ""


def _plain(texts: Any) -> list[str]:
    return re.findall(r"\w+", " ".join(texts).replace("\xad", ""))
