"""What the tests of the update form share: a form as a browser sends it, and what came of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.world import SLUG, TODAY
from tracker.database import db
from tracker.models import Update

SignIn = Callable[[str], FlaskClient]
PAGE = f"/plans/{SLUG}/actions/1.1/update"
FROM_LIST = f"{PAGE}?at=1-1"


def filled(start: str = "", **changes: Any) -> dict[str, Any]:
    """Return what a browser sends for an update that is fine."""
    day = TODAY + timedelta(days=30)
    form = {
        "delivery": "on_track",
        "impact": "too_early",
        "done": "The rota is signed.",
        "difference": "Too early to say.",
        "next_steps": "Four weekends.",
        "forecast_on": [str(day.day), str(day.month), str(day.year)],
        "form_key": "key-1",
    }
    return {f"{start}{name}": value for name, value in {**form, **changes}.items()}


def updates(app: Flask) -> list[Update]:
    """Return all updates, oldest first."""
    with app.app_context():
        return list(db.session.scalars(sa.select(Update).order_by(Update.at, Update.id)))


def page(answer: Any) -> str:
    """Return the page of an answer."""
    text: str = answer.get_data(as_text=True)
    return text
