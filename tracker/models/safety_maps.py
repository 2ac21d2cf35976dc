"""Signs of Safety maps: where a council puts itself on a priority, and why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base

if TYPE_CHECKING:
    from tracker.models.people import Person
    from tracker.models.plans import Priority


class SafetyMap(Base):
    """One map of one priority as somebody wrote it on a day. The newest holds; none is ever overwritten.

    The four texts hold one point per line. `scale` runs from 0 (children are not safe) to 10 (no concern).
    """

    __tablename__ = "safety_map"
    __table_args__ = (sa.CheckConstraint("scale BETWEEN 0 AND 10", name="scale_from_0_to_10"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    priority_id: Mapped[int] = mapped_column(sa.ForeignKey("priority.id"), index=True)
    working_well: Mapped[str] = mapped_column(default="")
    worried_about: Mapped[str] = mapped_column(default="")
    needs_to_happen: Mapped[str] = mapped_column(default="")
    how_we_will_know: Mapped[str] = mapped_column(default="")
    scale: Mapped[int]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]

    priority: Mapped[Priority] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")
