"""What the worker does for rounds: reminders on their days, and closing on the day after the closing date."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tracker.clock import now, today
from tracker.database import db, reading_only
from tracker.formatting import in_london
from tracker.jobs import CHORES
from tracker.models import Round, RoundAsk
from tracker.operations.rounds import close_round
from tracker.rounds.mails import Stage, ask_by_mail, tell_leads
from tracker.rounds.queries import load_state
from tracker.rules.rounds import LONGEST_GRACE_DAYS, Answered, Duty, duty_of, links_end_at


def look_after_rounds() -> bool:
    """Do what the next round needs today, in one transaction. Returns whether one needed anything."""
    with reading_only():
        due = [one.id for one in db.session.scalars(_rounds()) if _duty(one)]
        db.session.commit()
    return any(_look_after(round_id) for round_id in due)


def _look_after(round_id: int) -> bool:
    """Do what one round needs. Where several workers look at once, the first does it, once."""
    asked = db.session.scalar(
        _rounds().where(Round.id == round_id).with_for_update(skip_locked=True, of=Round)
    )
    duty = _duty(asked) if asked else None
    if asked is None or duty is None:
        db.session.commit()
        return False
    moment = now()
    if duty is Duty.CLOSE:
        close_round(asked, as_at=asked.closes_on, by=None, now=moment)
        tell_leads(load_state(asked), but=None, now=moment)
    else:
        is_before = duty is Duty.REMIND_BEFORE
        _remind(asked, Stage.BEFORE if is_before else Stage.AFTER)
        if is_before:
            asked.reminded_before_at = moment
        else:
            asked.reminded_after_at = moment
    db.session.commit()
    return True


def _remind(asked: Round, stage: Stage) -> None:
    """Write to who has not answered, and before the close tell the leads who that is."""
    state, moment = load_state(asked), now()
    asks = [
        (one.ask, [entry.action for entry in one.waiting])
        for one in state.asks
        if one.answered is not Answered.ALL and _has_a_way_in(one.ask)
    ]
    ask_by_mail(asked, asks, stage, now=moment, today=today())
    if stage is Stage.BEFORE:
        tell_leads(state, but=None, now=moment)


def _has_a_way_in(ask: RoundAsk) -> bool:
    """Return whether a mail leads anywhere: to the site, or by a link that was not taken back."""
    return not ask.person.is_removed if ask.person else ask.link_revoked_at is None


def _duty(asked: Round) -> Duty | None:
    plan = asked.plan
    return duty_of(
        opened_on=in_london(asked.opened_at).date(),
        closes_on=asked.closes_on,
        is_closed=not asked.is_open,
        as_at=asked.as_at,
        before_days=plan.remind_before_days,
        after_days=plan.remind_after_days,
        has_reminded_before=asked.reminded_before_at is not None,
        has_reminded_after=asked.reminded_after_at is not None,
        links_end=links_end_at(asked.closes_on, plan.link_grace_days),
        today=today(),
    )


def _rounds() -> sa.Select[Round]:
    return (
        sa.select(Round)
        .where(
            sa.or_(Round.closed_at.is_(None), Round.reminded_after_at.is_(None)),
            # No link works longer than this after the closing date, so nobody is reminded later.
            sa.or_(
                Round.closed_at.is_(None), Round.closes_on >= today() - timedelta(days=LONGEST_GRACE_DAYS)
            ),
        )
        .options(joinedload(Round.plan), joinedload(Round.opened_by))
        .order_by(Round.id)
    )


CHORES.append(look_after_rounds)
