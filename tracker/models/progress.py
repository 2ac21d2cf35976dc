"""How an action is going: milestones, updates, moved dates, and the row with what the record shows."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base, choice
from tracker.rules.ladders import Delivery, Impact

if TYPE_CHECKING:
    from tracker.models.evidence import EvidenceLink
    from tracker.models.people import Person
    from tracker.models.plans import Action
    from tracker.models.rounds import RoundAsk


class Milestone(Base):
    """A dated step of an action; done on the day somebody says it was done."""

    __tablename__ = "milestone"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), index=True)
    title: Mapped[str] = mapped_column(sa.String(300))
    due_on: Mapped[date]
    done_on: Mapped[date | None]

    action: Mapped[Action] = relationship(back_populates="milestones", lazy="raise_on_sql")


class Update(Base):
    """A dated record of one person about one action. Never overwritten: the newest holds."""

    __tablename__ = "action_update"
    # The delivery stands in the index, so that what held on a day is read without the texts beside it.
    __table_args__ = (
        sa.Index("ix_action_update_newest", "action_id", "at", "id", "delivery"),
        sa.Index("ix_action_update_by_time", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"))
    # Whose update it is; None for a partner's contact without an account, whose name stands in `ask`.
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))  # a lead, for the owner
    # Through whose link of a round it came.
    ask_id: Mapped[int | None] = mapped_column(sa.ForeignKey("round_ask.id"), index=True)
    at: Mapped[datetime]
    delivery: Mapped[Delivery] = mapped_column(choice(Delivery))
    impact: Mapped[Impact] = mapped_column(choice(Impact))
    done: Mapped[str] = mapped_column(default="")
    difference: Mapped[str] = mapped_column(default="")
    next_steps: Mapped[str] = mapped_column(default="")
    forecast_on: Mapped[date | None]
    # Why the declared status is better than the record, where the owner or lead keeps it.
    keep_reason: Mapped[str] = mapped_column(default="")
    # One form makes one update: the random key of the form that was sent.
    form_key: Mapped[str | None] = mapped_column(sa.String(40), unique=True)

    action: Mapped[Action] = relationship(back_populates="updates", lazy="raise_on_sql")
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id], lazy="raise_on_sql")
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id], lazy="raise_on_sql")
    ask: Mapped[RoundAsk | None] = relationship(lazy="raise_on_sql")
    evidence_links: Mapped[list[EvidenceLink]] = relationship(
        back_populates="update", order_by="EvidenceLink.id", lazy="raise_on_sql"
    )

    @property
    def author(self) -> str:
        """Return whose word it is (needs `by` and `ask` loaded)."""
        if self.by:
            return self.by.name
        return self.ask.called if self.ask else ""

    @property
    def said_by(self) -> str:
        """Return whose word it is, and whether it came through a link (needs `by` and `ask` loaded)."""
        return f"{self.author}, through the link" if self.ask_id else self.author


class DateMove(Base):
    """One move of a due date, with its reason; approved where somebody other than the mover agreed.

    Where the plan wants approval first, the due date stays until then; a refused move never holds.
    """

    __tablename__ = "date_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), index=True)
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    reason: Mapped[str]
    moved_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    moved_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    approved_at: Mapped[datetime | None]
    needs_approval: Mapped[bool] = mapped_column(default=False)  # as the plan's setting was when it was moved
    refused_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    refused_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(default="")

    action: Mapped[Action] = relationship(back_populates="date_moves", lazy="raise_on_sql")
    moved_by: Mapped[Person] = relationship(foreign_keys=[moved_by_id], lazy="raise_on_sql")
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id], lazy="raise_on_sql")
    refused_by: Mapped[Person | None] = relationship(foreign_keys=[refused_by_id], lazy="raise_on_sql")

    @property
    def holds_from(self) -> datetime | None:
        """Return the moment from which the new date holds, None while it waits or when it was refused."""
        return self.approved_at if self.needs_approval else self.moved_at

    @property
    def is_waiting(self) -> bool:
        """Return whether the due date stays as it is until somebody decides."""
        return self.needs_approval and self.approved_at is None and self.refused_at is None


class StandingRow(Base):
    """The rules' result for one action, the only derived thing that is stored.

    Rewritten with every write that touches the action, and daily by the worker on `next_change_on`, so that
    lists can count and filter in the database. The rules in tracker.rules.status remain the only
    implementation; a test recomputes every row and compares.
    """

    __tablename__ = "standing"
    # What dashboards count, so that counting reads this index alone.
    __table_args__ = (
        sa.Index(
            "ix_standing_counted",
            "plan_id",
            "declared_delivery",
            "record_delivery",
            "record_impact",
            "is_verified",
            "is_overdue",
            "is_flattering",
        ),
    )

    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    as_at: Mapped[date]  # the day the rules were applied for
    next_change_on: Mapped[date | None] = mapped_column(index=True)
    declared_delivery: Mapped[Delivery] = mapped_column(choice(Delivery))
    declared_impact: Mapped[Impact] = mapped_column(choice(Impact))
    record_delivery: Mapped[Delivery] = mapped_column(choice(Delivery))
    record_impact: Mapped[Impact] = mapped_column(choice(Impact))
    delivery_reasons: Mapped[list[Any]] = mapped_column(default=list)
    impact_reasons: Mapped[list[Any]] = mapped_column(default=list)
    is_overdue: Mapped[bool]
    is_stale: Mapped[bool]
    is_verified: Mapped[bool]
    is_flattering: Mapped[bool]  # declared better than the record shows
    is_challenged: Mapped[bool] = mapped_column(default=False)
    last_update_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action_update.id"))
    last_update_on: Mapped[date | None]

    action: Mapped[Action] = relationship(back_populates="standing", lazy="raise_on_sql")
    last_update: Mapped[Update | None] = relationship(lazy="raise_on_sql")
