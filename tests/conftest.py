"""What tests share: an application on a database of its own, people, and clients that check pages."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from copy import deepcopy
from datetime import datetime, time, tzinfo
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings as hypothesis_settings

from tests.pages import PageCheckingClient
from tests.quicker import compiled_once
from tests.world import PASSWORD, TODAY, World, build_world
from tracker import clock, create_app
from tracker.config import Settings, read_settings
from tracker.database import db
from tracker.formatting import LONDON
from tracker.operations import accounts

# Where these lie, a file takes a minute and not a second. They begin first, so that processes end together.
SLOW = tuple(
    f"tests/{place}" for place in ("browser", "intake", "report", "rounds/test_delivery", "sample", "site")
)

# A machine that is busy is no failure; how long examples take is measured elsewhere.
hypothesis_settings.register_profile("tests", deadline=None)
hypothesis_settings.load_profile("tests")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow files first; otherwise everything stays in its order."""
    items.sort(key=lambda item: not item.nodeid.startswith(SLOW))


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash with the same algorithm, but with the least work it allows."""
    real, accounts.hasher = accounts.hasher, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    accounts.hasher = real


class SameDay:
    """Stands in for `datetime` where the site asks for the time: the day the tests began on never ends."""

    @staticmethod
    def now(tz: tzinfo) -> datetime:
        """Return this moment, or the last one of that day in London."""
        return min(datetime.now(tz), datetime.combine(TODAY, time.max, LONDON).astimezone(tz))


@pytest.fixture(scope="session", autouse=True)
def shared_by_applications() -> Iterator[None]:
    """Make once what is the same in the applications of all tests."""
    with compiled_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def one_day() -> Iterator[None]:
    """Let tests that run across midnight mean the same by today as the site."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "datetime", SameDay)
        yield


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file made by the migrations, copied for each test."""
    folder = tmp_path_factory.mktemp("migrated")
    app = create_app(read_settings({"INSTANCE_PATH": str(folder), "SECRET_KEY": "k" * 32}))
    with app.app_context():
        upgrade()
        # The write-ahead log belongs to the file, so it goes into it before anybody copies it.
        db.session.connection().exec_driver_sql("PRAGMA user_version")
        db.session.commit()
        db.engine.dispose()
    return folder / "tracker.db"


@pytest.fixture(scope="session")
def small_world(
    migrated_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[World, sqlite3.Connection]]:
    """The small world, and a database that holds it, built once and copied for each test."""
    folder = tmp_path_factory.mktemp("world")
    shutil.copy(migrated_database, folder / "tracker.db")
    app = create_app(read_settings({"INSTANCE_PATH": str(folder), "SECRET_KEY": "k" * 32}))
    with app.app_context():
        built = build_world()
        db.session.commit()
        db.engine.dispose()
    with closing(sqlite3.connect(folder / "tracker.db")) as database:
        yield built, database


@pytest.fixture
def settings(tmp_path: Path, migrated_database: Path) -> Settings:
    """Settings of a test: its own instance folder, with an empty, migrated database."""
    instance = tmp_path / "instance"
    instance.mkdir()
    shutil.copy(migrated_database, instance / "tracker.db")
    return read_settings({"INSTANCE_PATH": str(instance), "SECRET_KEY": "k" * 32})


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application. No context is left open: requests must not share a session with the test."""
    application = create_app(settings, {"TESTING": True, "WTF_CSRF_ENABLED": False})
    application.test_client_class = PageCheckingClient
    yield application
    with application.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser nobody has signed in with. Every page it gets is checked."""
    return app.test_client()


@pytest.fixture
def world(app: Flask, small_world: tuple[World, sqlite3.Connection]) -> World:
    """Two small plans and a person in every role; see tests/world.py."""
    built, database = small_world
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            with closing(sqlite3.connect(app.config["SETTINGS"].instance_path / "tracker.db")) as own:
                database.backup(own)
        else:
            built = build_world()
            db.session.commit()
    return deepcopy(built)


@pytest.fixture
def signed_in(app: Flask, world: World) -> Callable[[str], FlaskClient]:
    """Return a client signed in as a persona of the world: signed_in("lead")."""

    def sign_in(persona: str) -> FlaskClient:
        browser = app.test_client()
        if persona != "anonymous":
            answer = browser.post("/sign-in", data={"email": world.email(persona), "password": PASSWORD})
            assert answer.status_code == 302, f"{persona} could not sign in"
        return browser

    return sign_in
