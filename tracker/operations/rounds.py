"""Update rounds: opening, asking again, taking a link back, closing. The mails are not here."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tracker.database import db
from tracker.formatting import counted, in_london
from tracker.models import (
    Action,
    JobState,
    LinkAct,
    LinkUse,
    OutgoingMail,
    Person,
    Plan,
    Round,
    RoundAsk,
    RoundEntry,
)
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.operations.turns import take_turn
from tracker.operations.whom_to_ask import ToAsk, ToBeAsked, whom_to_ask
from tracker.rules.rounds import LONGEST_ROUND_DAYS, links_end_at
from tracker.signing import new_key


def open_round(
    plan: Plan, asking: ToBeAsked, *, closes_on: date, note: str, by: Person, now: datetime, today: date
) -> Round:
    """Open the plan's next round and return it with its asks; the caller writes the mails and commits.

    Raises Refused for a closing date that is not one to 92 days ahead, while another round is open, and where
    nobody can be asked.
    """
    if not today < closes_on <= today + timedelta(days=LONGEST_ROUND_DAYS):
        raise Refused(
            "closes_on", f"The closing date must lie between tomorrow and {LONGEST_ROUND_DAYS} days from now"
        )
    if not asking.asks:
        raise Refused("closes_on", "Nobody can be asked: no open action has an owner with an e-mail address")
    # The lock lets the second of two leads who press at once see the first one's round.
    take_turn(plan)
    earlier = db.session.scalars(sa.select(Round).where(Round.plan_id == plan.id)).all()
    still_open = next((one for one in earlier if one.is_open), None)
    if still_open:
        raise Refused("closes_on", f"Round {still_open.number} is still open. Close it first")
    opened = Round(
        plan=plan,
        plan_id=plan.id,
        number=max((one.number for one in earlier), default=0) + 1,
        note=note.strip(),
        opened_at=now,
        opened_by_id=by.id,
        closes_on=closes_on,
        asks=[],
    )
    db.session.add(opened)
    db.session.flush()
    for one in asking.asks:
        ask = _add_ask(opened, one, now)
        for action in one.actions:
            _enter(opened, action, ask)
    for action in [*asking.unowned, *(action for one in asking.cannot for action in one.actions)]:
        _enter(opened, action, None)
    db.session.flush()
    record_change(
        f"Round {opened.number} opened: {counted(len(asking.asks), 'person', 'people')} asked for updates on "
        f"{counted(asking.action_count, 'action')}",
        by=by,
        now=now,
        plan=plan,
        details=difference("Closes", None, closes_on) + difference("Note", "", opened.note),
    )
    return opened


def ask_newly(opened: Round, *, by: Person, now: datetime) -> list[RoundAsk]:
    """Ask who came to open actions since the round opened; return whom a mail has to go to.

    Needs the round's plan. Actions handed over go to their new owner. Raises Refused for a closed round and
    where there is nobody new.
    """
    db.session.execute(sa.select(Round.id).where(Round.id == opened.id).with_for_update())
    if not opened.is_open:
        raise Refused("round", f"Round {opened.number} is closed")
    entries = {
        entry.action_id: entry
        for entry in db.session.scalars(
            sa.select(RoundEntry).where(RoundEntry.round_id == opened.id).options(joinedload(RoundEntry.ask))
        )
    }
    asks = {
        ask.email: ask
        for ask in db.session.scalars(sa.select(RoundAsk).where(RoundAsk.round_id == opened.id))
    }
    newly: dict[str, RoundAsk] = {}
    for one in whom_to_ask(opened.plan).asks:
        for action in one.actions:
            entry = entries.get(action.id)
            if entry and entry.ask and entry.ask.email == one.email:
                continue
            ask = asks.get(one.email) or _add_ask(opened, one, now)
            asks[one.email] = newly[one.email] = ask
            if entry:
                owner = action.lead_officer
                entry.ask, entry.owner_id = ask, owner.id if owner else None
            else:
                _enter(opened, action, ask)
    if not newly:
        raise Refused("round", "Everybody who has open actions was asked already")
    db.session.flush()
    names = ", ".join(ask.called for ask in newly.values())
    record_change(f"Round {opened.number}: {names} asked too", by=by, now=now, plan=opened.plan)
    return list(newly.values())


def close_round(opened: Round, *, as_at: date, by: Person | None, now: datetime) -> None:
    """Close a round into the day the next report is offered to speak of; by nobody: its day had come.

    Needs its plan. Raises Refused for one that is closed already.
    """
    # The lock lets the second of two who close it at once see that it is closed.
    closed_at = db.session.scalar(sa.select(Round.closed_at).where(Round.id == opened.id).with_for_update())
    if closed_at is not None:
        raise Refused("round", f"Round {opened.number} is closed already")
    opened.closed_at, opened.closed_by_id, opened.as_at = now, by.id if by else None, as_at
    record_change(
        f"Round {opened.number} closed",
        by=by,
        now=now,
        plan=opened.plan,
        details=difference("As at, for the next report", None, as_at),
    )


def send_again(ask: RoundAsk, *, by: Person, now: datetime) -> None:
    """Record that somebody is asked again, with a new link where the old one was taken back.

    Needs the ask's round and that round's plan. Raises Refused when links of the round no longer work.
    """
    asked, plan = ask.round, ask.round.plan
    until = links_end_at(asked.closes_on, plan.link_grace_days)
    if now >= until:
        raise Refused("round", f"Round {asked.number} is over, and its links no longer work")
    if ask.link_key is None or ask.link_revoked_at is not None:
        ask.link_key, ask.link_revoked_at, ask.link_revoked_by_id = new_key(), None, None
    ask.link_expires_at = until
    record_change(f"Round {asked.number}: {ask.called} asked again", by=by, now=now, plan=plan)


def revoke_link(ask: RoundAsk, *, by: Person, now: datetime) -> None:
    """Take a link back; it opens nothing from now on. Needs the ask's round and that round's plan."""
    if ask.link_revoked_at is None:
        ask.link_revoked_at, ask.link_revoked_by_id = now, by.id
        record_change(
            f"Round {ask.round.number}: the link of {ask.called} taken back",
            by=by,
            now=now,
            plan=ask.round.plan,
        )


def record_use(
    ask: RoundAsk, act: LinkAct, *, now: datetime, today: date, action: Action | None = None
) -> None:
    """Note a use of a link on the round page, and the first opening of a day in the history.

    Needs the ask's round and that round's plan. What is saved through it stands in the history anyway.
    """
    if act is LinkAct.OPENED:
        last = db.session.scalar(
            sa.select(sa.func.max(LinkUse.at)).where(LinkUse.ask_id == ask.id, LinkUse.act == act)
        )
        if last is None or in_london(last).date() < today:
            record_change(
                f"The link of round {ask.round.number} opened", by=ask, now=now, plan=ask.round.plan
            )
    db.session.add(LinkUse(ask_id=ask.id, at=now, act=act, action_id=action.id if action else None))


def _add_ask(opened: Round, one: ToAsk, now: datetime) -> RoundAsk:
    ask = RoundAsk(
        round=opened,
        person_id=one.person.id if one.person else None,
        name=one.name,
        body=one.body,
        email=one.email,
        asked_at=now,
        link_key=new_key(),
        link_expires_at=links_end_at(opened.closes_on, opened.plan.link_grace_days),
        entries=[],
    )
    db.session.add(ask)
    return ask


def _enter(opened: Round, action: Action, ask: RoundAsk | None) -> None:
    owner, standing = action.lead_officer, action.standing
    assert standing is not None
    db.session.add(
        RoundEntry(
            round_id=opened.id,
            action=action,
            ask=ask,
            owner_id=owner.id if owner else None,
            delivery=standing.declared_delivery,
            impact=standing.declared_impact,
            due_on=action.due_on,
        )
    )


def try_again(mail: OutgoingMail, *, now: datetime) -> None:
    """Let the worker try a mail that did not get through again from now on, as often as a new one."""
    if mail.state in (JobState.FAILED, JobState.WAITING):
        mail.state, mail.tries, mail.send_after = JobState.WAITING, 0, now
