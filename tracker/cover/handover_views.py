"""Handing actions over: from a leaver to the next, or a post to its next holder."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.cover import blueprint
from tracker.cover.forms import HandoverForm, PostHandoverForm
from tracker.cover.mails import tell_next
from tracker.cover.queries import get_owner, list_actions_of
from tracker.database import db
from tracker.formatting import clipped, counted
from tracker.models import Handover, Owner, OwnerKind, Plan
from tracker.operations.errors import Refused
from tracker.operations.handovers import hand_over, hand_post_over
from tracker.operations.owners import owner_name
from tracker.permissions import Permission, requires
from tracker.plan.queries.lists import list_holders, list_owners, owner_label


@blueprint.route("/plans/<plan>/owners/<int(max=999999999):owner>/hand-over", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def hand_owner_over(plan: Plan, owner: int) -> Page:
    """Hand an owner's actions to another owner with a note; a post may go to another holder instead."""
    found = get_owner(plan, owner)
    actions = list_actions_of(found)
    others = [each for each in list_owners(plan) if each.id != found.id]
    form = HandoverForm(data={"actions": [action.label for action in actions]})
    form.to.choices = [("", "Choose who"), *((str(each.id), owner_label(each)) for each in others)]
    form.actions.choices = [
        (action.label, f"{action.label} {clipped(action.title, 90)}") for action in actions
    ]
    if form.validate_on_submit():
        moment, name = now(), owner_name(found)
        try:
            to = next((each for each in others if each.id == form.to.data), None)
            chosen = [action for action in actions if action.label in form.actions.data]
            row = hand_over(plan, found, to, chosen, note=form.note.data or "", by=current_user, now=moment)
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            assert to is not None  # hand_over refuses nobody
            words = f"{counted(len(chosen), 'action')} of {name} handed over to {owner_name(to)}"
            return _done(plan, row, to, words)
    return render_template(
        "cover/hand_owner_over.html",
        title=f"Hand over the actions of {owner_name(found)}",
        plan=plan,
        owner=found,
        actions=actions,
        form=form,
    )


@blueprint.route("/plans/<plan>/owners/<int(max=999999999):owner>/next-holder", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def hand_post_to(plan: Plan, owner: int) -> Page:
    """Let another person hold a post from now on; its actions stay with it."""
    found = get_owner(plan, owner)
    if found.kind is not OwnerKind.POST:
        return redirect(url_for("cover.hand_owner_over", plan=plan.slug, owner=found.id))
    labels = [action.label for action in list_actions_of(found)]
    holders = {person.id: person for person in list_holders(plan)}
    form = PostHandoverForm(data={"holder": found.person_id})
    form.holder.choices = [
        ("", "Nobody at present"),
        *((str(person.id), person.name) for person in holders.values()),
    ]
    if form.validate_on_submit():
        try:
            holder = holders.get(form.holder.data) if form.holder.data else None
            row = hand_post_over(
                plan, found, holder, labels, note=form.note.data or "", by=current_user, now=now()
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            words = f"{holder.name if holder else 'Nobody'} holds the post {found.name} from now on"
            return _done(plan, row, found, words)
    return render_template(
        "cover/hand_post_to.html",
        title=f"The next holder of {found.name}",
        plan=plan,
        owner=found,
        labels=labels,
        form=form,
    )


def _done(plan: Plan, row: Handover, to: Owner, words: str) -> Page:
    tell_next(plan, row, to, by=current_user, now=row.at)
    db.session.commit()
    flash(words)
    return redirect(url_for("cover.list_cover", plan=plan.slug))
