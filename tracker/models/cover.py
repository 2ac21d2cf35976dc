"""Who stands in for whom, and what was handed from one owner to the next."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base
from tracker.models.plans import Owner

if TYPE_CHECKING:
    from tracker.models.people import Person
    from tracker.models.plans import Plan


class StandIn(Base):
    """One person does another's part on a plan's actions for some days, both ends inclusive."""

    __tablename__ = "stand_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    absent_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]

    absent: Mapped[Person] = relationship(foreign_keys=[absent_id], lazy="raise_on_sql")
    person: Mapped[Person] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")


class Handover(Base):
    """Actions that went from one owner to another at once, with a note to the next.

    For a post that another person holds from now on, both owners are the post. `labels` are the actions.
    """

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    from_name: Mapped[str] = mapped_column(sa.String(200))  # as they were called then
    to_owner_id: Mapped[int] = mapped_column(sa.ForeignKey("owner.id"), index=True)
    labels: Mapped[list[Any]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
    to_owner: Mapped[Owner] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")


def stands_for(person_id: int, day: date) -> sa.ColumnElement[bool]:
    """Return the condition that an owner is the person, or somebody they stand in for on the day.

    For statements that select from owners or join them.
    """
    absent = (
        sa.select(StandIn.absent_id)
        .where(
            StandIn.person_id == person_id,
            StandIn.plan_id == Owner.plan_id,
            StandIn.from_on <= day,
            StandIn.until_on >= day,
        )
        .correlate(Owner)
    )
    return sa.or_(Owner.person_id == person_id, Owner.person_id.in_(absent))
