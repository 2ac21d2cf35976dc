"""What a list of actions is narrowed to and sorted by, as it stands in an address.

Everything is allow-listed. A value that is none of the choices is left out and named on the page, so that an
address made by hand never asks the database for something else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute
from werkzeug.datastructures import MultiDict

from tracker.models import Action, Naming, Owner, Part, Person, Priority, Recommendation, Service, StandingRow
from tracker.models.plans import action_recommendation
from tracker.plan.queries.flags import OWNER_NAME, Flag, condition, has_lead_officer
from tracker.rules.ladders import PRINT_ORDER, Delivery

NOBODY = "nobody"
NONE = "none"
LONGEST_WORDS = 100
FILTER_WORDS = {
    "q": "words",
    "flag": "needs attention",
    "priority": "priority",
    "owner": "lead officer",
    "service": "service",
    "status": "declared",
    "record": "record shows",
    "due_from": "due from",
    "due_to": "due to",
    "recommendation": "recommendation",
    "sort": "sort by",
    "page": "page",
}


class Sort(StrEnum):
    """What a list of actions may be sorted by; the number always decides between equals."""

    NUMBER = "number"
    DUE = "due"
    LATEST_DUE = "latest_due"
    DECLARED = "declared"
    RECORD = "record"
    OWNER = "owner"
    TITLE = "title"
    UPDATED = "updated"


SORT_WORDS = {
    Sort.NUMBER: "Number",
    Sort.DUE: "Due, earliest first",
    Sort.LATEST_DUE: "Due, latest first",
    Sort.DECLARED: "Declared, worst first",
    Sort.RECORD: "Record shows, worst first",
    Sort.OWNER: "Lead officer",
    Sort.TITLE: "Title",
    Sort.UPDATED: "Longest without an update first",
}


@dataclass(frozen=True)
class Filters:
    """What a list of actions is narrowed to; "" means everything. `left_out`: what was not understood."""

    q: str = ""
    flag: str = ""
    priority: str = ""
    owner: str = ""
    service: str = ""
    status: str = ""
    record: str = ""
    due_from: str = ""
    due_to: str = ""
    recommendation: str = ""
    sort: str = ""
    page: int = 1
    left_out: tuple[str, ...] = ()

    @property
    def address(self) -> dict[str, Any]:
        """Return the filters as they stand in an address, without the page."""
        named = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in named.items() if value and name not in ("page", "left_out")}

    @property
    def narrows(self) -> bool:
        """Return whether anything is left out of the list; sorting leaves nothing out."""
        return bool(set(self.address) - {"sort"})


def read_filters(
    arguments: MultiDict[str, str],
    priorities: Sequence[Priority],
    owners: Sequence[Owner],
    services: Sequence[Service] = (),
) -> Filters:
    """Return the filters of an address. A value that is none of the choices is left out, and named."""
    steps = {step.value for step in Delivery}
    allowed = {
        "flag": {flag.value for flag in Flag},
        "priority": {str(priority.number) for priority in priorities} | {NONE},
        "owner": {str(owner.id) for owner in owners} | {NOBODY},
        "service": {str(service.id) for service in services} | {NONE},
        "status": steps,
        "record": steps,
        "sort": {sort.value for sort in Sort},
    }
    understood: dict[str, Any] = {}
    left_out = []
    for name in FILTER_WORDS:
        given = " ".join(arguments.get(name, "").split())
        if not given or name == "page":
            continue
        if name in allowed:
            value = given if given in allowed[name] else ""
        elif name in ("due_from", "due_to"):
            value = read_day(given)
        elif name == "recommendation":
            value = given if _is_number(given) else ""
        else:
            value = given if len(given) <= LONGEST_WORDS and "\x00" not in given else ""
        understood[name] = value
        if not value:
            left_out.append(FILTER_WORDS[name])
    if understood.get("due_to") and understood.get("due_from", "") > understood["due_to"]:
        understood["due_to"] = ""
        left_out.append("due to, as it is before due from")
    return Filters(
        **understood,
        page=read_page(arguments),
        left_out=tuple(left_out),
    )


def read_page(arguments: MultiDict[str, str]) -> int:
    """Return the page an address asks for, 1 for anything that is no page."""
    page = arguments.get("page", "1")
    return max(1, int(page)) if _is_number(page) else 1


def read_day(written: str) -> str:
    """Return a day as "2026-11-21" from that form or "21 11 2026" (also with / . -), "" for anything else."""
    parts = written.replace("/", " ").replace(".", " ").replace("-", " ").split()
    if len(parts) != 3 or not all(_is_number(part) for part in parts):
        return ""
    if len(parts[0]) != 4:
        parts.reverse()
    try:
        day = date(*map(int, parts))
    except ValueError:
        return ""
    return day.isoformat() if 1900 <= day.year <= 2200 else ""


def conditions(filters: Filters) -> list[sa.ColumnElement[bool]]:
    """Return what the filters ask of an action, for a statement that joins actions with their standing."""
    found = [
        # Not every reader may read what is in passages: only the search page, which knows them, looks there.
        sa.or_(*(column.icontains(word, autoescape=True) & ~column.contains(":::") for column in _TEXTS))
        for word in filters.q.split()
    ]
    if filters.flag:
        found.append(condition(Flag(filters.flag)))
    if filters.status:
        found.append(StandingRow.declared_delivery == Delivery(filters.status))
    if filters.record:
        found.append(StandingRow.record_delivery == Delivery(filters.record))
    if filters.owner == NOBODY:
        found.append(~has_lead_officer())
    elif filters.owner:
        found.append(
            sa.exists().where(
                Naming.action_id == Action.id,
                Naming.part == Part.LEAD_OFFICER,
                Naming.owner_id == int(filters.owner),
            )
        )
    if filters.service:
        found.append(
            Action.service_id.is_(None)
            if filters.service == NONE
            else Action.service_id == int(filters.service)
        )
    if filters.due_from:
        found.append(Action.due_on >= date.fromisoformat(filters.due_from))
    if filters.due_to:
        found.append(Action.due_on <= date.fromisoformat(filters.due_to))
    if filters.recommendation:
        found.append(_serves(Recommendation.number == int(filters.recommendation)))
    if filters.priority == NONE:
        found.append(_serves(Recommendation.priority_id.is_(None)))
    elif filters.priority:
        found.append(
            _serves(
                sa.exists().where(
                    Priority.id == Recommendation.priority_id, Priority.number == int(filters.priority)
                )
            )
        )
    return found


def order(filters: Filters) -> list[sa.ColumnElement[Any]]:
    """Return by what the list is sorted, with the number as the last."""
    number: list[sa.ColumnElement[Any]] = [Action.__table__.c.first_number, Action.__table__.c.sequence]
    match Sort(filters.sort or Sort.NUMBER):
        case Sort.NUMBER:
            return number
        case Sort.DUE:
            return [Action.due_on.is_(None), Action.__table__.c.due_on, *number]
        case Sort.LATEST_DUE:
            return [Action.due_on.is_(None), Action.due_on.desc(), *number]
        case Sort.DECLARED:
            return [_worst_first(StandingRow.declared_delivery), *number]
        case Sort.RECORD:
            return [_worst_first(StandingRow.record_delivery), *number]
        case Sort.OWNER:
            return [_lead_officer().is_(None), sa.func.lower(_lead_officer()), *number]
        case Sort.TITLE:
            return [sa.func.lower(Action.title), *number]
        case Sort.UPDATED:
            return [
                StandingRow.last_update_on.is_not(None),
                StandingRow.__table__.c.last_update_on,
                *number,
            ]


_TEXTS = (Action.title, Action.description, Action.how_we_will_know)


def _worst_first(column: InstrumentedAttribute[Delivery]) -> sa.ColumnElement[Any]:
    return sa.case({step: place for place, step in enumerate(PRINT_ORDER)}, value=column)


def _lead_officer() -> sa.ScalarSelect[str]:
    """Return the name of the action's lead officer, as a part of a statement about actions."""
    return (
        sa.select(OWNER_NAME)
        .select_from(Naming)
        .join(Owner, Owner.id == Naming.owner_id)
        .outerjoin(Person, Person.id == Owner.person_id)
        .where(Naming.action_id == Action.id, Naming.part == Part.LEAD_OFFICER)
        .correlate(Action)
        .scalar_subquery()
    )


def _serves(wanted: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Return the condition that an action serves a recommendation for which `wanted` holds."""
    return sa.exists().where(
        action_recommendation.c.action_id == Action.id,
        action_recommendation.c.recommendation_id == Recommendation.id,
        wanted,
    )


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 7
