"""Work for the worker: jobs and mails, written in the transaction of the write that asks for them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base, choice

if TYPE_CHECKING:
    from tracker.models.rounds import RoundAsk


class JobState(StrEnum):
    """Where a piece of work stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class MailKind(StrEnum):
    """What a mail is about. People may do without some kinds (tracker.rules.mails)."""

    ACCOUNT = "account"  # invitations and passwords, and all mails from before there were kinds
    QUESTION = "question"  # a lead asks for an update outside a round
    ROUND = "round"
    REMINDER = "reminder"
    DIGEST = "digest"
    MENTION = "mention"
    HANDOVER = "handover"
    SIGNATURE = "signature"  # a report waits for a director's
    REPORT = "report"  # a director signed one or sent it back


class Job(Base):
    """One piece of work. A running job whose `claimed_until` has passed is taken up again."""

    __tablename__ = "job"
    __table_args__ = (sa.Index("ix_job_next", "state", "run_after", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(40))  # a name in tracker.jobs.TASKS
    arguments: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[JobState] = mapped_column(choice(JobState), default=JobState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    run_after: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class OutgoingMail(Base):
    """One mail, sent by the worker after the commit; tried again with the same Message-ID."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (sa.Index("ix_outgoing_mail_next", "state", "send_after", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(sa.String(200), unique=True)
    # The plan it speaks of, where its leads may remove personal data from it. None for mails about accounts.
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    to_address: Mapped[str] = mapped_column(sa.String(254))
    subject: Mapped[str] = mapped_column(sa.String(300))
    text: Mapped[str]
    html: Mapped[str] = mapped_column(default="")
    kind: Mapped[MailKind] = mapped_column(choice(MailKind), default=MailKind.ACCOUNT)
    round_id: Mapped[int | None] = mapped_column(sa.ForeignKey("update_round.id"), index=True)
    # Whose signed link stands in the mail. The worker writes it in when the mail leaves: it is never stored.
    ask_id: Mapped[int | None] = mapped_column(sa.ForeignKey("round_ask.id"), index=True)
    state: Mapped[JobState] = mapped_column(choice(JobState), default=JobState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    send_after: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    ask: Mapped[RoundAsk | None] = relationship(lazy="raise_on_sql")


class UnwantedMail(Base):
    """A kind of mail that a person does without."""

    __tablename__ = "unwanted_mail"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), primary_key=True)
    kind: Mapped[MailKind] = mapped_column(choice(MailKind), primary_key=True)
