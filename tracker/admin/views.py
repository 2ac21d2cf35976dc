"""Plans and people of the site. The administrator sees titles and names, never inside a plan."""

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from tracker.accounts.mails import send_invitation, tell_of_new_lead
from tracker.accounts.views import Page
from tracker.admin import blueprint
from tracker.admin.forms import InviteForm, LeadForm, PlanForm
from tracker.admin.queries import work_in_hand
from tracker.clock import now, today
from tracker.cover.mails import tell_leads_of_leaver
from tracker.database import db
from tracker.formatting import counted
from tracker.invitations import say_invited
from tracker.models import Grant, Person, Plan, Role
from tracker.operations import accounts, leaving
from tracker.operations.errors import Refused
from tracker.operations.plans import create_plan
from tracker.operations.unsent_mails import send_unsent
from tracker.permissions import Permission, requires
from tracker.plan.forms import PlainForm


@blueprint.get("/plans")
@requires(Permission.ADMINISTER)
def list_plans() -> str:
    """List the plans with their leads."""
    plans = db.session.scalars(sa.select(Plan).order_by(Plan.title, Plan.id)).all()
    leads: dict[int, list[str]] = {}
    for grant in db.session.scalars(
        sa.select(Grant).where(Grant.role == Role.LEAD).options(joinedload(Grant.person)).order_by(Grant.id)
    ):
        leads.setdefault(grant.plan_id, []).append(grant.person.name)
    return render_template("admin/list_plans.html", title="Plans", plans=plans, leads=leads)


@blueprint.route("/plans/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def add_plan() -> Page:
    """Create a plan and name its first lead, who is invited where they have no account yet."""
    form = PlanForm()
    if form.validate_on_submit():
        moment = now()
        try:
            person = accounts.add_person(form.email.data, form.name.data, now=moment)
            plan = create_plan(form.plan_title.data, by=current_user, now=moment)
            accounts.grant_role(person, plan, Role.LEAD, by=current_user, now=moment)
            address = _invite(person, plan) if person.password_hash is None else None
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"The plan “{plan.title}” is created, and {person.name} leads it")
            say_invited(person, address)
            return redirect(url_for("admin.list_plans"))
    return render_template("admin/add_plan.html", title="Create a plan", form=form)


@blueprint.route("/plans/<int(max=999999999):number>/lead", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def add_lead(number: int) -> Page:
    """Name another lead of a plan, where its own leads cannot: they are away or have left."""
    found = db.session.get(Plan, number)
    if found is None:
        abort(404)
    form = LeadForm()
    if form.validate_on_submit():
        moment = now()
        try:
            person = accounts.add_person(form.email.data, form.name.data, now=moment)
            if accounts.grant_role(person, found, Role.LEAD, by=current_user, now=moment):
                tell_of_new_lead(person, found, by=current_user, now=moment)
            address = _invite(person, found) if person.password_hash is None else None
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"{person.name} leads “{found.title}”")
            say_invited(person, address)
            return redirect(url_for("admin.list_plans"))
    return render_template("admin/add_lead.html", title="Name another lead", form=form, of=found)


@blueprint.get("/people")
@requires(Permission.ADMINISTER)
def list_people() -> str:
    """List everybody who can sign in or was invited."""
    people = db.session.scalars(
        sa.select(Person).where(~Person.is_removed).order_by(Person.name, Person.id)
    ).all()
    return render_template("admin/list_people.html", title="People", people=people)


@blueprint.route("/people/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def invite_person() -> Page:
    """Invite a person by a one-time link; an existing one gets a new link."""
    form = InviteForm()
    if form.validate_on_submit():
        try:
            person = accounts.add_person(
                form.email.data, form.name.data, now=now(), administrator=form.is_administrator.data
            )
            address = _invite(person, None)
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            say_invited(person, address)
            return redirect(url_for("admin.list_people"))
    return render_template("admin/invite_person.html", title="Invite a person", form=form)


@blueprint.route("/people/<int(max=999999999):person>/end", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def end_account(person: int) -> Page:
    """End the account of somebody who has left; the leads of their plans are told to hand over."""
    found = db.session.scalar(sa.select(Person).where(Person.id == person, ~Person.is_removed))
    if found is None:
        abort(404)
    form = PlainForm()
    if form.validate_on_submit():
        moment, name = now(), found.name
        try:
            plans = leaving.end_account(found, by=current_user, now=moment, today=today())
        except Refused as refused:
            db.session.rollback()
            flash(refused.message, "problem")
        else:
            tell_leads_of_leaver(found, plans, now=moment)
            db.session.commit()
            told = f". The leads of {counted(len(plans), 'plan')} are told to hand actions over"
            flash(f"The account of {name} is ended{told if plans else ''}")
        return redirect(url_for("admin.list_people"))
    return render_template("admin/end_account.html", title="End an account", person=found, form=form)


@blueprint.get("/worker")
@requires(Permission.ADMINISTER)
def show_work() -> str:
    """Show whether the worker works: what waits, what failed, which mails were given up."""
    return render_template("admin/show_work.html", title="Is it working?", work=work_in_hand(now()))


@blueprint.post("/worker/mails")
@requires(Permission.ADMINISTER)
def send_mails_again() -> Response:
    """Let the worker try all mails again that it gave up."""
    number = send_unsent(now=now())
    db.session.commit()
    flash(
        f"{counted(number, 'mail')} will be tried again now" if number else "There was no mail to try again"
    )
    return redirect(url_for("admin.show_work"))


def _invite(person: Person, plan: Plan | None) -> str:
    return send_invitation(person, plan, by=current_user, now=now())
