"""One who was asked: what they answered, their mails and their link; asking again, taking the link back."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.clock import now, today
from tracker.database import db
from tracker.link_access import why_link_ended
from tracker.models import JobState, Plan, RoundAsk
from tracker.operations import rounds
from tracker.operations.errors import Refused
from tracker.permissions import Permission, requires
from tracker.rounds import blueprint
from tracker.rounds.mails import Stage, ask_by_mail
from tracker.rounds.queries import find_ask, find_round, list_uses, load_state


@blueprint.get("/plans/<plan>/rounds/<int:number>/asked/<int:ask>")
@requires(Permission.LEAD_PLAN)
def show_ask(plan: Plan, number: int, ask: int) -> str:
    """Show what one person was asked and answered, their mails, and every use of their link."""
    asked = find_round(plan, number)
    found = find_ask(asked, ask)
    [one] = load_state(asked, found).asks
    return render_template(
        "rounds/show_ask.html",
        title=found.called,
        plan=plan,
        asked=asked,
        one=one,
        uses=list_uses(found),
        link_ended=why_link_ended(found, now()),
    )


@blueprint.post("/plans/<plan>/rounds/<int:number>/asked/<int:ask>/send")
@requires(Permission.LEAD_PLAN)
def send_again(plan: Plan, number: int, ask: int) -> Response:
    """Send one person their mail again; one that could not be sent goes out under its old number."""
    found = find_ask(find_round(plan, number), ask)
    try:
        words = _send_again(found)
    except Refused as refused:
        db.session.rollback()
        flash(refused.message, "problem")
    else:
        db.session.commit()
        flash(words)
    return redirect(url_for("rounds.show_ask", plan=plan.slug, number=number, ask=ask))


@blueprint.post("/plans/<plan>/rounds/<int:number>/send-failed")
@requires(Permission.LEAD_PLAN)
def send_failed(plan: Plan, number: int) -> Response:
    """Try every mail of the round again that did not get through."""
    asked = find_round(plan, number)
    state = load_state(asked)
    stuck = [one.mail for one in state.stuck if one.mail] + list(state.stuck_digests)
    for mail in stuck:
        rounds.try_again(mail, now=now())
    count = len(stuck)
    db.session.commit()
    flash(f"{count} mail{'' if count == 1 else 's'} will be tried again now")
    return redirect(url_for("rounds.show_round", plan=plan.slug, number=number))


@blueprint.post("/plans/<plan>/rounds/<int:number>/asked/<int:ask>/revoke")
@requires(Permission.LEAD_PLAN)
def revoke_link(plan: Plan, number: int, ask: int) -> Response:
    """Take somebody's link back."""
    found = find_ask(find_round(plan, number), ask)
    rounds.revoke_link(found, by=current_user, now=now())
    called = found.called
    db.session.commit()
    flash(f"The link of {called} opens nothing any more")
    return redirect(url_for("rounds.show_ask", plan=plan.slug, number=number, ask=ask))


def _send_again(ask: RoundAsk) -> str:
    """Send the mail that is stuck, else a new one about what still waits; return what is said about it."""
    asked, moment = ask.round, now()
    if ask.person and ask.person.is_removed:
        raise Refused("round", f"{ask.called} no longer works with this plan, so nothing is sent")
    [one] = load_state(asked, ask).asks
    if one.mail and one.is_mail_stuck and one.mail.state is not JobState.RUNNING:
        rounds.send_again(ask, by=current_user, now=moment)
        rounds.try_again(one.mail, now=moment)
        return f"The mail to {ask.called} will be tried again now"
    actions = [entry.action for entry in one.waiting]
    if not actions:
        raise Refused("round", f"{ask.called} has answered for every action, so nothing is sent")
    rounds.send_again(ask, by=current_user, now=moment)
    ask_by_mail(asked, [(ask, actions)], Stage.AGAIN, now=moment, today=today())
    return f"The mail to {ask.called} will leave now"
