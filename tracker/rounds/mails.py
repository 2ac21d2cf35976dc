"""The mails of a round: one to each who is asked, reminders, and how it goes to the leads.

They hold no more about children than an action's title, and by the plan's setting not even that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from flask import render_template

from tracker.formatting import counted, long_date
from tracker.mail import page_address, send_later, who_wants
from tracker.models import Action, MailKind, Person, Role, Round, RoundAsk
from tracker.operations.plans import people_with
from tracker.operations.stand_ins import stand_ins_on
from tracker.operations.step_words import ladders_of
from tracker.rounds.queries import RoundState
from tracker.rules.rounds import Answered
from tracker.signing import LINK_MARK


class Stage(StrEnum):
    """Why somebody gets a mail."""

    ASKED = "asked"
    AGAIN = "again"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class MailLine:
    """An action as a mail shows it. The title is empty where the plan's mails show none."""

    label: str
    title: str
    due_on: date | None
    days_late: int
    last_update_on: date | None


Asking = tuple[RoundAsk, Sequence[Action]]


def ask_by_mail(asked: Round, asking: Sequence[Asking], stage: Stage, *, now: datetime, today: date) -> None:
    """Write the one mail to each who is asked, about their actions, whose standings are loaded.

    Who stands in today for somebody who is asked gets a mail as well, without the other's own link. Needs the
    round's plan and who opened it.
    """
    stand_ins = stand_ins_on(asked.plan, today)
    for ask, actions in asking:
        link = LINK_MARK if ask.link_revoked_at is None else ""
        # A contact without an account has no page but the link's.
        page = page_address("my_actions.show_my_actions") if ask.person_id else ""
        _write(asked, ask, actions, stage, ask.email, ask.name, link=link, page=page, now=now, today=today)
        if ask.person_id in stand_ins:
            person = stand_ins[ask.person_id]
            _write(
                asked, ask, actions, stage, person.email, person.name, away=ask.name, page=page, now=now,
                today=today,
            )  # fmt: skip


def _write(
    asked: Round,
    ask: RoundAsk,
    actions: Sequence[Action],
    stage: Stage,
    address: str,
    name: str,
    *,
    page: str,
    now: datetime,
    today: date,
    link: str = "",
    away: str = "",
) -> None:
    plan, number = asked.plan, counted(len(actions), "action")
    whose = f"{away}’s {number}" if away else f"your {number}"
    subject = {
        Stage.ASKED: f"Update {whose} by {long_date(asked.closes_on)}",
        Stage.AGAIN: f"Update {whose} by {long_date(asked.closes_on)}",
        Stage.BEFORE: f"Reminder: {number} to update by {long_date(asked.closes_on)}",
        Stage.AFTER: f"Still without your update: {number}",
    }[stage]
    words = {
        "asked": asked,
        "ask": ask,
        "name": name,
        "away": away,
        "plan": plan,
        "stage": stage.value,
        "lines": [_line(action, plan.mails_hold_titles, today) for action in actions],
        "page": page,
        "link": link,
    }
    send_later(
        address,
        f"{subject} – {plan.title}",
        render_template("email/round.txt", **words),
        html=render_template("email/round.html", **words),
        plan=plan,
        kind=MailKind.ROUND if stage in (Stage.ASKED, Stage.AGAIN) else MailKind.REMINDER,
        asking=asked,
        # The mails of an ask are those to the address that was asked; its link goes into no other.
        ask=None if away else ask,
        now=now,
    )


def tell_leads(state: RoundState, *, but: Person | None, now: datetime) -> None:
    """Write how a round goes to the plan's leads who want to know, except to who does it just now.

    Needs the round's plan.
    """
    asked, plan = state.round, state.round.plan
    leads = people_with(plan, Role.LEAD)
    wanting = who_wants(MailKind.DIGEST, [lead.id for lead in leads])
    done = len(state.who(Answered.ALL))
    has_closed = "has closed: " if not asked.is_open else ""
    subject = (
        f"Round {asked.number} {has_closed}{done} of {counted(len(state.asks), 'person', 'people')} answered"
    )
    words = {
        "state": state,
        "asked": asked,
        "plan": plan,
        "done": done,
        "missing": [one for one in state.asks if one.answered is not Answered.ALL],
        "ladders": ladders_of(plan),
        "page": page_address("rounds.show_round", plan=plan.slug, number=asked.number),
    }
    for lead in leads:
        if lead.id in wanting and (but is None or lead.id != but.id):
            send_later(
                lead.email,
                f"{subject} – {plan.title}",
                render_template("email/round_digest.txt", lead=lead, **words),
                html=render_template("email/round_digest.html", lead=lead, **words),
                plan=plan,
                kind=MailKind.DIGEST,
                asking=asked,
                now=now,
            )


def _line(action: Action, with_title: bool, today: date) -> MailLine:
    standing = action.standing
    late = (today - action.due_on).days if action.due_on else 0
    return MailLine(
        label=action.label,
        title=action.title if with_title else "",
        due_on=action.due_on,
        days_late=max(0, late),
        last_update_on=standing.last_update_on if standing else None,
    )
