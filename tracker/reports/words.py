"""Words and figures that only a report needs: counts in words, lists, short dates for tables, shortened
texts.

Days in full and amounts are written as everywhere else, by `tracker.formatting`.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from tracker.formatting import amount, long_date
from tracker.rules.citations import without_citations

__all__ = [
    "brief", "capital", "counted", "listed", "long_date", "month", "number", "paragraphs", "short_date",
    "short_month", "stop", "tied", "value",
]  # fmt: skip

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# Words longer than this may break; tying them to a note number would push them off the page.
_LONGEST_TIED_WORD = 24


def short_date(day: date | None) -> str:
    """Return "21 Nov 2026" for tables, kept on one line, or "" for no date."""
    return f"{day.day}\u00a0{_MONTHS[day.month - 1][:3]}\u00a0{day.year}" if day else ""


def month(day: date) -> str:
    """Return "November 2026"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def short_month(day: date) -> str:
    """Return "Nov 26" for the foot of a chart."""
    return f"{_MONTHS[day.month - 1][:3]} {day.year % 100:02d}"


def number(count: int, none: str = "none") -> str:
    """Return a number in words up to nine, in figures from ten, with thousands parted."""
    if count == 0:
        return none
    return _SMALL[count] if 0 < count < 10 else f"{count:,}"


def counted(count: int, one: str, more: str = "") -> str:
    """Return "no actions", "one action", "12 actions"."""
    return f"{number(count, 'no')} {one if count == 1 else more or one + 's'}"


def capital(text: str) -> str:
    """Return the text with a capital at its start; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def stop(text: str) -> str:
    """Return the text as a sentence: with a capital at its start and a full stop at its end."""
    text = text.strip()
    return capital(text) + ("" if not text or text[-1] in ".!?…:" else ".")


def listed(parts: Iterable[str]) -> str:
    """Return "a", "a and b" or "a, b and c"."""
    *first, last = list(parts) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def brief(text: str, limit: int) -> str:
    """Return the text on one line, at most about `limit` characters, cut after a whole sentence or word.

    Citations are left out: what they cite stands where the whole text does.
    """
    text = " ".join(without_citations(text).split())
    if len(text) <= limit:
        return text
    start = text[:limit]
    if (end := max(start.rfind(mark) for mark in (". ", "? ", "! "))) > limit // 2:
        return start[: end + 1]
    return start[: start.rfind(" ")].rstrip(",;:–- ") + "…" if " " in start else start + "…"


def paragraphs(text: str) -> list[str]:
    """Return the non-empty lines of a plain text, each to be printed as a paragraph of its own."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def tied(text: str) -> tuple[str, str]:
    """Part a text before its last word, which a note number must not be separated from."""
    head, _, last = text.rstrip().rpartition(" ")
    if len(last) > _LONGEST_TIED_WORD:
        return text.rstrip(), ""
    return head, last


def value(reading: Decimal, unit: str = "") -> str:
    """Return a reading as printed: "92%", "£1,200", "3.5 days", "41"."""
    if unit == "%":
        return f"{amount(reading)}%"
    if unit == "£":
        return f"£{amount(reading)}"
    return f"{amount(reading)} {unit}".rstrip()
