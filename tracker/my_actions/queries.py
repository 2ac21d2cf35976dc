"""What an owner has to do, over all their plans."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from tracker.database import db
from tracker.models import (
    Action,
    Asking,
    Comment,
    EvidenceCheck,
    EvidenceLink,
    Grant,
    Handover,
    Milestone,
    Naming,
    Owner,
    Part,
    Person,
    Plan,
    Role,
    Round,
    RoundEntry,
    StandIn,
    StandingRow,
    Update,
    stands_for,
)
from tracker.operations.standing import load_facts
from tracker.rules.attention import Group, group_of
from tracker.rules.ladders import Delivery, Verdict
from tracker.rules.status import Standing, stand


@dataclass(frozen=True)
class WorkItem:
    """An action of a person: how it stands, in which group, and how it would stand after an update today.

    `afterwards` supposes an update with the same statuses, so it shows what an update alone does not cure.
    `asked` are the questions that no update has answered yet, `round` is the open round that waits for one.
    """

    action: Action
    plan: Plan
    standing: Standing
    afterwards: Standing
    group: Group
    last: Update | None
    challenges: tuple[EvidenceCheck, ...]
    asked: tuple[Asking, ...]
    today: date
    round: Round | None = None

    @property
    def is_open(self) -> bool:
        """Return whether the action is not delivered."""
        return self.standing.declared_delivery is not Delivery.DELIVERED

    @property
    def may_stay_same(self) -> bool:
        """Return whether “Nothing has changed” is offered: the last update holds, and nobody asks why."""
        is_held = self.last is not None and not self.afterwards.is_flattering and not self.asked
        return is_held and self.is_open and not self.is_forecast_past

    @property
    def is_forecast_past(self) -> bool:
        """Return whether the day on which the owner expected to finish has passed."""
        forecast = self.last.forecast_on if self.last else None
        return forecast is not None and forecast < self.today

    @property
    def next_milestone(self) -> Milestone | None:
        """Return the first milestone that is not done."""
        return next((step for step in self.action.milestones if step.done_on is None), None)

    @property
    def is_milestone_missed(self) -> bool:
        """Return whether the first milestone that is not done was due before today."""
        step = self.next_milestone
        return step is not None and step.due_on < self.today

    @property
    def days_left(self) -> int | None:
        """Return the days until the due date, 0 on the day itself; None where there is none."""
        return (self.action.due_on - self.today).days if self.action.due_on else None


@dataclass(frozen=True)
class SavedUpdate:
    """An update a person saved lately."""

    action: Action
    update: Update


def load_work(person_id: int, today: date) -> list[WorkItem]:
    """Return the actions the person answers for today, by plan and number (a fixed number of queries).

    Those they are lead officer of, in person or by a post, and those of somebody they stand in for. Needs no
    more to tell them apart: who is named is loaded.
    """
    mine = (
        sa.select(Naming.action_id)
        .join(Naming.owner)
        .where(stands_for(person_id, today), Naming.part == Part.LEAD_OFFICER)
    )
    actions = db.session.scalars(
        sa.select(Action)
        .join(Action.plan)
        .where(Action.id.in_(mine))
        .options(*_shown())
        .order_by(Plan.title, Plan.id, Action.first_number, Action.sequence, Action.id)
    ).all()
    return _stand_all(actions, today)


def load_several(action_ids: Collection[int], today: date) -> list[WorkItem]:
    """Return these actions of one plan as they would stand on the list, by number."""
    actions = db.session.scalars(
        sa.select(Action)
        .where(Action.id.in_(action_ids))
        .options(*_shown())
        .order_by(Action.first_number, Action.sequence, Action.id)
    ).all()
    return _stand_all(actions, today)


def load_one(action: Action, today: date) -> WorkItem:
    """Return one action as it would stand on the list, whoever its owner is."""
    loaded = db.session.scalars(
        sa.select(Action)
        .where(Action.id == action.id)
        .options(*_shown())
        .execution_options(populate_existing=True)
    ).one()
    return _stand_all([loaded], today)[0]


def load_named_otherwise(person_id: int) -> Sequence[Action]:
    """Return the actions on which the person is named, but not as lead officer, with plan and standing."""
    return db.session.scalars(
        sa.select(Action)
        .join(Action.plan)
        .where(
            Action.id.in_(_named_as(person_id, [Part.CONTRIBUTOR, Part.ACCOUNTABLE_DIRECTOR])),
            Action.id.not_in(_named_as(person_id, [Part.LEAD_OFFICER])),
        )
        .options(joinedload(Action.plan), joinedload(Action.standing))
        .order_by(Plan.title, Plan.id, Action.first_number, Action.sequence, Action.id)
    ).all()


def load_saved_since(person_id: int, since: datetime) -> list[SavedUpdate]:
    """Return the person's own updates from a moment on, newest first."""
    updates = db.session.scalars(
        sa.select(Update)
        .where(Update.by_id == person_id, Update.at >= since)
        .options(joinedload(Update.action).joinedload(Action.plan))
        .order_by(Update.at.desc(), Update.id.desc())
        .limit(100)
    )
    return [SavedUpdate(update.action, update) for update in updates]


def _named_as(person_id: int, parts: Collection[Part]) -> sa.Select[int]:
    return (
        sa.select(Naming.action_id)
        .join(Naming.owner)
        .where(Owner.person_id == person_id, Naming.part.in_(parts))
    )


def _shown() -> tuple[ORMOption, ...]:
    last = joinedload(Action.standing).joinedload(StandingRow.last_update)
    return (
        joinedload(Action.plan),
        selectinload(Action.named).joinedload(Naming.owner).joinedload(Owner.person),
        selectinload(Action.milestones),
        last.joinedload(Update.by),
        last.joinedload(Update.ask),
        last.joinedload(Update.entered_by),
    )


def _stand_all(actions: Sequence[Action], today: date) -> list[WorkItem]:
    ids = [action.id for action in actions]
    every = load_facts(ids, today)
    challenges = _open_challenges(ids)
    asked = _open_questions(ids)
    rounds = _waiting_rounds(ids)
    work = []
    for action in actions:
        facts = every[action.id]
        stale_after = action.plan.stale_after_days
        standing = stand(facts, today, stale_after)
        work.append(
            WorkItem(
                action=action,
                plan=action.plan,
                standing=standing,
                afterwards=stand(replace(facts, last_update_on=today), today, stale_after),
                group=group_of(
                    standing,
                    facts.due_on,
                    facts.milestones,
                    standing.is_challenged,
                    today,
                    asked=action.id in asked,
                    in_round=action.id in rounds,
                ),
                last=action.standing.last_update if action.standing else None,
                challenges=challenges.get(action.id, ()),
                asked=asked.get(action.id, ()),
                today=today,
                round=rounds.get(action.id),
            )
        )
    return work


def _waiting_rounds(action_ids: Collection[int]) -> Mapping[int, Round]:
    """Return the open rounds that ask for an update to these actions and have none yet."""
    answered = sa.exists().where(Update.action_id == RoundEntry.action_id, Update.at >= Round.opened_at)
    rows = db.session.execute(
        sa.select(RoundEntry.action_id, Round)
        .join(Round, Round.id == RoundEntry.round_id)
        .where(
            RoundEntry.action_id.in_(action_ids),
            RoundEntry.ask_id.is_not(None),
            Round.closed_at.is_(None),
            ~answered,
        )
    )
    return dict(rows.all())


def _open_questions(action_ids: Collection[int]) -> Mapping[int, tuple[Asking, ...]]:
    """Return the questions to the owners of these actions that no update has answered, with who asks."""
    later = sa.exists().where(Update.action_id == Asking.action_id, Update.at >= Asking.at)
    found: dict[int, tuple[Asking, ...]] = {}
    for asking in db.session.scalars(
        sa.select(Asking)
        .where(Asking.action_id.in_(action_ids), ~later)
        .options(joinedload(Asking.by))
        .order_by(Asking.at, Asking.id)
    ):
        found[asking.action_id] = (*found.get(asking.action_id, ()), asking)
    return found


def _open_challenges(action_ids: Collection[int]) -> Mapping[int, tuple[EvidenceCheck, ...]]:
    """Return the newest checks that challenge evidence of these actions, with the item and who asks."""
    newest = (
        sa.select(
            EvidenceCheck.id,
            sa.func.row_number()
            .over(
                partition_by=EvidenceCheck.evidence_id,
                order_by=(EvidenceCheck.at.desc(), EvidenceCheck.id.desc()),
            )
            .label("rank"),
        )
        .join(EvidenceLink, EvidenceLink.evidence_id == EvidenceCheck.evidence_id)
        .where(EvidenceLink.action_id.in_(action_ids))
        .subquery()
    )
    rows = db.session.execute(
        sa.select(EvidenceLink.action_id, EvidenceCheck)
        .join(EvidenceCheck, EvidenceCheck.evidence_id == EvidenceLink.evidence_id)
        .join(newest, newest.c.id == EvidenceCheck.id)
        .where(
            newest.c.rank == 1,
            EvidenceCheck.verdict == Verdict.CHALLENGED,
            EvidenceLink.action_id.in_(action_ids),
        )
        .options(joinedload(EvidenceCheck.by), joinedload(EvidenceCheck.evidence))
        .order_by(EvidenceCheck.at, EvidenceCheck.id)
    )
    found: dict[int, tuple[EvidenceCheck, ...]] = {}
    for action_id, check in rows:
        found[action_id] = (*found.get(action_id, ()), check)
    return found


def load_covered(person_id: int, today: date) -> dict[int, StandIn]:
    """Return for whom a person stands in today, by the absent person (the one that ends last, of several)."""
    rows = db.session.scalars(
        sa.select(StandIn)
        .where(StandIn.person_id == person_id, StandIn.from_on <= today, StandIn.until_on >= today)
        .options(joinedload(StandIn.absent))
        .order_by(StandIn.until_on, StandIn.id)
    )
    return {row.absent_id: row for row in rows}


def load_handovers(person_id: int, since: datetime) -> Sequence[Handover]:
    """Return what was handed over to a person from a moment on, newest first, with by whom and the plan."""
    return db.session.scalars(
        sa.select(Handover)
        .join(Handover.to_owner)
        .where(
            Owner.person_id == person_id,
            Handover.at >= since,
            sa.exists().where(Naming.owner_id == Owner.id).correlate(Owner),
        )
        .options(joinedload(Handover.by), joinedload(Handover.to_owner), joinedload(Handover.plan))
        .order_by(Handover.at.desc(), Handover.id.desc())
        .limit(20)
    ).all()


def load_mentions(person_id: int, since: datetime, today: date) -> Sequence[Comment]:
    """Return the comments that mention a person from a moment on, newest first, with action and plan.

    Only those in plans that the person still reads.
    """
    granted = sa.exists().where(
        Grant.plan_id == Action.plan_id, Grant.person_id == person_id, Grant.role != Role.SCRUTINY
    )
    named = sa.exists().where(
        Naming.owner_id == Owner.id, Owner.plan_id == Action.plan_id, stands_for(person_id, today)
    )
    return db.session.scalars(
        sa.select(Comment)
        .join(Comment.action)
        .where(Comment.mentioned.any(Person.id == person_id), Comment.at >= since, sa.or_(granted, named))
        .options(joinedload(Comment.by), contains_eager(Comment.action).joinedload(Action.plan))
        .order_by(Comment.at.desc(), Comment.id.desc())
        .limit(20)
    ).all()
