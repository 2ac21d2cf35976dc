"""Who is away and who stands in, which posts are vacant, and what leavers have left behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import joinedload

from tracker.comments.queries import list_readers
from tracker.database import db
from tracker.models import Action, Naming, Owner, OwnerKind, Person, Plan, StandIn
from tracker.plan.queries.details import people_of_actions


@dataclass(frozen=True)
class Orphans:
    """An owner nobody answers for, and on how many actions they are named."""

    owner: Owner
    number: int


def list_stand_ins(plan: Plan, today: date) -> Sequence[StandIn]:
    """Return who stands in for whom today and later, the next first, with both persons."""
    return db.session.scalars(
        sa.select(StandIn)
        .where(StandIn.plan_id == plan.id, StandIn.until_on >= today)
        .options(joinedload(StandIn.absent), joinedload(StandIn.person))
        .order_by(StandIn.from_on, StandIn.id)
    ).all()


def get_stand_in(plan: Plan, row_id: int) -> StandIn:
    """Return one with both persons. Aborts with 404 where the plan has none such."""
    row = db.session.scalar(
        sa.select(StandIn)
        .where(StandIn.id == row_id, StandIn.plan_id == plan.id)
        .options(joinedload(StandIn.absent), joinedload(StandIn.person))
    )
    return row if row is not None else abort(404)


def list_posts(plan: Plan) -> Sequence[Owner]:
    """Return the plan's posts by name, with their holders."""
    return db.session.scalars(
        sa.select(Owner)
        .where(Owner.plan_id == plan.id, Owner.kind == OwnerKind.POST)
        .options(joinedload(Owner.person))
        .order_by(Owner.name, Owner.id)
    ).all()


def list_orphans(plan: Plan) -> list[Orphans]:
    """Return the owners named on actions for whom nobody answers: people who left, and vacant posts."""
    rows = db.session.execute(
        sa.select(Owner, sa.func.count(sa.distinct(Naming.action_id)))
        .join(Naming, Naming.owner_id == Owner.id)
        .outerjoin(Person, Person.id == Owner.person_id)
        .where(
            Owner.plan_id == plan.id,
            sa.or_(
                sa.and_(Owner.kind == OwnerKind.POST, Owner.person_id.is_(None)),
                Person.is_removed.is_(True),
            ),
        )
        .options(joinedload(Owner.person))
        .group_by(Owner.id)
        .order_by(Owner.name, Owner.id)
    )
    return [Orphans(owner, number) for owner, number in rows]


def get_owner(plan: Plan, owner_id: int) -> Owner:
    """Return an owner of the plan with their person. Aborts with 404 where there is none such."""
    owner = db.session.scalar(
        sa.select(Owner)
        .where(Owner.id == owner_id, Owner.plan_id == plan.id)
        .options(joinedload(Owner.person))
    )
    return owner if owner is not None else abort(404)


def list_actions_of(owner: Owner) -> Sequence[Action]:
    """Return the actions an owner is named on, by number, with everybody who is named on them."""
    return db.session.scalars(
        sa.select(Action)
        .where(Action.id.in_(sa.select(Naming.action_id).where(Naming.owner_id == owner.id)))
        .options(people_of_actions(), joinedload(Action.standing))
        .order_by(Action.first_number, Action.sequence)
    ).all()


def list_answering(plan: Plan) -> Sequence[Person]:
    """Return the people who are named on actions of the plan, by name: those who can be away."""
    return db.session.scalars(
        sa.select(Person)
        .join(Owner, Owner.person_id == Person.id)
        .where(Owner.plan_id == plan.id, ~Person.is_removed)
        .where(sa.exists().where(Naming.owner_id == Owner.id))
        .distinct()
        .order_by(Person.name, Person.id)
    ).all()


def list_possible_stand_ins(plan: Plan) -> Sequence[Person]:
    """Return who may stand in: everybody who reads the plan, and every person among its owners."""
    owners = db.session.scalars(
        sa.select(Person)
        .join(Owner, Owner.person_id == Person.id)
        .where(Owner.plan_id == plan.id, ~Person.is_removed)
    ).all()
    everybody = {person.id: person for person in (*owners, *list_readers(plan))}
    return sorted(everybody.values(), key=lambda person: (person.name.lower(), person.id))
