"""Ending a person's account, without leaving a plan or a post behind unseen."""

from datetime import date, datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.models import (
    BodyMember,
    Grant,
    Naming,
    Owner,
    OwnerKind,
    Person,
    Plan,
    Role,
    RoundAsk,
    StandIn,
)
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change


def end_account(person: Person, *, by: Person, now: datetime, today: date) -> list[Plan]:
    """End an account at once: sessions, roles, posts and standing-in. What the person did stays theirs.

    Returns the plans in which they are still named on actions or held a post that is: their leads have to
    hand those over. Raises Refused for oneself, for the last administrator, and for a plan's only lead.
    """
    if person.id == by.id:
        raise Refused("person", "You cannot end your own account")
    for plan in _led_alone(person):
        raise Refused("person", f"{person.name} is the only lead of “{plan.title}”. Name another lead first")
    plans = _named_in(person)
    for post in db.session.scalars(
        sa.select(Owner).where(Owner.person_id == person.id, Owner.kind == OwnerKind.POST)
    ):
        post.person_id = None
        record_change(
            f"Nobody holds the post {post.name} any more",
            by=by,
            now=now,
            plan=db.session.get_one(Plan, post.plan_id),
            details=difference("Holder", person.name, ""),
        )
    for grant in db.session.scalars(sa.select(Grant).where(Grant.person_id == person.id)):
        plan = db.session.get_one(Plan, grant.plan_id)
        record_change(f"{person.name} is no longer {grant.role.value} of the plan", by=by, now=now, plan=plan)
        db.session.delete(grant)
    db.session.execute(
        sa.delete(StandIn).where(
            StandIn.until_on >= today, sa.or_(StandIn.person_id == person.id, StandIn.absent_id == person.id)
        )
    )
    # Whoever comes back one day begins anew: no membership of a body, no link of a round from before.
    db.session.execute(sa.delete(BodyMember).where(BodyMember.person_id == person.id))
    db.session.execute(
        sa.update(RoundAsk)
        .where(RoundAsk.person_id == person.id, RoundAsk.link_revoked_at.is_(None))
        .values(link_revoked_at=now, link_revoked_by_id=by.id)
    )
    person.is_removed, person.is_administrator, person.password_hash = True, False, None
    person.session_version += 1
    # The address of their calendar stays dead also where they come back.
    person.calendar_version = -abs(person.calendar_version)
    return plans


def _led_alone(person: Person) -> list[Plan]:
    own = sa.select(Grant.plan_id).where(Grant.person_id == person.id, Grant.role == Role.LEAD)
    others = sa.select(Grant.plan_id).where(Grant.person_id != person.id, Grant.role == Role.LEAD)
    return list(
        db.session.scalars(
            sa.select(Plan).where(Plan.id.in_(own), Plan.id.not_in(others)).order_by(Plan.title, Plan.id)
        )
    )


def _named_in(person: Person) -> list[Plan]:
    named = (
        sa.select(Owner.plan_id)
        .where(Owner.person_id == person.id)
        .where(sa.exists().where(Naming.owner_id == Owner.id))
    )
    return list(db.session.scalars(sa.select(Plan).where(Plan.id.in_(named)).order_by(Plan.title, Plan.id)))
