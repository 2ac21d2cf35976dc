"""Lists that a person narrowed and wants to find again."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base


class SavedView(Base):
    """A name for the filters of the list of actions. The filters stand in an address, so it can be shared."""

    __tablename__ = "saved_view"
    __table_args__ = (sa.UniqueConstraint("plan_id", "person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    query: Mapped[str] = mapped_column(
        sa.String(1000)
    )  # as it stands behind the "?", only what was understood
    created_at: Mapped[datetime]
