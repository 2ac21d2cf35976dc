"""An action: read it, add one, change it."""

from collections.abc import Sequence

from flask import flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.comments.forms import CommentForm
from tracker.comments.queries import list_comments
from tracker.database import db
from tracker.formatting import clipped
from tracker.models import Action, Plan, Recommendation, Service
from tracker.operations import actions as operations
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.operations.owners import assign_people
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.conflict import LABELS, PartChanged, compare, packed, state_of, state_of_form, unpacked
from tracker.plan.forms import ActionForm, NewActionForm, number_or_none
from tracker.plan.queries.details import list_recommendations, list_updates, load_action
from tracker.plan.queries.evidence import load_evidence
from tracker.plan.queries.history import about_action, load_history
from tracker.plan.queries.lists import list_owners, list_services
from tracker.plan.views.shared import breadcrumbs, owner_choices, pick, service_choices, who_changed
from tracker.rules.verification import gaps


@blueprint.get("/plans/<plan>/actions/<label:action>")
@requires(Permission.READ_PLAN)
def show_action(plan: Plan, action: Action) -> str:
    """Show an action: what was asked, where it stands, its people, dates, evidence and updates."""
    action = load_action(action)
    updates, number_of_updates = list_updates(action, every=request.args.get("updates") == "all")
    evidence = load_evidence([action.id], g.access)
    crumbs = [
        (
            f"Recommendation {found.number}",
            url_for("plan.show_recommendation", plan=plan.slug, number=found.number),
        )
        for found in action.recommendations[:1]
    ]
    return render_template(
        "plan/show_action.html",
        title=f"{action.label} {action.title}",
        plan=plan,
        action=action,
        standing=action.standing,
        updates=updates,
        number_of_updates=number_of_updates,
        evidence=evidence,
        comments=list_comments(action),
        comment=CommentForm(None),
        gaps=gaps(evidence.facts, today()),
        history=load_history(about_action(action), per_page=3),
        crumbs=breadcrumbs(plan, *crumbs),
        today=today(),
    )


@blueprint.route("/plans/<plan>/actions/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def add_action(plan: Plan) -> Page:
    """Add an action to one or several recommendations, with its owners if they are known."""
    under = number_or_none(request.args.get("recommendation"))
    recommendations, services, owners = list_recommendations(plan), list_services(plan), list_owners(plan)
    form = NewActionForm(
        data={"recommendations": [found.id for found in recommendations if found.number == under]}
    )
    _offer(form, recommendations, services)
    form.lead_officer.choices = form.accountable_director.choices = owner_choices(owners)
    if form.validate_on_submit():
        moment = now()
        try:
            action = operations.add_action(
                plan,
                _chosen(recommendations, form.recommendations.data, first=under),
                title=form.title.data,
                description=form.description.data,
                how_we_will_know=form.how_we_will_know.data,
                service=pick(services, form.service.data),
                start_on=form.start_on.data,
                due_on=form.due_on.data,
                by=current_user,
                now=moment,
            )
            _name(action, form, plan)
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"Action {action.label} is added")
            return redirect(url_for("plan.show_action", plan=plan.slug, action=action.label))
    return render_template("plan/add_action.html", title="Add an action", plan=plan, form=form)


def _name(action: Action, form: NewActionForm, plan: Plan) -> None:
    """Name who leads a new action and who is accountable for it, where that was chosen."""
    owners = list_owners(plan)
    lead_officer, director = (
        pick(owners, form.lead_officer.data),
        pick(owners, form.accountable_director.data),
    )
    if lead_officer or director:
        assign_people(
            action,
            seen_version=action.version,
            lead_officer=lead_officer,
            accountable_director=director,
            contributors=[],
            by=current_user,
            now=now(),
        )


@blueprint.route("/plans/<plan>/actions/<label:action>/edit", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def edit_action(plan: Plan, action: Action) -> Page:
    """Change an action. Whoever saves second is told what changed meanwhile, and loses nothing."""
    action = load_action(action)
    recommendations, services = list_recommendations(plan), list_services(plan)
    form = ActionForm(
        _with_choices(action, request.form) if request.method == "POST" else None,
        data={
            "version": str(action.version),
            "opened": packed(action),
            "title": action.title,
            "description": action.description,
            "how_we_will_know": action.how_we_will_know,
            "service": action.service_id,
            "start_on": action.start_on,
            "recommendations": [found.id for found in action.recommendations],
        },
    )
    _offer(form, recommendations, services)
    undecided = [name for name in request.form.getlist("both") if f"keep-{name}" not in request.form]
    if form.validate_on_submit():
        if undecided or _somebody_was_faster(action, form, recommendations, services):
            return _show_conflict(plan, action, form, recommendations, services, undecided)
        try:
            operations.change_action(
                action,
                _chosen(recommendations, form.recommendations.data),
                # What belongs to the action may have changed since it was opened; of its own parts none has.
                seen_version=action.version,
                title=form.title.data,
                description=form.description.data,
                how_we_will_know=form.how_we_will_know.data,
                service=pick(services, form.service.data),
                start_on=form.start_on.data,
                by=current_user,
                now=now(),
            )
        except ChangedMeanwhile:
            db.session.rollback()
            action = load_action(action)
            recommendations, services = list_recommendations(plan), list_services(plan)
            return _show_conflict(plan, action, form, recommendations, services, [])
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"Action {action.label} is saved")
            return redirect(url_for("plan.show_action", plan=plan.slug, action=action.label))
    return render_template(
        "plan/edit_action.html",
        title=f"Edit action {action.label}",
        plan=plan,
        action=action,
        form=form,
    )


def _somebody_was_faster(
    action: Action, form: ActionForm, recommendations: Sequence[Recommendation], services: Sequence[Service]
) -> bool:
    """Return whether a part of the action was changed since the person opened the form (or last chose)."""
    if number_or_none(form.version.data) == action.version:
        return False
    parts = compare(
        unpacked(form.opened.data), state_of(action), state_of_form(form), services, recommendations
    )
    return any(part.they_changed for part in parts)


def _show_conflict(
    plan: Plan,
    action: Action,
    form: ActionForm,
    recommendations: Sequence[Recommendation],
    services: Sequence[Service],
    undecided: Sequence[str],
) -> str:
    """Show what each of the two changed, with a choice wherever both did."""
    parts = compare(
        unpacked(form.opened.data), state_of(action), state_of_form(form), services, recommendations
    )
    name, moment, _ = who_changed(about_action(action))
    to_choose = [part for part in parts if part.both_changed]
    return render_template(
        "plan/action_conflict.html",
        title=f"{action.label} was changed by two people",
        plan=plan,
        action=action,
        parts=parts,
        values=[
            *_merged(parts, state_of(action)),
            (form.identifies_nobody.name, form.identifies_nobody.data or ""),
        ],
        opened=form.opened.data,
        name=name,
        moment=moment,
        errors=[
            {"text": f"Choose what to keep: {part.label}", "href": f"#keep-{part.name}"} for part in to_choose
        ]
        or [{"text": "Look at what changed, then save", "href": "#save"}],
        undecided=undecided,
    )


def _merged(parts: Sequence[PartChanged], theirs: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return the fields of the form after the conflict: the other's parts, and mine where I changed them."""
    changed = {part.name: part.values for part in parts}
    return [(name, value) for name in LABELS for value in changed.get(name, theirs[name])]


def _with_choices(
    action: Action, sent: ImmutableMultiDict[str, str]
) -> ImmutableMultiDict[str, str] | MultiDict[str, str]:
    """Return what was sent, with the other's words for each part where the person chose to keep those."""
    given_up = [name for name in LABELS if sent.get(f"keep-{name}") == "theirs"]
    if not given_up:
        return sent
    stored, merged = state_of(action), MultiDict(sent)
    for name in given_up:
        merged.setlist(name, stored[name])
    return merged


def _offer(form: ActionForm, recommendations: Sequence[Recommendation], services: Sequence[Service]) -> None:
    """Set the choices that come from the plan."""
    form.service.choices = service_choices(services)
    form.recommendations.choices = [
        (str(found.id), f"{found.number}: {clipped(found.title, 90)}") for found in recommendations
    ]


def _chosen(
    recommendations: Sequence[Recommendation], ids: Sequence[int | None], first: int | None = None
) -> list[Recommendation]:
    """Return the chosen recommendations by number, the one with number `first` before all others."""
    chosen = [found for found in recommendations if found.id in ids]
    return sorted(chosen, key=lambda found: (found.number != first, found.number))
