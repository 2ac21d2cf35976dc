"""Days as people write them in a sheet. A month or a quarter stands for its last day."""

import calendar
import re
from collections.abc import Callable
from datetime import date

_MONTHS = {name[:3].casefold(): number for number, name in enumerate(calendar.month_name) if name} | {
    "sept": 9
}
_WORD = r"(?P<month>[a-z]+)\.?"
_FORMS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], date]]] = []


def read_day(written: str) -> date:
    """Return the day; the day stands before the month, as in Britain, unless the year comes first.

    Raises ValueError with words that follow a field's name or a line.
    """
    text = " ".join(written.replace("\N{NON-BREAKING HYPHEN}", "-").replace("–", "-").split()).casefold()
    # What spreadsheets add: the day of the week before a day, midnight behind it.
    text = re.sub(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? (?=\d)", "", text)
    text = re.sub(r"[ t]0{1,2}:00(:00(\.0+)?)?$", "", text)
    for pattern, build in _FORMS:
        if match := pattern.fullmatch(text):
            try:
                found = build(match)
            except ValueError:
                raise ValueError(
                    _wrong(written, "is not a real date; the day comes before the month")
                ) from None
            if not 1900 <= found.year <= 2200:
                raise ValueError(_wrong(written, "must have a year with four digits, like 2027"))
            return found
    raise ValueError(_wrong(written, "is not a date, like 31/10/2026 or October 2026"))


def _wrong(written: str, words: str) -> str:
    text = " ".join(written.split())
    return f"“{text if len(text) <= 30 else text[:30] + '…'}” {words}"


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    number = _MONTHS.get(written) or _MONTHS.get(written[:3])
    if number is None or not (
        written == "sept" or calendar.month_name[number].casefold().startswith(written)
    ):
        raise ValueError(written)
    return number


def _month_end(year: int, month: int) -> date:
    if not 1 <= month <= 12 or not 1 <= year <= 9999:
        raise ValueError(month)
    return date(year, month, calendar.monthrange(year, month)[1])


def _a_day(match: re.Match[str]) -> date:
    return date(_year(match["year"]), _month(match["month"]), int(match["day"]))


def _a_month(match: re.Match[str]) -> date:
    return _month_end(_year(match["year"]), _month(match["month"]))


def _a_quarter(match: re.Match[str]) -> date:
    """Return the end of a quarter of a council's year, which begins in April: "Q3 2026/27"."""
    first, second = _year(match["year"]), int(match["next"]) % 100
    if (first + 1) % 100 != second:
        raise ValueError(second)
    quarter = int(match["quarter"])
    return _month_end(first + (quarter == 4), (6, 9, 12, 3)[quarter - 1])


for _pattern, _build in (
    (r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})", _a_day),
    (r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4}|\d{2})", _a_day),
    (rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[- /]?(?:of )?{_WORD},?[- /]?(?P<year>\d{{4}}|\d{{2}})", _a_day),
    (rf"{_WORD} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})", _a_day),
    (r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})", _a_month),
    (r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})", _a_month),
    (rf"{_WORD},?[- /]?'?(?P<year>\d{{4}}|\d{{2}})", _a_month),
    (r"q(?:uarter)? ?(?P<quarter>[1-4])[ ,]*(?P<year>\d{4}|\d{2}) ?[-/] ?(?P<next>\d{4}|\d{2})", _a_quarter),
    (r"(?P<year>\d{4}) ?[-/] ?(?P<next>\d{4}|\d{2})[ ,]*q(?:uarter)? ?(?P<quarter>[1-4])", _a_quarter),
):
    _FORMS.append((re.compile(_pattern, re.ASCII), _build))
