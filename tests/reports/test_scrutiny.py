"""The scrutiny report: few pages whatever the size of the plan, and questions that the facts ask for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.pages import check_page
from tests.parts import pdf_ua_failures
from tests.reports.large_plan import large_snapshot
from tests.reports.pdf_reading import page_texts
from tests.reports.sample_report import sample_snapshot
from tracker.reports.changes import changes_since
from tracker.reports.facts import DateMove, GlossaryEntry, Name, Reading, Update
from tracker.reports.html import report_html
from tracker.reports.pdf import html_to_pdf
from tracker.reports.scrutiny_room import LATE_WHY
from tracker.reports.scrutiny_steps import gravest_first, steps
from tracker.reports.scrutiny_words import changed_sentence, checked_sentence
from tracker.reports.snapshot import Snapshot
from tracker.reports.suggested import suggested_questions
from tracker.reports.texts import texts_of
from tracker.reports.whys import short_reason
from tracker.rules.answers import holds_news
from tracker.rules.glossary import GLOSSARY
from tracker.rules.ladders import Delivery, EvidenceKind, Verdict
from tracker.rules.report_kinds import ReportKind


@pytest.fixture(scope="module")
def large() -> Snapshot:
    return large_snapshot(ReportKind.SCRUTINY)


@pytest.fixture(scope="module")
def page(large: Snapshot) -> str:
    return report_html(large)


@pytest.fixture(scope="module")
def pages(page: str) -> list[str]:
    pdf = html_to_pdf(page)
    assert pdf_ua_failures(pdf) == []
    return page_texts(pdf)


def test_a_thousand_actions_with_long_texts_stay_within_eight_pages(pages: list[str]) -> None:
    assert len(pages) <= 8


def test_each_part_stands_on_its_own_page_and_each_priority_on_one(pages: list[str]) -> None:
    assert "In short" in pages[0]
    assert "How to read the marks" in pages[0]
    for number in range(1, 5):
        assert sum(f"Priority {number} " in text and "What happens next" in text for text in pages) == 1
    assert "Words and marks in this report" in pages[-1]


def test_the_first_page_says_what_is_late_and_why_what_changed_and_whether_anybody_checked(
    large: Snapshot, pages: list[str]
) -> None:
    worst = max(large.actions, key=lambda action: action.days_late)
    assert f"{worst.label} {worst.title[:40]}" in pages[0]
    assert f"{worst.days_late} days" in pages[0]
    assert short_reason(worst, LATE_WHY) in pages[0]
    assert changed_sentence(large) in pages[0]
    assert f"Has anybody checked? {checked_sentence(large)}" in pages[0]


def test_a_small_plan_has_its_late_actions_whole_on_the_first_page_and_no_title_cut() -> None:
    plan = replace(sample_snapshot(26), kind=ReportKind.SCRUTINY)
    texts = page_texts(html_to_pdf(report_html(plan)))
    late = [action for action in plan.actions if action.days_late]
    for action in late:
        assert f"{action.label} {action.title}" in texts[0]
    assert not any(f"{action.title[:20]}…" in " ".join(texts) for action in plan.actions)


def test_each_step_of_a_priority_begins_with_the_gravest_action_by_number_and_name() -> None:
    plan = sample_snapshot(60)
    for priority in plan.priorities:
        actions = gravest_first(plan.actions_of(priority))
        assert actions[0].days_late == max(action.days_late for action in actions)
        told = [one for one in actions if one.update and holds_news(one.update.done)]
        done = next(step for step in steps(plan, priority) if step.key == "did")
        assert (done.passages[0].label, done.passages[0].title) == (told[0].label, f"{told[0].title}.")
        assert done.more == len(told) - len(done.passages)


def test_what_was_done_is_told_also_where_nothing_has_changed_since() -> None:
    told = Update(date(2026, 5, 4), "Rowan Ashby", done="The rota is set.")
    same = replace(told, on=date(2026, 9, 1), done="Nothing has changed since 4 May 2026.")
    plan = one_action(update=same, explained=told)
    done = next(step for step in steps(plan, plan.priorities[0]) if step.key == "did")
    assert "The rota is set. Nothing new since." in done.passages[0].text
    assert "The rota is set." in [one.text for one in texts_of(plan)], "so that it is checked before issue"


def test_only_words_that_stand_in_the_report_are_explained() -> None:
    own = (
        GlossaryEntry("Night post", "A post for the night."),
        GlossaryEntry("PEP", "Personal education plan."),
    )
    words = (*(GlossaryEntry(term, meaning) for term, meaning in GLOSSARY), *own)
    plan = replace(sample_snapshot(26), kind=ReportKind.SCRUTINY, glossary=words)
    key = report_html(plan).split("Words and marks in this report")[-1]
    assert "Night post:" in key, "its plural stands in an update"
    assert "Verify:" in key
    assert "PEP:" not in key
    assert "Exempt:" not in key


def test_a_fifth_priority_takes_one_more_page(large: Snapshot) -> None:
    more = replace(large.priorities[0], number=5)
    five = replace(large, priorities=(*large.priorities, more))
    assert len(page_texts(html_to_pdf(report_html(five)))) <= 9


def test_lists_end_at_ten_rows_and_say_how_many_there_are_and_where(pages: list[str]) -> None:
    whole = " ".join(pages)
    assert "10 of 481 actions are shown" in whole
    assert "10 of 14 measures are shown. The other 4 stand in the board report of the same day" in whole
    assert "The newest four of 14 are shown" in whole


def test_the_page_on_screen_is_valid(page: str) -> None:
    check_page(page)


@pytest.mark.parametrize("actions", [0, 1])
def test_a_plan_with_little_in_it_makes_a_report_too(actions: int) -> None:
    small = replace(sample_snapshot(actions), kind=ReportKind.SCRUTINY)
    if not actions:
        small = replace(small, priorities=(), measures=(), evidence=())
    page = report_html(small)
    check_page(page)
    pdf = html_to_pdf(page)
    assert pdf_ua_failures(pdf) == []
    assert "This is the first report to you" in " ".join(page_texts(pdf))


def questions(snapshot: Snapshot) -> str:
    return " ".join(one.text for one in suggested_questions(snapshot, 99))


def one_action(**changes: object) -> Snapshot:
    """Return a plan of one action that gives no cause for any question, but for the changes."""
    plan = sample_snapshot(1)
    action = replace(
        plan.actions[0],
        declared=Delivery.ON_TRACK,
        record=Delivery.ON_TRACK,
        is_flattering=False,
        is_verified=False,
        days_late=0,
        moves=(),
        evidence=(),
    )
    priority = replace(plan.priorities[0], recommendations=plan.priorities[0].recommendations[:1])
    return replace(
        plan, priorities=(priority,), measures=(), actions=(replace(action, **changes),)  # type: ignore[arg-type]
    )  # fmt: skip


def test_where_all_is_well_nothing_is_suggested() -> None:
    assert suggested_questions(one_action()) == []


def test_what_was_off_track_at_the_last_meeting_and_still_is_is_asked_about_first() -> None:
    old = replace(one_action(record=Delivery.OFF_TRACK), number=3, as_at=date(2026, 9, 1))
    new = one_action(record=Delivery.OFF_TRACK, days_late=12)
    new = replace(new, since=changes_since(old, new))
    assert "was off track when you last met and still is" in suggested_questions(new)[0].text
    better = one_action(record=Delivery.OFF_TRACK)
    before = replace(one_action(), number=3, as_at=date(2026, 9, 1))
    assert "when you last met" not in questions(replace(better, since=changes_since(before, better)))


def test_a_late_action_is_asked_about_with_what_it_means_for_children() -> None:
    found = suggested_questions(one_action(record=Delivery.OFF_TRACK, days_late=12))
    assert found[0].about == "1.1"
    assert "is 12 days late. What does the delay mean for children" in found[0].text


def test_a_date_moved_twice_is_asked_about_and_a_date_moved_once_is_not() -> None:
    move = DateMove(date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1), "Staff left.", "M. Thornley")
    first = DateMove(date(2026, 6, 1), None, date(2026, 8, 1))
    assert "has moved twice" in questions(one_action(moves=(first, move, move)))
    assert "has moved" not in questions(one_action(moves=(first, move)))


def test_a_delivery_that_nobody_verified_is_asked_about() -> None:
    assert "nobody else has verified it" in questions(one_action(declared=Delivery.DELIVERED))
    verified = one_action(declared=Delivery.DELIVERED, record=Delivery.DELIVERED, is_verified=True)
    assert "verified it." not in questions(verified)


def test_a_priority_with_deliveries_in_which_nobody_was_heard_is_asked_about() -> None:
    done = {"declared": Delivery.DELIVERED, "record": Delivery.DELIVERED, "is_verified": True}
    assert "no verified evidence tells what children" in questions(one_action(**done))
    heard = one_action(evidence=(1,), **done)
    voice = replace(heard.evidence[0], kind=EvidenceKind.VOICE, verdict=Verdict.VERIFIED)
    assert "no verified evidence" not in questions(replace(heard, evidence=(voice,)))


def test_a_measure_that_got_worse_is_asked_about() -> None:
    measure = sample_snapshot().measures[0]
    assert "went from 93% to 92%, which is worse. The target is 95%." in questions(
        replace(one_action(), measures=(measure,))
    )
    better = replace(measure, readings=(*measure.readings, Reading(date(2026, 10, 1), Decimal(99))))
    assert "which is worse" not in questions(replace(one_action(), measures=(better,)))


def test_a_rating_better_than_the_record_is_asked_about() -> None:
    found = questions(one_action(record=Delivery.AT_RISK, is_flattering=True))
    assert "is rated on track and the record shows at risk" in found


def test_an_action_without_a_lead_officer_and_a_recommendation_without_an_action_are_asked_about() -> None:
    for nobody in (None, Name("Head of fostering (vacant post)", answers=False)):
        assert "has no lead officer in post. Who answers for it?" in questions(
            one_action(lead_officer=nobody)
        )
    plan = sample_snapshot(1)
    assert "have no action. What will be done about them?" in questions(plan)


def test_one_action_gives_cause_for_one_question() -> None:
    late = one_action(record=Delivery.OFF_TRACK, days_late=12, is_flattering=True, is_challenged=True)
    assert [one.about for one in suggested_questions(late)] == ["1.1"]
