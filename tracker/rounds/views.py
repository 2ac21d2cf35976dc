"""The rounds of a plan: the list, opening one, its page, closing it, the settings."""

from datetime import timedelta

from flask import flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.models import Plan, Round
from tracker.operations import rounds
from tracker.operations.errors import Refused
from tracker.operations.round_settings import change_round_settings
from tracker.operations.whom_to_ask import whom_to_ask
from tracker.permissions import Permission, requires
from tracker.plan.forms import number_or_none
from tracker.rounds import blueprint
from tracker.rounds.forms import CloseForm, RoundForm, SettingsForm
from tracker.rounds.mails import Stage, ask_by_mail, tell_leads
from tracker.rounds.queries import find_round, list_rounds, load_state
from tracker.rules.rounds import Answered, links_end_at


@blueprint.get("/plans/<plan>/rounds")
@requires(Permission.LEAD_PLAN)
def show_rounds(plan: Plan) -> str:
    """List the rounds, and offer to open the next one."""
    every = list_rounds(plan)
    return render_template(
        "rounds/show_rounds.html",
        title="Update rounds",
        plan=plan,
        rounds=every,
        is_one_open=any(one.is_open for one, _ in every),
    )


@blueprint.route("/plans/<plan>/rounds/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def open_round(plan: Plan) -> Page:
    """Show exactly who will be asked; then open the round, and write its mails in the same transaction."""
    still_open = next((one for one, _ in list_rounds(plan) if one.is_open), None)
    if still_open:
        flash(f"Round {still_open.number} is still open. Close it before you open another", "problem")
        return redirect(_address(plan, still_open))
    asking = whom_to_ask(plan)
    form = RoundForm(data={"closes_on": today() + timedelta(days=plan.round_days)})
    if form.validate_on_submit():
        try:
            if form.seen.data != asking.fingerprint:
                raise Refused("closes_on", "Who is asked has changed meanwhile. Look again, then open it")
            moment = now()
            opened = rounds.open_round(
                plan,
                asking,
                closes_on=form.closes_on.data,
                note=form.note.data or "",
                by=current_user,
                now=moment,
                today=today(),
            )
            asks = [(ask, [entry.action for entry in ask.entries]) for ask in opened.asks]
            ask_by_mail(opened, asks, Stage.ASKED, now=moment, today=today())
        except Refused as refused:
            db.session.rollback()
            asking = whom_to_ask(plan)
            form.show(refused)
        else:
            number, asked = opened.number, len(opened.asks)
            db.session.commit()
            flash(f"Round {number} is open. {asked} mail{'' if asked == 1 else 's'} will leave now")
            return redirect(url_for("rounds.show_round", plan=plan.slug, number=number))
    form.seen.data = asking.fingerprint
    return render_template(
        "rounds/open_round.html", title="Open an update round", plan=plan, asking=asking, form=form
    )


@blueprint.get("/plans/<plan>/rounds/<int:number>")
@requires(Permission.LEAD_PLAN)
def show_round(plan: Plan, number: int) -> str:
    """Show who has answered, who has not, what changed, and which mails did not arrive."""
    asked = find_round(plan, number)
    state = load_state(asked)
    return render_template(
        "rounds/show_round.html",
        title=f"Round {number}",
        plan=plan,
        asked=asked,
        state=state,
        missing=[one for one in state.asks if one.answered is not Answered.ALL],
        done=state.who(Answered.ALL),
        links_end=links_end_at(asked.closes_on, plan.link_grace_days),
        links_last_day=asked.closes_on + timedelta(days=plan.link_grace_days),
        now=now(),
    )


@blueprint.route("/plans/<plan>/rounds/<int:number>/close", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def close_round(plan: Plan, number: int) -> Page:
    """Close a round by hand, into today or, after its closing date, into that."""
    asked = find_round(plan, number)
    if not asked.is_open:
        return redirect(_address(plan, asked))
    form, as_at = CloseForm(), min(today(), asked.closes_on)
    if form.validate_on_submit():
        try:
            rounds.close_round(asked, as_at=as_at, by=current_user, now=now())
            tell_leads(load_state(asked), but=current_user, now=now())
        except Refused as refused:
            db.session.rollback()
            flash(refused.message, "problem")
        else:
            db.session.commit()
            flash(f"Round {number} is closed. The next report is offered as at its last day")
        return redirect(url_for("rounds.show_round", plan=plan.slug, number=number))
    state = load_state(asked)
    return render_template(
        "rounds/close_round.html",
        title=f"Close round {number}",
        plan=plan,
        asked=asked,
        form=form,
        as_at=as_at,
        missing=[one for one in state.asks if one.answered is not Answered.ALL],
    )


@blueprint.post("/plans/<plan>/rounds/<int:number>/ask-new")
@requires(Permission.LEAD_PLAN)
def ask_newly(plan: Plan, number: int) -> Response:
    """Ask who came to open actions since the round opened."""
    asked = find_round(plan, number)
    try:
        newly = rounds.ask_newly(asked, by=current_user, now=now())
        theirs = {one.ask.id: one for one in load_state(asked).asks}
        asks = [(ask, [entry.action for entry in theirs[ask.id].theirs]) for ask in newly]
        ask_by_mail(asked, asks, Stage.ASKED, now=now(), today=today())
    except Refused as refused:
        db.session.rollback()
        flash(refused.message, "problem")
    else:
        words = ", ".join(ask.called for ask in newly)
        db.session.commit()
        flash(f"Asked too: {words}")
    return redirect(url_for("rounds.show_round", plan=plan.slug, number=number))


@blueprint.route("/plans/<plan>/rounds/settings", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def change_settings(plan: Plan) -> Page:
    """Change how rounds of the plan go."""
    names = ("round_days", "remind_before_days", "remind_after_days", "link_grace_days")
    form = SettingsForm(
        data={
            **{name: str(getattr(plan, name)) for name in names},
            "mails_hold_titles": plan.mails_hold_titles,
        }
    )
    if form.validate_on_submit():
        days = {name: number_or_none(form[name].data) for name in names}
        try:
            change_round_settings(
                plan,
                **{name: -1 if value is None else value for name, value in days.items()},
                mails_hold_titles=form.mails_hold_titles.data,
                by=current_user,
                now=now(),
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash("The settings of rounds are saved")
            return redirect(url_for("rounds.show_rounds", plan=plan.slug))
    return render_template("rounds/change_settings.html", title="Settings of rounds", plan=plan, form=form)


def _address(plan: Plan, asked: Round) -> str:
    return url_for("rounds.show_round", plan=plan.slug, number=asked.number)
