from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.calendar import (
    due_from_timescale,
    is_working_day,
    last_day_of_month,
    months_after,
    quarter,
    today_in_london,
    whole_months_between,
    working_days_after,
    working_days_between,
)

DAYS = st.dates(date(2005, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), date(2026, 7, 1)),  # summer time: midnight in London
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 11, 21, 2, 0, tzinfo=timezone(timedelta(hours=5))), date(2026, 11, 20)),
    ],
)
def test_today_is_the_day_in_london(now: datetime, today: date) -> None:
    assert today_in_london(now) == today


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        today_in_london(datetime(2026, 11, 20, 12, 0))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
        (date(2026, 11, 21), 0, date(2026, 11, 21)),  # a Saturday stays day 0
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        # Friday 25 December, and Monday 28 December in place of Saturday 26.
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 12, 24), 4, date(2027, 1, 4)),
        # Good Friday and Easter Monday.
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
        # The one-off bank holidays of 2022 (2 and 3 June, 19 September).
        (date(2022, 6, 1), 1, date(2022, 6, 6)),
        (date(2022, 9, 16), 1, date(2022, 9, 20)),
        # 2 January is a bank holiday in Scotland only.
        (date(2029, 1, 1), 1, date(2029, 1, 2)),
        # Fourteen weeks, and one day more for each of 25 and 28 December and 1 January.
        (date(2026, 11, 20), 70, date(2027, 3, 3)),
    ],
)
def test_working_days_leave_out_weekends_and_englands_bank_holidays(
    start: date, number: int, end: date
) -> None:
    assert working_days_after(start, number) == end


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        working_days_after(date(2026, 11, 20), -1)


@given(DAYS, st.integers(1, 90))
def test_counting_the_working_days_to_a_day_gives_back_their_number(start: date, number: int) -> None:
    end = working_days_after(start, number)
    assert is_working_day(end)
    assert working_days_between(start, end) == number
    assert working_days_between(end, start) == -number


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 20), 3, date(2027, 2, 20)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month(
    start: date, number: int, end: date
) -> None:
    assert months_after(start, number) == end


@given(DAYS, DAYS)
def test_whole_months_between_two_days_are_the_most_that_fit(start: date, end: date) -> None:
    months = whole_months_between(start, end)
    if end >= start:
        assert months_after(start, months) <= end < months_after(start, months + 1)
    else:
        assert months == 0


def test_the_last_day_of_february_knows_leap_years() -> None:
    assert last_day_of_month(2028, 2) == date(2028, 2, 29)
    assert last_day_of_month(2027, 2) == date(2027, 2, 28)


@given(DAYS)
def test_a_day_lies_within_its_quarter_and_quarters_follow_without_a_gap(day: date) -> None:
    found = quarter(day)
    assert found.start <= day <= found.end
    assert found.following().start == found.end + timedelta(days=1)


def test_a_quarter_is_named_by_its_months() -> None:
    assert quarter(date(2026, 11, 20)).words == "October to December 2026"
    assert quarter(date(2026, 12, 31)).following().words == "January to March 2027"


PUBLISHED = date(2026, 11, 20)
SINCE = "publication on 20 November 2026"


@pytest.mark.parametrize(
    ("timescale", "due", "reason"),
    [
        ("Immediately", PUBLISHED, f"At once: the day of {SINCE}"),
        ("With immediate effect", PUBLISHED, f"At once: the day of {SINCE}"),
        ("Within three months", date(2027, 2, 20), f"3 months after {SINCE}"),
        ("within 3\nmonths of publication.", date(2027, 2, 20), f"3 months after {SINCE}"),
        ("Within six (6) months", date(2027, 5, 20), f"6 months after {SINCE}"),
        ("within a month", date(2026, 12, 20), f"1 month after {SINCE}"),
        ("Within six weeks", date(2027, 1, 1), f"6 weeks after {SINCE}"),
        ("within twenty-eight days", date(2026, 12, 18), f"28 days after {SINCE}"),
        ("within two years", date(2028, 11, 20), f"2 years after {SINCE}"),
        ("within 24 hours", date(2026, 11, 21), f"24 hours after {SINCE}"),
        ("within 36 hours", date(2026, 11, 22), f"36 hours after {SINCE}"),
        ("within a fortnight", date(2026, 12, 4), f"1 fortnight after {SINCE}"),
        (
            "Within 20 working days",
            date(2026, 12, 18),
            f"20 working days after {SINCE}, leaving out weekends and bank holidays in England",
        ),
        ("by March 2027", date(2027, 3, 31), "The last day of March 2027"),
        ("by the end of February 2028", date(2028, 2, 29), "The last day of February 2028"),
        ("by the end of 2027", date(2027, 12, 31), "The last day of December 2027"),
        ("by 31 March 2027", date(2027, 3, 31), "The date printed in the report"),
        ("28 February 2023", date(2023, 2, 28), "The date printed in the report"),
        ("By Friday, 1st of October 2027", date(2027, 10, 1), "The date printed in the report"),
        ("March 31, 2027", date(2027, 3, 31), "The date printed in the report"),
        ("5 Sept. 2027", date(2027, 9, 5), "The date printed in the report"),
        ("01/03/2027", date(2027, 3, 1), "The date printed in the report"),
        ("1.3.27", date(2027, 3, 1), "The date printed in the report"),
        ("2027-03-01", date(2027, 3, 1), "The date printed in the report"),
        ("by January", date(2027, 1, 31), f"The last day of January 2027, counted from {SINCE}"),
        ("by November", date(2026, 11, 30), f"The last day of November 2026, counted from {SINCE}"),
        ("by 19 November", date(2027, 11, 19), f"The first 19 November, counted from {SINCE}"),
        ("by 20 November", date(2026, 11, 20), f"The first 20 November, counted from {SINCE}"),
    ],
)
def test_a_printed_timescale_sets_a_due_date_and_says_how(timescale: str, due: date, reason: str) -> None:
    assert due_from_timescale(timescale, PUBLISHED) == (due, reason)


@pytest.mark.parametrize(
    "timescale",
    [
        "As soon as possible",
        "Three to six months",
        "12–18 months",
        "Within three months, and a review by 1 June 2027",
        "By spring 2027",
        "by early May 2027",
        "before March 2027",
        "every three months",
        "by the end of the autumn term",
        "by March 27",
        "by the end of 2026/27",
        "Medium",
        "you may wish to consider",
    ],
)
def test_a_timescale_that_names_no_single_day_is_left_to_a_person(timescale: str) -> None:
    due, reason = due_from_timescale(timescale, PUBLISHED)
    assert due is None
    assert reason == f"“{timescale}” does not name one day: choose the due date"


@pytest.mark.parametrize("timescale", ["31 September 2027", "30/02/2027", "2027-13-01"])
def test_a_day_that_does_not_exist_is_said_to_be_missing_from_the_calendar(timescale: str) -> None:
    due, reason = due_from_timescale(timescale, PUBLISHED)
    assert due is None
    assert reason == f"“{timescale}” names a day that is not in the calendar"


@pytest.mark.parametrize("timescale", ["Immediately", "Within three months", "by June", "by 3 June"])
def test_a_period_needs_the_day_of_publication(timescale: str) -> None:
    due, reason = due_from_timescale(timescale, None)
    assert due is None
    assert reason == f"“{timescale}” counts from publication, and that day is not known"


def test_a_printed_date_needs_no_day_of_publication() -> None:
    assert due_from_timescale("by 31 March 2027", None)[0] == date(2027, 3, 31)


@pytest.mark.parametrize("timescale", [None, "", "  \n"])
def test_no_timescale_sets_no_due_date(timescale: str | None) -> None:
    assert due_from_timescale(timescale, PUBLISHED) == (None, "No timescale is printed")


@given(st.text() | st.from_regex(r"(within |by )?\d{1,4}[ /-](months|march|12|days)[ /]\d{0,4}"), DAYS)
def test_no_text_whatever_stops_the_reading(timescale: str, published: date) -> None:
    due, reason = due_from_timescale(timescale, published)
    assert reason
    assert due is None or due.year >= 1
