"""What people see when the worker has stopped, and when the database has."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.queries import counted_queries
from tests.world import TODAY, World
from tracker.database import db
from tracker.models import Action, StandingRow
from tracker.operations.standing import refresh_standings
from tracker.rules.ladders import Delivery

SignIn = Callable[[str], FlaskClient]


def test_pages_are_true_on_the_next_day_although_the_worker_stands_still(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    with app.app_context():
        action = db.session.query(Action).one()
        action.due_on = TODAY - timedelta(days=1)
        db.session.flush()
        refresh_standings([action.id], TODAY - timedelta(days=1))
        db.session.commit()
        assert db.session.get_one(StandingRow, action.id).record_delivery is Delivery.ON_TRACK
    # As in a process that was started before midnight.
    app.extensions["standings_of"] = TODAY - timedelta(days=1)
    assert "1 day late: due" in lead.get("/plans/harlmere/actions/1.1").get_data(as_text=True)
    with app.app_context():
        assert db.session.get_one(StandingRow, 1).is_overdue


def test_keeping_pages_true_costs_nothing_during_the_day(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.get("/plans/harlmere")
    with counted_queries(app) as statements:
        lead.get("/plans/harlmere")
    assert not [each for each in statements if "next_change_on <=" in each]


def test_the_page_for_failures_asks_the_database_nothing(
    app: Flask, world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = signed_in("lead")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.testing = False
    lead.get("/plans/harlmere")

    def fails(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("tracker.plan.views.overview.load_overview", fails)
    with counted_queries(app) as statements:
        answer = lead.get("/plans/harlmere")
        before = len(statements)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert "Something went wrong" in page
    assert "Sign out" not in page
    with app.app_context():
        db.session.execute(db.text("ALTER TABLE person RENAME TO gone"))
        db.session.commit()
    gone = lead.get("/plans/harlmere")
    assert gone.status_code == 500
    assert "Nothing was half saved" in gone.get_data(as_text=True)
    assert before <= 5, statements
