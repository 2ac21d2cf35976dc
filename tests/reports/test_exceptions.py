"""The exceptions report: every action that needs attention once, under the person who leads it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.pages import check_page
from tests.parts import pdf_ua_failures
from tests.reports.pdf_reading import page_texts
from tests.reports.sample_report import sample_snapshot
from tracker.reports.exceptions import Cause, by_owner, causes_of, exceptions_of, last_move
from tracker.reports.facts import Action, DateMove
from tracker.reports.html import report_html
from tracker.reports.pdf import html_to_pdf
from tracker.reports.whys import implication
from tracker.rules.ladders import Delivery
from tracker.rules.report_kinds import ReportKind


def action(**changes: object) -> Action:
    """Return an action that is no exception, but for the changes."""
    well = {
        "declared": Delivery.ON_TRACK,
        "record": Delivery.ON_TRACK,
        "days_late": 0,
        "is_flattering": False,
        "is_verified": False,
    }
    return replace(sample_snapshot(1).actions[0], **(well | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "causes"),
    [
        ({}, ()),
        ({"days_late": 3, "record": Delivery.OFF_TRACK}, (Cause.OVERDUE, Cause.OFF_TRACK)),
        ({"record": Delivery.AT_RISK, "is_flattering": True}, (Cause.AT_RISK, Cause.RATED_BETTER)),
        ({"declared": Delivery.DELIVERED, "record": Delivery.DELIVERED}, (Cause.UNVERIFIED,)),
        ({"declared": Delivery.DELIVERED, "record": Delivery.DELIVERED, "is_verified": True}, ()),
    ],
)
def test_an_action_is_an_exception_for_each_cause_that_holds(
    changes: dict[str, object], causes: tuple[Cause, ...]
) -> None:
    assert causes_of(action(**changes)) == causes


def test_every_exception_stands_once_under_the_person_who_leads_it() -> None:
    plan = sample_snapshot(40)
    unled = replace(exceptions_of(plan.actions)[-1].action, lead_officer=None)
    plan = replace(plan, actions=tuple(unled if one.label == unled.label else one for one in plan.actions))
    wanted = {one.action.label for one in exceptions_of(plan.actions)}
    groups = by_owner(plan)
    shown = [one.action.label for group in groups for one in group.found]
    assert sorted(shown) == sorted(wanted)
    for group in groups:
        assert {one.action.lead_officer for one in group.found} == {group.owner}
    assert groups[0].owner is None


def test_what_it_means_for_children_is_the_owners_word_or_what_is_not_shown_yet() -> None:
    plan = sample_snapshot(1)
    assert plan.actions[0].update is not None
    told = replace(plan.actions[0].update, difference="Two parents in three were heard.")
    assert implication(action(update=told), plan) == "Two parents in three were heard."
    silent = action(update=None, how_we_will_know="nine files in ten hold the history")
    assert implication(silent, plan) == "Not shown yet: Nine files in ten hold the history."
    assert implication(action(update=None, how_we_will_know=""), plan) == "Not met yet: Timely decisions."


def test_the_report_is_accessible_and_names_every_exception_in_order() -> None:
    plan = replace(sample_snapshot(40), kind=ReportKind.EXCEPTIONS)
    page = report_html(plan)
    check_page(page)
    pdf = html_to_pdf(page)
    assert pdf_ua_failures(pdf) == []
    whole = " ".join(page_texts(pdf))
    places = [
        whole.index(f"{one.action.label} {one.action.title}")
        for group in by_owner(plan)
        for one in group.found
    ]
    assert len(places) == len(exceptions_of(plan.actions))


def test_a_date_that_was_moved_says_why_it_was_and_who_approved() -> None:
    first = DateMove(date(2026, 6, 1), None, date(2026, 8, 1))
    moved = DateMove(date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1), "Two doctors left", "M. Thornley")
    assert last_move(action(moves=(first,))) == ""
    told = "Date last moved on 1\u00a0Jul\u00a02026: Two doctors left. Approved by M. Thornley."
    assert last_move(action(moves=(first, moved))) == told
    page = report_html(replace(sample_snapshot(40), kind=ReportKind.EXCEPTIONS))
    assert "Two of five assessors were on leave. Approved by M. Thornley." in page


def test_a_plan_without_exceptions_says_so() -> None:
    page = report_html(replace(sample_snapshot(0), kind=ReportKind.EXCEPTIONS, actions=(action(),)))
    check_page(page)
    assert "Nothing needs attention." in page
