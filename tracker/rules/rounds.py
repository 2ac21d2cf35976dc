"""When a round reminds and closes, until when its links work, and who has answered it. Days are London's."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from tracker.formatting import LONDON

LONGEST_ROUND_DAYS = 92
LONGEST_GRACE_DAYS = 60


class Answered(StrEnum):
    """How far somebody has answered a round."""

    ALL = "all"
    PART = "part"
    NONE = "none"


class Duty(StrEnum):
    """What a round needs from the worker on a day."""

    REMIND_BEFORE = "remind_before"
    CLOSE = "close"
    REMIND_AFTER = "remind_after"


def how_far(open_actions: Collection[int], updated: Collection[int]) -> Answered:
    """Return how far the actions somebody is asked for have been answered, given those with an update.

    “Nothing has changed” is an update. Who is asked for nothing any more, since the actions went to
    others, has answered.
    """
    answered = len(set(open_actions) & set(updated))
    if answered == len(set(open_actions)):
        return Answered.ALL
    return Answered.PART if answered else Answered.NONE


def links_end_at(closes_on: date, grace_days: int) -> datetime:
    """Return the moment from which a round's links no longer work: the end of the last day of grace."""
    return datetime.combine(closes_on + timedelta(days=grace_days + 1), time(), LONDON)


def duty_of(
    *,
    opened_on: date,
    closes_on: date,
    is_closed: bool,
    as_at: date | None,
    before_days: int,
    after_days: int,
    has_reminded_before: bool,
    has_reminded_after: bool,
    links_end: datetime,
    today: date,
) -> Duty | None:
    """Return what is due on a day, None where nothing is; each thing once.

    A worker that stood still makes up for it, but reminds nobody of a day that has passed: who is late hears
    of the close instead, and nobody whose link has ended is reminded of it. 0 days: no such reminder. A round
    that opens so late that the day for it has come reminds nobody of what they were asked just now.
    """
    if not is_closed:
        if today > closes_on:
            return Duty.CLOSE
        on = closes_on - timedelta(days=before_days)
        is_time = before_days > 0 and opened_on < on <= today
        return Duty.REMIND_BEFORE if is_time and not has_reminded_before else None
    if has_reminded_after or not after_days:
        return None
    first = (as_at or closes_on) + timedelta(days=after_days)
    last = links_end.astimezone(LONDON).date()
    return Duty.REMIND_AFTER if first <= today < last else None
