"""What the tests of rounds share: opening one as a lead does, and what came of it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.world import SLUG, TODAY
from tracker.database import db
from tracker.models import OutgoingMail, RoundAsk
from tracker.signing import token_of

SignIn = Callable[[str], FlaskClient]
ROUNDS = f"/plans/{SLUG}/rounds"


def day(value: date) -> list[str]:
    """Return a day as its three boxes send it."""
    return [str(value.day), str(value.month), str(value.year)]


def open_round(lead: FlaskClient, *, closes_on: date = TODAY + timedelta(days=7), **changes: Any) -> Any:
    """Look at who will be asked, and open the round."""
    page = text(lead.get(f"{ROUNDS}/new"))
    [seen] = re.findall(r'name="seen" type="hidden" value="([^"]+)"', page)
    return lead.post(f"{ROUNDS}/new", data={"seen": seen, "closes_on": day(closes_on), **changes})


def mails(app: Flask) -> list[OutgoingMail]:
    """Return every mail in the outbox, oldest first."""
    with app.app_context():
        return list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def link_of(app: Flask, email: str) -> str:
    """Return the address that stands in the mail to this person."""
    with app.app_context():
        [key] = db.session.scalars(sa.select(RoundAsk.link_key).where(RoundAsk.email == email))
        assert key
        return f"/answer/{token_of(key, app.config['SETTINGS'].secret_key)}"


def text(answer: Any) -> str:
    """Return the page of an answer."""
    page: str = answer.get_data(as_text=True)
    return page
