"""Bodies with their members, their meetings, and the reports drafted for them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base, choice
from tracker.rules.ladders import Edition
from tracker.rules.report_kinds import ReportKind, kind_name

if TYPE_CHECKING:
    from tracker.models.evidence import StoredFile
    from tracker.models.issued import IssuedReport
    from tracker.models.people import Person
    from tracker.models.plans import Plan


class BodyKind(StrEnum):
    """What kind of body receives a report."""

    BOARD = "board"
    COMMITTEE = "committee"
    MANAGEMENT = "management"


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

    members: Mapped[list[BodyMember]] = relationship(
        back_populates="body", order_by="BodyMember.id", lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class BodyMember(Base):
    """Somebody who belongs to a body and so reads the reports issued to it."""

    __tablename__ = "body_member"
    __table_args__ = (sa.UniqueConstraint("body_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    added_at: Mapped[datetime]

    body: Mapped[Body] = relationship(back_populates="members", lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Meeting(Base):
    """A dated meeting of a body that receives a report."""

    __tablename__ = "meeting"
    __table_args__ = (sa.UniqueConstraint("body_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(sa.ForeignKey("body.id"), index=True)
    on: Mapped[date]

    body: Mapped[Body] = relationship(lazy="raise_on_sql")


class ReportDraft(Base):
    """A report being prepared: what it is about, its files once made, and a director's signature.

    Nobody else than leads and directors sees it. A signature freezes what was signed, in both editions, and
    issuing makes a numbered report of exactly that; changing the draft ends the signature.
    """

    __tablename__ = "report_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    kind: Mapped[ReportKind] = mapped_column(choice(ReportKind))
    recommendation_number: Mapped[int | None]  # of a recommendation sheet: the plan's number, never reused
    meeting_id: Mapped[int | None] = mapped_column(sa.ForeignKey("meeting.id"))
    as_at: Mapped[date]  # inclusive
    edition: Mapped[Edition] = mapped_column(choice(Edition))
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]
    state: Mapped[ReportState] = mapped_column(choice(ReportState), default=ReportState.NONE)
    pages_done: Mapped[int] = mapped_column(default=0)
    pages_expected: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(default="")  # why it could not be made, or what is not printed
    pdf_file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    docx_file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    xlsx_file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    made_at: Mapped[datetime | None]
    # A lead asks for the signature when the draft is ready; a director signs, or sends it back in words.
    asked_at: Mapped[datetime | None]
    asked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    sent_back_at: Mapped[datetime | None]
    sent_back_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    sent_back_reason: Mapped[str] = mapped_column(default="")
    signed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    signed_at: Mapped[datetime | None]
    # What was signed: the snapshot's JSON of each edition. Long, so read only where it is asked for.
    signed_public: Mapped[str | None] = mapped_column(deferred=True)
    signed_members: Mapped[str | None] = mapped_column(deferred=True)
    issue_state: Mapped[ReportState] = mapped_column(choice(ReportState), default=ReportState.NONE)
    issue_message: Mapped[str] = mapped_column(default="")  # why it could not be issued, in words that help
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issued_report.id"))
    replaces_reason: Mapped[str] = mapped_column(default="")
    issued_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issued_report.id"), index=True)

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
    meeting: Mapped[Meeting | None] = relationship(lazy="raise_on_sql")
    created_by: Mapped[Person] = relationship(foreign_keys=[created_by_id], lazy="raise_on_sql")
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id], lazy="raise_on_sql")
    sent_back_by: Mapped[Person | None] = relationship(foreign_keys=[sent_back_by_id], lazy="raise_on_sql")
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id], lazy="raise_on_sql")
    replaces: Mapped[IssuedReport | None] = relationship(foreign_keys=[replaces_id], lazy="raise_on_sql")
    issued: Mapped[IssuedReport | None] = relationship(foreign_keys=[issued_id], lazy="raise_on_sql")
    pdf_file: Mapped[StoredFile | None] = relationship(foreign_keys=[pdf_file_id], lazy="raise_on_sql")
    docx_file: Mapped[StoredFile | None] = relationship(foreign_keys=[docx_file_id], lazy="raise_on_sql")
    xlsx_file: Mapped[StoredFile | None] = relationship(foreign_keys=[xlsx_file_id], lazy="raise_on_sql")

    @property
    def name(self) -> str:
        """Return what the report is called: "Scrutiny report", "Recommendation sheet R5"."""
        return kind_name(self.kind, self.recommendation_number)
