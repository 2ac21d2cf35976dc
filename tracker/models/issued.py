"""Issued reports: frozen, numbered, never deleted; and what members asked about them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base, choice
from tracker.models.meetings import Meeting
from tracker.rules.ladders import Audience, Edition
from tracker.rules.report_kinds import ReportKind, kind_name

if TYPE_CHECKING:
    from tracker.models.evidence import StoredFile
    from tracker.models.people import Person
    from tracker.models.plans import Owner, Plan


class FormKind(StrEnum):
    """A form of a report: its value, or something made of the value for readers."""

    SNAPSHOT = "json"  # the canonical JSON of the value; the check code is the start of its SHA-256
    HTML = "html"
    STYLES = "css"  # belongs to the HTML form, which links to it
    PDF = "pdf"
    DOCX = "docx"  # the same page as a Word document, to be pasted into a committee's own template
    XLSX = "xlsx"  # the data of the value, a sheet for each table
    ZIP = "zip"  # the files of the evidence that the edition may carry, where they go with the report


class IssuedReport(Base):
    """One issue of a report for a meeting, in both editions.

    Nothing of it changes afterwards but who may read it and that it was withdrawn or replaced.
    """

    __tablename__ = "issued_report"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    number: Mapped[int]
    kind: Mapped[ReportKind] = mapped_column(choice(ReportKind))
    recommendation_number: Mapped[int | None]  # of a recommendation sheet
    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    body_name: Mapped[str] = mapped_column(sa.String(200))  # as it was called then
    as_at: Mapped[date]  # inclusive
    changed: Mapped[str] = mapped_column(default="")  # what changed since the one before, in one line
    signed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    signed_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    issued_at: Mapped[datetime]
    released_at: Mapped[datetime | None]  # to scrutiny members of other bodies than the meeting's
    released_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    withdrawn_reason: Mapped[str] = mapped_column(default="")
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issued_report.id"), unique=True)

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")
    signed_by: Mapped[Person] = relationship(foreign_keys=[signed_by_id], lazy="raise_on_sql")
    issued_by: Mapped[Person] = relationship(foreign_keys=[issued_by_id], lazy="raise_on_sql")
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_id], lazy="raise_on_sql")
    replaces: Mapped[IssuedReport | None] = relationship(
        back_populates="replaced_by", remote_side="IssuedReport.id", lazy="raise_on_sql"
    )
    replaced_by: Mapped[IssuedReport | None] = relationship(
        back_populates="replaces", uselist=False, lazy="raise_on_sql"
    )
    forms: Mapped[list[IssuedForm]] = relationship(
        back_populates="report", order_by="IssuedForm.id", lazy="raise_on_sql"
    )

    @property
    def name(self) -> str:
        """Return what the report is called: "Scrutiny report", "Recommendation sheet R5"."""
        return kind_name(self.kind, self.recommendation_number)

    def form(self, edition: Edition, kind: FormKind) -> IssuedForm | None:
        """Return a stored form (needs `forms` loaded), or None where there is none, or none yet."""
        return next((one for one in self.forms if (one.edition, one.kind) == (edition, kind)), None)


class IssuedForm(Base):
    """The bytes of one form of one edition, and their SHA-256 from the moment of issue.

    The hash stands here beside the file's own, so that exchanging a file is found. A form that had to be
    purged keeps its hash and has no file any more.
    """

    __tablename__ = "issued_form"
    __table_args__ = (sa.UniqueConstraint("report_id", "edition", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("issued_report.id"), index=True)
    edition: Mapped[Edition] = mapped_column(choice(Edition))
    kind: Mapped[FormKind] = mapped_column(choice(FormKind))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    size: Mapped[int]  # bytes
    pages: Mapped[int | None]  # of a form that has pages
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))

    report: Mapped[IssuedReport] = relationship(back_populates="forms", lazy="raise_on_sql")
    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")


class QuestionKind(StrEnum):
    """What members put to the plan's leads."""

    QUESTION = "question"
    RECOMMENDATION = "recommendation"


class QuestionStatus(StrEnum):
    """Where a question or recommendation stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"
    DONE = "done"


QUESTION_KIND_WORDS = {
    QuestionKind.QUESTION: "Question",
    QuestionKind.RECOMMENDATION: "Recommendation",
}
QUESTION_STATUS_WORDS = {
    QuestionStatus.WAITING: "Waiting for a reply",
    QuestionStatus.ANSWERED: "Answered",
    QuestionStatus.ACCEPTED: "Accepted",
    QuestionStatus.PARTLY: "Accepted in part",
    QuestionStatus.NOT_ACCEPTED: "Not accepted",
    QuestionStatus.DONE: "Done",
}


class Question(Base):
    """A question or recommendation about an issued report, with its owner and the reply.

    It prints with its reply in the next report: in both editions, or in the members' alone.
    """

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    report_id: Mapped[int] = mapped_column(sa.ForeignKey("issued_report.id"), index=True)
    kind: Mapped[QuestionKind] = mapped_column(choice(QuestionKind))
    about: Mapped[str] = mapped_column(sa.String(300))  # "The whole report", "Priority 1: …"
    place: Mapped[str] = mapped_column(sa.String(60), default="")  # an action or a page, in their words
    text: Mapped[str]
    audience: Mapped[Audience] = mapped_column(choice(Audience), default=Audience.PUBLIC)
    asked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("owner.id"))
    due_on: Mapped[date | None]
    status: Mapped[QuestionStatus] = mapped_column(choice(QuestionStatus), default=QuestionStatus.WAITING)
    reply: Mapped[str] = mapped_column(default="")
    replied_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    replied_at: Mapped[datetime | None]

    report: Mapped[IssuedReport] = relationship(lazy="raise_on_sql")
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id], lazy="raise_on_sql")
    replied_by: Mapped[Person | None] = relationship(foreign_keys=[replied_by_id], lazy="raise_on_sql")
    owner: Mapped[Owner | None] = relationship(lazy="raise_on_sql")
