"""Harlmere's update rounds: last month's, which closed, and the one that is open.

Their mails are not written: nothing of the sample leaves the site.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from tracker.database import db
from tracker.models import (
    Action,
    LinkAct,
    MailKind,
    Naming,
    Owner,
    Plan,
    Round,
    RoundAsk,
    UnwantedMail,
    Update,
)
from tracker.operations.errors import Refused
from tracker.operations.rounds import close_round, open_round, record_use
from tracker.operations.updates import post_unchanged
from tracker.operations.whom_to_ask import sort_by_address, whom_to_ask
from tracker.rules.ladders import Delivery, Impact
from tracker.sample.days import Days, moment
from tracker.sample.people import Cast

NOTE = (
    "The board meets at the end of the month. A red that is explained is worth more than a green that is not."
)


def load_rounds(cast: Cast, plan: Plan, days: Days) -> None:
    """Add both rounds. Needs the plan's actions with their updates and standings stored."""
    lead = cast.persons["ruth"]
    # The lead does without the mails that say how a round goes, so that none is written later either.
    db.session.add(UnwantedMail(person_id=lead.id, kind=MailKind.DIGEST))
    db.session.flush()
    closed = _closed(cast, plan, days)
    _open(cast, plan, max(moment(days.today - timedelta(days=2), 9), _after(closed)), days)
    db.session.flush()


def _closed(cast: Cast, plan: Plan, days: Days) -> Round:
    """Add the round in which the newest month was reported on, from the 5th to the 12th."""
    opened_at, closes_on = moment(days.working_day("0/5"), 9), days.day("0/12")
    before = {action.id: _newest(action, opened_at) for action in _actions(plan)}
    asking = sort_by_address(
        [
            action
            for action in _actions(plan)
            if (update := before[action.id]) is None or update.delivery is not Delivery.DELIVERED
        ]
    )
    closed = open_round(
        plan,
        asking,
        closes_on=closes_on,
        note=NOTE,
        by=cast.persons["ruth"],
        now=opened_at,
        today=opened_at.date(),
    )
    for ask in closed.asks:
        for entry in ask.entries:
            update = before[entry.action_id]
            entry.delivery = update.delivery if update else Delivery.NOT_STARTED
            entry.impact = update.impact if update else Impact.TOO_EARLY
    close_round(closed, as_at=closes_on, by=None, now=_after(closed))
    closed.reminded_before_at = moment(closes_on - timedelta(days=3), 7)
    closed.reminded_after_at = moment(closes_on + timedelta(days=1), 7)
    return closed


def _open(cast: Cast, plan: Plan, opened_at: datetime, days: Days) -> None:
    """Add the round that is open, in which the partners' contacts have answered through their links."""
    asked = open_round(
        plan,
        whom_to_ask(plan),
        closes_on=opened_at.date() + timedelta(days=plan.round_days),
        note=NOTE,
        by=cast.persons["ruth"],
        now=opened_at,
        today=opened_at.date(),
    )
    asked.reminded_before_at = asked.reminded_after_at = opened_at
    for ask in asked.asks:
        if ask.body:
            _answer(ask, opened_at + timedelta(minutes=40), days)


def _answer(ask: RoundAsk, at: datetime, days: Days) -> None:
    record_use(ask, LinkAct.OPENED, now=at, today=at.date())
    for entry in ask.entries:
        at += timedelta(minutes=2)
        try:
            with db.session.begin_nested():
                post_unchanged(entry.action, by=ask, now=at, today=days.today)
                record_use(ask, LinkAct.CONFIRMED, now=at, today=at.date(), action=entry.action)
        except Refused:
            # Something has changed there: it stays without an answer.
            continue


def _actions(plan: Plan) -> Sequence[Action]:
    return db.session.scalars(
        sa.select(Action)
        .where(Action.plan_id == plan.id)
        .options(
            joinedload(Action.standing),
            selectinload(Action.updates),
            selectinload(Action.named).joinedload(Naming.owner).joinedload(Owner.person),
        )
        .order_by(Action.first_number, Action.sequence)
        .execution_options(populate_existing=True)
    ).all()


def _newest(action: Action, before: datetime) -> Update | None:
    """Return the update that held at a moment; they are loaded newest first."""
    return next((update for update in action.updates if update.at < before), None)


def _after(closed: Round) -> datetime:
    """Return when the worker closes a round: in the first minutes after its closing date."""
    return moment(closed.closes_on + timedelta(days=1), 0, 2)
