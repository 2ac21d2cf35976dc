"""How a round stands: who was asked, who has answered, what changed, and where its mails are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import joinedload, load_only

from tracker.database import db
from tracker.models import (
    Action,
    DateMove,
    JobState,
    LinkUse,
    MailKind,
    Naming,
    OutgoingMail,
    Owner,
    OwnerKind,
    Part,
    Plan,
    Round,
    RoundAsk,
    RoundEntry,
    Update,
)
from tracker.rules.ladders import Delivery
from tracker.rules.rounds import Answered, how_far, links_end_at


@dataclass(frozen=True)
class EntryState:
    """An action of a round: the newest update since it opened, and the moves of its due date meanwhile.

    `is_theirs` says whether it is still the action of whom the round asked.
    """

    entry: RoundEntry
    update: Update | None
    moves: Sequence[DateMove]
    is_theirs: bool

    @property
    def action(self) -> Action:
        """Return the action."""
        return self.entry.action

    @property
    def has_moved(self) -> bool:
        """Return whether its delivery is declared otherwise than when the round opened."""
        return self.update is not None and self.update.delivery is not self.entry.delivery

    @property
    def is_delivered(self) -> bool:
        """Return whether it was delivered in the round."""
        return self.has_moved and self.update is not None and self.update.delivery is Delivery.DELIVERED

    @property
    def expects_later(self) -> bool:
        """Return whether the owner now expects to finish after the due date."""
        forecast, due = self.update.forecast_on if self.update else None, self.action.due_on
        return forecast is not None and due is not None and forecast > due

    @property
    def has_news(self) -> bool:
        """Return whether something beyond an update changed."""
        return self.has_moved or bool(self.moves) or self.expects_later


@dataclass(frozen=True)
class LinkUses:
    """How often somebody opened their link, and when last."""

    times: int
    last_at: datetime


@dataclass(frozen=True)
class AskState:
    """Somebody who was asked: their actions, their mails (newest first) and their link."""

    ask: RoundAsk
    entries: Sequence[EntryState]
    mails: Sequence[OutgoingMail]
    uses: LinkUses | None

    @property
    def theirs(self) -> Sequence[EntryState]:
        """Return the actions that are still theirs."""
        return [one for one in self.entries if one.is_theirs]

    @property
    def waiting(self) -> Sequence[EntryState]:
        """Return those of their actions that have no update yet."""
        return [one for one in self.theirs if one.update is None]

    @property
    def answered(self) -> Answered:
        """Return how far they have answered."""
        ids = [one.action.id for one in self.theirs]
        return how_far(ids, [one.action.id for one in self.theirs if one.update])

    @property
    def mail(self) -> OutgoingMail | None:
        """Return the newest mail to them."""
        return next(iter(self.mails), None)

    @property
    def is_mail_stuck(self) -> bool:
        """Return whether their newest mail was refused, and is given up or waits to be tried again."""
        mail = self.mail
        return mail is not None and mail.state is not JobState.DONE and bool(mail.error)


@dataclass(frozen=True)
class RoundState:
    """A whole round."""

    round: Round
    asks: Sequence[AskState]
    unasked: Sequence[EntryState]
    stuck_digests: Sequence[OutgoingMail]

    def who(self, answered: Answered) -> Sequence[AskState]:
        """Return those who have answered so far."""
        return [one for one in self.asks if one.answered is answered]

    @property
    def entries(self) -> Sequence[EntryState]:
        """Return every action somebody was asked about."""
        return [entry for one in self.asks for entry in one.entries]

    @property
    def updated(self) -> int:
        """Return how many of the actions have an update."""
        return sum(1 for entry in self.entries if entry.update)

    @property
    def moved(self) -> Sequence[EntryState]:
        """Return the actions whose status moved."""
        return [entry for entry in self.entries if entry.has_moved]

    @property
    def delivered(self) -> int:
        """Return how many actions were delivered in the round."""
        return sum(1 for entry in self.entries if entry.is_delivered)

    @property
    def redated(self) -> int:
        """Return how many due dates were moved, or asked to be, in the round."""
        return sum(1 for entry in self.entries if entry.moves)

    @property
    def stuck(self) -> Sequence[AskState]:
        """Return who has not got their newest mail."""
        return [one for one in self.asks if one.is_mail_stuck]


def list_rounds(plan: Plan) -> list[tuple[Round, int]]:
    """Return the plan's rounds, newest first, with how many people each asked (one query)."""
    asked = sa.select(sa.func.count(RoundAsk.id)).where(RoundAsk.round_id == Round.id).scalar_subquery()
    rows = db.session.execute(
        sa.select(Round, asked).where(Round.plan_id == plan.id).order_by(Round.number.desc())
    )
    return [(one, count) for one, count in rows]


def find_round(plan: Plan, number: int) -> Round:
    """Return a round of the plan with who opened and closed it. Aborts with 404 for none."""
    found = db.session.scalar(
        sa.select(Round)
        .where(Round.plan_id == plan.id, Round.number == number)
        .options(joinedload(Round.plan), joinedload(Round.opened_by), joinedload(Round.closed_by))
    )
    return found or abort(404)


def find_ask(asked: Round, ask_id: int) -> RoundAsk:
    """Return whom a round asked. Aborts with 404 for none."""
    found = db.session.scalar(
        sa.select(RoundAsk)
        .where(RoundAsk.round_id == asked.id, RoundAsk.id == ask_id)
        .options(
            joinedload(RoundAsk.person),
            joinedload(RoundAsk.link_revoked_by),
            joinedload(RoundAsk.round).joinedload(Round.plan),
        )
    )
    return found or abort(404)


def load_state(asked: Round, ask: RoundAsk | None = None) -> RoundState:
    """Return how a round stands, or one ask of it (needs its plan; a fixed number of queries)."""
    wanted = RoundEntry.round_id == asked.id
    if ask is not None:
        wanted = sa.and_(wanted, RoundEntry.ask_id == ask.id)
    entries = db.session.scalars(
        sa.select(RoundEntry)
        .join(RoundEntry.action)
        .where(wanted)
        .options(
            joinedload(RoundEntry.action).joinedload(Action.standing),
            joinedload(RoundEntry.owner).joinedload(Owner.person),
        )
        .order_by(Action.first_number, Action.sequence)
    ).all()
    ids = sa.select(RoundEntry.action_id).where(wanted)
    until = _until(asked)
    updates, moves, owners = (
        _updates(ids, asked.opened_at, until),
        _moves(ids, asked.opened_at, until),
        _owners_now(ids),
    )
    people = db.session.scalars(
        sa.select(RoundAsk)
        .where(RoundAsk.round_id == asked.id, *([RoundAsk.id == ask.id] if ask else []))
        .options(joinedload(RoundAsk.person))
        .order_by(sa.func.lower(RoundAsk.name), RoundAsk.id)
    ).all()
    by_id = {one.id: one for one in people}
    mails, digests = _mails(asked)
    uses = _uses(asked)
    states: dict[int | None, list[EntryState]] = {}
    for entry in entries:
        theirs = _is_theirs(owners.get(entry.action_id), by_id.get(entry.ask_id or 0))
        state = EntryState(entry, updates.get(entry.action_id), moves.get(entry.action_id, ()), theirs)
        states.setdefault(entry.ask_id, []).append(state)
    return RoundState(
        round=asked,
        asks=[
            AskState(one, states.get(one.id, []), mails.get(one.id, []), uses.get(one.id)) for one in people
        ],
        unasked=states.get(None, []),
        stuck_digests=digests,
    )


def list_uses(ask: RoundAsk) -> Sequence[LinkUse]:
    """Return the newest uses of a link, with the actions they were about."""
    return db.session.scalars(
        sa.select(LinkUse)
        .where(LinkUse.ask_id == ask.id)
        .options(joinedload(LinkUse.action))
        .order_by(LinkUse.at.desc(), LinkUse.id.desc())
        .limit(100)
    ).all()


def _until(asked: Round) -> datetime:
    """Return until when an update belongs to the round: the next one opens, or its links have ended."""
    end = links_end_at(asked.closes_on, asked.plan.link_grace_days)
    following = db.session.scalar(
        sa.select(Round.opened_at).where(Round.plan_id == asked.plan_id, Round.number == asked.number + 1)
    )
    return min(end, following) if following else end


def _updates(ids: sa.Select[int], since: datetime, until: datetime) -> Mapping[int, Update]:
    newest = (
        sa.select(sa.func.max(Update.id))
        .where(Update.action_id.in_(ids), Update.at >= since, Update.at < until)
        .group_by(Update.action_id)
    )
    found = db.session.scalars(
        sa.select(Update)
        .where(Update.id.in_(newest))
        .options(
            load_only(Update.action_id, Update.at, Update.delivery, Update.forecast_on, Update.ask_id),
            joinedload(Update.by),
            joinedload(Update.ask),
        )
    )
    return {update.action_id: update for update in found}


def _moves(ids: sa.Select[int], since: datetime, until: datetime) -> Mapping[int, Sequence[DateMove]]:
    moves: dict[int, list[DateMove]] = {}
    for move in db.session.scalars(
        sa.select(DateMove)
        .where(DateMove.action_id.in_(ids), DateMove.moved_at >= since, DateMove.moved_at < until)
        .order_by(DateMove.moved_at, DateMove.id)
    ):
        moves.setdefault(move.action_id, []).append(move)
    return moves


def _owners_now(ids: sa.Select[int]) -> Mapping[int, Owner]:
    rows = db.session.execute(
        sa.select(Naming.action_id, Owner)
        .join(Naming.owner)
        .where(Naming.part == Part.LEAD_OFFICER, Naming.action_id.in_(ids))
    )
    return dict(rows.all())


def _is_theirs(owner: Owner | None, ask: RoundAsk | None) -> bool:
    """Return whether an owner is still whom the round asked (as tracker.link_access.actions_of_link)."""
    if owner is None or ask is None:
        return False
    if owner.kind is OwnerKind.PARTNER:
        return owner.contact_email.lower() == ask.email
    return owner.person_id is not None and owner.person_id == ask.person_id


def _mails(asked: Round) -> tuple[Mapping[int, Sequence[OutgoingMail]], Sequence[OutgoingMail]]:
    mails: dict[int, list[OutgoingMail]] = {}
    digests = []
    for mail in db.session.scalars(
        sa.select(OutgoingMail)
        .where(OutgoingMail.round_id == asked.id)
        .options(
            load_only(
                OutgoingMail.kind,
                OutgoingMail.ask_id,
                OutgoingMail.to_address,
                OutgoingMail.state,
                OutgoingMail.tries,
                OutgoingMail.error,
                OutgoingMail.send_after,
                OutgoingMail.created_at,
                OutgoingMail.sent_at,
            )
        )
        .order_by(OutgoingMail.id.desc())
    ):
        if mail.ask_id is not None:
            mails.setdefault(mail.ask_id, []).append(mail)
        elif mail.kind is MailKind.DIGEST and mail.error and mail.state is not JobState.DONE:
            digests.append(mail)
    return mails, digests


def _uses(asked: Round) -> Mapping[int, LinkUses]:
    rows = db.session.execute(
        sa.select(LinkUse.ask_id, sa.func.count(LinkUse.id), sa.func.max(LinkUse.at))
        .join(LinkUse.ask)
        .where(RoundAsk.round_id == asked.id)
        .group_by(LinkUse.ask_id)
    )
    return {ask_id: LinkUses(times, last) for ask_id, times, last in rows}
