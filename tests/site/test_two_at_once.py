"""Two people at the same moment, with real threads, on both databases: nobody's words are lost."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from werkzeug.test import TestResponse

from tests.intake_review.reports import add_draft, fields_of
from tests.my_actions.sending import filled
from tests.parts import postgres_url
from tests.plan.sending import boxes, fields
from tests.world import NOW, TODAY, World
from tracker import create_app
from tracker.config import read_settings
from tracker.database import db
from tracker.models import (
    Action,
    DateMove,
    Evidence,
    GlossaryEntry,
    Inspection,
    Measure,
    Owner,
    Priority,
    Recommendation,
    SavedView,
    Update,
)

SignIn = Callable[[str], FlaskClient]
PLAN = "/plans/harlmere"
ACTION = f"{PLAN}/actions/1.1"


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


def at_once(*sendings: Callable[[], TestResponse]) -> list[TestResponse]:
    """Send all at the same moment, each from a thread of its own."""
    together = threading.Barrier(len(sendings))
    answers: dict[int, TestResponse] = {}

    def send(place: int, sending: Callable[[], TestResponse]) -> None:
        together.wait()
        answers[place] = sending()

    threads = [threading.Thread(target=send, args=(place, one)) for place, one in enumerate(sendings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == len(sendings), "a request did not come back"
    return [answers[place] for place in range(len(sendings))]


def test_the_second_who_saves_an_action_is_told_and_keeps_the_text(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    one, other = signed_in("lead"), signed_in("lead")
    seen = fields(one.get(f"{ACTION}/edit").get_data(as_text=True))
    form = {"recommendations": "1", **boxes("start_on", None), **seen}
    answers = at_once(
        lambda: one.post(f"{ACTION}/edit", data={**form, "title": "The words of the one"}),
        lambda: other.post(f"{ACTION}/edit", data={**form, "title": "The words of the other"}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    told = next(answer for answer in answers if answer.status_code == 200).get_data(as_text=True)
    assert "The words of the one" in told
    assert "The words of the other" in told
    with app.app_context():
        assert db.session.query(Action).one().title.startswith("The words of the")


def test_both_of_two_updates_stand(app: Flask, world: World, signed_in: SignIn) -> None:
    owner, lead = signed_in("owner"), signed_in("lead")
    answers = at_once(
        lambda: owner.post(f"{ACTION}/update", data=filled(done="What the owner did.", form_key="one")),
        lambda: lead.post(f"{ACTION}/update", data=filled(done="What the lead heard.", form_key="other")),
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    with app.app_context():
        found = {update.done for update in db.session.query(Update)}
        assert {"What the owner did.", "What the lead heard."} <= found


def test_one_form_sent_twice_makes_one_update(app: Flask, world: World, signed_in: SignIn) -> None:
    one, again = signed_in("owner"), signed_in("owner")
    form = filled(done="Once only.", form_key="the-same")
    answers = at_once(
        lambda: one.post(f"{ACTION}/update", data=form), lambda: again.post(f"{ACTION}/update", data=form)
    )
    assert [answer.status_code for answer in answers] == [302, 302]
    with app.app_context():
        assert db.session.query(Update).filter_by(done="Once only.").count() == 1


def test_no_number_is_given_twice(app: Flask, world: World, signed_in: SignIn) -> None:
    clients = [signed_in("lead") for _ in range(4)]
    recommend, act, prove = f"{PLAN}/recommendations/new", f"{PLAN}/actions/new", f"{ACTION}/evidence/new"
    proof = {"link": "https://intranet.example/rota", "title": "Rota", "kind": "audit", "audience": "public"}
    for address, form in (
        (recommend, {"words": "The quality of plans."}),
        (act, {"title": "Read the plans", "recommendations": "1"}),
        (prove, {**proof, "effective_on": ["1", "10", "2025"]}),
    ):
        answers = at_once(*(partial(client.post, address, data=form) for client in clients))
        assert [answer.status_code for answer in answers] == [302] * 4, address
    with app.app_context():
        numbers = sorted(one.number for one in db.session.query(Recommendation))
        assert numbers == list(range(1, 6))
        assert sorted(one.sequence for one in db.session.query(Action)) == list(range(1, 6))
        assert sorted(one.number for one in db.session.query(Evidence)) == list(range(1, 6))


def test_two_who_confirm_a_report_at_once_confirm_it_once(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    address = add_draft(app, world)
    one, other = signed_in("lead"), signed_in("lead")
    page = one.get(f"{address}?page=1").get_data(as_text=True)
    form = {**fields_of(page), "do": "confirm", "p3-decision": "drop", "t2": "leave"}
    at_once(lambda: one.post(address, data=form), lambda: other.post(address, data=form))
    with app.app_context():
        assert sorted(found.number for found in db.session.query(Recommendation)) == [1, 2, 3]
        assert db.session.query(Inspection).count() == 1


def test_of_two_who_approve_a_move_one_is_told(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        action = db.session.query(Action).one()
        db.session.add(
            DateMove(
                action_id=action.id,
                from_on=action.due_on,
                to_on=TODAY,
                reason="Later",
                moved_by_id=world.people["owner"],
                moved_at=NOW,
                needs_approval=True,
            )
        )
        db.session.commit()
    lead, director = signed_in("lead"), signed_in("director")
    address = f"{ACTION}/due-date/1"
    at_once(
        lambda: lead.post(f"{address}/approve"),
        lambda: director.post(f"{address}/refuse", data={"note": "Too late."}),
    )
    with app.app_context():
        move = db.session.query(DateMove).one()
        assert (move.approved_at is None) != (move.refused_at is None)
        due = db.session.query(Action).one().due_on
        assert (due == TODAY) == (move.approved_at is not None)


def test_what_two_write_first_at_the_same_moment_stands_once(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    leads = [signed_in("lead") for _ in range(4)]
    for address, form in (
        (f"{PLAN}/glossary", {"term": "Hub", "meaning": "Where calls about children come in"}),
        ("/account/mails", {}),
        (f"{PLAN}/saved-views", {"name": "Late", "flag": "overdue"}),
        (f"{PLAN}/priorities/new", {"heading": "Leaders who know"}),
        (f"{PLAN}/owners/new/post", {"name": "Head of service", "holder": ""}),
        (
            f"{PLAN}/measures/new",
            {"code": "M1", "name": "Visits", "unit": "%", "direction": "higher", "service": ""},
        ),
    ):
        answers = at_once(*(partial(lead.post, address, data=form) for lead in leads))
        statuses = {answer.status_code for answer in answers}
        assert 302 in statuses, address
        assert statuses <= {200, 302}, address  # 200: told that it is there already
    with app.app_context():
        assert db.session.query(GlossaryEntry).count() == 1
        assert db.session.query(SavedView).count() == 1
        assert sorted(one.number for one in db.session.query(Priority)) == list(range(1, 6))
        assert db.session.query(Owner).filter_by(name="Head of service").count() == 1
        assert db.session.query(Measure).count() == 1


def test_wrong_passwords_tried_at_once_are_all_counted(app: Flask, world: World) -> None:
    clients = [app.test_client() for _ in range(5)]
    wrong = {"email": "lead@harlmere.example", "password": "not my password"}
    answers = at_once(*(partial(client.post, "/sign-in", data=wrong) for client in clients))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert sum("Wait 15 minutes" in answer.get_data(as_text=True) for answer in answers) == 1
