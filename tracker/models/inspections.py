"""Inspections: source documents kept for ever, their facts, and the draft between upload and confirmation."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base, choice
from tracker.rules.submission import DayZero, PlanStage

if TYPE_CHECKING:
    from tracker.models.evidence import StoredFile
    from tracker.models.people import Person
    from tracker.models.plans import Plan, Recommendation


class IntakeState(StrEnum):
    """Where a draft stands: being read, unreadable, under review, confirmed, or given up."""

    READING = "reading"
    UNREADABLE = "unreadable"
    REVIEW = "review"
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


class Inspection(Base):
    """A source document and its facts. Dates may be known to the month only, so they are kept as printed."""

    __tablename__ = "inspection"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    kind: Mapped[str] = mapped_column(sa.String(60))  # the name of a framework file
    title: Mapped[str] = mapped_column(sa.String(300))
    provider: Mapped[str] = mapped_column(sa.String(300), default="")
    inspected_from: Mapped[str | None] = mapped_column(sa.String(10))  # YYYY-MM-DD or YYYY-MM
    inspected_to: Mapped[str | None] = mapped_column(sa.String(10))
    published: Mapped[str | None] = mapped_column(sa.String(10))
    received_on: Mapped[date | None]
    inspectors: Mapped[list[Any]] = mapped_column(default=list)  # names, the lead inspector first
    source_text: Mapped[str] = mapped_column(default="")
    page_starts: Mapped[list[Any]] = mapped_column(default=list)  # character offset of each page in the text
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")
    judgements: Mapped[list[Judgement]] = relationship(order_by="Judgement.position", lazy="raise_on_sql")
    findings: Mapped[list[Finding]] = relationship(order_by="Finding.position", lazy="raise_on_sql")
    recommendations: Mapped[list[Recommendation]] = relationship(
        back_populates="inspection", order_by="Recommendation.number", lazy="raise_on_sql"
    )
    deadlines: Mapped[list[Deadline]] = relationship(
        back_populates="inspection", order_by="Deadline.working_days", lazy="raise_on_sql"
    )


class Judgement(Base):
    """A grade given to an area; areas and grades are the framework's, so both are text."""

    __tablename__ = "judgement"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(sa.ForeignKey("inspection.id"), index=True)
    position: Mapped[int]
    area: Mapped[str] = mapped_column(sa.String(300))
    grade: Mapped[str] = mapped_column(sa.String(200))


finding_recommendation = sa.Table(
    "finding_recommendation",
    Base.metadata,
    sa.Column("finding_id", sa.ForeignKey("finding.id"), primary_key=True),
    sa.Column("recommendation_id", sa.ForeignKey("recommendation.id"), primary_key=True, index=True),
)


class Finding(Base):
    """A paragraph of the inspection; may be marked "(Recommendation)" and linked to recommendations."""

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(sa.ForeignKey("inspection.id"), index=True)
    position: Mapped[int]
    number: Mapped[str | None] = mapped_column(sa.String(40))
    text: Mapped[str]
    is_marked: Mapped[bool] = mapped_column(default=False)
    passage_page: Mapped[int | None]
    passage_start: Mapped[int | None]
    passage_end: Mapped[int | None]

    recommendations: Mapped[list[Recommendation]] = relationship(
        secondary=finding_recommendation, back_populates="findings", lazy="raise_on_sql"
    )


class Deadline(Base):
    """The day on which the council's own action plan (or a draft of it) is due after an inspection.

    The counted day is kept for ever; a lead may put another in its place, with the reason.
    """

    __tablename__ = "deadline"
    __table_args__ = (sa.UniqueConstraint("inspection_id", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inspection_id: Mapped[int] = mapped_column(sa.ForeignKey("inspection.id"), index=True)
    stage: Mapped[PlanStage] = mapped_column(choice(PlanStage))
    recipient: Mapped[str] = mapped_column(sa.String(200), default="")  # who gets it, e.g. "Ofsted"
    working_days: Mapped[int]
    counted_from: Mapped[date]  # day 0
    counted_by: Mapped[DayZero] = mapped_column(choice(DayZero))  # which date day 0 was
    counted_due_on: Mapped[date]
    changed_due_on: Mapped[date | None]  # another day than the counted one
    changed_reason: Mapped[str] = mapped_column(default="")
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    changed_at: Mapped[datetime | None]
    sent_on: Mapped[date | None]
    sent_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))  # who recorded it
    version: Mapped[int] = mapped_column(default=1)

    inspection: Mapped[Inspection] = relationship(back_populates="deadlines", lazy="raise_on_sql")
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id], lazy="raise_on_sql")
    sent_by: Mapped[Person | None] = relationship(foreign_keys=[sent_by_id], lazy="raise_on_sql")

    @property
    def due_on(self) -> date:
        """Return the day that holds: the one a lead chose, else the counted one."""
        return self.changed_due_on or self.counted_due_on

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the mapper reads it once


class RecommendationRepeat(Base):
    """That a recommendation asks again for what an earlier one of the plan asked for, as a lead confirmed."""

    __tablename__ = "recommendation_repeat"

    later_id: Mapped[int] = mapped_column(sa.ForeignKey("recommendation.id"), primary_key=True)
    earlier_id: Mapped[int] = mapped_column(sa.ForeignKey("recommendation.id"), primary_key=True, index=True)
    linked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    linked_at: Mapped[datetime]

    later: Mapped[Recommendation] = relationship(foreign_keys=[later_id], lazy="raise_on_sql")
    earlier: Mapped[Recommendation] = relationship(foreign_keys=[earlier_id], lazy="raise_on_sql")


class IntakeDraft(Base):
    """A report between upload and confirmation. Nothing of it is in the plan until it is confirmed.

    `reading` is the reader's result (tracker.intake.model.Reading as a dict); `decisions` what the lead
    decided about each proposal so far. Both are documents of one draft, never queried into, hence JSON.
    """

    __tablename__ = "intake_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    state: Mapped[IntakeState] = mapped_column(choice(IntakeState))
    source_name: Mapped[str] = mapped_column(sa.String(300))
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    reading: Mapped[dict[str, Any] | None]
    decisions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    message: Mapped[str] = mapped_column(default="")  # why it could not be read
    # Of a scan that is being read: the page that is recognised now, from 1, and how many there are; else 0.
    page_now: Mapped[int] = mapped_column(default=0)
    pages_in_all: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]
    inspection_id: Mapped[int | None] = mapped_column(sa.ForeignKey("inspection.id"))

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")
    created_by: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the mapper reads it once
