"""Measures: performance indicators with their targets, comparators and dated readings."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base, choice
from tracker.rules.ladders import Direction

if TYPE_CHECKING:
    from tracker.models.plans import Recommendation, Service


Amount = sa.Numeric(14, 3)

measure_recommendation = sa.Table(
    "measure_recommendation",
    Base.metadata,
    sa.Column("measure_id", sa.ForeignKey("measure.id"), primary_key=True),
    sa.Column("recommendation_id", sa.ForeignKey("recommendation.id"), primary_key=True, index=True),
)


class Measure(Base):
    """A performance indicator. Thresholds: worse than amber is amber, worse than red is red."""

    __tablename__ = "measure"
    __table_args__ = (sa.UniqueConstraint("plan_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    service_id: Mapped[int | None] = mapped_column(sa.ForeignKey("service.id"))
    code: Mapped[str] = mapped_column(sa.String(20))  # e.g. "CPP", cited as {m:CPP}
    name: Mapped[str] = mapped_column(sa.String(200))
    unit: Mapped[str] = mapped_column(sa.String(40))  # e.g. "%", "children", "working days"
    direction: Mapped[Direction] = mapped_column(choice(Direction))
    baseline: Mapped[Decimal | None] = mapped_column(Amount)
    target: Mapped[Decimal | None] = mapped_column(Amount)
    amber: Mapped[Decimal | None] = mapped_column(Amount)
    red: Mapped[Decimal | None] = mapped_column(Amount)
    neighbours: Mapped[Decimal | None] = mapped_column(Amount)  # statistical neighbours
    england: Mapped[Decimal | None] = mapped_column(Amount)
    version: Mapped[int] = mapped_column(default=1)

    service: Mapped[Service | None] = relationship(lazy="raise_on_sql")
    readings: Mapped[list[Reading]] = relationship(
        primaryjoin="and_(Measure.id == Reading.measure_id, Reading.withdrawn_at.is_(None))",
        back_populates="measure",
        order_by="Reading.on, Reading.id",
        lazy="raise_on_sql",
    )
    recommendations: Mapped[list[Recommendation]] = relationship(
        secondary=measure_recommendation, order_by="Recommendation.number", lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the mapper reads it once


class Reading(Base):
    """The value of a measure on a day, and when it became known to the plan.

    A reading is never changed: a correction withdraws it and adds another, so that a report as at an earlier
    day shows what was known then. One reading of a day holds at a time.
    """

    __tablename__ = "reading"
    __table_args__ = (
        sa.Index(
            "uq_reading_one_holds",
            "measure_id",
            "on",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(sa.ForeignKey("measure.id"), index=True)
    on: Mapped[date]
    value: Mapped[Decimal] = mapped_column(Amount)
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]  # when it was corrected or deleted; None while it holds

    measure: Mapped[Measure] = relationship(back_populates="readings", lazy="raise_on_sql")
