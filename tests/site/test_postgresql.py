"""The main job on PostgreSQL: the same code with one setting."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from tests.my_actions.sending import filled
from tests.pages import PageCheckingClient
from tests.parts import postgres_url
from tests.site.furnished import furnish
from tests.world import TODAY, World
from tracker import create_app
from tracker.admin.queries import work_in_hand
from tracker.clock import now
from tracker.config import read_settings
from tracker.database import db
from tracker.jobs import run_everything_due, run_later
from tracker.models import JobState, Plan, StandingRow, Update
from tracker.operations.standing import refresh_standings
from tracker.operations.turns import take_turn

PLAN = "/plans/harlmere"
REPORT = """Harlmere County Council
Focused visit to Harlmere children’s services

What needs to improve:
• The timeliness of visits to children in the first week.
• The recording of decisions that managers make.
"""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The application on a database of its own in a real PostgreSQL server."""
    settings = read_settings(
        {"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "k" * 32, "DATABASE_URL": postgres_url()}
    )
    application = create_app(settings, {"TESTING": True, "WTF_CSRF_ENABLED": False})
    application.test_client_class = PageCheckingClient
    with application.app_context():
        upgrade()
    yield application
    with application.app_context():
        db.engine.dispose()


def test_a_report_comes_in_an_owner_updates_and_a_board_report_goes_out(
    app: Flask, world: World, signed_in: Callable[[str], FlaskClient]
) -> None:
    with app.app_context():
        furnish(world)
    lead, owner = signed_in("lead"), signed_in("owner")
    draft = lead.post(f"{PLAN}/reports-in/new", data={"text": REPORT}).location
    assert draft, "the pasted report was not taken"
    with app.app_context():
        run_everything_due()
    assert "timeliness of visits to children in the first week" in lead.get(draft).get_data(as_text=True)
    owner.post(f"{PLAN}/actions/1.1/update", data=filled())
    day = [str(TODAY.day), str(TODAY.month), str(TODAY.year)]
    report = lead.post(
        f"{PLAN}/reports/new",
        data={"kind": "board", "recommendation": "0", "meeting": "1", "edition": "public", "as_at": day},
    ).location
    lead.post(f"{report}/pdf")
    with app.app_context():
        run_everything_due()
    assert lead.get(f"{report}/pdf").data.startswith(b"%PDF")
    with app.app_context():
        assert db.session.query(Update).filter(Update.done == "The rota is signed.").count() == 1
    for page in (
        "",
        "/actions",
        "/recommendations/1",
        "/actions/1.1",
        "/evidence",
        "/history",
        "/owners",
        "/people",
    ):
        assert lead.get(PLAN + page).status_code == 200, page


def test_the_work_in_hand_is_counted_by_how_it_stands_there(
    app: Flask, world: World, signed_in: Callable[[str], FlaskClient]
) -> None:
    with app.app_context():
        for minutes in (-1, 1):
            job = run_later("make_report_pdf", report=1)
            job.state, job.claimed_until = JobState.RUNNING, now() + timedelta(minutes=minutes)
        db.session.commit()
        line = work_in_hand(now()).lines[0]
        assert (line.waiting, line.running) == (1, 1), "a claim that ran out waits again"
    assert signed_in("administrator").get("/administration/worker").status_code == 200


def test_who_waits_for_a_turn_is_not_kept_by_those_who_only_add_to_the_plan(app: Flask, world: World) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        with db.engine.connect() as other:
            # What every row takes that names the plan, until its transaction ends.
            other.execute(sa.text("SELECT id FROM plan FOR KEY SHARE"))
            db.session.execute(sa.text("SET LOCAL lock_timeout = '2s'"))
            take_turn(plan)
        db.session.rollback()


def test_the_rules_say_the_same_there(app: Flask, world: World) -> None:
    with app.app_context():
        row = db.session.query(StandingRow).one()
        kept = (row.record_delivery, row.record_impact, row.next_change_on, row.delivery_reasons)
        again = refresh_standings([row.action_id], TODAY)[row.action_id]
        assert kept == (
            again.record_delivery,
            again.record_impact,
            again.next_change_on,
            again.delivery_reasons,
        )


def test_who_comes_a_moment_too_late_gets_the_words_back(
    app: Flask, world: World, signed_in: Callable[[str], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have_looked = threading.Barrier(2)
    monkeypatch.setattr("tracker.operations.priorities.take_turn", lambda plan: both_have_looked.wait(30))
    leads = [signed_in("lead") for _ in range(2)]
    form = {"heading": "Leaders who know", "introduction": "They read what children say."}
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda lead: lead.post(f"{PLAN}/priorities/new", data=form), leads))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    told = max(answers, key=lambda answer: answer.status_code).get_data(as_text=True)
    assert "Somebody else was a moment quicker" in told
    assert "They read what children say." in told
