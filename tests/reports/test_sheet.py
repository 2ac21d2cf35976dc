"""The recommendation sheet and the self-evaluation: the same facts, told for inspectors."""

from dataclasses import replace
from datetime import date

import pytest

from tests.pages import check_page
from tests.parts import pdf_ua_failures
from tests.reports.pdf_reading import filled, page_texts
from tests.reports.sample_report import AS_AT, sample_snapshot
from tracker.reports.html import report_html
from tracker.reports.kinds import OUTLINES, outline_of
from tracker.reports.past import Event
from tracker.reports.pdf import html_to_pdf
from tracker.reports.rows import service_rows, some_labels
from tracker.reports.self_evaluation import ahead, certainty_sentence, kind_rows
from tracker.reports.sheet import lasting_sentence
from tracker.rules.ladders import Delivery, Impact
from tracker.rules.report_kinds import ReportKind

HISTORY = (
    Event(date(2026, 3, 2), "1.1", "Declared", "Rowan Ashby", "", Delivery.ON_TRACK, Impact.TOO_EARLY),
    Event(
        date(2026, 7, 1),
        "1.1",
        "Due date moved from 30 June 2026 to 30 September 2026",
        "approved by M. Thornley",
        "Two of five assessors were on leave.",
    ),
    Event(date(2026, 10, 9), "E3", "Verified", "Principal social worker"),
)


@pytest.fixture(scope="module")
def sheet_pages() -> list[str]:
    plan = sample_snapshot(26)
    first, *others = plan.priorities[0].recommendations
    asked = (replace(first, due=date(2027, 3, 31), due_reason="The board agreed a later date"), *others)
    priorities = (replace(plan.priorities[0], recommendations=asked), *plan.priorities[1:])
    sheet = replace(
        plan, kind=ReportKind.RECOMMENDATION, recommendation=1, history=HISTORY, priorities=priorities
    )
    page = report_html(sheet)
    check_page(page)
    pdf = html_to_pdf(page)
    assert pdf_ua_failures(pdf) == []
    return page_texts(pdf)


def test_the_sheet_has_the_inspectors_words_the_actions_the_evidence_and_the_history(
    sheet_pages: list[str],
) -> None:
    whole = " ".join(sheet_pages)
    snapshot = sample_snapshot(26)
    one = snapshot.recommendation_by_number[1]
    assert "Recommendation 1: Timely decisions" in whole
    assert one.text in whole
    for label in one.actions:
        action = snapshot.action_by_label[label]
        assert f"{label} {action.title}" in whole
        for number in action.evidence:
            assert f"E{number} {snapshot.evidence_by_number[number].title}" in whole
    places = [whole.index(told) for told in ("9 Oct 2026 E3 Verified", "1 Jul 2026 1.1 Due date moved from")]
    assert places == sorted(places), "the newest comes first"
    assert "Approved by M. Thornley" in whole
    assert "Two of five assessors were on leave." in whole


def test_the_sheet_says_why_the_date_is_another_than_the_inspectors_gave(sheet_pages: list[str]) -> None:
    assert "Timescale given: Within three months." in sheet_pages[0]
    due = "It is to be met by 31 March 2027. Why that date: The board agreed a later date."
    assert due in sheet_pages[0]


def test_a_note_stands_on_the_sheet_once_and_the_evidence_says_for_which_action(
    sheet_pages: list[str],
) -> None:
    whole = " ".join(sheet_pages)
    plan = sample_snapshot(26)
    cited = {
        one
        for label in plan.recommendation_by_number[1].actions
        for one in plan.action_by_label[label].evidence
    }
    for number in cited:
        assert whole.count(f"E{number} below.") <= 1
    assert "For action 1.1" in whole


def test_the_sheet_holds_nothing_of_other_recommendations(sheet_pages: list[str]) -> None:
    whole = " ".join(sheet_pages)
    for one in sample_snapshot(26).recommendations:
        assert (one.text in whole) == (one.number == 1)


def test_the_self_evaluation_asks_the_three_questions_in_their_order() -> None:
    value = replace(sample_snapshot(26), kind=ReportKind.SELF_EVALUATION)
    page = report_html(value)
    check_page(page)
    pdf = html_to_pdf(page)
    assert pdf_ua_failures(pdf) == []
    assert [page for page, share in enumerate(filled(pdf)[1:-1], 2) if share < 0.25] == []
    whole = " ".join(page_texts(pdf)[2:])
    assert [
        whole.index("Signs of Safety map: " + one.title) > 0 for one in value.priorities if one.safety_map
    ]
    headings = [part.heading for part in outline_of(value) if part.label.startswith("Question")]
    assert headings == [
        "What do we know about the quality and impact of practice?",
        "How do we know it?",
        "What are our plans for the next 12 months?",
    ]
    places = [whole.index(heading) for heading in headings]
    assert places == sorted(places)
    for action in value.actions:
        if action.declared != Delivery.DELIVERED:
            assert f"{action.label} {action.title}" in whole, "every open action stands among the plans"


def test_a_stage_with_more_in_trouble_than_it_shows_does_not_call_the_others_well() -> None:
    plan = sample_snapshot(26)
    stage = plan.services[0]
    actions = tuple(replace(one, service=stage, record=Delivery.AT_RISK) for one in plan.actions)
    value = replace(plan, kind=ReportKind.SELF_EVALUATION, actions=actions)
    row = service_rows(value, [stage])[0]
    assert f"Also here: {some_labels(row.others)}." in report_html(value)


def test_plans_are_parted_by_whether_they_are_due_within_a_year() -> None:
    value = sample_snapshot(26)
    far = replace(value.actions[1], due=date(2028, 1, 1))
    none = replace(value.actions[2], due=None)
    value = replace(value, actions=(value.actions[0], far, none, *value.actions[3:]))
    found = [ahead(value, priority) for priority in value.priorities]
    soon = [one for each in found for one in each.soon]
    assert all(one.due and one.due <= AS_AT.replace(year=2027) for one in soon)
    assert far.label in {one.label for each in found for one in each.later}
    assert none.label in {one.label for each in found for one in each.undated}


def test_how_sure_we_are_counts_what_somebody_else_verified() -> None:
    value = sample_snapshot(26)
    assert sum(row.whole for row in kind_rows(value)) == len(value.evidence)
    assert certainty_sentence(value).startswith("Of seven delivered actions, three have been verified")
    assert "nothing to prove" in certainty_sentence(sample_snapshot(0))


def test_the_sentence_about_lasting_difference_reads_well_for_one_and_for_many() -> None:
    assert lasting_sentence(1, 0).startswith("The one delivered action is not yet known")
    assert lasting_sentence(1, 1).startswith("The one delivered action is known")
    assert lasting_sentence(3, 1).startswith("One of three delivered actions is known")
    assert lasting_sentence(3, 0).startswith("None of three delivered actions are known")


@pytest.mark.parametrize("kind", list(ReportKind))
def test_every_kind_makes_a_report_of_nearly_nothing_and_the_same_bytes_of_the_same_value(
    kind: ReportKind,
) -> None:
    value = sample_snapshot(1)
    if kind is ReportKind.RECOMMENDATION:
        value = replace(value, recommendation=3)
    else:
        value = replace(value, actions=(), priorities=(), measures=(), evidence=(), services=(), leaders=())
    value = replace(value, kind=kind)
    assert set(OUTLINES) == set(ReportKind)
    page = report_html(value)
    check_page(page)
    assert "has something to show for it" not in page
    first, second = (html_to_pdf(report_html(value)) for _ in range(2))
    assert first == second
    assert pdf_ua_failures(first) == []
