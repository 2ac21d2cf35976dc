"""Naming people on one action, and one owner on several at once."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.models import Action, Owner, Part, Plan
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.operations.owners import PART_WORDS, assign_people, assign_several, owner_name
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import PeopleForm, SeveralForm, number_or_none
from tracker.plan.queries.history import about_action
from tracker.plan.queries.lists import get_actions, list_owners, owner_label
from tracker.plan.views.shared import owner_choices, pick, told


@blueprint.route("/plans/<plan>/actions/<label:action>/owners", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def assign_action(plan: Plan, action: Action) -> Page:
    """Name the lead officer, the accountable director and the contributors of one action."""
    owners = list_owners(plan)
    form = PeopleForm(
        data={
            "version": str(action.version),
            "lead_officer": _id(action.lead_officer),
            "accountable_director": _id(action.accountable_director),
            "contributors": [owner.id for owner in action.owners(Part.CONTRIBUTOR)],
        }
    )
    form.lead_officer.choices = form.accountable_director.choices = owner_choices(owners)
    form.contributors.choices = [(str(owner.id), owner_label(owner)) for owner in owners]
    if form.validate_on_submit():
        try:
            assign_people(
                action,
                seen_version=number_or_none(form.version.data) or 0,
                lead_officer=pick(owners, form.lead_officer.data),
                accountable_director=pick(owners, form.accountable_director.data),
                contributors=[owner for owner in owners if owner.id in form.contributors.data],
                by=current_user,
                now=now(),
            )
        except ChangedMeanwhile:
            db.session.rollback()
            form.version.data = str(action.version)
            form.show(Refused("lead_officer", told(about_action(action))))
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"The people of {action.label} are saved")
            return redirect(url_for("plan.show_action", plan=plan.slug, action=action.label))
    return render_template(
        "plan/assign_action.html",
        title=f"People of action {action.label}",
        plan=plan,
        action=action,
        form=form,
        owners=owners,
    )


@blueprint.route("/plans/<plan>/actions/assign", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def assign_selected(plan: Plan) -> Page:
    """Name one owner on several actions: first what will change is shown, then it is saved."""
    labels = request.values.getlist("action")
    actions, owners = get_actions(plan, labels), list_owners(plan)
    form = SeveralForm(request.values, meta={} if request.method == "POST" else {"csrf": False})
    form.owner.choices = owner_choices(owners, nobody="Choose who")
    chosen = form.validate() if request.method == "POST" or "owner" in request.values else False
    owner = pick(owners, form.owner.data) if chosen else None
    errors = []
    if "owner" in request.values and not actions:
        errors.append({"text": "Select at least one action in the list", "href": "#select"})
    if request.method == "POST" and owner and actions:
        changed = assign_several(actions, owner, Part(form.part.data), by=current_user, now=now())
        db.session.commit()
        flash(f"{owner_name(owner)} is named on {len(changed)} action{'' if len(changed) == 1 else 's'}")
        return redirect(url_for("plan.list_actions", plan=plan.slug))
    return render_template(
        "plan/assign_selected.html",
        title="Name somebody on several actions",
        plan=plan,
        actions=actions,
        form=form,
        owner=owner,
        changes=_what_changes(actions, owner, Part(form.part.data)) if owner else [],
        part_words=PART_WORDS,
        errors=errors,
    )


def _what_changes(actions: Sequence[Action], owner: Owner, part: Part) -> list[tuple[Action, str, str]]:
    """Return each action with who is named now and who will be."""
    changes = []
    for action in actions:
        held = action.owners(part)
        before = ", ".join(owner_name(found) for found in held) or "Nobody"
        if owner in held:
            after = "No change"
        elif part is Part.CONTRIBUTOR:
            after = ", ".join(owner_name(found) for found in [*held, owner])
        else:
            after = owner_name(owner)
        changes.append((action, before, after))
    return changes


def _id(owner: Owner | None) -> int | None:
    return owner.id if owner else None
