"""Harlmere's inspection documents, read as a lead's upload is read."""

import re
from datetime import date

import pytest

from tests.parts import pdf_ua_failures
from tracker.intake.reading import read_document
from tracker.sample.documents import letter_text, report_text
from tracker.sample.report_pdf import report_pdf

DAYS = (date(2026, 11, 21), date(2027, 1, 2), date(2028, 2, 29))
MARKED = ["16", "17", "20", "24", "29", "38", "42", "44", "45", "47", "58", "66"]


@pytest.mark.parametrize("day", DAYS)
def test_the_report_is_read_alike_from_its_text_and_from_its_pdf(day: date) -> None:
    text = report_text(day)
    plain = read_document(text.encode(), "report.txt")
    pdf = read_document(report_pdf(text), "report.pdf")
    for reading in (plain, pdf):
        assert reading.kind == "sif"
        assert reading.provider == "Harlmere County Council"
        assert reading.inspectors == (
            "Miriam Castleton", "Dafydd Penrose", "Joanna Firth", "Samuel Oyelaran", "Clare Winstanley",
            "Bernard Tull",
        )  # fmt: skip
        assert [(one.area, one.grade) for one in reading.judgements] == [
            ("Overall effectiveness", "Requires improvement to be good"),
            ("Children who need help and protection", "Requires improvement"),
            ("Children looked after and achieving permanence", "Requires improvement"),
            ("Adoption performance", "Good"),
            ("Experiences and progress of care leavers", "Requires improvement"),
            ("Leadership, management and governance", "Requires improvement"),
        ]
        assert [one.number for one in reading.findings if one.is_marked] == MARKED
        assert [one.number for one in reading.recommendations] == [str(number) for number in range(1, 15)]
        assert {one.number: one.timescale for one in reading.recommendations if one.timescale} == {
            "1": "Within three months", "6": "Within three months", "9": "Within six months",
        }  # fmt: skip
    assert [one.text for one in pdf.recommendations] == [one.text for one in plain.recommendations]
    assert [one.text for one in pdf.recommendations] == _printed_recommendations(text)
    assert (pdf.inspected_from, pdf.inspected_to, pdf.published) == (
        plain.inspected_from, plain.inspected_to, plain.published,
    )  # fmt: skip


def test_the_report_came_out_about_eleven_months_before_the_day_of_loading() -> None:
    reading = read_document(report_text(date(2026, 11, 21)).encode(), "report.txt")
    assert (reading.inspected_from, reading.inspected_to) == ("2025-10-06", "2025-10-30")
    assert reading.published == "2025-12-09"


@pytest.mark.parametrize("day", DAYS)
def test_the_letter_of_the_focused_visit_asks_for_four_things(day: date) -> None:
    reading = read_document(letter_text(day).encode(), "letter.txt")
    assert reading.kind == "focused_visit"
    assert reading.provider == "Harlmere County Council"
    assert reading.inspectors == ("Joanna Firth", "Leonard Askew")
    assert [one.text.split(" of ", 1)[0] for one in reading.recommendations] == [
        "The attendance",
        "The time between a strategy discussion and the written record",
        "The regularity",
        "The use that managers make",
    ]
    assert reading.published is not None
    assert 14 <= (day - date.fromisoformat(reading.published)).days <= 16


def test_the_report_as_a_pdf_is_accessible_and_the_same_twice() -> None:
    text = report_text(date(2026, 11, 21))
    made = report_pdf(text)
    assert pdf_ua_failures(made) == []
    assert report_pdf(text) == made


def test_no_slot_of_the_texts_stays_unfilled() -> None:
    for text in (report_text(date(2026, 11, 21)), letter_text(date(2026, 11, 21))):
        assert not re.search(r"[{}]", text)


def _printed_recommendations(text: str) -> list[str]:
    listed = text.split("\nRecommendations\n\n", 1)[1].split("\n\nSummary", 1)[0]
    return [line.split(". ", 1)[1] for line in listed.split("\n")]
