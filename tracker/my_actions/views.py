"""My actions, and the same update form on a page of its own."""

from datetime import timedelta

from flask import flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.error_pages import error_page
from tracker.models import Action, Person, Plan
from tracker.my_actions import blueprint
from tracker.my_actions.forms import KEPT, UpdateForm, with_files
from tracker.my_actions.page import SentForm, arrange, kept_fields, key_of, remember_saved, saved_lately
from tracker.my_actions.queries import (
    WorkItem,
    load_covered,
    load_handovers,
    load_mentions,
    load_named_otherwise,
    load_one,
    load_saved_since,
    load_work,
)
from tracker.my_actions.saving import is_whole, save_update
from tracker.operations import update_drafts, updates
from tracker.operations.errors import Refused
from tracker.operations.step_words import ladders_of
from tracker.permissions import Capacity, Permission, get_action_for, requires
from tracker.rules.attention import Group


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
    draft = update_drafts.load_drafts(current_user.id, [action.id]).get(action.id)
    kept = (kept_fields(draft, "") if draft else None) if request.method == "GET" else request.form
    form = UpdateForm(item, ladders_of(plan), with_files(kept), prefix=f"a{at}-" if at else "")
    owner, same = updates.whose_update(action, current_user), bool(request.form.get("same"))
    if owner:
        form.for_owner.label.text = f"This is {owner.name}’s own update, and I enter it for them"
    if request.method == "GET":
        # Who stands in for the owner speaks for themself; a lead usually types what the owner said.
        form.for_owner.data = owner is not None and not _stands_in(action)
    elif request.form.get("copy"):
        if item.last:
            form.copy_words(item.last)
    elif is_whole(form, same=same):
        group = item.group
        try:
            _save(form, plan, action, same=same)
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
        draft=draft if request.method == "GET" else None,
        errors=form.errors_to_list(),
    )


@blueprint.post("/plans/<plan>/actions/<label:action>/draft")
@requires(Permission.UPDATE_ACTION)
def keep_draft(plan: Plan, action: Action) -> Page:
    """Keep what was typed for later, or throw it away. The page's script sends it while one types."""
    at = _place_on_my_actions(plan, action)
    prefix = f"a{at}-" if at else ""
    if request.form.get("draft") == "discard":
        update_drafts.forget_draft(action, by=current_user)
        words = f"What you had typed for {action.label} is thrown away"
    else:
        fields = {name: request.form.getlist(prefix + name) for name in KEPT}
        try:
            update_drafts.keep_draft(
                action, {name: sent for name, sent in fields.items() if sent}, by=current_user, now=now()
            )
        except Refused as refused:
            db.session.rollback()
            return error_page("That is too much to keep", f"{refused.message}. Nothing was kept.", 413)
        words = f"Your words for {action.label} are kept. They are not saved as an update yet"
    db.session.commit()
    if request.headers.get("Sec-Fetch-Mode") not in (None, "navigate"):
        return Response(status=204, mimetype="text/plain")
    flash(words)
    if at:
        return redirect(url_for("my_actions.show_my_actions", all="yes", _anchor=f"update-{at}"))
    return redirect(url_for("my_actions.update_action", plan=plan.slug, action=action.label))


def _stands_in(action: Action) -> bool:
    """Return whether the person is here in the owner's place, and not as a lead."""
    return Capacity.OWNER in g.access.on(action) and not _is_owner(action, current_user)


def _is_owner(action: Action, person: Person) -> bool:
    officer = action.lead_officer
    return officer is not None and officer.person_id == person.id


def _save(form: UpdateForm, plan: Plan, action: Action, *, same: bool) -> None:
    """Post what the form holds, as one's own word, as the owner's, or in the owner's place."""
    owner = updates.whose_update(action, current_user)
    by, entered_by = (owner, current_user) if owner and form.for_owner.data else (current_user, None)
    absent = owner.name if owner and entered_by is None and _stands_in(action) else ""
    update_drafts.forget_draft(action, by=current_user)
    save_update(
        form,
        plan,
        action,
        same=same,
        by=by,
        entered_by=entered_by,
        standing_in_for=absent,
        now=now(),
        today=today(),
    )


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
    covered = load_covered(current_user.id, today())
    drafts = update_drafts.load_drafts(current_user.id, [item.action.id for item in work])
    sections = arrange(work, sent, now=moment, drafts=drafts, covered=covered)
    # The colours can be those of one plan only; the words follow each plan.
    g.words_plan = sections[0].plan if len(sections) == 1 else None
    # An action that nobody has reported on yet is not up to date, even where nothing is due.
    is_quiet = all(item.group is Group.REST and item.last for item in work)
    is_all_done = bool(work) and is_quiet and not sent and not drafts and not saved_lately(moment)
    return render_template(
        "my_actions/show_my_actions.html",
        title="My actions",
        sections=sections,
        covered=covered.values(),
        total=len(work),
        to_do=sum(1 for item in work if item.group is not Group.REST),
        is_all_done=is_all_done,
        shows_all="all" in request.args,
        saved=load_saved_since(current_user.id, moment - timedelta(days=31)) if is_all_done else [],
        otherwise=load_named_otherwise(current_user.id),
        handovers=load_handovers(current_user.id, moment - timedelta(days=60)),
        mentions=load_mentions(current_user.id, moment - timedelta(days=14), today()),
        errors=sent.form.errors_to_list(failed.action.label) if sent and failed else [],
        failed=failed,
    )
