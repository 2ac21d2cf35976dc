"""Round sheets that were sent back: what each row says, checked, and waiting to be saved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from tracker.database import Base


class SheetUpload(Base):
    """A filled-in sheet of one person. Nothing of it is in the plan until it is saved from its preview.

    `lines` are tracker.operations.round_sheets.Line as JSON, `notes` sentences about the file as a whole.
    """

    __tablename__ = "sheet_upload"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    name: Mapped[str] = mapped_column(sa.String(300))  # of the file
    lines: Mapped[list[Any]] = mapped_column(default=list)
    notes: Mapped[list[Any]] = mapped_column(default=list)
    saved_at: Mapped[datetime | None]
