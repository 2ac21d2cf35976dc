"""Who may do what on the plan: roles granted to people, and invitations."""

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from tracker.accounts.mails import send_invitation
from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.invitations import say_invited
from tracker.models import Grant, Person, Plan, Role
from tracker.operations import accounts
from tracker.operations.errors import Refused
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import InviteToPlanForm, PlainForm


@blueprint.get("/plans/<plan>/people")
@requires(Permission.LEAD_PLAN)
def list_people(plan: Plan) -> str:
    """List the people of the plan with their roles."""
    grants = db.session.scalars(
        sa.select(Grant)
        .join(Grant.person)
        .where(Grant.plan_id == plan.id, ~Person.is_removed)
        .options(joinedload(Grant.person))
        .order_by(Person.name, Person.id, Grant.id)
    ).all()
    people: dict[int, list[Grant]] = {}
    for grant in grants:
        people.setdefault(grant.person_id, []).append(grant)
    return render_template(
        "plan/list_people.html",
        title="People of the plan",
        plan=plan,
        people=list(people.values()),
        button=PlainForm(),
    )


@blueprint.route("/plans/<plan>/people/new", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def invite_people(plan: Plan) -> Page:
    """Invite somebody to the plan, or give somebody who has an account a further role."""
    form = InviteToPlanForm()
    if form.validate_on_submit():
        moment, address = now(), None
        try:
            if not form.roles.data:
                raise Refused("roles", "Choose at least one role")
            person = accounts.add_person(
                form.email.data, form.name.data, job_title=form.job_title.data, now=moment
            )
            for role in form.roles.data:
                accounts.grant_role(person, plan, Role(role), by=current_user, now=moment)
            if person.password_hash is None:
                address = send_invitation(person, plan, by=current_user, now=moment)
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"{person.name} is in the plan")
            say_invited(person, address)
            return redirect(url_for("plan.list_people", plan=plan.slug))
    return render_template("plan/invite_people.html", title="Invite somebody", plan=plan, form=form)


@blueprint.post("/plans/<plan>/people/<int(max=999999999):grant>/withdraw")
@requires(Permission.LEAD_PLAN)
def withdraw_people_role(plan: Plan, grant: int) -> Response:
    """Take a role away. The last lead stays."""
    found = _grant(plan, grant)
    name, role = found.person.name, found.role.value
    try:
        accounts.withdraw_role(found, plan, by=current_user, now=now())
    except Refused as refused:
        db.session.rollback()
        flash(refused.message, "problem")
    else:
        db.session.commit()
        flash(f"{name} is no longer {role}")
        if found.person_id == current_user.id and found.role is Role.LEAD:
            return redirect(url_for("pages.start"))
    return redirect(url_for("plan.list_people", plan=plan.slug))


@blueprint.post("/plans/<plan>/people/<int(max=999999999):grant>/invitation")
@requires(Permission.LEAD_PLAN)
def invite_people_again(plan: Plan, grant: int) -> Response:
    """Send a new link to somebody who has not chosen a password yet."""
    person = _grant(plan, grant).person
    if person.password_hash is not None:
        flash(f"{person.name} has an account already", "problem")
        return redirect(url_for("plan.list_people", plan=plan.slug))
    address = send_invitation(person, plan, by=current_user, now=now())
    db.session.commit()
    say_invited(person, address)
    return redirect(url_for("plan.list_people", plan=plan.slug))


def _grant(plan: Plan, grant_id: int) -> Grant:
    grant = db.session.scalar(
        sa.select(Grant)
        .where(Grant.id == grant_id, Grant.plan_id == plan.id)
        .options(joinedload(Grant.person))
    )
    if grant is None:
        abort(404)
    return grant
