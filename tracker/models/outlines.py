"""How a plan arranges its board report: its sections, its own words in them, its own glossary."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base

if TYPE_CHECKING:
    from tracker.models.people import Person


class OutlineSection(Base):
    """One section of the board report as a plan arranges it; a plan has none until somebody does.

    `chosen` are the ids of what belongs in it: {"measures": […], "services": […], "priorities": […]};
    where a kind is missing, the section holds what it usually does.
    """

    __tablename__ = "outline_section"
    __table_args__ = (sa.UniqueConstraint("plan_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    key: Mapped[str] = mapped_column(sa.String(40))  # of tracker.rules.outlines, e.g. "overview", "own-1"
    position: Mapped[int]
    is_printed: Mapped[bool] = mapped_column(default=True)
    chosen: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)


class Commentary(Base):
    """The plan's own words in one section of its report, as Markdown; the newest of a section holds."""

    __tablename__ = "commentary"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    section: Mapped[str] = mapped_column(sa.String(80))  # a key of the report's outline, e.g. "overview"
    heading: Mapped[str] = mapped_column(sa.String(200), default="")
    introduction: Mapped[str] = mapped_column(default="", server_default="")
    text: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]

    by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class GlossaryEntry(Base):
    """A word that a plan explains in its own way in its reports; without a meaning it is left out."""

    __tablename__ = "glossary_entry"
    __table_args__ = (sa.UniqueConstraint("plan_id", "term"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    term: Mapped[str] = mapped_column(sa.String(60))
    meaning: Mapped[str] = mapped_column(sa.String(300), default="")
