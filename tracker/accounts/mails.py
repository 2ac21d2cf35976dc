"""The mails about accounts."""

from datetime import datetime

from flask import current_app, render_template, url_for

from tracker.mail import page_address, send_later
from tracker.models import LinkPurpose, Person, Plan, Role
from tracker.operations.accounts import make_link
from tracker.operations.plans import people_with


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
    page = page_address("plan.list_people", plan=plan.slug)
    text = render_template("email/new_lead.txt", person=person, plan=plan, by=by, page=page)
    # Who both leads and directs gets one.
    told = {
        one.email
        for role in (Role.LEAD, Role.DIRECTOR)
        for one in people_with(plan, role)
        if one.id != person.id
    }
    for email in sorted(told):
        send_later(email, f"{person.name} now leads {plan.title}", text, plan=plan, now=now)
