"""The list of actions with its filters, and the choices that forms offer."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from tracker.database import db
from tracker.models import (
    Action,
    Naming,
    Owner,
    OwnerKind,
    Part,
    Person,
    Plan,
    Priority,
    Recommendation,
    Service,
    StandingRow,
)
from tracker.models.plans import action_recommendation
from tracker.operations.owners import owner_name
from tracker.plan.queries.details import people_of_actions
from tracker.plan.queries.flags import Flag, condition, has_lead_officer
from tracker.rules.ladders import Delivery

PER_PAGE = 50
NOBODY = "nobody"


@dataclass(frozen=True)
class Filters:
    """What a list of actions is narrowed to; "" means everything. `left_out`: what was not understood."""

    flag: str = ""
    priority: str = ""
    owner: str = ""
    status: str = ""
    record: str = ""
    recommendation: str = ""
    page: int = 1
    left_out: tuple[str, ...] = ()

    @property
    def address(self) -> dict[str, str]:
        """Return the filters as they stand in an address, without the page."""
        named = {
            "flag": self.flag,
            "priority": self.priority,
            "owner": self.owner,
            "status": self.status,
            "record": self.record,
            "recommendation": self.recommendation,
        }
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class ActionPage:
    """One page of actions, how many there are in all, and which page it is (from 1)."""

    actions: Sequence[Action]
    total: int
    page: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))


def read_filters(
    arguments: MultiDict[str, str], priorities: Sequence[Priority], owners: Sequence[Owner]
) -> Filters:
    """Return the filters of an address. A value that is none of the choices is left out, and named."""
    allowed = {
        "flag": {flag.value for flag in Flag},
        "priority": {str(priority.number) for priority in priorities} | {"none"},
        "owner": {str(owner.id) for owner in owners} | {NOBODY},
        "status": {step.value for step in Delivery},
        "record": {step.value for step in Delivery},
    }
    asked = arguments.get("recommendation", "")
    allowed["recommendation"] = {asked} if asked.isascii() and asked.isdigit() and len(asked) < 7 else set()
    given = {name: arguments.get(name, "") for name in allowed}
    understood = {name: value if value in allowed[name] else "" for name, value in given.items()}
    page = arguments.get("page", "1")
    return Filters(
        flag=understood["flag"],
        priority=understood["priority"],
        owner=understood["owner"],
        status=understood["status"],
        record=understood["record"],
        recommendation=understood["recommendation"],
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        left_out=tuple(name for name, value in given.items() if value and not understood[name]),
    )


def list_actions(plan: Plan, filters: Filters) -> ActionPage:
    """Return one page of the plan's actions by number (three queries)."""
    wanted = sa.select(Action).join(Action.standing).where(Action.plan_id == plan.id, *_conditions(filters))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    page = min(max(1, filters.page), max(1, -(-total // PER_PAGE)))
    actions = db.session.scalars(
        wanted.options(people_of_actions(), joinedload(Action.standing))
        .order_by(Action.first_number, Action.sequence)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    return ActionPage(actions, total, page)


def _conditions(filters: Filters) -> list[sa.ColumnElement[bool]]:
    found = []
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
    if filters.recommendation:
        found.append(_serves(Recommendation.number == int(filters.recommendation)))
    if filters.priority:
        headed = (
            Recommendation.priority_id.is_(None)
            if filters.priority == "none"
            else sa.exists().where(
                Priority.id == Recommendation.priority_id, Priority.number == int(filters.priority)
            )
        )
        found.append(_serves(headed))
    return found


def _serves(wanted: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Return the condition that an action serves a recommendation for which `wanted` holds."""
    return sa.exists().where(
        action_recommendation.c.action_id == Action.id,
        action_recommendation.c.recommendation_id == Recommendation.id,
        wanted,
    )


def get_actions(plan: Plan, labels: Sequence[str]) -> Sequence[Action]:
    """Return the plan's actions with these labels, by number, with who is named on them."""
    wanted = set()
    for label in labels:
        number, _, sequence = label.partition(".")
        if number.isascii() and number.isdigit() and sequence.isascii() and sequence.isdigit():
            wanted.add((int(number[:9]), int(sequence[:9])))
    if not wanted:
        return []
    return db.session.scalars(
        sa.select(Action)
        .where(
            Action.plan_id == plan.id,
            sa.or_(
                *(
                    sa.and_(Action.first_number == number, Action.sequence == sequence)
                    for number, sequence in sorted(wanted)
                )
            ),
        )
        .options(people_of_actions())
        .order_by(Action.first_number, Action.sequence)
    ).all()


def list_priorities(plan: Plan) -> Sequence[Priority]:
    """Return the plan's priorities in order."""
    return db.session.scalars(
        sa.select(Priority).where(Priority.plan_id == plan.id).order_by(Priority.number)
    ).all()


def list_services(plan: Plan) -> Sequence[Service]:
    """Return the plan's services in the order of the journey."""
    return db.session.scalars(
        sa.select(Service).where(Service.plan_id == plan.id).order_by(Service.position, Service.id)
    ).all()


def list_owners(plan: Plan) -> list[Owner]:
    """Return who can be named on actions, by name, with their person."""
    owners = db.session.scalars(
        sa.select(Owner).where(Owner.plan_id == plan.id).options(joinedload(Owner.person))
    ).all()
    return sorted(owners, key=lambda owner: (owner_name(owner).lower(), owner.id))


def list_holders(plan: Plan) -> Sequence[Person]:
    """Return the people who can hold a post: everybody who is an owner of the plan in person."""
    return db.session.scalars(
        sa.select(Person)
        .join(Owner, Owner.person_id == Person.id)
        .where(
            Owner.plan_id == plan.id, Owner.kind.in_((OwnerKind.PERSON, OwnerKind.POST)), ~Person.is_removed
        )
        .distinct()
        .order_by(Person.name, Person.id)
    ).all()


def owner_label(owner: Owner) -> str:
    """Return how an owner stands in a list of choices: with the job title, holder or contact."""
    name = owner_name(owner)
    if owner.kind is OwnerKind.PERSON:
        return f"{name}, {owner.person.job_title}" if owner.person and owner.person.job_title else name
    if owner.kind is OwnerKind.POST:
        return f"{name} ({owner.person.name if owner.person else 'nobody holds it'})"
    return f"{name} (partner)"
