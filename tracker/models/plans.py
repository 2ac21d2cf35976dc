"""The plan: its priorities, services, recommendations, actions, and who is named on them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.database import Base, choice

if TYPE_CHECKING:
    from tracker.models.evidence import EvidenceLink
    from tracker.models.inspections import Finding, Inspection
    from tracker.models.outlines import Commentary
    from tracker.models.people import Person
    from tracker.models.progress import DateMove, Milestone, StandingRow, Update


class OwnerKind(StrEnum):
    """What kind of owner: a person, a post that people hold in turn, or a partner body."""

    PERSON = "person"
    POST = "post"
    PARTNER = "partner"


class Part(StrEnum):
    """The part an owner is named for on an action."""

    LEAD_OFFICER = "lead_officer"
    ACCOUNTABLE_DIRECTOR = "accountable_director"
    CONTRIBUTOR = "contributor"


class Response(StrEnum):
    """What the council answers to a recommendation."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"


RESPONSE_WORDS = {
    Response.ACCEPTED: "Accepted",
    Response.PARTLY: "Accepted in part",
    Response.NOT_ACCEPTED: "Not accepted",
}


class Plan(Base):
    """One improvement plan of one council. Numbers once given are never given again."""

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(sa.String(80), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    strapline: Mapped[str] = mapped_column(sa.String(300), default="")
    stale_after_days: Mapped[int] = mapped_column(default=35)  # calendar days without an update
    moves_need_approval: Mapped[bool] = mapped_column(default=False)  # of due dates, by another person
    # Whether the self-evaluation has the plan's own outline, and not the three questions of the inspectorate.
    evaluates_by_outline: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    round_days: Mapped[int] = mapped_column(default=14)  # from opening a round to its closing date
    # Days before the closing date, and after it, on which who has not answered is reminded; 0: never.
    remind_before_days: Mapped[int] = mapped_column(default=3)
    remind_after_days: Mapped[int] = mapped_column(default=1)
    link_grace_days: Mapped[int] = mapped_column(default=7)  # for which links work after the closing date
    mails_hold_titles: Mapped[bool] = mapped_column(default=True)  # of actions; else their numbers only
    # Rises with each change of the plan's own words for its statuses; 0: it uses the usual ones.
    step_words_version: Mapped[int] = mapped_column(default=0)
    last_recommendation_number: Mapped[int] = mapped_column(default=0)
    last_evidence_number: Mapped[int] = mapped_column(default=0)
    last_report_number: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    priorities: Mapped[list[Priority]] = relationship(
        back_populates="plan", order_by="Priority.number", lazy="raise_on_sql"
    )
    services: Mapped[list[Service]] = relationship(
        back_populates="plan", order_by="Service.position, Service.id", lazy="raise_on_sql"
    )
    commentaries: Mapped[list[Commentary]] = relationship(order_by="Commentary.id", lazy="raise_on_sql")


class StepWords(Base):
    """How a plan shows one step of a ladder. A plan has all nine or none."""

    __tablename__ = "step_words"

    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), primary_key=True)
    step: Mapped[str] = mapped_column(sa.String(40), primary_key=True)  # of Delivery or Impact
    word: Mapped[str] = mapped_column(sa.String(30))
    letter: Mapped[str] = mapped_column(sa.String(1), default="")
    meaning: Mapped[str] = mapped_column(sa.String(200))
    colour: Mapped[str] = mapped_column(sa.String(20))  # an entry of tracker.rules.ladders.PALETTE


class Priority(Base):
    """A heading under which the plan groups recommendations."""

    __tablename__ = "priority"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    introduction: Mapped[str] = mapped_column(default="")  # Markdown

    plan: Mapped[Plan] = relationship(back_populates="priorities", lazy="raise_on_sql")
    recommendations: Mapped[list[Recommendation]] = relationship(
        back_populates="priority", order_by="Recommendation.number", lazy="raise_on_sql"
    )


class Service(Base):
    """A stage of the child's journey that actions and measures belong to; position is the journey's order."""

    __tablename__ = "service"
    __table_args__ = (sa.UniqueConstraint("plan_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    position: Mapped[int] = mapped_column(default=0)

    plan: Mapped[Plan] = relationship(back_populates="services", lazy="raise_on_sql")


class Owner(Base):
    """Who answers for an action: a person, a post (person = its holder) or a partner body (person = none)."""

    __tablename__ = "owner"
    __table_args__ = (sa.UniqueConstraint("plan_id", "kind", "name", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    kind: Mapped[OwnerKind] = mapped_column(choice(OwnerKind))
    name: Mapped[str] = mapped_column(sa.String(200))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    contact_name: Mapped[str] = mapped_column(sa.String(200), default="")
    contact_email: Mapped[str] = mapped_column(sa.String(254), default="")

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


action_recommendation = sa.Table(
    "action_recommendation",
    Base.metadata,
    sa.Column("action_id", sa.ForeignKey("action.id"), primary_key=True),
    sa.Column("recommendation_id", sa.ForeignKey("recommendation.id"), primary_key=True, index=True),
)


class Recommendation(Base):
    """Something an inspection asks for, in its own words, with the plan's number."""

    __tablename__ = "recommendation"
    __table_args__ = (sa.UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    inspection_id: Mapped[int | None] = mapped_column(sa.ForeignKey("inspection.id"), index=True)
    priority_id: Mapped[int | None] = mapped_column(sa.ForeignKey("priority.id"), index=True)
    number: Mapped[int]  # the plan's, never reused
    printed_number: Mapped[str | None] = mapped_column(sa.String(40))
    text: Mapped[str]  # verbatim
    short_title: Mapped[str] = mapped_column(sa.String(200), default="")  # for lists; the text where empty
    section: Mapped[str | None] = mapped_column(sa.String(300))
    printed_timescale: Mapped[str | None] = mapped_column(sa.String(200))
    due_on: Mapped[date | None]
    due_reason: Mapped[str] = mapped_column(sa.String(300), default="")
    # Where the words stand in the inspection's text: page from 1, characters from 0, end exclusive.
    passage_page: Mapped[int | None]
    passage_start: Mapped[int | None]
    passage_end: Mapped[int | None]
    last_action_number: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    closing_statement: Mapped[str] = mapped_column(default="")
    times_reopened: Mapped[int] = mapped_column(default=0)
    response: Mapped[Response | None] = mapped_column(choice(Response))
    response_reason: Mapped[str] = mapped_column(default="")
    responded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    responded_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
    responded_by: Mapped[Person | None] = relationship(foreign_keys=[responded_by_id], lazy="raise_on_sql")
    priority: Mapped[Priority | None] = relationship(back_populates="recommendations", lazy="raise_on_sql")
    inspection: Mapped[Inspection | None] = relationship(
        back_populates="recommendations", lazy="raise_on_sql"
    )
    actions: Mapped[list[Action]] = relationship(
        secondary=action_recommendation,
        back_populates="recommendations",
        order_by="Action.first_number, Action.sequence",
        lazy="raise_on_sql",
    )
    findings: Mapped[list[Finding]] = relationship(
        secondary="finding_recommendation",
        back_populates="recommendations",
        order_by="Finding.position",
        lazy="raise_on_sql",
    )

    @property
    def title(self) -> str:
        """Return the short title where a lead gave one, else the inspectors' words."""
        return self.short_title or self.text

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - the mapper reads it once


class Action(Base):
    """What the council does about one or more recommendations; its label ("11.3") is kept for ever."""

    __tablename__ = "action"
    __table_args__ = (sa.UniqueConstraint("plan_id", "first_number", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(sa.ForeignKey("plan.id"), index=True)
    service_id: Mapped[int | None] = mapped_column(sa.ForeignKey("service.id"), index=True)
    first_number: Mapped[int]  # number of the first recommendation
    sequence: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(300))
    description: Mapped[str] = mapped_column(default="")
    how_we_will_know: Mapped[str] = mapped_column(default="")
    start_on: Mapped[date | None]
    due_on: Mapped[date | None]
    original_due_on: Mapped[date | None]  # the first due date, never changed
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    plan: Mapped[Plan] = relationship(lazy="raise_on_sql")
    service: Mapped[Service | None] = relationship(lazy="raise_on_sql")
    recommendations: Mapped[list[Recommendation]] = relationship(
        secondary=action_recommendation,
        back_populates="actions",
        order_by="Recommendation.number",
        lazy="raise_on_sql",
    )
    named: Mapped[list[Naming]] = relationship(
        back_populates="action", order_by="Naming.id", cascade="all, delete-orphan", lazy="raise_on_sql"
    )
    milestones: Mapped[list[Milestone]] = relationship(
        back_populates="action",
        order_by="Milestone.due_on, Milestone.id",
        cascade="all, delete-orphan",
        lazy="raise_on_sql",
    )
    updates: Mapped[list[Update]] = relationship(
        back_populates="action", order_by="Update.at.desc(), Update.id.desc()", lazy="raise_on_sql"
    )
    date_moves: Mapped[list[DateMove]] = relationship(
        back_populates="action", order_by="DateMove.moved_at, DateMove.id", lazy="raise_on_sql"
    )
    evidence_links: Mapped[list[EvidenceLink]] = relationship(
        back_populates="action", order_by="EvidenceLink.id", lazy="raise_on_sql"
    )
    standing: Mapped[StandingRow | None] = relationship(back_populates="action", lazy="raise_on_sql")

    @property
    def label(self) -> str:
        """Return the number as printed, e.g. "11.3"."""
        return f"{self.first_number}.{self.sequence}"

    def owners(self, part: Part) -> list[Owner]:
        """Return who is named for this part, in the order they were named (needs `named` loaded)."""
        return [naming.owner for naming in self.named if naming.part == part]

    @property
    def lead_officer(self) -> Owner | None:
        """Return the owner, where there is one (needs `named` loaded)."""
        return next(iter(self.owners(Part.LEAD_OFFICER)), None)

    @property
    def accountable_director(self) -> Owner | None:
        """Return who is accountable, where somebody is (needs `named` loaded)."""
        return next(iter(self.owners(Part.ACCOUNTABLE_DIRECTOR)), None)

    __mapper_args__: dict[str, Any] = {"version_id_col": version}  # noqa: RUF012


class Naming(Base):
    """An owner named on an action; one lead officer and one accountable director at most."""

    __tablename__ = "naming"
    __table_args__ = (
        sa.UniqueConstraint("action_id", "owner_id", "part"),
        sa.Index("ix_naming_of_owner", "owner_id", "part", "action_id"),
        sa.Index(
            "uq_naming_one_lead_officer",
            "action_id",
            unique=True,
            sqlite_where=sa.text("part = 'lead_officer'"),
            postgresql_where=sa.text("part = 'lead_officer'"),
        ),
        sa.Index(
            "uq_naming_one_accountable_director",
            "action_id",
            unique=True,
            sqlite_where=sa.text("part = 'accountable_director'"),
            postgresql_where=sa.text("part = 'accountable_director'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(sa.ForeignKey("action.id"), index=True)
    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("owner.id"))
    part: Mapped[Part] = mapped_column(choice(Part))

    action: Mapped[Action] = relationship(back_populates="named", lazy="raise_on_sql")
    owner: Mapped[Owner] = relationship(lazy="raise_on_sql")
