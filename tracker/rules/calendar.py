"""Days as councils count them: London's today, England's working days, months and quarters."""

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from tracker.rules.timescales import NamedDay, Period, read_timescale
from tracker.rules.wording import counted, day_words, month_name, month_words

_LONDON = ZoneInfo("Europe/London")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Quarter:
    """Three months of the calendar; `start` and `end` are its first and last day."""

    start: date
    end: date

    @property
    def words(self) -> str:
        """The quarter named by its months, which needs no knowledge of financial years."""
        return f"{month_name(self.start.month)} to {month_name(self.end.month)} {self.end.year}"

    def following(self) -> "Quarter":
        """The quarter after this one."""
        return quarter(self.end + _ONE_DAY)


def today_in_london(now: datetime) -> date:
    """The day in London at the moment `now`, which must carry a time zone (ValueError otherwise)."""
    if now.tzinfo is None:
        raise ValueError("The moment must carry a time zone")
    return now.astimezone(_LONDON).date()


def months_after(start: date, months: int) -> date:
    """The same day `months` later (or earlier when negative), or the last day of a shorter month."""
    whole = start.year * 12 + start.month - 1 + months
    year, month = divmod(whole, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, _days_in(year, month + 1)))


def last_day_of_month(year: int, month: int) -> date:
    """The last day of a month, 1 to 12."""
    return date(year, month, _days_in(year, month))


def whole_months_between(start: date, end: date) -> int:
    """How many whole months have passed from `start` to `end`, never less than 0."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and months_after(start, months) > end:
        months -= 1
    return max(0, months)


def quarter(day: date) -> Quarter:
    """The calendar quarter a day falls in. Financial quarters from April have the same bounds."""
    first_month = day.month - (day.month - 1) % 3
    return Quarter(date(day.year, first_month, 1), last_day_of_month(day.year, first_month + 2))


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no bank holiday in England."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def working_days_after(start: date, days: int) -> date:
    """The day on which `days` working days have passed since `start`, which is itself day 0.

    The first working day after `start` is day 1, whether or not `start` is a working day, as a period
    "within 70 working days of receiving the report" is counted. Raises ValueError when `days` is negative.
    """
    if days < 0:
        raise ValueError("Working days are counted forwards")
    day = start
    for _ in range(days):
        day += _ONE_DAY
        while not is_working_day(day):
            day += _ONE_DAY
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative when `end` lies before `start`."""
    if end < start:
        return -working_days_between(end, start)
    span = (start + timedelta(days=gone) for gone in range(1, (end - start).days + 1))
    return sum(1 for day in span if is_working_day(day))


def due_from_timescale(timescale: str | None, published: date | None) -> tuple[date | None, str]:
    """The due date a printed timescale sets, with the reason in words.

    Periods count from the day of publication, `published`. A month means its last day, and a day without
    a year the next such day after publication. Where the words are not understood, name more than one
    day, or need a publication date that is not known, the date is None and the reason says what is
    missing. Never raises.
    """
    printed = " ".join((timescale or "").split())
    if not printed:
        return None, "No timescale is printed"
    quoted = f"“{printed if len(printed) <= 80 else printed[:79].rstrip() + '…'}”"
    readings = read_timescale(printed)
    if len(readings) != 1:
        return None, f"{quoted} does not name one day: choose the due date"
    (reading,) = readings
    try:
        if isinstance(reading, NamedDay) and reading.year is not None:
            return _due_on_named_day(reading, reading.year)
        if published is None:
            return None, f"{quoted} counts from publication, and that day is not known"
        if isinstance(reading, NamedDay):
            return _due_on_next_such_day(reading, published)
        return _due_after(reading, published)
    except (ValueError, OverflowError):
        return None, f"{quoted} names a day that is not in the calendar"


def _due_on_named_day(named: NamedDay, year: int) -> tuple[date, str]:
    if named.day is not None:
        return date(year, named.month, named.day), "The date printed in the report"
    due = last_day_of_month(year, named.month)
    return due, f"The last day of {month_words(due)}"


def _due_on_next_such_day(named: NamedDay, published: date) -> tuple[date, str]:
    this_year, reason = _due_on_named_day(named, published.year)
    due = this_year
    if this_year < published:
        due, reason = _due_on_named_day(named, published.year + 1)
    if named.day is not None:
        reason = f"The first {day_words(due).rsplit(' ', 1)[0]}"
    return due, f"{reason}, counted from publication on {day_words(published)}"


def _due_after(period: Period, published: date) -> tuple[date, str]:
    since = f"publication on {day_words(published)}"
    if period.number == 0:
        return published, f"At once: the day of {since}"
    words = f"{counted(period.number, period.unit)} after {since}"
    match period.unit:
        case "working day":
            due = working_days_after(published, period.number)
            return due, f"{words}, leaving out weekends and bank holidays in England"
        case "month":
            return months_after(published, period.number), words
        case "year":
            return months_after(published, 12 * period.number), words
        case "hour":
            # A due date is a whole day, so part of a day counts as one.
            return published + timedelta(days=-(-period.number // 24)), words
        case _:
            days = {"day": 1, "week": 7, "fortnight": 14}[period.unit]
            return published + timedelta(days=days * period.number), words


def _days_in(year: int, month: int) -> int:
    return gregorian.monthrange(year, month)[1]


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year, expand=False))
