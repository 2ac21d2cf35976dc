"""What changed, by whom and when: one record per write, in the same transaction as the write."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base

if TYPE_CHECKING:
    from tracker.models.people import Person
    from tracker.models.rounds import RoundAsk


class Change(Base):
    """One thing somebody did, in words, with what stood before and after where a field changed.

    `details` is a list of {"field": words, "before": text, "after": text}. `action_id` and
    `recommendation_id` say on whose history page it stands; a change without either is the plan's.
    """

    __tablename__ = "change"
    __table_args__ = (sa.Index("ix_change_newest", "plan_id", "at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan.id"))
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id"), index=True)
    recommendation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("recommendation.id"), index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))  # None: the system itself, or `ask`
    ask_id: Mapped[int | None] = mapped_column(sa.ForeignKey("round_ask.id"))  # through whose link
    what: Mapped[str] = mapped_column(sa.String(300))  # e.g. "Due date moved"
    details: Mapped[list[Any]] = mapped_column(default=list)

    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    ask: Mapped[RoundAsk | None] = relationship(lazy="raise_on_sql")

    @property
    def said_by(self) -> str:
        """Return who did it, "" for the system itself (needs `by` and `ask` loaded)."""
        who = self.by.name if self.by else self.ask.called if self.ask else ""
        return f"{who}, through the link" if self.ask_id else who
