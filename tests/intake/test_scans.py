"""Scanned letters: recognised where Tesseract is installed, and told what to do where it is not."""

from pathlib import Path

import pytest

from tests.intake.sample_files import paragraphs, pdf_of, scan_of
from tests.parts import tesseract_path
from tracker.intake import scans
from tracker.intake.lines import Line
from tracker.intake.model import UnreadableDocument
from tracker.intake.process import read_in_process
from tracker.intake.reading import read_document

LETTER = (
    paragraphs(
        "4 March 2025",
        "Focused visit to Fenmark children’s services",
        "This letter summarises the findings of a focused visit to Fenmark children’s services on 3 and 4 "
        "February 2025. His Majesty’s Inspectors for this visit were Ines Holm and Lars Petty.",
    )
    + "<h2>What needs to improve in this area of social work practice?</h2>"
    + "<ul><li>The speed with which managers answer families who ask for help."
    + "<li>The records of visits, which should say what children think and feel.</ul>"
    + "<h2>Main findings</h2>"
    + paragraphs("Staff are kind and patient, and they know the families they work with well.")
)


def test_a_scanned_letter_is_read_and_all_of_it_is_doubtful(tmp_path: Path) -> None:
    tesseract_path()
    path = tmp_path / "letter.pdf"
    path.write_bytes(scan_of(pdf_of(LETTER)))
    told: list[tuple[int, int]] = []
    reading = read_in_process(
        path,
        "letter.pdf",
        seconds=60,
        megabytes=2048,
        progress=lambda page, pages: told.append((page, pages)),
    )
    assert told == [(1, 1)]
    assert reading.kind == "focused_visit"
    assert reading.inspected_from == "2025-02-03"
    assert [ask.text for ask in reading.recommendations] == [
        "The speed with which managers answer families who ask for help.",
        "The records of visits, which should say what children think and feel.",
    ]
    assert all(ask.doubt and not ask.sure for ask in reading.recommendations)
    assert reading.warnings == (
        "This is a scan. Its words were recognised by a program, which misreads some.",
    )


def test_without_tesseract_the_message_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "program", lambda: None)
    with pytest.raises(UnreadableDocument, match=r"scan.*apt-get install tesseract-ocr"):
        read_document(scan_of(pdf_of("<p>Hello")), "letter.pdf")


def test_a_very_long_scan_is_refused_before_any_page_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "program", lambda: "/bin/false")
    monkeypatch.setattr(scans, "MOST_SCANNED_PAGES", 1)
    two = scan_of(pdf_of("<p>One<p style='break-before:page'>Two"))
    with pytest.raises(UnreadableDocument, match="scan of 2 pages"):
        read_document(two, "letter.pdf")


def test_words_of_a_line_are_put_together_with_their_place() -> None:
    head = "level page_num block_num par_num line_num word_num left top width height conf text".replace(
        " ", "\t"
    )
    rows = [
        "5 1 1 1 1 1 300 600 90 30 96 See",
        "5 1 1 1 1 2 400 602 90 30 91 children",
        "5 1 1 1 2 1 300 640 9 9 3 ~",
    ]
    lines = scans.lines_of("\n".join([head, *(row.replace(" ", "\t") for row in rows)]), 1, 3.0)
    assert [(line.text, line.left, line.right, line.top) for line in lines] == [
        ("See children", 100.0, 163.3, 210.0)
    ]


def test_square_bullets_are_bullets_also_where_one_was_misread_or_not_seen() -> None:
    def line(text: str, left: float, top: float) -> Line:
        return Line(text, 1, left=left, top=top, size=10.0)

    read = [
        line("What needs to improve:", 72, 214),
        line("The way families are told what was", 86, 243),
        line("decided about them.", 87, 257),
        line("m@ The time between visits.", 73, 286),
        line("™ The words of plans, which families", 73, 315),
        line("Cannot follow.", 87, 329),
        line("M Hale wrote this letter.", 72, 372),
    ]
    assert [each.text for each in scans.with_bullets(read)] == [
        "What needs to improve:",
        "• The way families are told what was",
        "decided about them.",
        "• The time between visits.",
        "• The words of plans, which families",
        "Cannot follow.",
        "M Hale wrote this letter.",
    ]
