"""People who sign in, their one-time links, and what they were granted on which plan."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from flask_login import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base, choice

if TYPE_CHECKING:
    from tracker.models.plans import Plan


class Role(StrEnum):
    """What can be granted on a plan. Owner and contributor are not granted: they follow from being named."""

    LEAD = "lead"
    DIRECTOR = "director"
    ASSURER = "assurer"
    SCRUTINY = "scrutiny"


class LinkPurpose(StrEnum):
    """What a one-time link is for."""

    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105 - the purpose of a link, not a secret


class Person(UserMixin, Base):
    """Somebody who can sign in once the invitation was followed (until then there is no password)."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)  # always lower case
    name: Mapped[str] = mapped_column(sa.String(200))
    job_title: Mapped[str] = mapped_column(sa.String(200), default="")
    password_hash: Mapped[str | None] = mapped_column(sa.String(255))
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_removed: Mapped[bool] = mapped_column(default=False)
    # Part of the session cookie: a new password ends every other session of the person.
    session_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    # Part of the secret address of the person's calendar. It rises with each renewal; while there is no
    # calendar it is 0, or the last one's negative.
    calendar_version: Mapped[int] = mapped_column(default=0)

    grants: Mapped[list[Grant]] = relationship(
        back_populates="person", foreign_keys="Grant.person_id", lazy="raise_on_sql"
    )

    @property
    def is_active(self) -> bool:
        """Flask-Login signs in nobody who was removed."""
        return not self.is_removed

    def get_id(self) -> str:
        """Return what the session cookie holds: the person and the version of their sessions."""
        return f"{self.id}.{self.session_version}"


class OneTimeLink(Base):
    """An invitation or a forgotten password: usable once, before it expires. Only its hash is stored."""

    __tablename__ = "one_time_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(choice(LinkPurpose))
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class WrongTries(Base):
    """Wrong passwords in a row for an address, known or not, so that waiting tells nobody which exist."""

    __tablename__ = "wrong_tries"

    email: Mapped[str] = mapped_column(sa.String(254), primary_key=True)  # lower case
    count: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime]
    wait_until: Mapped[datetime | None]


class LinkAsking(Base):
    """How often one client asked for a link for a forgotten password, in the hour from the first time."""

    __tablename__ = "link_asking"

    client: Mapped[str] = mapped_column(sa.String(64), primary_key=True)  # its network address
    count: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime]


class Grant(Base):
    """One role of one person on one plan."""

    __tablename__ = "plan_grant"
    __table_args__ = (sa.UniqueConstraint("plan_id", "person_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    granted_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    granted_at: Mapped[datetime]

    person: Mapped[Person] = relationship(
        back_populates="grants", foreign_keys=[person_id], lazy="raise_on_sql"
    )
    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
