"""My actions, and the same update form on a page of its own."""

from datetime import timedelta

from flask import flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.evidence.adding import add_from_form
from tracker.models import Action, Plan
from tracker.my_actions import blueprint
from tracker.my_actions.forms import UpdateForm
from tracker.my_actions.page import SentForm, arrange, key_of, remember_saved, saved_lately
from tracker.my_actions.queries import (
    WorkItem,
    load_named_otherwise,
    load_one,
    load_saved_since,
    load_work,
)
from tracker.operations import updates
from tracker.operations.errors import Refused
from tracker.operations.step_words import ladders_of
from tracker.permissions import Permission, get_action_for, requires
from tracker.rules.attention import Group
from tracker.rules.ladders import Delivery, Impact


@blueprint.get("/my-actions")
@requires(Permission.SIGNED_IN)
def show_my_actions() -> str:
    """Show what the person is lead officer of, by what it needs, with a form at each action."""
    return _my_actions(None)


@blueprint.route("/plans/<plan>/actions/<label:action>/update", methods=["GET", "POST"])
@requires(Permission.UPDATE_ACTION)
def update_action(plan: Plan, action: Action) -> Page:
    """Post an update: on a page of its own, or from My actions, whose forms send `at`, their place there."""
    at = _place_on_my_actions(plan, action)
    item = load_one(action, today())
    form = UpdateForm(item, ladders_of(plan), prefix=f"a{at}-" if at else "")
    owner = updates.whose_update(action, current_user)
    if owner:
        form.for_owner.label.text = f"This is {owner.name}’s own update, and I enter it for them"
    if request.method == "GET":
        form.for_owner.data = owner is not None
    elif request.form.get("copy"):
        if item.last:
            form.copy_words(item.last)
    elif _is_whole(form):
        group = item.group
        try:
            _save(form, plan, action)
        except Refused as refused:
            db.session.rollback()
            item = load_one(get_action_for(plan, g.access, action.label, Permission.UPDATE_ACTION), today())
            form.show(refused)
        else:
            db.session.commit()
            return _back(plan, action, at, group)
    if at:
        return _my_actions(SentForm(at, form), failed=item)
    return render_template(
        "my_actions/update_action.html",
        title=f"Update {item.action.label}",
        plan=plan,
        item=item,
        filled=form,  # not as `form`: the summary is in reading order
        owner=owner,
        errors=form.errors_to_list(),
    )


def _is_whole(form: UpdateForm) -> bool:
    """Return whether the form can be saved. “Nothing has changed” goes with an empty form only."""
    if not request.form.get("same"):
        return form.validate()
    if form.says_nothing_new():
        return True
    form.show(Refused("done", "You have written something. Save it as an update, or empty the boxes"))
    return False


def _save(form: UpdateForm, plan: Plan, action: Action) -> None:
    """Post what the form holds: milestones first, since they count for what the record shows."""
    moment, day = now(), today()
    owner = updates.whose_update(action, current_user)
    by, entered_by = (owner, current_user) if owner and form.for_owner.data else (current_user, None)
    form_key = (form.form_key.data or "")[:40]
    if updates.find_posted(action, form_key):
        return
    if request.form.get("same"):
        updates.post_unchanged(action, by=by, entered_by=entered_by, now=moment, today=day, form_key=form_key)
        return
    updates.mark_milestones_done(
        action, form.milestones.data or [], on=day, by=current_user, now=moment, today=day
    )
    update = updates.post_update(
        action,
        delivery=Delivery(form.delivery.data),
        impact=Impact(form.impact.data),
        done=form.done.data or "",
        difference=form.difference.data or "",
        next_steps=form.next_steps.data or "",
        forecast_on=form.forecast_on.data,
        keep_reason=form.keep_reason.data or "",
        by=by,
        entered_by=entered_by,
        now=moment,
        today=day,
        form_key=form_key,
    )
    if form.has_evidence():
        add_from_form(form, plan, action, by=current_user, now=moment, today=day, update=update)


def _back(plan: Plan, action: Action, at: str, group: Group) -> Response:
    """Return to where the form stood."""
    if at:
        remember_saved(action, group, now())
        return redirect(url_for("my_actions.show_my_actions", _anchor=f"update-{at}"))
    flash(f"Update to {action.label} saved")
    return redirect(url_for("plan.show_action", plan=plan.slug, action=action.label))


def _place_on_my_actions(plan: Plan, action: Action) -> str:
    """Return the key of the action on My actions, where the form was sent from there, else ""."""
    at = request.args.get("at", "")
    return at if at in {key_of(action, plan, is_only_plan=is_only) for is_only in (True, False)} else ""


def _my_actions(sent: SentForm | None, failed: WorkItem | None = None) -> str:
    moment = now()
    work = load_work(current_user.id, today())
    sections = arrange(work, sent, now=moment)
    # The colours can be those of one plan only; the words follow each plan.
    g.words_plan = sections[0].plan if len(sections) == 1 else None
    # An action that nobody has reported on yet is not up to date, even where nothing is due.
    is_quiet = all(item.group is Group.REST and item.last for item in work)
    is_all_done = bool(work) and is_quiet and not sent and not saved_lately(moment)
    return render_template(
        "my_actions/show_my_actions.html",
        title="My actions",
        sections=sections,
        total=len(work),
        to_do=sum(1 for item in work if item.group is not Group.REST),
        is_all_done=is_all_done,
        shows_all="all" in request.args,
        saved=load_saved_since(current_user.id, moment - timedelta(days=31)) if is_all_done else [],
        otherwise=load_named_otherwise(current_user.id),
        errors=sent.form.errors_to_list(failed.action.label) if sent and failed else [],
        failed=failed,
    )
