"""When a council's own action plan is due with the inspectorate, and how long that is from today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.rules.calendar import working_days_after, working_days_between
from tracker.rules.wording import counted, day_words


class PlanStage(StrEnum):
    """What is due: a draft of the action plan, or the whole of it."""

    DRAFT = "draft"
    FULL = "full"


class DayZero(StrEnum):
    """The day from which working days are counted; it is itself day 0."""

    RECEIVED = "received"
    PUBLISHED = "published"


STAGE_WORDS = {PlanStage.DRAFT: "Draft action plan", PlanStage.FULL: "Action plan"}


def day_zero(received: date | None, published: date | None) -> tuple[date, DayZero] | None:
    """The day to count from: received, else published; None where neither is known to the day.

    The regulations count from the day on which the council receives the report.
    """
    if received is not None:
        return received, DayZero.RECEIVED
    return (published, DayZero.PUBLISHED) if published is not None else None


def stages_due(working_days: int | None, draft_working_days: int | None) -> list[tuple[PlanStage, int]]:
    """What a kind of inspection asks for, the draft first, each with its working days."""
    asked = ((PlanStage.DRAFT, draft_working_days), (PlanStage.FULL, working_days))
    return [(stage, days) for stage, days in asked if days]


def is_asked_for(only_with: str | None, sections: Iterable[str]) -> bool:
    """Whether a plan is asked for: always, or only where a list stands under the heading `only_with`.

    "Areas for priority action" is also printed in the singular, and with words after it.
    """
    if not only_with:
        return True
    wanted = _singular(only_with)
    return any(_singular(section).startswith(wanted) for section in sections)


def due_after(counted_from: date, working_days: int) -> date:
    """The day on which a plan is due: so many working days in England after day 0."""
    return working_days_after(counted_from, working_days)


@dataclass(frozen=True)
class Countdown:
    """How long a plan has: working days, negative when they have passed, and the words beside the number."""

    days: int
    words: str

    @property
    def is_late(self) -> bool:
        """Whether the day it is due has passed."""
        return self.days < 0


def count_down(due_on: date, today: date) -> Countdown:
    """Working days from today to the day a plan is due; late from the day after it, also at a weekend."""
    days = working_days_between(today, due_on)
    if due_on < today:
        # At the weekend after a Friday no working day has passed yet, and the plan is late all the same.
        days = min(-1, days)
        return Countdown(days, f"working {'day' if days == -1 else 'days'} late")
    return Countdown(days, f"working {'day' if days == 1 else 'days'} left")


def explain_count(stage_days: int, counted_from: date, by: DayZero) -> str:
    """One sentence that says how a due date was counted."""
    what = {DayZero.RECEIVED: "was received", DayZero.PUBLISHED: "was published"}[by]
    return (
        f"{counted(stage_days, 'working day')} after {day_words(counted_from)}, the day the report {what}. "
        "That day is day 0; weekends and bank holidays in England are left out."
    )


def _singular(heading: str) -> str:
    words = heading.casefold().split()
    return " ".join("area" if word == "areas" else word for word in words)
