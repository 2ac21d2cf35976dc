"""The mails about accounts."""

from datetime import datetime

from flask import current_app, render_template, url_for

from tracker.mail import send_later
from tracker.models import LinkPurpose, Person, Plan
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
