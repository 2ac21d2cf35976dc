"""flask people: inviting people from the command line."""

import click
from flask import current_app, url_for
from flask.cli import AppGroup

from tracker.clock import now
from tracker.database import db
from tracker.models import LinkPurpose, Person
from tracker.operations.accounts import add_person, make_link
from tracker.operations.errors import Refused

command = AppGroup("people", help="People and their invitations.")


def invitation_address(token: str) -> str:
    """Return the address of a one-time link, as the person opens it."""
    base: str = current_app.config["SETTINGS"].base_url
    with current_app.test_request_context():
        return base + url_for("accounts.follow_link", token=token)


@command.command("invite")
@click.argument("email")
@click.option("--administrator", is_flag=True, help="The person administers the site.")
@click.option("--name", default="", help="The person's name; they can change it later.")
def invite(email: str, administrator: bool, name: str) -> None:
    """Invite a person and print the one-time link by which they choose a password."""
    moment = now()
    try:
        person: Person = add_person(email, name, now=moment, administrator=administrator)
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    token = make_link(person, LinkPurpose.INVITATION, now=moment)
    db.session.commit()
    click.echo(invitation_address(token))
