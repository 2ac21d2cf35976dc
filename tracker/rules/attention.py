"""In which group of "My actions" an action stands."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from tracker.rules.ladders import Delivery
from tracker.rules.status import MilestoneFacts, Standing

DUE_SOON_DAYS = 30


class Group(StrEnum):
    """The groups in the order they are shown. An action stands only in the first that fits."""

    LATE = "late"
    ASKED = "asked"
    CHALLENGED = "challenged"
    DUE_SOON = "due_soon"
    WAITING = "waiting"
    REST = "rest"


GROUP_WORDS: dict[Group, str] = {
    Group.LATE: "Late",
    Group.ASKED: "Asked to explain",
    Group.CHALLENGED: "Evidence challenged",
    Group.DUE_SOON: f"Due in the next {DUE_SOON_DAYS} days",
    Group.WAITING: "Waiting for an update",
    Group.REST: "The rest",
}


def group_of(
    standing: Standing,
    due_on: date | None,
    milestones: Iterable[MilestoneFacts],
    challenged: bool,
    today: date,
    asked: bool = False,
    in_round: bool = False,
) -> Group:
    """The first group that fits an action on the day `today`.

    `challenged`: one of its evidence items is challenged and not answered; `asked`: somebody waits for its
    owner to explain something; `in_round`: an open round asks for an update and has none. A milestone that
    was missed counts as due soon until it is done. A delivered action is neither due nor waiting for an
    update.
    """
    if standing.is_overdue:
        return Group.LATE
    if asked:
        return Group.ASKED
    if challenged:
        return Group.CHALLENGED
    if standing.declared_delivery is Delivery.DELIVERED:
        return Group.REST
    horizon = today + timedelta(days=DUE_SOON_DAYS)
    days = [step.due_on for step in milestones if step.done_on is None or step.done_on > today]
    if due_on is not None:
        days.append(due_on)
    if any(day <= horizon for day in days):
        return Group.DUE_SOON
    return Group.WAITING if standing.is_stale or in_round else Group.REST
