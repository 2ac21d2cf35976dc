"""The plan on a page is one page, A4 or A3 across, whatever the size of the plan."""

from dataclasses import replace

import pypdfium2
import pytest

from tests.pages import check_page
from tests.parts import pdf_ua_failures
from tests.reports.large_plan import large_snapshot
from tests.reports.pdf_reading import page_texts
from tests.reports.sample_report import sample_snapshot
from tracker.reports.facts import Priority
from tracker.reports.html import report_html
from tracker.reports.pdf import html_to_pdf
from tracker.reports.snapshot import Snapshot
from tracker.rules.report_kinds import ReportKind


@pytest.fixture(scope="module")
def large() -> Snapshot:
    return large_snapshot(ReportKind.PLAN_ON_A_PAGE, actions=60)


def of_size(large: Snapshot, priorities: int, recommendations: int) -> Snapshot:
    """Return a plan with so many priorities and so many recommendations under each."""
    number = 0
    made = []
    for place in range(1, priorities + 1):
        like = large.priorities[place % 4]
        asked = []
        for each in range(recommendations):
            number += 1
            one = like.recommendations[each % len(like.recommendations)]
            title = (
                "" if each % 2 else "Hold every discussion with police and health on the day it is asked for"
            )
            asked.append(replace(one, number=number, title=title))
        made.append(Priority(place, like.title, recommendations=tuple(asked)))
    measures = tuple(replace(one, priorities=tuple(range(1, priorities + 1))) for one in large.measures)
    return replace(large, priorities=tuple(made), measures=measures)


@pytest.mark.parametrize(
    ("priorities", "recommendations", "paper"),
    [
        (0, 0, "A4"), (1, 1, "A4"), (4, 3, "A4"), (4, 40, "A4"), (5, 12, "A3"), (8, 60, "A3"), (9, 9, "A3"),
        (16, 30, "A3"), (17, 2, "A3"), (24, 30, "A3"), (45, 30, "A3"),
    ],
)  # fmt: skip
def test_it_is_one_page(large: Snapshot, priorities: int, recommendations: int, paper: str) -> None:
    pdf = html_to_pdf(report_html(of_size(large, priorities, recommendations)))
    document = pypdfium2.PdfDocument(pdf)
    width, height = document[0].get_size()
    pages = len(document)
    document.close()
    assert pages == 1
    assert (round(width), round(height)) == ((842, 595) if paper == "A4" else (1191, 842))


def test_a_plan_that_fits_has_every_title_whole() -> None:
    plan = replace(sample_snapshot(26), kind=ReportKind.PLAN_ON_A_PAGE)
    pages = page_texts(html_to_pdf(report_html(plan)))
    assert len(pages) == 1
    assert "…" not in pages[0]
    for one in plan.recommendations:
        assert f"{one.number} {one.title or one.text}" in pages[0]
    for measure in plan.measures:
        assert f"{measure.title}: " in pages[0]


def test_what_has_no_room_is_counted(large: Snapshot) -> None:
    text = " ".join(page_texts(html_to_pdf(report_html(of_size(large, 45, 30)))))
    assert "The plan has 21 more priorities; the board report has them all." in text
    assert "and 27 more" in text


def test_it_is_accessible_on_paper_and_on_screen(large: Snapshot) -> None:
    page = report_html(large)
    check_page(page)
    assert pdf_ua_failures(html_to_pdf(page)) == []
