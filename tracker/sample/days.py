"""The sample's calendar: its story is told in months before and after the day on which it is loaded.

The newest month of the story is the one whose 13th has come last. People report between the 8th and the 13th,
so that the newest updates are never in the future and never older than 35 days, and figures are always those
of a month that has ended.
"""

import calendar
import re
from datetime import date, datetime, time, timedelta

from tracker.formatting import LONDON, long_date

_SLOT = re.compile(r"\{(\w+?)([+-]\d+)?\}")
_REPORTING_DAYS = (8, 9, 10, 11, 12, 13)


def months_from(first: date, months: int) -> date:
    """Return the first day of the month so many months later (or earlier)."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


class Days:
    """Turns the sample's relative days into dates, and fills them into its texts."""

    def __init__(self, today: date) -> None:
        """Take the day on which the sample is loaded."""
        self.today = today
        self.newest = (today - timedelta(days=12)).replace(day=1)

    def day(self, written: str) -> date:
        """Return the date of "-2/31": the 31st, or the last day, two months before the newest."""
        months, day = written.split("/")
        first = months_from(self.newest, int(months))
        return first.replace(day=min(int(day), calendar.monthrange(first.year, first.month)[1]))

    def working_day(self, written: str) -> date:
        """Return the date, or the Friday before where it is at a weekend."""
        day = self.day(written)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def report_day(self, month: int, place: int) -> date:
        """Return a working day between the 8th and the 13th of a month; `place` spreads people over them."""
        first = months_from(self.newest, month)
        days = [first.replace(day=day) for day in _REPORTING_DAYS]
        working = [day for day in days if day.weekday() < 5]
        return working[place % len(working)]

    def month_end(self, month: int) -> date:
        """Return the last day of a month."""
        return months_from(self.newest, month + 1) - timedelta(days=1)

    @property
    def inspection(self) -> tuple[date, date]:
        """The first and last day of the inspection: Monday to Thursday of the fourth week."""
        first = self.day("-13/6")
        first += timedelta(days=-first.weekday() % 7)
        return first, first + timedelta(days=24)

    @property
    def report_published(self) -> date:
        """The day on which the inspection report was published."""
        return self.working_day("-11/9")

    @property
    def visit(self) -> tuple[date, date]:
        """The two days of the focused visit, a Tuesday and a Wednesday about five weeks ago."""
        first = self.today - timedelta(days=36)
        first -= timedelta(days=(first.weekday() - 1) % 7)
        return first, first + timedelta(days=1)

    @property
    def letter_published(self) -> date:
        """The day of the focused visit's letter, about two weeks ago."""
        day = self.today - timedelta(days=14)
        return day - timedelta(days=max(0, day.weekday() - 4))

    def fill(self, text: str, at: date | None = None) -> str:
        """Return the text with its slots filled.

        {month-1} is the month before that of `at` (by default of the newest month of the story), by name;
        the other slots are those of `_named`.
        """
        base = (at or self.newest).replace(day=1)

        def value(slot: re.Match[str]) -> str:
            name, offset = slot.group(1), int(slot.group(2) or 0)
            if name == "month":
                return f"{months_from(base, offset):%B}"
            return self._named(name, offset)

        return _SLOT.sub(value, text)

    def _named(self, name: str, offset: int) -> str:
        first, last = self.inspection
        named = {
            "planyear": lambda: str(self.day("-10/2").year + offset),
            "inspection_dates": lambda: span(first, last),
            "report_published": lambda: long_date(self.report_published),
            "previous_month": lambda: f"{months_from(self.newest, -61):%B %Y}",
            "director_since": lambda: f"{months_from(self.newest, -39):%B %Y}",
            "chair_since": lambda: f"{months_from(self.newest, -26):%B %Y}",
            "signs_since": lambda: str(self.newest.year - 6),
            "letter_published": lambda: long_date(self.letter_published),
            "visit_dates": lambda: span(*self.visit, joined="and"),
        }
        return named[name]()


def span(first: date, last: date, joined: str = "to") -> str:
    """Return "8 to 26 October 2025", naming month and year of the first day only where they differ."""
    start = str(first.day)
    if (first.year, first.month) != (last.year, last.month):
        start += f" {first:%B}"
    if first.year != last.year:
        start += f" {first.year}"
    return f"{start} {joined} {long_date(last)}"


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a time of that day in London."""
    return datetime.combine(day, time(hour, minute), tzinfo=LONDON)
