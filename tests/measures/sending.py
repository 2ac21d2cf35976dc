"""What the tests of measures share: addresses, forms as a browser sends them, rows they look at."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import selectinload
from werkzeug.test import TestResponse

from tests.world import SLUG, TODAY, World, add_measure
from tracker.database import db
from tracker.models import Change, Measure, Plan, Recommendation
from tracker.rules.ladders import Direction

SignIn = Callable[[str], FlaskClient]
LIST = f"/plans/{SLUG}/measures"
NEW, ONE = f"{LIST}/new", f"{LIST}/1"
ADD, PASTE = f"{ONE}/readings/new", f"{ONE}/readings/paste"
LAST = TODAY.replace(day=1) - timedelta(days=1)  # the day of a measure's newest reading


def filled(**changes: Any) -> dict[str, Any]:
    """Return what a browser sends for a measure that is fine."""
    form = {
        "version": "1",
        "name": "Discussions held in time",
        "code": "sdt",
        "unit": "%",
        "direction": "higher",
        "baseline": "58%",
        "target": "95 %",
        "amber": "90",
        "red": "80",
        "neighbours": "84",
        "england": "",
        "service": "1",
        "recommendations": ["1"],
    }
    return {**form, **changes}


def reading(value: str, on: date = LAST, **changes: Any) -> dict[str, Any]:
    """Return what a browser sends for one reading."""
    return {"on": [str(on.day), str(on.month), str(on.year)], "value": value, "note": "", **changes}


def page(answer: TestResponse) -> str:
    """Return the page of an answer."""
    return answer.get_data(as_text=True)


def make_measure(
    app: Flask, world: World, *values: float, direction: Direction = Direction.HIGHER, **figures: Any
) -> None:
    """Add the measure SDT of recommendation 1 with these readings, the last for the end of last month."""
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        linked = list(db.session.scalars(sa.select(Recommendation).where(Recommendation.plan_id == plan.id)))
        add_measure(plan, *values, direction=direction, recommendations=linked, **figures)
        db.session.commit()


def measures(app: Flask) -> list[Measure]:
    """Return all measures with their readings and recommendations."""
    with app.app_context():
        found = sa.select(Measure).options(
            selectinload(Measure.readings), selectinload(Measure.recommendations)
        )
        return list(db.session.scalars(found.order_by(Measure.id)))


def values(app: Flask) -> list[float]:
    """Return the readings of the one measure that hold, oldest first."""
    (measure,) = measures(app)
    return [float(one.value) for one in measure.readings]


def changes(app: Flask) -> list[Change]:
    """Return what was recorded, the oldest first."""
    with app.app_context():
        return list(db.session.scalars(sa.select(Change).order_by(Change.id)))
