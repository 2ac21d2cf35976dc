"""How values read on a page, in a report and in a mail. One implementation for all three."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_UNITS = ("bytes", "KB", "MB", "GB")


def in_london(moment: datetime) -> datetime:
    """Return the aware moment in the council's own time."""
    return moment.astimezone(LONDON)


def long_date(value: date | datetime | str | None) -> str:
    """Return "21 November 2026"; "November 2026" for the text "2026-11"; "" for None.

    A datetime is read in London time. A text must be an ISO day or month; any other comes back as it is.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        try:
            if len(value) == 7:
                return date.fromisoformat(f"{value}-01").strftime("%B %Y")
            value = date.fromisoformat(value)
        except ValueError:
            return str(value)
    if isinstance(value, datetime):
        value = in_london(value)
    return f"{value.day} {value:%B %Y}"


def long_moment(value: datetime | None) -> str:
    """Return "21 November 2026 at 14:05" in London time; "" for None."""
    return "" if value is None else f"{long_date(value)} at {in_london(value):%H:%M}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return "1 action" or "3 actions"; the plural is the singular with an s unless given."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def amount(value: Decimal | float | None) -> str:
    """Return a number as people write it: no needless zeros, thousands with a comma; "" for None."""
    if value is None:
        return ""
    text = f"{Decimal(str(value)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def file_size(size: int) -> str:
    """Return "3.4 MB" for a size in bytes."""
    value = float(size)
    for unit in _UNITS[:-1]:
        if value < 1000:
            # Whole where it is whole: a limit reads "50 MB", a file "3.4 MB".
            whole = unit in _UNITS[:2] or value.is_integer()
            return f"{value:.0f} {unit}" if whole else f"{value:.1f} {unit}"
        value /= 1024
    return f"{value:.1f} {_UNITS[-1]}"


def clipped(text: str, length: int = 120) -> str:
    """Return the text in one line of at most `length` characters, cut at a word with "…"."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
