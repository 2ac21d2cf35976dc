"""Evidence: what shows that something happened or helped, who checked it, and the files behind it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base, choice
from tracker.rules.ladders import Audience, EvidenceKind, Verdict

if TYPE_CHECKING:
    from tracker.models.people import Person
    from tracker.models.plans import Action
    from tracker.models.progress import Update
    from tracker.models.rounds import RoundAsk


class EvidenceForm(StrEnum):
    """Where the evidence is: behind a link, in a file kept here, or somewhere described in words."""

    LINK = "link"
    FILE = "file"
    REFERENCE = "reference"


class StoredFile(Base):
    """A file as it came, kept outside the database under its content hash. The same bytes are kept once."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    name: Mapped[str] = mapped_column(sa.String(300))  # as it was called when it came
    content_type: Mapped[str] = mapped_column(sa.String(100))  # from the content, not from the browser
    size: Mapped[int]  # bytes
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    added_at: Mapped[datetime]
    # Purged, because it held personal data: its bytes are gone, its name and hash are blanked.
    removed_at: Mapped[datetime | None]


class Evidence(Base):
    """One item of evidence, numbered E1… in its plan. It may support several actions."""

    __tablename__ = "evidence"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(300))
    kind: Mapped[EvidenceKind] = mapped_column(choice(EvidenceKind))
    form: Mapped[EvidenceForm] = mapped_column(choice(EvidenceForm))
    url: Mapped[str] = mapped_column(sa.String(2000), default="")
    reference: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    effective_on: Mapped[date]  # the day the evidence speaks of, not the day it was added
    shows: Mapped[str] = mapped_column(default="")  # what it shows
    audience: Mapped[Audience] = mapped_column(choice(Audience), default=Audience.PUBLIC)
    # None for a partner's contact without an account, whose name stands in `ask`.
    added_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    ask_id: Mapped[int | None] = mapped_column(sa.ForeignKey("round_ask.id"))  # through whose link it came
    added_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    file: Mapped[StoredFile | None] = relationship(lazy="raise_on_sql")
    added_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    ask: Mapped[RoundAsk | None] = relationship(lazy="raise_on_sql")
    checks: Mapped[list[EvidenceCheck]] = relationship(
        back_populates="evidence", order_by="EvidenceCheck.at, EvidenceCheck.id", lazy="raise_on_sql"
    )
    links: Mapped[list[EvidenceLink]] = relationship(
        back_populates="evidence", order_by="EvidenceLink.id", lazy="raise_on_sql"
    )

    @property
    def label(self) -> str:
        """Return the number as cited, e.g. "E12"."""
        return f"E{self.number}"

    @property
    def said_by(self) -> str:
        """Return who added it, and whether it came through a link (needs `added_by` and `ask` loaded)."""
        who = self.added_by.name if self.added_by else self.ask.called if self.ask else ""
        return f"{who}, through the link" if self.ask_id else who

    @property
    def check(self) -> EvidenceCheck | None:
        """Return the newest check, which holds (needs `checks` loaded); None while not checked yet."""
        return self.checks[-1] if self.checks else None

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the mapper reads it once


class EvidenceLink(Base):
    """An item of evidence supporting an action, from the day it was linked; with the update it came with."""

    __tablename__ = "evidence_link"
    __table_args__ = (sa.UniqueConstraint("evidence_id", "action_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(sa.ForeignKey("evidence.id"), index=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), index=True)
    update_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action_update.id"), index=True)
    linked_at: Mapped[datetime]

    evidence: Mapped[Evidence] = relationship(back_populates="links", lazy="raise_on_sql")
    action: Mapped[Action] = relationship(back_populates="evidence_links", lazy="raise_on_sql")
    update: Mapped[Update | None] = relationship(back_populates="evidence_links", lazy="raise_on_sql")


class EvidenceCheck(Base):
    """A second person's dated verdict on an item: verified, challenged (with what is missing), withdrawn."""

    __tablename__ = "evidence_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(sa.ForeignKey("evidence.id"), index=True)
    verdict: Mapped[Verdict] = mapped_column(choice(Verdict))
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]

    evidence: Mapped[Evidence] = relationship(back_populates="checks", lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")
