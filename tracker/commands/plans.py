"""flask plans: the plans of this site."""

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from tracker.clock import now
from tracker.database import db
from tracker.models import Plan, Role
from tracker.operations.accounts import add_person, grant_role
from tracker.operations.errors import Refused
from tracker.operations.plans import create_plan

command = AppGroup("plans", help="Improvement plans.")


@command.command("list")
def list_plans() -> None:
    """Print one plan a line: its slug and its title."""
    for plan in db.session.scalars(sa.select(Plan).order_by(Plan.slug)):
        click.echo(f"{plan.slug}\t{plan.title}")


@command.command("create")
@click.argument("title")
@click.option("--lead", "email", required=True, help="E-mail address of the first lead.")
def create(title: str, email: str) -> None:
    """Create a plan, name its first lead, and print its slug."""
    moment = now()
    try:
        person = add_person(email, "", now=moment)
        plan = create_plan(title, by=None, now=moment)
        grant_role(person, plan, Role.LEAD, by=None, now=moment)
    except Refused as refused:
        db.session.rollback()
        raise click.ClickException(refused.message) from None
    db.session.commit()
    click.echo(plan.slug)
    if person.password_hash is None:
        click.echo(f"{person.email} has no password yet: flask people invite {person.email}", err=True)
