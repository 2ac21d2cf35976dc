"""Days as people type them into a plan: understood where the words name one day, marked where they do not.

A month means its last day, as a deadline, and its first where something starts. A year that is not written is
taken only from what pins it down: a weekday that fits, the start beside it, or a financial year named above
the column.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST, LATEST = 1990, 2100
_MONTHS = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
)
_INDEX = {name: at for names in _MONTHS for at, name in enumerate(names.split(), start=1)} | {
    "sept": 9,
    "febuary": 2,
    "septmber": 9,
}
_MONTH = r"(?P<month>" + "|".join(sorted(_INDEX, key=len, reverse=True)) + r")\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d|'?\d\d)"
_FULL_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"\b(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[,.]?\s*")
_TIME = re.compile(r"(?:\s+at)?[\sT]+\d{1,2}[:.]\d\d(?::\d\d(?:\.\d+)?)?(?: ?[ap]m)?z?$", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:(?:to be )?(?:completed?|finished|done|delivered|achieved|implemented|due|in place)(?: by| on)?|by|"
    r"before|"
    r"no later than|until|till|from|on|in|w/?c|w/?e|week (?:commencing|ending)|date|target|deadline|"
    r"revised(?: to| date)?|now|erbyn)[\s:–-]+"
)
_END = re.compile(r"^(?:the )?(?:end|close|last day|diwedd)(?:[- ]of)?(?: the)?\s+")
_MIDDLE = re.compile(r"^(?:the )?mid(?:dle)?[- ](?:of )?")
_SOON = re.compile(
    r"^(?:immediate(?:ly)?|with immediate effect|asap|as soon as possible|straight ?away|now|urgent(?:ly)?|"
    r"at once|ar unwaith|immediate action)$"
)
_NONE = re.compile(
    r"^(?:on-?going|continu(?:ous|al|ing)(?:ly)?|rolling|bau|business as usual|tb[cda]|to be (?:confirmed|"
    r"agreed|decided|determined)|n/?a|not applicable|none|nil|no date|not set|open|"
    r"(?:now )?(?:complete|completed|done|closed|achieved|delivered)|parhaus|i'w gadarnhau|various|-+|\?+|"
    r"monthly|weekly|quarterly|annual(?:ly)?|every month|each month|each quarter|termly|daily|unknown)$"
)
_FINANCIAL = re.compile(r"\b(20\d\d) ?[/–-] ?(?:20)?(\d\d)\b")
_SHORT_FINANCIAL = re.compile(r"(?<=[ .])(\d\d) ?[/–-] ?(\d\d)$")  # behind a quarter or "FY"
_YEAR_END = re.compile(
    r"(?:fy|(?:financial|fin) (?:year|yr)|year(?= end))(?: end)?"
    r"(?: (?P<financial>20\d\d ?[/–-] ?(?:20)?\d\d))?"
)
_DONE = re.compile(r"^(?:completed?|finished|done|delivered|achieved|implemented) (?!by )(?:on |in )?")
_OPEN_ENDED = re.compile(r"^(?:\w+ly )?from [^-–]+$|\bonwards?$|\band on-?going$")
_SEASON = re.compile(
    r"\b(?:spring|summer|autumn|winter|easter|christmas|half[- ]?term|terms?|gwanwyn|haf|hydref|gaeaf)\b"
)
_FORMS = (
    re.compile(rf"{_DAY}[ -]*(?:of )?{_MONTH}[ ,-]*{_YEAR}"),
    re.compile(rf"{_MONTH}[ -]+{_DAY},?[ -]+{_FULL_YEAR}"),
    re.compile(r"(?P<day>\d{1,2})[/.\- ](?P<month>\d{1,2})[/.\- ](?P<year>(?:19|20)\d\d|\d\d)"),
    re.compile(r"(?P<year>(?:19|20)\d\d)[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})"),
    re.compile(r"(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)"),
)
_MONTH_FORMS = (
    re.compile(rf"{_MONTH}[ ,/-]*{_FULL_YEAR}"),
    re.compile(rf"{_MONTH}(?:-| ?/ ?|[ ]?')(?P<year>\d\d)"),
    re.compile(r"(?P<month>\d{1,2})[/-](?P<year>20\d\d)"),
    re.compile(r"(?P<year>20\d\d)-(?P<month>\d\d)"),
)
_NO_YEAR = re.compile(rf"(?:{_DAY}[ -]*(?:of )?)?{_MONTH}|(?P<day_first>\d{{1,2}})/(?P<number>\d{{1,2}})")
_DAY_OR_YEAR = re.compile(rf"{_MONTH} \d\d")
_QUARTER = re.compile(
    rf"(?:q(?:uarter|tr)?[ .]*(?P<quarter>[1-4])|(?P<nth>1st|2nd|3rd|4th|first|second|third|fourth) quarter)"
    rf"[ ,of]*(?:(?P<financial>20\d\d ?[/–-] ?(?:20)?\d\d)|{_FULL_YEAR})?"
)
_NTH = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4}


@dataclass(frozen=True)
class Written:
    """What a cell says about a day. `on` is the day where one is meant; `why` what a person reads about it.

    `asks` says that a person has to decide: the words mean a day, but not which.
    """

    on: date | None = None
    why: str = ""
    asks: bool = False


@dataclass(frozen=True)
class Around:
    """What stands around a day without a year: the start in the same row, a financial year above."""

    start: date | None = None
    financial_year: int | None = None  # the calendar year in which it begins
    begins: bool = False  # it is the day on which something starts: a month or quarter means its first day


NOTHING = Around()


def financial_year_in(text: str) -> int | None:
    """Return the year in which the one financial year begins that a title names ("2026/27")."""
    found = {
        int(first) for first, second in _FINANCIAL.findall(text) if (int(first) + 1) % 100 == int(second)
    }
    return found.pop() if len(found) == 1 else None


def read_day(text: str, around: Around = NOTHING) -> Written:
    """Return what the words say; never raises, whatever they are."""
    words = _even(text)
    if not words:
        return Written()
    if _NONE.fullmatch(words):
        return Written(why=f"“{_shown(text)}” names no day")
    if _SOON.fullmatch(words):
        return Written(why=f"“{_shown(text)}” is no date: choose the day that is meant", asks=True)
    if len(words) > 120:
        return Written(why="There is more than a date in this cell", asks=True)
    serial = _serial(words)
    if serial:
        return Written(serial, f"“{_shown(text)}” is the number Excel keeps for this day")
    return _of_words(words, text, around)


def _of_words(words: str, text: str, around: Around) -> Written:
    if _OPEN_ENDED.search(words) and not around.begins:
        return Written(
            why=f"“{_shown(text)}” says when it starts, and not when it ends: choose the day", asks=True
        )
    done = _DONE.match(words)
    weekday = _WEEKDAY.search(words)
    bare = " ".join(_WEEKDAY.sub("", words, count=1).split()) if weekday else words
    bare = _DONE.sub("", _TIME.sub("", bare).removesuffix(" onwards"))
    while (shorter := _LEADING.sub("", bare)) != bare:
        bare = shorter
    end, middle = _END.match(bare), _MIDDLE.match(bare)
    bare = _MIDDLE.sub("", _END.sub("", bare)).strip(" .,;:")
    bare = _SHORT_FINANCIAL.sub(_in_full, bare)
    for form in _FORMS:
        if match := form.fullmatch(bare):
            found, why = _day(match)
            if found is None:
                return Written(why=f"There is no day “{_shown(text)}”", asks=True)
            if weekday and found.weekday() != _WEEKDAYS.index(weekday[1][:3]):
                return Written(why=f"“{_shown(text)}” is a {found:%A}: choose the day", asks=True)
            return Written(found, "The day it was done is taken as the due date" if done else why)
    for form in _MONTH_FORMS:
        match = form.fullmatch(bare)
        month = _month(match["month"]) if match else None
        if match and month:
            return _of_month(_year(match["year"]), month, bool(middle), around.begins and not end)
    if match := _QUARTER.fullmatch(bare):
        return _of_quarter(match, text, around.begins and not end)
    if _DAY_OR_YEAR.fullmatch(bare):
        return Written(why=f"“{_shown(text)}” may be a day or a month of a year: choose the day", asks=True)
    if match := _NO_YEAR.fullmatch(bare):
        return _without_year(match, text, around, bool(middle), weekday[1] if weekday else "")
    financial = _FINANCIAL.fullmatch(bare)
    if financial and (int(financial[1]) + 1) % 100 == int(financial[2]):
        return _of_financial_year(int(financial[1]), around)
    if match := _YEAR_END.fullmatch(bare):
        return _of_year_end(match, text, around)
    if end and re.fullmatch(r"20\d\d", bare):
        return Written(date(int(bare), 12, 31), "The end of the year")
    if len([1 for form in (*_FORMS, *_MONTH_FORMS) for _ in form.finditer(words)]) > 1:
        return Written(why=f"“{_shown(text)}” names more than one day", asks=True)
    if _SEASON.search(words):
        return Written(why=f"“{_shown(text)}” is a season or a term, and no day: choose the day", asks=True)
    return Written(why=f"“{_shown(text)}” is no day we understand", asks=True)


def _in_full(match: re.Match[str]) -> str:
    """Return "26/27" as "2026/27" where the two follow each other, else as it is."""
    first, second = int(match[1]), int(match[2])
    return f"20{first:02d}/{second:02d}" if (first + 1) % 100 == second else match[0]


def _of_month(year: int, month: int, middle: bool, begins: bool) -> Written:
    if not EARLIEST <= year <= LATEST:
        return Written(why=f"The year {year} cannot be meant", asks=True)
    if middle:
        return Written(date(year, month, 15), "The middle of the month is taken as the 15th")
    if begins:
        return Written(date(year, month, 1), "A start in a month is taken as its first day")
    return Written(_last_day(year, month), "A month is taken to its last day")


def _of_quarter(match: re.Match[str], text: str, begins: bool) -> Written:
    """Return the end (or start) of a quarter of a financial year; a bare year leaves two readings."""
    quarter = int(match["quarter"]) if match["quarter"] else _NTH[match["nth"]]
    year = financial_year_in(match["financial"]) if match["financial"] else None
    if year is None:
        return Written(
            why=f"“{_shown(text)}” may be of the calendar or the financial year: choose the day", asks=True
        )
    month = quarter * 3 + 3
    last = _last_day(year + (month > 12), month - 12 if month > 12 else month)
    if begins:
        first = date(last.year, last.month - 2, 1)
        return Written(first, "The start of the financial quarter")
    return Written(last, "The end of the financial quarter")


def _of_financial_year(year: int, around: Around) -> Written:
    if around.begins:
        return Written(date(year, 4, 1), "The start of the financial year")
    return Written(date(year + 1, 3, 31), "The end of the financial year")


def _of_year_end(match: re.Match[str], text: str, around: Around) -> Written:
    """Return the end of the financial year that is named here, above, or goes on at the start beside it."""
    year = financial_year_in(match["financial"]) if match["financial"] else around.financial_year
    if year is None and around.start is not None:
        year = around.start.year - (around.start.month < 4)
    if year is None or around.begins:
        return Written(why=f"“{_shown(text)}” has no year: choose the day", asks=True)
    return _of_financial_year(year, around)


def _without_year(match: re.Match[str], text: str, around: Around, middle: bool, weekday: str) -> Written:
    month = _INDEX[match["month"]] if match["month"] else int(match["number"])
    figures = match["day"] or match["day_first"]
    day = int(figures) if figures else 15 if middle else 1 if around.begins else None
    asks = Written(why=f"“{_shown(text)}” has no year: choose the day", asks=True)
    if around.financial_year is not None:
        year = around.financial_year + (month < 4)
        named = f"{around.financial_year}/{(around.financial_year + 1) % 100:02d}"
        why = f"The year is that of {named}, named above"
    elif around.start is not None:
        year = around.start.year
        found = _made(year, month, day)
        if found is None or found < around.start:
            year += 1
        why = "The year is the first after the start in the same row"
    else:
        return asks
    found = _made(year, month, day)
    if found is None or (weekday and found.weekday() != _WEEKDAYS.index(weekday[:3])):
        return asks
    return Written(found, why)


def _made(year: int, month: int, day: int | None) -> date | None:
    if not EARLIEST <= year <= LATEST or not 1 <= month <= 12:
        return None
    last = _last_day(year, month)
    return last if day is None else last.replace(day=day) if 1 <= day <= last.day else None


def _day(match: re.Match[str]) -> tuple[date | None, str]:
    """Return the day and what is to be said of it.

    The month stands second as here, and first only where the second cannot be one.
    """
    day, year, why = int(match["day"]), _year(match["year"]), ""
    month = _month(match["month"])
    if month is None and match["month"].isdecimal() and day <= 12:
        day, month, why = (
            int(match["month"]),
            day,
            "The month stands first in it: look at the other dates too",
        )
    return (_made(year, month, day) if month else None), why


def _month(written: str) -> int | None:
    if written.isdecimal():
        return int(written) if 1 <= int(written) <= 12 else None
    return _INDEX.get(written)


def _year(figures: str) -> int:
    """Return the year; two figures belong to this century."""
    bare = figures.lstrip("'")
    return int(bare) if len(bare) == 4 else 2000 + int(bare)


def _serial(words: str) -> date | None:
    """Return the day of a number as spreadsheets count days, within the years a plan can speak of."""
    match = re.fullmatch(r"(\d{5})(?:\.\d+)?", words)
    if match is None or not 36526 <= int(match[1]) <= 73050:
        return None
    return date(1899, 12, 30) + timedelta(days=int(match[1]))


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _even(text: str) -> str:
    line = " ".join(text[:400].casefold().replace("’", "'").replace("‘", "'").replace("\u2010", "-").split())
    line = re.sub(r"\s*\((?:revised|extended|original|target|tbc)\)", "", line)
    # Digits of other scripts are decimal to Python and no date to anybody who types one here.
    return line.strip(" .,;:*") if line.isascii() or not re.search(r"[^\x00-\x7f]", line) else line.strip()


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60]}…"
