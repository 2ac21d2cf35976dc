"""Bodies, their meetings, and the reports drafted for them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base, choice
from tracker.rules.ladders import Edition

if TYPE_CHECKING:
    from tracker.models.evidence import StoredFile
    from tracker.models.people import Person
    from tracker.models.plans import Plan


class BodyKind(StrEnum):
    """What kind of body receives a report."""

    BOARD = "board"
    COMMITTEE = "committee"
    MANAGEMENT = "management"


class ReportKind(StrEnum):
    """Which report; more kinds share the same snapshot."""

    BOARD = "board"


class ReportState(StrEnum):
    """Whether the PDF of a draft was asked for, waits, is being made, made, or could not be made."""

    NONE = "none"
    WAITING = "waiting"
    MAKING = "making"
    MADE = "made"
    FAILED = "failed"


class Body(Base):
    """A board, committee or management team."""

    __tablename__ = "body"
    __table_args__ = (sa.UniqueConstraint("plan_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    kind: Mapped[BodyKind] = mapped_column(choice(BodyKind))


class Meeting(Base):
    """A dated meeting of a body that receives a report."""

    __tablename__ = "meeting"
    __table_args__ = (sa.UniqueConstraint("body_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"), index=True)
    on: Mapped[date]

    body: Mapped[Body] = relationship(lazy="raise_on_sql")


class ReportDraft(Base):
    """A report being prepared: what it is about, and its PDF once made. Nobody else than leads and directors
    sees it; issuing makes something else of it, frozen and numbered."""

    __tablename__ = "report_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    kind: Mapped[ReportKind] = mapped_column(choice(ReportKind))
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"))
    as_at: Mapped[date]  # inclusive
    edition: Mapped[Edition] = mapped_column(choice(Edition))
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]
    state: Mapped[ReportState] = mapped_column(choice(ReportState), default=ReportState.NONE)
    pages_done: Mapped[int] = mapped_column(default=0)
    pages_expected: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(default="")  # why it could not be made, in words that help
    pdf_file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    made_at: Mapped[datetime | None]

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
    meeting: Mapped[Meeting | None] = relationship(lazy="raise_on_sql")
    created_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    pdf_file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")
