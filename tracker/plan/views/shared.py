"""What several views of the plan need: choices from the plan, and what a second person is told."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import sqlalchemy as sa
from flask import url_for

from tracker.formatting import in_london, long_date
from tracker.models import Owner, Plan, Priority, Recommendation, Service
from tracker.operations.owners import owner_name
from tracker.plan import blueprint
from tracker.plan.queries.history import load_history
from tracker.plan.queries.lists import owner_label

Choices = list[tuple[str, str]]
Found = TypeVar("Found", Owner, Priority, Recommendation, Service)


def service_choices(services: Iterable[Service]) -> Choices:
    """Return the services, after the choice of none."""
    return [("", "No service"), *((str(service.id), service.name) for service in services)]


def priority_choices(priorities: Iterable[Priority]) -> Choices:
    """Return the priorities, after the choice of none."""
    return [
        ("", "No priority yet"),
        *((str(priority.id), f"{priority.number}: {priority.title}") for priority in priorities),
    ]


def owner_choices(owners: Iterable[Owner], nobody: str = "Nobody yet") -> Choices:
    """Return the owners, after the choice of nobody."""
    return [("", nobody), *((str(owner.id), owner_label(owner)) for owner in owners)]


def pick(found: Sequence[Found], wanted: int | None) -> Found | None:
    """Return the one with this id, None where none was chosen."""
    return next((each for each in found if each.id == wanted), None)


def breadcrumbs(plan: Plan, *further: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way to a page as (words, address) pairs, from the plan on."""
    return [("Plan", url_for("plan.show_plan", plan=plan.slug)), *further]


def who_changed(about: sa.ColumnElement[bool]) -> tuple[str, str, list[dict[str, str]]]:
    """Return who changed something last, when in words, and what (as details of a change record)."""
    changes = load_history(about, per_page=1).changes
    if not changes:
        return "Somebody else", "", []
    change = changes[0]
    moment = f"on {long_date(change.at)} at {in_london(change.at):%H:%M}"
    return change.said_by or "The system", moment, change.details


def told(about: sa.ColumnElement[bool]) -> str:
    """Return what a second person reads: who changed it meanwhile, and what."""
    name, moment, details = who_changed(about)
    words = "; ".join(
        f"{detail['field']} is now “{detail['after'] or 'empty'}”"
        for detail in details
        if detail.get("field")
    )
    return (
        f"{name} changed this {moment}, while you were writing{': ' + words if words else ''}. "
        "Nothing you wrote is lost. Press the button again to save yours"
    )


def priority_crumb(plan: Plan, priority: Priority | None) -> list[tuple[str, str]]:
    """Return the step to a priority on the plan page, none where there is no priority."""
    if priority is None:
        return []
    address = url_for("plan.show_plan", plan=plan.slug, _anchor=f"priority-{priority.number}")
    return [(f"Priority {priority.number}", address)]


blueprint.add_app_template_global(owner_name)
