"""The one place that asks what time it is. Rules and operations are told."""

from datetime import UTC, date, datetime

from tracker.formatting import in_london


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day in London, by which due dates count."""
    return in_london(now()).date()
