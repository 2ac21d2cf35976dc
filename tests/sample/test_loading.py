"""Loading the sample council from the command line, and signing in as its people."""

import re
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import selectinload

from tests.sample.council import loaded
from tracker import create_app
from tracker.config import read_settings
from tracker.database import db
from tracker.models import Action, Evidence, Grant, Milestone, Person, Recommendation, StandingRow, Update


@dataclass(frozen=True)
class Council:
    """A site into which one command has loaded the sample, and what the command said."""

    app: Flask
    said: Result

    @property
    def sign_ins(self) -> Path:
        return Path(self.app.config["SETTINGS"].instance_path / "sample-sign-ins.txt")


@pytest.fixture(scope="module")
def council(migrated_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    folder = tmp_path_factory.mktemp("council")
    shutil.copy(migrated_database, folder / "tracker.db")
    app = create_app(
        read_settings({"INSTANCE_PATH": str(folder), "SECRET_KEY": "k" * 32}),
        {"TESTING": True, "WTF_CSRF_ENABLED": False},
    )
    yield Council(app, app.test_cli_runner().invoke(args=["sample", "load"]))
    with app.app_context():
        db.engine.dispose()


def test_one_command_loads_the_council_and_says_how_its_people_sign_in(council: Council) -> None:
    app, result, file = council.app, council.said, council.sign_ins
    assert result.exit_code == 0, result.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    shown = re.findall(r"^(.+?): (\S+@harlmere\.example)   (\S+)$", result.output, re.MULTILINE)
    assert [role for role, _, _ in shown] == [
        "Improvement lead",
        "Director",
        "Assurer (checks evidence)",
        "Service manager (owner of actions)",
        "Contributor",
        "Scrutiny member",
        "Administrator",
    ]
    written = file.read_text()
    assert len({password for _, _, password in shown}) == len(shown)
    for _, email, password in shown:
        assert f"{email}   {password}" in written
        answer = app.test_client().post("/sign-in", data={"email": email, "password": password})
        assert answer.status_code == 302, email


def test_loading_it_twice_is_refused_with_a_sentence(council: Council) -> None:
    before = council.sign_ins.read_text()
    again = council.app.test_cli_runner().invoke(args=["sample", "load", "--today", "2026-11-21"])
    assert again.exit_code == 1
    assert "already here (plan “harlmere”), and cannot be loaded twice." in again.output
    assert council.sign_ins.read_text() == before
    with council.app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Action.id))) == 45


def test_people_of_every_role_are_here_and_those_who_left_cannot_sign_in(council: Council) -> None:
    with council.app.app_context():
        roles = {grant.role.value for grant in db.session.scalars(sa.select(Grant))}
        assert roles == {"lead", "director", "assurer", "scrutiny"}
        people = db.session.scalars(sa.select(Person)).all()
        assert all(person.email.endswith("@harlmere.example") for person in people)
        assert [person.name for person in people if person.is_removed] == ["Paul Renshaw"]
        assert [person.name for person in people if not person.password_hash] == ["Paul Renshaw"]
        assert [person.name for person in people if person.is_administrator] == ["Owen Liddell"]


@pytest.mark.parametrize("count", [3, 80])  # fewer and more than the report's recommendations hold
def test_many_actions_have_twenty_updates_each_and_a_standing(
    count: int, migrated_database: Path, tmp_path: Path
) -> None:
    with loaded(date(2026, 11, 21), migrated_database, tmp_path, actions=count):
        actions = db.session.scalars(sa.select(Action).options(selectinload(Action.updates))).all()
        assert len(actions) == count
        assert {len(action.updates) for action in actions} == {20}
        assert db.session.scalar(sa.select(sa.func.count(StandingRow.action_id))) == count
        assert db.session.scalar(sa.select(sa.func.count(Milestone.id))) or count <= 0
        assert len({action.label for action in actions}) == count
        assert db.session.scalar(sa.select(sa.func.count(Recommendation.id))) == max(14, -(-count // 5))


def test_the_same_number_gives_the_same_plan(migrated_database: Path, tmp_path: Path) -> None:
    seen = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        with loaded(date(2026, 11, 21), migrated_database, tmp_path / name, actions=20):
            updates = db.session.execute(
                sa.select(Update.action_id, Update.at, Update.delivery, Update.done).order_by(Update.id)
            ).all()
            evidence = db.session.execute(sa.select(Evidence.number, Evidence.title)).all()
            seen.append(([tuple(row) for row in updates], [tuple(row) for row in evidence]))
    assert seen[0] == seen[1]
