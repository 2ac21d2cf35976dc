"""What the tests of evidence share: a form as a browser sends it, and rows they need."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.world import SLUG, TODAY, World, add, add_action, add_evidence, add_owner
from tracker.database import db
from tracker.models import (
    Action,
    Evidence,
    Naming,
    Part,
    Plan,
    Recommendation,
)
from tracker.operations.standing import refresh_standings
from tracker.rules.ladders import Audience

SignIn = Callable[[str], FlaskClient]
NEW = f"/plans/{SLUG}/actions/1.1/evidence/new"
LINK = f"/plans/{SLUG}/actions/1.1/evidence/link"
LIST = f"/plans/{SLUG}/evidence"
CHECK = f"{LIST}/1/check"
VERIFIED = {"verdict": "verified", "note": "I saw the rota in the duty room."}


def filled(**changes: Any) -> dict[str, Any]:
    """Return what a browser sends for an item that is fine."""
    form = {
        "link": "https://intranet.example/rota",
        "title": "The signed rota",
        "shows": "Both agencies signed.",
        "kind": "audit",
        "effective_on": ["1", "10", "2025"],
        "audience": "members",
    }
    return {**form, **changes}


def page(answer: TestResponse) -> str:
    """Return the page of an answer."""
    return answer.get_data(as_text=True)


def items(app: Flask) -> list[Evidence]:
    """Return all evidence by number."""
    with app.app_context():
        return list(db.session.scalars(sa.select(Evidence).order_by(Evidence.number)))


def make_officers_item(app: Flask, world: World) -> None:
    """Add E2, for officers only, to the one action."""
    with app.app_context():
        plan, action = db.session.get_one(Plan, world.plan), db.session.scalars(sa.select(Action)).one()
        item = add_evidence(plan, action, world.people["owner"], audience=Audience.OFFICERS)
        item.title = "Notes of a meeting in confidence"
        db.session.commit()


def make_reader(app: Flask, world: World) -> None:
    """Name the administrator on another action, so that they read the plan without being trusted."""
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        action = add_action(plan, db.session.scalars(sa.select(Recommendation)).one(), title="Another")
        owner = add_owner(plan, world.people["administrator"], "reader")
        add(Naming(action_id=action.id, owner_id=owner.id, part=Part.LEAD_OFFICER))
        refresh_standings([action.id], TODAY)
        db.session.commit()
