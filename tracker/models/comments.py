"""What people say to each other about an action: comments with mentions, and questions to its owner."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base

if TYPE_CHECKING:
    from tracker.models.people import Person
    from tracker.models.plans import Action


comment_mention = sa.Table(
    "comment_mention",
    Base.metadata,
    sa.Column("comment_id", sa.ForeignKey("comment.id"), primary_key=True),
    sa.Column("person_id", sa.ForeignKey("person.id"), primary_key=True, index=True),
)


class Comment(Base):
    """A remark of one person on an action. It stands in no report."""

    __tablename__ = "comment"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]
    text: Mapped[str]

    action: Mapped[Action] = relationship(lazy="raise_on_sql")
    by: Mapped[Person] = relationship(lazy="raise_on_sql")
    mentioned: Mapped[list[Person]] = relationship(secondary=comment_mention, lazy="raise_on_sql")


class Asking(Base):
    """A question to the owner of an action. The first update after it is the answer."""

    __tablename__ = "asking"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), index=True)
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(default="")  # "" where only an update is asked for

    by: Mapped[Person] = relationship(lazy="raise_on_sql")
