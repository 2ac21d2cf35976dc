"""Who can be named on actions: persons, posts and partner bodies."""

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from tracker.accounts.mails import send_invitation
from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.invitations import say_invited
from tracker.models import Naming, Owner, OwnerKind, Person, Plan
from tracker.operations import accounts
from tracker.operations import owners as operations
from tracker.operations.errors import Refused
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import PartnerForm, PersonOwnerForm, PostForm
from tracker.plan.queries.lists import list_holders
from tracker.plan.queries.lists import list_owners as load_owners

Form = PersonOwnerForm | PostForm | PartnerForm
_TITLES = {
    OwnerKind.PERSON: "Add a person",
    OwnerKind.POST: "Add a post",
    OwnerKind.PARTNER: "Add a partner",
}


@blueprint.get("/plans/<plan>/owners")
@requires(Permission.LEAD_PLAN)
def list_owners(plan: Plan) -> str:
    """List who can be named on actions, with the number of actions they are named on."""
    rows = db.session.execute(
        sa.select(Naming.owner_id, sa.func.count(sa.distinct(Naming.action_id)).label("number"))
        .join(Naming.owner)
        .where(Owner.plan_id == plan.id)
        .group_by(Naming.owner_id)
    )
    named = {row.owner_id: row.number for row in rows}
    return render_template(
        "plan/list_owners.html", title="Owners", plan=plan, owners=load_owners(plan), named=named
    )


@blueprint.route("/plans/<plan>/owners/new/<any(person, post, partner):kind>", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def add_owner(plan: Plan, kind: str) -> Page:
    """Add a person (invited where they have no account), a post or a partner body."""
    form = _form(plan, OwnerKind(kind), None)
    if form.validate_on_submit():
        try:
            owner, address = _add(plan, OwnerKind(kind), form)
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            name, person = operations.owner_name(owner), owner.person
            db.session.commit()
            flash(f"{name} can now be named on actions")
            if person:
                say_invited(person, address)
            return redirect(url_for("plan.list_owners", plan=plan.slug))
    return render_template(
        "plan/edit_owner.html", title=_TITLES[OwnerKind(kind)], plan=plan, form=form, kind=kind
    )


@blueprint.route("/plans/<plan>/owners/<int(max=999999999):owner>", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def edit_owner(plan: Plan, owner: int) -> Page:
    """Rename a post or partner, hand a post over, change a contact."""
    found = db.session.scalar(
        sa.select(Owner)
        .where(Owner.id == owner, Owner.plan_id == plan.id, Owner.kind != OwnerKind.PERSON)
        .options(joinedload(Owner.person))
    )
    if found is None:
        abort(404)
    form = _form(plan, found.kind, found)
    if form.validate_on_submit():
        try:
            operations.change_owner(
                plan,
                found,
                name=form.name.data,
                holder=_holder(plan, form) if isinstance(form, PostForm) else None,
                contact_name=form.contact_name.data if isinstance(form, PartnerForm) else "",
                contact_email=form.contact_email.data if isinstance(form, PartnerForm) else "",
                by=current_user,
                now=now(),
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(f"{found.name} is saved")
            return redirect(url_for("plan.list_owners", plan=plan.slug))
    return render_template(
        "plan/edit_owner.html", title=f"Edit {found.name}", plan=plan, form=form, kind=found.kind.value
    )


def _form(plan: Plan, kind: OwnerKind, owner: Owner | None) -> Form:
    if kind is OwnerKind.PERSON:
        return PersonOwnerForm()
    if kind is OwnerKind.PARTNER:
        return PartnerForm(obj=owner)
    form = PostForm(data={"name": owner.name, "holder": owner.person_id} if owner else None)
    holders = list_holders(plan)
    form.holder.choices = [
        ("", "Nobody at present"),
        *((str(person.id), person.name) for person in holders),
    ]
    return form


def _holder(plan: Plan, form: PostForm) -> Person | None:
    return next((person for person in list_holders(plan) if person.id == form.holder.data), None)


def _add(plan: Plan, kind: OwnerKind, form: Form) -> tuple[Owner, str | None]:
    """Add the owner; return it with the address of an invitation, where one was made."""
    moment, person, address = now(), None, None
    if isinstance(form, PersonOwnerForm):
        person = accounts.add_person(
            form.email.data, form.name.data, job_title=form.job_title.data, now=moment
        )
        if person.password_hash is None:
            address = send_invitation(person, plan, by=current_user, now=moment)
    elif isinstance(form, PostForm):
        person = _holder(plan, form)
    owner = operations.add_owner(
        plan,
        kind,
        name=form.name.data,
        person=person,
        contact_name=form.contact_name.data if isinstance(form, PartnerForm) else "",
        contact_email=form.contact_email.data if isinstance(form, PartnerForm) else "",
        by=current_user,
        now=moment,
    )
    return owner, address
