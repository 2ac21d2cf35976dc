"""Updates that are being written: kept for the person who writes, until they are saved or thrown away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base


class UpdateDraft(Base):
    """What one person has typed for one action. Nobody else reads it, and no report does."""

    __tablename__ = "update_draft"
    __table_args__ = (sa.UniqueConstraint("person_id", "action_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), index=True)
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)  # name of the field → list of what was sent
    saved_at: Mapped[datetime]
