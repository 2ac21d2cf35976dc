"""What a person has to do, as a calendar (RFC 5545): whole days, one entry a date."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from tracker.models import Round
from tracker.my_actions.queries import WorkItem
from tracker.rules.passages import public_part


def calendar_of(
    work: Sequence[WorkItem], rounds: Sequence[Round], addresses: dict[int, str], *, now: datetime
) -> bytes:
    """Return the calendar: due dates and milestones of open actions, and when rounds close.

    `addresses` are the pages of the actions, by id. A plan that keeps titles out of its mails keeps them out
    of calendars as well, which lie on phones; so do the marks of a passage that is not for everybody.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Improvement-plan tracker//Due dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Improvement plan: due dates")
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"value": "DURATION"})
    for item in work:
        if item.is_open:
            for event in _of_action(item, addresses[item.action.id], now):
                calendar.add_component(event)
    for each in rounds:
        calendar.add_component(
            _whole_day(f"round-{each.id}", each.closes_on, f"Update round closes: {each.plan.title}", "", now)
        )
    data: bytes = calendar.to_ical()
    return data


def _of_action(item: WorkItem, address: str, now: datetime) -> Iterator[Event]:
    action, named = item.action, item.plan.mails_hold_titles
    if action.due_on:
        words = f"Due: {action.label} {public_part(action.title)}" if named else f"Due: action {action.label}"
        yield _whole_day(f"action-{action.id}", action.due_on, words, address, now)
    for step in action.milestones:
        if step.done_on is None:
            words = (
                f"Milestone of {action.label}: {public_part(step.title)}"
                if named
                else f"Milestone of {action.label}"
            )
            yield _whole_day(f"milestone-{step.id}", step.due_on, words, address, now)


def _whole_day(name: str, on: date, words: str, address: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}@improvement-plan")
    event.add("dtstamp", now)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", words)
    event.add("transp", "TRANSPARENT")
    if address:
        event.add("url", address)
    return event
