"""Dates in the forms people type: understood where one day is named, marked where not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.sheets.days import Around, financial_year_in, read_day

UNDERSTOOD = {
    "31/3/27": "2027-03-31",
    "31.03.2027": "2027-03-31",
    "31-03-27": "2027-03-31",
    "2027-03-31": "2027-03-31",
    "2027-03-31 00:00:00": "2027-03-31",
    "31 March 2027": "2027-03-31",
    "31st of March, 2027": "2027-03-31",
    "31 Mar 27": "2027-03-31",
    "Mar 31, 2027": "2027-03-31",
    "31-Mar-2027": "2027-03-31",
    "Wednesday 31 March 2027": "2027-03-31",
    "by 31 March 2027": "2027-03-31",
    "Completed 31 March 2026": "2026-03-31",
    "31/03/2027 (revised)": "2027-03-31",
    "12/11/2026": "2026-11-12",  # the day stands first in this country
    "3/31/2027": "2027-03-31",  # and second only where nothing else is possible
    "Sept 2026": "2026-09-30",
    "end Sept 2026": "2026-09-30",
    "End of Sept '26": "2026-09-30",
    "Sep-26": "2026-09-30",
    "By end March 2027": "2027-03-31",
    "mid June 2027": "2027-06-15",
    "03/2027": "2027-03-31",
    "2027-03": "2027-03-31",
    "Q3 2026/27": "2026-12-31",
    "Quarter 4 2026-27": "2027-03-31",
    "2026/27": "2027-03-31",
    "End of 2026": "2026-12-31",
    "45555": "2024-09-20",
    "45555.0": "2024-09-20",
    "31 Mawrth 2027": "2027-03-31",
    "diwedd Mawrth 2027": "2027-03-31",
    "29/02/2028": "2028-02-29",
    "20270331": "2027-03-31",
    "Oct-2026": "2026-10-31",
    "Q2 26/27": "2026-09-30",
    "end Q3 26/27": "2026-12-31",
    "FY 26/27": "2027-03-31",
}
MARKED = (
    "end Sept",
    "30 Sept",
    "Sep 26",
    "Q3 2026",
    "2026",
    "Immediate",
    "ASAP",
    "early June 2027",
    "Spring 2027",
    "autumn term 2026",
    "within three months",
    "31 March 2026 and 30 June 2026",
    "31/03/2026\n30/06/2026",
    "Dec/Jan 2027",
    "30/06",
    "26/27",
    "From April 2027",
    "Monthly from April 2026",
    "Nov 2026 onwards",
    "Immediately and ongoing",
    "End of year",
    "End of financial year",
    "April 2026 - March 2027",
    "31/3/2027 (extended from 31/1/2027)",
    "30/02/2027",
    "29/02/2027",
    "Monday 31 March 2027",
    "see action 4",
    "1234567",
    "99999",
    "٣١/٣/٢٠٢٧",
    "x" * 5000,
)
NO_DATE = ("Ongoing", "on-going", "TBC", "N/A", "Complete", "Parhaus", "-", "Monthly")


@pytest.mark.parametrize(("text", "day"), UNDERSTOOD.items())
def test_a_day_that_is_named_is_understood(text: str, day: str) -> None:
    written = read_day(text)
    assert written.on == date.fromisoformat(day)
    assert not written.asks


@pytest.mark.parametrize("text", MARKED)
def test_words_that_name_no_single_day_are_marked_and_never_guessed(text: str) -> None:
    written = read_day(text)
    assert written.on is None
    assert written.asks
    assert written.why


@pytest.mark.parametrize("text", NO_DATE)
def test_words_that_say_there_is_no_date_need_no_decision(text: str) -> None:
    written = read_day(text)
    assert written.on is None
    assert not written.asks


def test_nothing_is_nothing() -> None:
    assert read_day("") == read_day("  \n ")
    assert not read_day("").asks


def test_a_year_is_taken_from_the_start_in_the_same_row() -> None:
    assert read_day("end Sept", Around(start=date(2026, 10, 1))).on == date(2027, 9, 30)
    assert read_day("30 Sept", Around(start=date(2026, 4, 1))).on == date(2026, 9, 30)


def test_a_start_in_a_month_or_quarter_is_its_first_day() -> None:
    around = Around(begins=True)
    for text, day in (
        ("April 2026", date(2026, 4, 1)),
        ("From April 2026", date(2026, 4, 1)),
        ("Nov 2026 onwards", date(2026, 11, 1)),
        ("End of April 2026", date(2026, 4, 30)),
        ("Q2 2026/27", date(2026, 7, 1)),
        ("2026/27", date(2026, 4, 1)),
        ("6 April 2026", date(2026, 4, 6)),
    ):
        assert read_day(text, around).on == day, text


def test_what_is_taken_for_a_due_date_says_so() -> None:
    assert "The day it was done" in read_day("Completed 31 March 2026").why
    assert read_day("Complete by 31 March 2026").why == ""
    assert "month stands first" in read_day("3/31/2027").why


def test_a_year_is_taken_from_a_financial_year_named_above() -> None:
    around = Around(financial_year=2026)
    assert read_day("End of financial year", around).on == date(2027, 3, 31)
    assert read_day("30/06", around).on == date(2026, 6, 30)
    assert read_day("end Sept", around).on == date(2026, 9, 30)
    assert read_day("Feb", around).on == date(2027, 2, 28)
    assert read_day("29 Feb", around).asks


def test_a_weekday_that_does_not_fit_leaves_the_year_open() -> None:
    assert read_day("Friday 2 April", Around(start=date(2027, 1, 1))).on == date(2027, 4, 2)
    assert read_day("Monday 2 April", Around(start=date(2027, 1, 1))).asks


def test_a_title_names_one_financial_year_or_none() -> None:
    assert financial_year_in("Improvement plan 2026/27") == 2026
    assert financial_year_in("Improvement plan 2026-2027") == 2026
    assert financial_year_in("2024/25 and 2026/27") is None
    assert financial_year_in("Cases 2026/12") is None


@given(st.text(max_size=80) | st.from_regex(r"[0-9/.\- ]{1,14}( [A-Za-z]{1,9})?", fullmatch=True))
@example("99/99/9999")
@example("0/0/00")
@example("²/3/2027")
@example("31/3/٢7")
@example("Q٣ 2026/27")
def test_no_words_make_reading_a_day_fail(text: str) -> None:
    for around in (Around(), Around(start=date(2026, 2, 28)), Around(financial_year=2099)):
        written = read_day(text, around)
        assert written.on is None or 1990 <= written.on.year <= 2101


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(("%d/%m/%Y", "%d %B %Y", "%Y-%m-%d", "%d.%m.%y", "%d-%b-%y", "%A %d %b %Y")),
)
def test_every_day_is_read_back_in_the_common_forms(day: date, form: str) -> None:
    assert read_day(day.strftime(form)).on == day
