"""When an action plan is due, and how long that is."""

from datetime import date

import pytest

from tracker.rules.submission import (
    DayZero,
    PlanStage,
    count_down,
    day_zero,
    due_after,
    explain_count,
    is_asked_for,
    stages_due,
)

LETTER = date(2026, 11, 6)


def test_counting_starts_on_the_day_received_and_else_on_the_day_published() -> None:
    published, received = date(2026, 3, 16), date(2026, 3, 12)
    assert day_zero(received, published) == (received, DayZero.RECEIVED)
    assert day_zero(None, published) == (published, DayZero.PUBLISHED)
    assert day_zero(None, None) is None


def test_a_kind_asks_for_a_draft_first_and_then_for_the_whole() -> None:
    assert stages_due(70, 20) == [(PlanStage.DRAFT, 20), (PlanStage.FULL, 70)]
    assert stages_due(70, None) == [(PlanStage.FULL, 70)]
    assert stages_due(None, None) == []


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (LETTER, 20, date(2026, 12, 4)),
        (LETTER, 70, date(2027, 2, 17)),  # over Christmas Day, Boxing Day's substitute and New Year's Day
        (date(2026, 3, 16), 70, date(2026, 6, 26)),  # over Easter and the two May holidays
        (date(2026, 11, 7), 1, date(2026, 11, 9)),  # received on a Saturday
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(start: date, days: int, due: date) -> None:
    assert due_after(start, days) == due


def test_some_kinds_ask_for_a_plan_only_after_areas_for_priority_action() -> None:
    heading = "areas for priority action"
    assert is_asked_for(None, [])
    assert is_asked_for(heading, ["What needs to improve", "Area for priority action"])
    assert is_asked_for(heading, ["Areas for priority action in this area of practice"])
    assert not is_asked_for(heading, ["What needs to improve in this area of social work practice", ""])


@pytest.mark.parametrize(
    ("today", "days", "words", "late"),
    [
        (date(2026, 11, 20), 10, "working days left", False),
        (date(2026, 12, 3), 1, "working day left", False),
        (date(2026, 12, 4), 0, "working days left", False),
        (date(2026, 12, 5), -1, "working day late", True),  # Saturday
        (date(2026, 12, 7), -1, "working day late", True),
        (date(2026, 12, 8), -2, "working days late", True),
    ],
)
def test_the_countdown_runs_out_and_then_counts_how_late(
    today: date, days: int, words: str, late: bool
) -> None:
    found = count_down(date(2026, 12, 4), today)
    assert (found.days, found.words, found.is_late) == (days, words, late)


def test_the_count_is_explained_in_a_sentence() -> None:
    assert explain_count(20, LETTER, DayZero.RECEIVED) == (
        "20 working days after 6 November 2026, the day the report was received. That day is day 0; "
        "weekends and bank holidays in England are left out."
    )
