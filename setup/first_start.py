"""The data that a start needs: the database at its newest version and, at first, somebody who can sign in."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from setup.paths import ROOT, VENV_BIN
from setup.problem import SetupProblem

DEFAULT_ADMINISTRATOR = "administrator@example.org"

# One process for both, because each start of the application costs most of a second.
UPGRADE_AND_COUNT = """
from flask_migrate import upgrade
from sqlalchemy import func, select
from app import app
from tracker.database import db
from tracker.models import Person
with app.app_context():
    upgrade()
    print("people:", db.session.scalar(select(func.count()).select_from(Person)))
"""


def instance_path(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of the database, the uploads and the sample sign-ins, as the application works it out."""
    return Path(environment.get("INSTANCE_PATH") or ROOT / "instance").resolve()


def sign_ins_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Where loading the sample writes the sign-ins of its people."""
    return instance_path(environment) / "sample-sign-ins.txt"


def said_by(command: list[str], environment: Mapping[str, str], doing: str) -> str:
    """What COMMAND, a program of the virtual environment, prints while DOING; SetupProblem if it fails."""
    done = subprocess.run(
        [VENV_BIN / command[0], *command[1:]],
        cwd=ROOT,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SetupProblem(f"{doing} did not work:\n{done.stdout}{done.stderr}".rstrip())
    return done.stdout.strip()


def upgrade_database(environment: Mapping[str, str]) -> bool:
    """Do what `flask db upgrade` does; returns whether anybody is in the database already."""
    said = said_by(["python", "-c", UPGRADE_AND_COUNT], environment, "Preparing the database")
    return "people: 0" not in said.splitlines()


def asked_administrator(environment: Mapping[str, str]) -> str:
    """The e-mail address of the first administrator: ADMINISTRATOR, or what is typed, or a made-up one."""
    given = environment.get("ADMINISTRATOR", "").strip()
    if given or not sys.stdin.isatty():
        return given or DEFAULT_ADMINISTRATOR
    return input(f"The first administrator's e-mail address [{DEFAULT_ADMINISTRATOR}]: ").strip() or (
        DEFAULT_ADMINISTRATOR
    )


def prepare(environment: Mapping[str, str]) -> str:
    """Bring the database up to date and, where nobody is in it, fill it; returns what to tell once serving.

    SAMPLE=no in ENVIRONMENT leaves the sample council out; the first administrator is invited instead.
    """
    if upgrade_database(environment):
        file = sign_ins_file(environment)
        return f"The sign-ins of the sample council are in {file}" if file.is_file() else ""
    if environment.get("SAMPLE", "").lower() in ("no", "0", "false"):
        email = asked_administrator(environment)
        invite = ["flask", "people", "invite", email, "--administrator"]
        link = said_by(invite, environment, "Inviting the first administrator")
        return f"Nobody is in here yet. The first administrator ({email}) sets a password at\n{link}"
    print("Loading the sample council (make run SAMPLE=no starts without it)", flush=True)
    return said_by(["flask", "sample", "load"], environment, "Loading the sample council")
