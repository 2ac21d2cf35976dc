"""The list of actions with its filters, and the choices that forms offer."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload, subqueryload

from tracker.database import db
from tracker.models import (
    Action,
    Naming,
    Owner,
    OwnerKind,
    Person,
    Plan,
    Priority,
    Recommendation,
    Service,
    StandingRow,
)
from tracker.operations.owners import owner_name
from tracker.plan.queries.details import people_of_actions
from tracker.plan.queries.filters import Filters, conditions, order

PER_PAGE = 50
MOST_SELECTED = 500  # on one page there are fewer; an address made by hand may name more


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


def list_actions(plan: Plan, filters: Filters) -> ActionPage:
    """Return one page of the plan's actions that fit the filters, in their order (three queries)."""
    number = sa.select(sa.func.count(Action.id)).join(Action.standing)
    total = db.session.scalar(number.where(Action.plan_id == plan.id, *conditions(filters))) or 0
    page = min(filters.page, max(1, -(-total // PER_PAGE)))
    actions = db.session.scalars(
        _wanted(plan, filters)
        .options(people_of_actions(), contains_eager(Action.standing))
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    ).all()
    return ActionPage(actions, total, page)


def every_action(plan: Plan, filters: Filters) -> Sequence[Action]:
    """Return all actions that fit the filters, in their order, with what a sheet of them shows.

    Who is named and what is served come with one query each, however many actions there are: a selectinload
    would ask again for every 500.
    """
    return db.session.scalars(
        _wanted(plan, filters).options(
            subqueryload(Action.named).joinedload(Naming.owner).joinedload(Owner.person),
            subqueryload(Action.recommendations).joinedload(Recommendation.priority),
            contains_eager(Action.standing).joinedload(StandingRow.last_update),
            joinedload(Action.service),
        )
    ).all()


def _wanted(plan: Plan, filters: Filters) -> sa.Select[Action]:
    return (
        sa.select(Action)
        .join(Action.standing)
        .where(Action.plan_id == plan.id, *conditions(filters))
        .order_by(*order(filters))
    )


def get_actions(plan: Plan, labels: Sequence[str]) -> Sequence[Action]:
    """Return the plan's actions with these labels, by number, with all that a change of several shows."""
    wanted = set()
    for label in labels[:MOST_SELECTED]:
        number, _, sequence = label.partition(".")
        if all(part.isascii() and part.isdigit() and len(part) < 7 for part in (number, sequence)):
            wanted.add((int(number), int(sequence)))
    if not wanted:
        return []
    return db.session.scalars(
        sa.select(Action)
        .where(Action.plan_id == plan.id, sa.tuple_(Action.first_number, Action.sequence).in_(sorted(wanted)))
        .options(
            people_of_actions(),
            joinedload(Action.service),
            joinedload(Action.standing),
            selectinload(Action.recommendations).joinedload(Recommendation.priority),
        )
        .order_by(Action.first_number, Action.sequence)
    ).all()


def list_priorities(plan: Plan) -> Sequence[Priority]:
    """Return the plan's priorities in order."""
    return db.session.scalars(
        sa.select(Priority).where(Priority.plan_id == plan.id).order_by(Priority.number)
    ).all()


def without_actions(plan: Plan) -> Sequence[Recommendation]:
    """Return the open recommendations that have no action, by number, with their priority (one query)."""
    return db.session.scalars(
        sa.select(Recommendation)
        .where(
            Recommendation.plan_id == plan.id,
            Recommendation.closed_at.is_(None),
            ~Recommendation.actions.any(),
        )
        .options(joinedload(Recommendation.priority))
        .order_by(Recommendation.number)
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
