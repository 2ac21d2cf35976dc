"""Numbers and days as people write them, and what they paste from a sheet."""

import calendar
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.formatting import amount, long_date
from tracker.measures.amounts import read_amount
from tracker.measures.days import read_day
from tracker.measures.pasted import MOST_LINES, read_pasted

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("written", "unit", "expected"),
    [
        ("81", "%", "81"),
        ("81%", "%", "81"),
        (" 81.5 % ", "%", "81.5"),
        ("81 per cent", "%", "81"),
        ("1,234", "", "1234"),
        ("1 234 567", "", "1234567"),
        ("1\N{NO-BREAK SPACE}234", "", "1234"),
        ("1\N{NARROW NO-BREAK SPACE}234.5", "", "1234.5"),
        ("£1,200.50", "£", "1200.5"),
        ("-£12", "£", "-12"),
        ("\N{MINUS SIGN}3", "", "-3"),
        ("+3", "", "3"),
        (".5", "", "0.5"),
        ("-0", "", "0"),
        ("21 weeks", "weeks", "21"),
        ("0.12345", "", "0.123"),
        ("0.1235", "", "0.124"),
        ("８１", "", "81"),
    ],
)
def test_a_number_is_understood(written: str, unit: str, expected: str) -> None:
    assert read_amount(written, unit) == Decimal(expected)


@pytest.mark.parametrize(
    "written",
    ["", "-", ".", "12,5", "1,23,456", "12 5", "1.2.3", "81 or so", "n/a", "1e5", "١٢", "=1+1"],
)
def test_what_is_no_number_is_said_to_be_none(written: str) -> None:
    with pytest.raises(ValueError, match="must be a number, like"):
        read_amount(written, "%")


def test_a_percentage_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="must be in weeks, not per cent"):
        read_amount("21%", "weeks")


def test_a_number_the_database_cannot_hold_is_refused() -> None:
    assert read_amount("99,999,999,999") == 99_999_999_999
    with pytest.raises(ValueError, match="fewer than 12 digits"):
        read_amount("100000000000")


@given(some.decimals(-(10**8), 10**8, places=3))
def test_what_a_page_prints_can_be_typed_again(value: Decimal) -> None:
    assert read_amount(amount(value)) == value


@pytest.mark.parametrize(
    "written",
    [
        "31/10/2026",
        "31.10.26",
        "31-10-2026",
        "31 10 2026",
        "2026-10-31",
        "2026/10/31",
        "2026-10-31 00:00:00",
        "2026-10-31T00:00:00",
        "31/10/2026 00:00",
        "31 October 2026",
        "31st October 2026",
        "31 Oct 26",
        "31-Oct-26",
        "31-Oct-2026",
        "Saturday 31 October 2026",
        "Sat, 31 Oct 2026",
        "October 31, 2026",
        "OCT 31 2026",
        "October 2026",
        "Oct-26",
        "Oct 26",
        "Oct '26",
        "10/2026",
        "2026-10",
    ],
)
def test_the_last_of_october_is_understood(written: str) -> None:
    assert read_day(written) == date(2026, 10, 31)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1/2/2026", date(2026, 2, 1)),
        ("Sept 2025", date(2025, 9, 30)),
        ("Feb-24", date(2024, 2, 29)),
        ("Q1 2026/27", date(2026, 6, 30)),
        ("Q4 2025-26", date(2026, 3, 31)),
        ("2025/26 Q3", date(2025, 12, 31)),
        ("Quarter 2 25/26", date(2025, 9, 30)),
    ],
)
def test_other_days_are_understood(written: str, expected: date) -> None:
    assert read_day(written) == expected


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("31/11/2026", "is not a real date"),
        ("10/31/2026", "the day comes before the month"),
        ("13/2026", "is not a real date"),
        ("Q2 2026/28", "is not a real date"),
        ("31 Octember 2026", "is not a real date"),
        ("1/1/0999", "a year with four digits"),
        ("45000", "is not a date"),
        ("October", "is not a date"),
        ("Q5 2026/27", "is not a date"),
        ("####", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_what_is_no_day_is_said_to_be_none(written: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_day(written)


@given(some.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_usual_form_of_a_day_gives_that_day(day: date) -> None:
    month = calendar.month_name[day.month]
    for written in (
        long_date(day),
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day.day}-{month[:3]}-{day.year}",
        f"{month} {day.day}, {day.year}",
    ):
        assert read_day(written) == day


def pasted(text: str, unit: str = "%") -> list[tuple[date | None, Decimal | None, str, str]]:
    return [(one.on, one.value, one.note, one.problem) for one in read_pasted(text, unit, TODAY)]


@pytest.mark.parametrize(
    "line",
    [
        "31/10/2026\t81%",
        "31/10/2026,81",
        "31/10/2026, 81.0 %",
        "31/10/2026;81",
        "31/10/2026 81",
        "31 Oct 2026 81 %",
        '"31 October 2026","81"',
        "October 31, 2026, 81",
        "  Oct-26\t81  ",
    ],
)
def test_a_day_and_a_value_are_read_with_any_separator(line: str) -> None:
    assert pasted(line) == [(date(2026, 10, 31), Decimal(81), "", "")]


def test_commas_may_part_thousands_as_well_as_columns() -> None:
    assert pasted("31/10/2026,1,234,Before the audit, and late", "") == [
        (date(2026, 10, 31), Decimal(1234), "Before the audit, and late", "")
    ]
    assert pasted('31/10/2026,"1,234"', "")[0][1] == 1234


def test_a_heading_and_empty_lines_are_left_out_and_lines_keep_their_numbers() -> None:
    lines = read_pasted("Month\tValue\n\n31/10/2026\t81\n\n30/9/2026\t80\n", "%", TODAY)
    assert [line.number for line in lines] == [3, 5]


def test_two_long_rows_are_read_as_columns() -> None:
    turned = pasted("Month\tAug 26\tSep 26\tOct 26\nIn time\t70\t75\t81")
    assert [(one[0], float(one[1] or 0)) for one in turned] == [
        (date(2026, 8, 31), 70),
        (date(2026, 9, 30), 75),
        (date(2026, 10, 31), 81),
    ]
    upright = pasted("30/9/2026\t80\tWeekdays\n31/10/2026\t81\tWeekends")
    assert [one[2] for one in upright] == ["Weekdays", "Weekends"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("31/10/2026", "There is no value beside the day"),
        ("31/10/2026\t", "There is no value beside the day"),
        ("31/10/2026\tn/a", "The value must be a number, like 12.5 or 1,234, not “n/a”"),
        ("1/12/2026\t5", "1 December 2026 is in the future"),
        ("yesterday\t5", "“yesterday” is not a date, like 31/10/2026 or October 2026"),
        ("31/10/2026\t5\t" + "x" * 301, "The note must be 300 characters or fewer"),
        ('31/10/2026\t"5', ""),
    ],
)
def test_each_line_says_what_is_wrong_with_it(line: str, problem: str) -> None:
    assert pasted(line)[0][3] == problem


def test_a_day_that_stands_twice_is_a_problem_of_the_second() -> None:
    first, second = pasted("31/10/2026\t81\nOct 2026\t82")
    assert first[3] == ""
    assert second[3] == "31 October 2026 stands on line 1 already"


def test_only_so_many_lines_are_read() -> None:
    with pytest.raises(ValueError, match=f"at most {MOST_LINES} lines"):
        read_pasted("31/10/2026\t81\n" * (MOST_LINES + 2), "%", TODAY)


@given(some.text(max_size=400))
def test_anything_can_be_pasted(text: str) -> None:
    for line in read_pasted(text, "%", TODAY):
        assert line.problem or (line.on is not None and line.value is not None)
