"""Two at the same moment, on both databases: nobody is asked twice, and nothing is saved twice."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from werkzeug.test import TestResponse

from tests.my_actions.sending import filled
from tests.parts import postgres_url
from tests.rounds.asking import ROUNDS, SignIn, day, link_of, mails, open_round, text
from tests.site.test_two_at_once import at_once
from tests.world import TODAY, World
from tracker import create_app
from tracker.config import read_settings
from tracker.database import db
from tracker.models import LinkUse, MailKind, Plan, Round, Update
from tracker.operations.whom_to_ask import whom_to_ask
from tracker.rounds import tasks


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database that several connections share."""
    facts = {"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "k" * 32}
    if request.param == "postgresql":
        facts["DATABASE_URL"] = postgres_url()
    application = create_app(read_settings(facts), {"TESTING": True, "WTF_CSRF_ENABLED": False})
    with application.app_context():
        upgrade()
    yield application
    with application.app_context():
        db.engine.dispose()


def test_a_round_with_two_at_each_door(
    app: Flask, world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = signed_in("lead"), signed_in("lead")
    with app.app_context():
        seen = whom_to_ask(db.session.get_one(Plan, world.plan)).fingerprint
        db.session.rollback()
    form = {"seen": seen, "closes_on": day(TODAY + timedelta(days=7))}
    at_once(
        lambda: one.post(f"{ROUNDS}/new", data=form),
        lambda: other.post(f"{ROUNDS}/new", data=form),
    )
    assert [mail.to_address for mail in mails(app)] == [world.email("owner")]

    link, form = link_of(app, world.email("owner")), filled("a1-1-")
    browsers = [app.test_client(), app.test_client()]
    pages = [
        answer.location for answer in at_once(lambda: browsers[0].get(link), lambda: browsers[1].get(link))
    ]
    answers = at_once(
        lambda: browsers[0].post(f"{pages[0]}/1.1", data=form),
        lambda: browsers[1].post(f"{pages[1]}/1.1", data=form),
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    with app.app_context():
        assert db.session.query(Update).filter_by(done="The rota is signed.").count() == 1
        assert db.session.query(LinkUse).count() == 3
        db.session.rollback()

    # Two workers on the day after the closing date: one of them closes it, and tells the leads once.
    monkeypatch.setattr(tasks, "today", lambda: TODAY + timedelta(days=8))

    def look_after(lead: FlaskClient) -> TestResponse:
        with app.app_context():
            tasks.look_after_rounds()
        return lead.get(f"{ROUNDS}/1")

    at_once(partial(look_after, one), partial(look_after, other))
    with app.app_context():
        assert db.session.query(Round).one().as_at == TODAY + timedelta(days=7)
        db.session.rollback()
    assert [mail.kind for mail in mails(app)] == [MailKind.ROUND, MailKind.DIGEST]
    assert "Answered (1)" in text(one.get(f"{ROUNDS}/1"))
    assert open_round(one).location == f"{ROUNDS}/2"
