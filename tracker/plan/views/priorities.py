"""The plan's priorities and services: add, rename, put in order."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.models import Plan, Priority, Service
from tracker.operations import priorities as operations
from tracker.operations.errors import Refused
from tracker.operations.priorities import Way
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import PlainForm, PriorityForm, ServiceForm
from tracker.plan.queries.lists import list_priorities as load_priorities
from tracker.plan.queries.lists import list_services


@blueprint.get("/plans/<plan>/priorities")
@requires(Permission.LEAD_PLAN)
def list_priorities(plan: Plan) -> str:
    """List the priorities and the services, each with the way up and down."""
    return render_template(
        "plan/list_priorities.html",
        title="Priorities and services",
        plan=plan,
        priorities=load_priorities(plan),
        services=list_services(plan),
        button=PlainForm(),
    )


@blueprint.route("/plans/<plan>/priorities/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def add_priority(plan: Plan) -> Page:
    """Add a priority."""
    form = PriorityForm()
    return _save(
        plan,
        form,
        "Add a priority",
        lambda: operations.add_priority(
            plan,
            title=form.heading.data,
            introduction=form.introduction.data,
            by=current_user,
            now=now(),
        ),
    )


@blueprint.route("/plans/<plan>/priorities/<int(max=999999999):number>", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def edit_priority(plan: Plan, number: int) -> Page:
    """Rename a priority, or change its introduction."""
    priority = _priority(plan, number)
    form = PriorityForm(data={"heading": priority.title, "introduction": priority.introduction})
    return _save(
        plan,
        form,
        f"Edit priority {number}",
        lambda: operations.change_priority(
            plan,
            priority,
            title=form.heading.data,
            introduction=form.introduction.data,
            by=current_user,
            now=now(),
        ),
    )


@blueprint.post("/plans/<plan>/priorities/<int(max=999999999):number>/move")
@requires(Permission.LEAD_PLAN)
def move_priority(plan: Plan, number: int) -> Response:
    """Move a priority up or down."""
    operations.move_priority(plan, _priority(plan, number), _way(), by=current_user, now=now())
    db.session.commit()
    return redirect(url_for("plan.list_priorities", plan=plan.slug))


@blueprint.route("/plans/<plan>/services/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def add_service(plan: Plan) -> Page:
    """Add a service."""
    form = ServiceForm()
    return _save(
        plan,
        form,
        "Add a service",
        lambda: operations.add_service(plan, name=form.name.data, by=current_user, now=now()),
    )


@blueprint.route("/plans/<plan>/services/<int(max=999999999):service>", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def edit_service(plan: Plan, service: int) -> Page:
    """Rename a service."""
    found = _service(plan, service)
    form = ServiceForm(obj=found)
    return _save(
        plan,
        form,
        f"Edit {found.name}",
        lambda: operations.change_service(plan, found, name=form.name.data, by=current_user, now=now()),
    )


@blueprint.post("/plans/<plan>/services/<int(max=999999999):service>/move")
@requires(Permission.LEAD_PLAN)
def move_service(plan: Plan, service: int) -> Response:
    """Move a service up or down."""
    operations.move_service(plan, _service(plan, service), _way(), by=current_user, now=now())
    db.session.commit()
    return redirect(url_for("plan.list_priorities", plan=plan.slug, _anchor="services"))


def _save(
    plan: Plan, form: PriorityForm | ServiceForm, title: str, write: Callable[[], Priority | Service | None]
) -> Page:
    """Show the form of a priority or service, or save it."""
    if form.validate_on_submit():
        try:
            write()
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash("The change is saved")
            return redirect(url_for("plan.list_priorities", plan=plan.slug))
    return render_template("plan/edit_heading.html", title=title, plan=plan, form=form)


def _way() -> Way:
    try:
        return Way(request.form.get("way", ""))
    except ValueError:
        abort(400, "Choose up or down.")


def _priority(plan: Plan, number: int) -> Priority:
    found = next((priority for priority in load_priorities(plan) if priority.number == number), None)
    return found or abort(404)


def _service(plan: Plan, service_id: int) -> Service:
    found = next((service for service in list_services(plan) if service.id == service_id), None)
    return found or abort(404)
