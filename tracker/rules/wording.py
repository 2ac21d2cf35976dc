"""The few ways of writing days, numbers and lists that reasons need.

How pages and reports format values stands elsewhere; the rules may import nothing, and their reasons
are whole sentences, so they keep these of their own.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_words(day: date) -> str:
    """A day in full: "31 October 2026"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_words(day: date) -> str:
    """The month of a day: "October 2026"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def month_name(month: int) -> str:
    """The name of a month, 1 to 12."""
    return _MONTHS[month - 1]


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: "1 day", "2 days", "3 people"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def times(number: int) -> str:
    """How often: "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def listed(words: Sequence[str]) -> str:
    """A list in running text: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def number_words(value: Decimal) -> str:
    """A reading without needless zeros or an exponent: "84", "12.5"."""
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
