"""What makes an action need attention, once for counting in Python and once for filtering in the database."""

from enum import StrEnum

import sqlalchemy as sa

from tracker.models import Action, DateMove, Naming, Owner, OwnerKind, Part, Person, Plan, StandingRow
from tracker.rules.ladders import Delivery


class Flag(StrEnum):
    """Why an action needs attention, always in this order."""

    UNOWNED = "unowned"
    OVERDUE = "overdue"
    FLATTERING = "flattering"
    UNVERIFIED = "unverified"
    STALE = "stale"
    MOVED = "moved"


# What the plan page counts; a date that waits for a decision stands on the dashboard and in triage.
TILES = (Flag.UNOWNED, Flag.OVERDUE, Flag.FLATTERING, Flag.UNVERIFIED, Flag.STALE)


def flag_words(plan: Plan) -> dict[Flag, str]:
    """Return how each flag reads in this plan."""
    return {
        Flag.UNOWNED: "Without an owner",
        Flag.OVERDUE: "Overdue",
        Flag.FLATTERING: "Rated better than the record",
        Flag.UNVERIFIED: "Awaiting verification",
        Flag.STALE: f"No update for {plan.stale_after_days} days",
        Flag.MOVED: "Asked to move the date",
    }


def none_words(plan: Plan) -> dict[Flag, str]:
    """Return how a flag without any action reads."""
    return {
        Flag.UNOWNED: "None without an owner",
        Flag.OVERDUE: "None overdue",
        Flag.FLATTERING: "None rated better than the record",
        Flag.UNVERIFIED: "None awaiting verification",
        Flag.STALE: f"None without an update for {plan.stale_after_days} days",
    }


def has_lead_officer() -> sa.ColumnElement[bool]:
    """Return the condition that somebody answers for the action as its lead officer."""
    return sa.exists().where(Naming.action_id == Action.id, Owner.id == Naming.owner_id, leads())


def leads() -> sa.ColumnElement[bool]:
    """Return the condition that a naming, joined with its owner, says who answers as lead officer.

    A person who has left does not answer, nor does a post that nobody holds.
    """
    # Written into the statement, as SQLite uses the index of lead officers only where it sees the value.
    part = sa.bindparam("lead_officer", Part.LEAD_OFFICER, Naming.part.type, literal_execute=True)
    return sa.and_(
        Naming.part == part,
        sa.or_(
            Owner.kind == OwnerKind.PARTNER,
            sa.and_(Owner.kind == OwnerKind.PERSON, Owner.person_id.is_(None)),
            sa.exists().where(Person.id == Owner.person_id, Person.is_removed.is_(False)),
        ),
    )


def condition(flag: Flag) -> sa.ColumnElement[bool]:
    """Return the condition of a flag, for a statement that joins actions with their standing."""
    match flag:
        case Flag.UNOWNED:
            return ~has_lead_officer()
        case Flag.OVERDUE:
            return StandingRow.is_overdue.is_(True)
        case Flag.FLATTERING:
            return StandingRow.is_flattering.is_(True)
        case Flag.UNVERIFIED:
            return sa.and_(
                StandingRow.declared_delivery == Delivery.DELIVERED, sa.not_(StandingRow.is_verified)
            )
        case Flag.STALE:
            return StandingRow.is_stale.is_(True)
        case Flag.MOVED:
            return sa.exists().where(DateMove.action_id == Action.id, move_waits())


def move_waits() -> sa.ColumnElement[bool]:
    """Return the condition that a move of a due date waits for somebody to decide."""
    return sa.and_(
        DateMove.needs_approval.is_(True), DateMove.approved_at.is_(None), DateMove.refused_at.is_(None)
    )


# A person is called as they call themselves now; posts and partners as the plan calls them.
OWNER_NAME: sa.ColumnElement[str] = sa.case(
    (Owner.kind == OwnerKind.PERSON, sa.func.coalesce(Person.name, Owner.name)), else_=Owner.name
)
