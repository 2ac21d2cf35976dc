"""The mails about accounts."""

from datetime import datetime

import sqlalchemy as sa
from flask import current_app, render_template, url_for

from tracker.database import db
from tracker.mail import send_later
from tracker.models import Grant, LinkPurpose, Person, Plan, Role
from tracker.operations.accounts import make_link


def link_address(token: str) -> str:
    """Return the address of a one-time link. It begins with BASE_URL, never with what a request claims."""
    base: str = current_app.config["SETTINGS"].base_url
    return base + url_for("accounts.follow_link", token=token)


def send_password_link(person: Person, *, now: datetime) -> None:
    """Send the link of a forgotten password."""
    address = link_address(make_link(person, LinkPurpose.PASSWORD, now=now))
    text = render_template("email/password.txt", person=person, address=address)
    send_later(person.email, "Choose a new password", text, plan=None, now=now)


def send_invitation(person: Person, plan: Plan | None, *, by: Person, now: datetime) -> str:
    """Send an invitation and return its address, for who must hand it over without a mail server."""
    address = link_address(make_link(person, LinkPurpose.INVITATION, now=now))
    text = render_template("email/invitation.txt", person=person, plan=plan, by=by, address=address)
    subject = f"Invitation to {plan.title}" if plan else "Invitation to the improvement-plan tracker"
    send_later(person.email, subject, text, plan=None, now=now)
    return address


def tell_of_new_lead(person: Person, plan: Plan, *, by: Person, now: datetime) -> None:
    """Tell the other leads and the directors of a plan who is a lead now: nobody joins unseen."""
    base: str = current_app.config["SETTINGS"].base_url
    page = base + url_for("plan.list_people", plan=plan.slug)
    text = render_template("email/new_lead.txt", person=person, plan=plan, by=by, page=page)
    told = (
        sa.select(Person.email)
        .join(Grant, Grant.person_id == Person.id)
        .where(Grant.plan_id == plan.id, Grant.role.in_((Role.LEAD, Role.DIRECTOR)))
        .where(~Person.is_removed, Person.id != person.id)
        .distinct()
        .order_by(Person.email)
    )
    for email in db.session.scalars(told):
        send_later(email, f"{person.name} now leads {plan.title}", text, plan=plan, now=now)
