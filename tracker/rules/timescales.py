"""Read a timescale as an inspectorate prints it: "Within three months", "by March 2027".

Only what the words say is found here; which day they come to is worked out in `calendar`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Period:
    """A length of time; `unit` is hour, day, working day, week, fortnight, month or year. 0 days: at once."""

    number: int
    unit: str


@dataclass(frozen=True)
class NamedDay:
    """A day that is named: without `day` the month's last is meant, without `year` the next one to come."""

    month: int
    day: int | None = None
    year: int | None = None


# What a person has to decide, because the words do not name one day.
_UNCLEAR = re.compile(
    r"\b(every|each|between|before|early|mid|late|start|beginning|spring|summer|autumn|winter|term|school|half|"
    r"quarter|and/or)\b"
)
_AT_ONCE = re.compile(r"\b(immediate|immediately|straight ?away|forthwith|at once|without delay)\b")

_NUMBERS = {
    word: number
    for number, words in {
        1: "a an one",
        2: "two",
        3: "three",
        4: "four",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
        11: "eleven",
        12: "twelve",
        14: "fourteen",
        15: "fifteen",
        18: "eighteen",
        20: "twenty",
        21: "twenty-one",
        24: "twenty-four",
        28: "twenty-eight",
        30: "thirty",
        36: "thirty-six",
        40: "forty",
        48: "forty-eight",
        60: "sixty",
        70: "seventy",
        90: "ninety",
    }.items()
    for word in words.split()
}
# Longer words first, so that "twenty-one" is not read as "one".
_NUMBER = r"(\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_UNIT = r"(working days?|hours?|days?|weeks?|fortnights?|months?|years?)"
_PERIOD = re.compile(rf"(?<![\w-]){_NUMBER}[ -](?:calendar )?{_UNIT}\b")
# "Three to six months"; in "twenty-eight" the hyphen joins, so it parts figures only.
_RANGE = re.compile(rf"\b{_NUMBER}(?: (?:to|or|and) |(?<=\d) ?- ?){_NUMBER}[ -](?:calendar )?{_UNIT}\b")
# "Six (6) months" says the same twice.
_REPEATED_IN_FIGURES = re.compile(r" ?\(\d{1,3}\)")

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_SHORT_YEAR = r"(?P<year>\d{4}|\d{2})"

# From the fullest form to the barest. A month alone needs a word before it, or the verb "may" would do,
# and no figure after it, which could be a day or a year.
_DAY_FORMS = (
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH},? {_SHORT_YEAR}\b"),
    re.compile(rf"\b{_MONTH} {_DAY},? {_YEAR}\b"),
    re.compile(rf"\b(?P<day>\d{{1,2}})[/.](?P<month>\d{{1,2}})[/.]{_SHORT_YEAR}\b"),
    re.compile(rf"\b{_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})\b"),
    re.compile(rf"\b{_MONTH} {_YEAR}\b(?!/)"),
    re.compile(rf"\b{_DAY} (?:of )?{_MONTH}(?!\w)(?! ?\d)"),
    re.compile(rf"\b(?:by|in|during|until|end of) {_MONTH}(?!\w)(?! ?'?\d)"),
    re.compile(rf"\bend of {_YEAR}\b(?![/-])"),
)


def read_timescale(printed: str) -> frozenset[Period | NamedDay]:
    """What a timescale names, each reading once; none where a person has to decide what is meant."""
    text = re.sub("[\u2010-\u2015]", "-", " ".join(printed.casefold().replace("\u2019", "'").split()))
    text = _REPEATED_IN_FIGURES.sub("", text)
    if _UNCLEAR.search(text) or _RANGE.search(text):
        return frozenset()
    return frozenset([*_periods(text), *_named_days(text)])


def _periods(text: str) -> Iterator[Period]:
    if _AT_ONCE.search(text):
        yield Period(0, "day")
    for count, unit in _PERIOD.findall(text):
        yield Period(int(count) if count.isdigit() else _NUMBERS[count], unit.removesuffix("s"))


def _named_days(text: str) -> Iterator[NamedDay]:
    """The days the text names. What one form has read is taken away, so that no other reads a part of it."""
    for pattern in _DAY_FORMS:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            yield NamedDay(
                month=_month(parts.get("month") or "12"),
                day=int(parts["day"]) if parts.get("day") else None,
                year=_year(parts["year"]) if parts.get("year") else None,
            )
        text = pattern.sub(" ", text)


def _month(name: str) -> int:
    return int(name) if name.isdigit() else _MONTHS.index(name[:3]) + 1


def _year(figures: str) -> int:
    """The year; two figures belong to this century."""
    return int(figures) if len(figures) == 4 else 2000 + int(figures)
