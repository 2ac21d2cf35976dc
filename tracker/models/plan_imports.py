"""A plan that exists in a spreadsheet, between its upload and its coming into this plan."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base, choice
from tracker.models.inspections import IntakeState

if TYPE_CHECKING:
    from tracker.models.evidence import StoredFile
    from tracker.models.people import Person
    from tracker.models.plans import Plan


class PlanImport(Base):
    """A draft of what a file would add. Nothing of it is in the plan until it is confirmed.

    `tables` is what was read (tracker.sheets.model.Book as a dict); `decisions` what the lead decided about
    its columns, words, people and rows. Both are documents of one draft, never queried into, hence JSON.
    """

    __tablename__ = "plan_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    state: Mapped[IntakeState] = mapped_column(choice(IntakeState))
    source_name: Mapped[str] = mapped_column(sa.String(300))
    file_id: Mapped[int] = mapped_column(sa.ForeignKey("stored_file.id"))
    tables: Mapped[dict[str, Any] | None]
    decisions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    message: Mapped[str] = mapped_column(default="")  # why it could not be read; later, what it added
    version: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    created_at: Mapped[datetime]

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")
    created_by: Mapped[Person] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the mapper reads it once
