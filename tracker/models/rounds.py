"""Update rounds: who was asked for which actions, through which link they may answer, and its uses."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base, choice
from tracker.formatting import in_london
from tracker.rules.ladders import Delivery, Impact

if TYPE_CHECKING:
    from tracker.models.people import Person
    from tracker.models.plans import Action, Owner, Plan


class LinkAct(StrEnum):
    """What somebody did through the link of a round."""

    OPENED = "opened"
    CONFIRMED = "confirmed"
    UPDATED = "updated"


class Round(Base):
    """A period in which all owners of a plan are asked for updates. A plan has one open round at most.

    It asks until the end of `closes_on` (London) unless a lead closes it earlier. `as_at` is the day the
    next report is offered to speak of, set when the round is closed.
    """

    __tablename__ = "update_round"
    __table_args__ = (
        sa.UniqueConstraint("plan_id", "number"),
        sa.Index(
            "uq_update_round_one_open",
            "plan_id",
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"))
    number: Mapped[int]  # from 1, never given again
    note: Mapped[str] = mapped_column(default="")  # the lead's words to everybody who is asked
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    closes_on: Mapped[date]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))  # None: by the worker
    as_at: Mapped[date | None]
    # When the reminders went out; each goes out once.
    reminded_before_at: Mapped[datetime | None]
    reminded_after_at: Mapped[datetime | None]

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
    opened_by: Mapped[Person] = relationship(foreign_keys=[opened_by_id], lazy="raise_on_sql")
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id], lazy="raise_on_sql")
    asks: Mapped[list[RoundAsk]] = relationship(
        back_populates="round", order_by="RoundAsk.name, RoundAsk.id", lazy="raise_on_sql"
    )

    @property
    def is_open(self) -> bool:
        """Return whether the round still asks."""
        return self.closed_at is None


class RoundAsk(Base):
    """One e-mail address a round asks, once for all actions behind it: a person, or a partner's contact.

    The link is not stored: it is the key, signed with the site's secret when a mail leaves. Without a key,
    or revoked, there is none. Names and address are those of the moment the round asked.
    """

    __tablename__ = "round_ask"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("update_round.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    body: Mapped[str] = mapped_column(sa.String(300), default="")  # the partner the contact answers for
    email: Mapped[str] = mapped_column(sa.String(254))  # lower case
    asked_at: Mapped[datetime]
    link_key: Mapped[str | None] = mapped_column(sa.String(40), unique=True)
    link_expires_at: Mapped[datetime | None]
    link_revoked_at: Mapped[datetime | None]
    link_revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    round: Mapped[Round] = relationship(back_populates="asks", lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id], lazy="raise_on_sql")
    link_revoked_by: Mapped[Person | None] = relationship(
        foreign_keys=[link_revoked_by_id], lazy="raise_on_sql"
    )
    entries: Mapped[list[RoundEntry]] = relationship(back_populates="ask", lazy="raise_on_sql")
    uses: Mapped[list[LinkUse]] = relationship(
        back_populates="ask", order_by="LinkUse.at.desc(), LinkUse.id.desc()", lazy="raise_on_sql"
    )

    @property
    def called(self) -> str:
        """Return the name as it stands in histories: "A. Kaur (Harlmere police)"."""
        return f"{self.name} ({self.body})" if self.body else self.name

    @property
    def link_works_until(self) -> date | None:
        """Return the last day on which the link works, in London."""
        return in_london(self.link_expires_at - timedelta(seconds=1)).date() if self.link_expires_at else None


class RoundEntry(Base):
    """An open action in a round: who was asked for it, and how it stood when the round asked.

    Without an ask nobody could be asked: the action had no owner, or the owner no address.
    """

    __tablename__ = "round_entry"

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("update_round.id"), primary_key=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), primary_key=True, index=True)
    ask_id: Mapped[int | None] = mapped_column(sa.ForeignKey("round_ask.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(sa.ForeignKey("owner.id"))  # the lead officer then
    delivery: Mapped[Delivery] = mapped_column(choice(Delivery))  # as declared then
    impact: Mapped[Impact] = mapped_column(choice(Impact))
    due_on: Mapped[date | None]

    ask: Mapped[RoundAsk | None] = relationship(back_populates="entries", lazy="raise_on_sql")
    action: Mapped[Action] = relationship(lazy="raise_on_sql")
    owner: Mapped[Owner | None] = relationship(lazy="raise_on_sql")


class LinkUse(Base):
    """One use of a link: opened, or an action confirmed or updated through it."""

    __tablename__ = "link_use"

    id: Mapped[int] = mapped_column(primary_key=True)
    ask_id: Mapped[int] = mapped_column(sa.ForeignKey("round_ask.id"), index=True)
    at: Mapped[datetime]
    act: Mapped[LinkAct] = mapped_column(choice(LinkAct))
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("action.id"))

    ask: Mapped[RoundAsk] = relationship(back_populates="uses", lazy="raise_on_sql")
    action: Mapped[Action | None] = relationship(lazy="raise_on_sql")
