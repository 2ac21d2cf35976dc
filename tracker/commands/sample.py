"""flask sample: the sample council."""

import os
from datetime import date, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from tracker.clock import today as this_day
from tracker.database import db

command = AppGroup("sample", help="Harlmere County Council, an invented council to try things with.")
SIGN_INS = "sample-sign-ins.txt"


@command.command("load")
@click.option(
    "--actions", type=click.IntRange(min=1), help="So many actions with 20 updates each, for measuring."
)
@click.option(
    "--today", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day the sample is for (YYYY-MM-DD)."
)
def load(actions: int | None, day: datetime | None) -> None:
    """Load the sample council, and write how its people sign in to sample-sign-ins.txt."""
    from tracker.sample.loading import AlreadyLoaded, load_sample  # brings the renderer, slow to load

    today: date = day.date() if day else this_day()
    try:
        sign_ins = load_sample(today=today, actions=actions)
    except AlreadyLoaded as refused:
        db.session.rollback()
        raise click.ClickException(str(refused)) from None
    file = current_app.config["SETTINGS"].instance_path / SIGN_INS
    _write_for_its_owner(file, sign_ins.as_text())
    db.session.commit()
    click.echo(f"The sample council is in the plan “harlmere”. Its sign-ins are in {file}:\n")
    for person in sign_ins.one_of_each_role:
        click.echo(f"{person.role}: {person.email}   {person.password}")


def _write_for_its_owner(file: Path, text: str) -> None:
    """Write the file so that nobody else on this machine can read it, not even for a moment."""
    file.unlink(missing_ok=True)
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as handle:
        handle.write(text)
