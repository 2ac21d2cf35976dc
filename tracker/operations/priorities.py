"""The plan's headings: its priorities, and the services (stages of the child's journey) of its actions."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa

from tracker.database import db
from tracker.models import Person, Plan, Priority, Service
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.operations.outlines import swap_priorities
from tracker.operations.turns import take_turn


class Way(StrEnum):
    """Which way something moves in its list."""

    UP = "up"
    DOWN = "down"


def add_priority(plan: Plan, *, title: str, introduction: str, by: Person, now: datetime) -> Priority:
    """Return a new priority, last in the plan. Raises Refused for an empty title."""
    if not title.strip():
        raise Refused("heading", "Enter the priority")
    take_turn(plan)
    last = db.session.scalar(sa.select(sa.func.max(Priority.number)).where(Priority.plan_id == plan.id))
    priority = Priority(plan_id=plan.id, number=(last or 0) + 1, title=title, introduction=introduction)
    db.session.add(priority)
    db.session.flush()
    record_change(f"Priority {priority.number} added: {title}", by=by, now=now, plan=plan)
    return priority


def even_title(title: str) -> str:
    """Return a priority's title as it is compared with others: without regard to capitals and spaces."""
    return " ".join(title.split()).casefold()


def change_priority(
    plan: Plan, priority: Priority, *, title: str, introduction: str, by: Person, now: datetime
) -> None:
    """Rename a priority or change its introduction. Raises Refused for an empty title."""
    if not title.strip():
        raise Refused("heading", "Enter the priority")
    details = difference("Title", priority.title, title)
    details += difference("Introduction", priority.introduction, introduction)
    priority.title, priority.introduction = title, introduction
    if details:
        record_change(f"Priority {priority.number} changed", by=by, now=now, plan=plan, details=details)


def move_priority(plan: Plan, priority: Priority, way: Way, *, by: Person, now: datetime) -> None:
    """Swap a priority with the one above or below; at the end of the list nothing happens."""
    take_turn(plan)
    db.session.refresh(priority, ["number"])
    below = way is Way.DOWN
    neighbour = db.session.scalar(
        sa.select(Priority)
        .where(
            Priority.plan_id == plan.id,
            Priority.number > priority.number if below else Priority.number < priority.number,
        )
        .order_by(Priority.number.asc() if below else Priority.number.desc())
        .limit(1)
    )
    if neighbour is None:
        return
    old, new = priority.number, neighbour.number
    # No two may share a number, not even for a moment.
    priority.number = -priority.id
    db.session.flush()
    neighbour.number = old
    db.session.flush()
    priority.number = new
    swap_priorities(plan, old, new)
    record_change(
        f"Priority moved: {priority.title}", by=by, now=now, plan=plan, details=difference("Number", old, new)
    )


def add_service(plan: Plan, *, name: str, by: Person, now: datetime) -> Service:
    """Return a new service, last in the journey. Raises Refused for an empty or taken name."""
    take_turn(plan)
    _check_service(plan, name, except_id=None)
    last = db.session.scalar(sa.select(sa.func.max(Service.position)).where(Service.plan_id == plan.id))
    service = Service(plan_id=plan.id, name=name, position=(last or 0) + 1)
    db.session.add(service)
    db.session.flush()
    record_change(f"Service added: {name}", by=by, now=now, plan=plan)
    return service


def change_service(plan: Plan, service: Service, *, name: str, by: Person, now: datetime) -> None:
    """Rename a service. Raises Refused for an empty or taken name."""
    take_turn(plan)
    _check_service(plan, name, except_id=service.id)
    details = difference("Name", service.name, name)
    service.name = name
    if details:
        record_change("Service renamed", by=by, now=now, plan=plan, details=details)


def move_service(plan: Plan, service: Service, way: Way, *, by: Person, now: datetime) -> None:
    """Swap a service with the one before or after it; at the end of the list nothing happens."""
    services = list(
        db.session.scalars(
            sa.select(Service).where(Service.plan_id == plan.id).order_by(Service.position, Service.id)
        )
    )
    place = services.index(service)
    other = place + (1 if way is Way.DOWN else -1)
    if not 0 <= other < len(services):
        return
    services[place], services[other] = services[other], services[place]
    for position, found in enumerate(services, start=1):
        found.position = position
    record_change(f"Service moved {way.value}: {service.name}", by=by, now=now, plan=plan)


def _check_service(plan: Plan, name: str, *, except_id: int | None) -> None:
    if not name.strip():
        raise Refused("name", "Enter the service")
    same = sa.select(Service.id).where(
        Service.plan_id == plan.id,
        sa.func.lower(Service.name) == name.lower(),
        Service.id != (except_id or 0),
    )
    if db.session.scalar(same) is not None:
        raise Refused("name", f"The plan has a service “{name}” already")
