"""Who gets what: the table of tests/site/access.py, held against the application."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.site.access import PERSONAS, Row, rows
from tests.site.furnished import furnish
from tests.world import World
from tracker.database import db

SignedIn = Callable[[str], FlaskClient]
ENDS_THE_SESSION = {("POST", "accounts.sign_out")}


def test_no_endpoint_is_missing_from_the_table_and_none_is_stale(app: Flask) -> None:
    there = {
        (method, rule.endpoint)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
        if rule.endpoint != "static"
    }
    written = {(row.method, row.endpoint) for row in rows()}
    assert there - written == set(), "add these endpoints to tests/site/access.py"
    assert written - there == set(), "these rows speak of endpoints that are gone"


def test_the_table_leads_to_the_endpoints_it_names(app: Flask) -> None:
    addresses = app.url_map.bind("localhost")
    for row in rows():
        assert addresses.match(row.address, method=row.method)[0] == row.endpoint, row


@pytest.mark.parametrize("persona", PERSONAS)
def test_each_persona_gets_what_the_table_says(
    app: Flask, world: World, signed_in: SignedIn, persona: str, tmp_path: Path
) -> None:
    with app.app_context():
        furnish(world)
    wrong = []
    browser = signed_in(persona)
    for row in rows():
        status = _ask(app, browser, row, tmp_path / "kept.db")
        if (row.method, row.endpoint) in ENDS_THE_SESSION:
            browser = signed_in(persona)
        if status != row.expected[persona]:
            wrong.append(f"{row.method} {row.address}: {status}, not {row.expected[persona]}")
    assert not wrong, "\n".join(wrong)


def _ask(app: Flask, browser: FlaskClient, row: Row, kept: Path) -> int:
    """Send the request; what a POST does is undone, so that each request meets the same facts."""
    if row.method == "GET":
        return browser.get(row.address).status_code
    database = app.config["SETTINGS"].instance_path / "tracker.db"
    _copy(database, kept)
    status = browser.post(row.address).status_code
    with app.app_context():
        db.engine.dispose()
    _copy(kept, database)
    return status


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)
