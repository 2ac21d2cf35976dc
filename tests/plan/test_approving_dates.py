from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.plan.sending import boxes
from tests.world import NOW, SLUG, TODAY, World
from tracker.database import db
from tracker.models import Action, Change, DateMove, Plan
from tracker.operations.standing import load_facts
from tracker.plan.queries.redated import Redated, count_redated

SignIn = Callable[[str], FlaskClient]
ACTION = f"/plans/{SLUG}/actions/1.1"
MOVE = f"{ACTION}/due-date"
NEW_DAY = TODAY + timedelta(days=90)
OLD_DAY = TODAY + timedelta(days=60)


@pytest.fixture
def wants_approval(app: Flask, world: World) -> None:
    with app.app_context():
        db.session.get_one(Plan, world.plan).moves_need_approval = True
        db.session.commit()


def ask(client: FlaskClient, day: date = NEW_DAY, version: str = "1") -> str:
    answer = client.post(MOVE, data={"version": version, "reason": "The rota waits.", **boxes("due_on", day)})
    return answer.get_data(as_text=True) if answer.status_code == 200 else ""


def due(app: Flask) -> date | None:
    with app.app_context():
        return db.session.query(Action).one().due_on


def figures(app: Flask, world: World) -> Redated:
    with app.app_context():
        return count_redated(db.session.get_one(Plan, world.plan))


@pytest.mark.usefixtures("wants_approval")
def test_a_move_waits_until_another_person_approves_it(app: Flask, world: World, signed_in: SignIn) -> None:
    lead, director = signed_in("lead"), signed_in("director")
    ask(lead)
    assert due(app) == OLD_DAY, "the date must stay until somebody agrees"
    assert "Waits for approval" in lead.get(ACTION).get_data(as_text=True)
    assert figures(app, world) == Redated(moved=0, approved=0, waiting=1)
    own = lead.post(f"{MOVE}/1/approve", follow_redirects=True).get_data(as_text=True)
    assert "somebody else has to approve it" in own
    assert due(app) == OLD_DAY
    director.post(f"{MOVE}/1/approve", data={"note": "Agreed at the board."})
    assert due(app) == NEW_DAY
    assert figures(app, world) == Redated(moved=1, approved=1, waiting=0)
    assert "Agreed at the board." in lead.get(ACTION).get_data(as_text=True)
    assert "1 action re-dated, 1 of them with approval" in lead.get(f"/plans/{SLUG}").get_data(as_text=True)


@pytest.mark.usefixtures("wants_approval")
def test_a_move_is_refused_with_a_note_and_can_then_be_asked_for_again(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead, director = signed_in("lead"), signed_in("director")
    ask(lead)
    assert "waits for approval. Have it decided first" in ask(lead, TODAY + timedelta(days=120))
    silent = director.post(f"{MOVE}/1/refuse", follow_redirects=True).get_data(as_text=True)
    assert "Say in the note why" in silent
    director.post(f"{MOVE}/1/refuse", data={"note": "Children cannot wait."})
    assert due(app) == OLD_DAY
    assert figures(app, world) == Redated(0, 0, 0)
    assert "Children cannot wait." in lead.get(ACTION).get_data(as_text=True)
    late = director.post(f"{MOVE}/1/approve", follow_redirects=True).get_data(as_text=True)
    assert "This move was refused already" in late
    assert ask(lead) == ""
    assert figures(app, world).waiting == 1


@pytest.mark.usefixtures("wants_approval")
def test_the_mover_takes_a_waiting_move_back(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    ask(lead)
    lead.post(f"{MOVE}/1/refuse", data={"note": "Asked for the wrong action."})
    assert "Taken back" in lead.get(ACTION).get_data(as_text=True)
    with app.app_context():
        assert db.session.query(Change).filter(Change.what.endswith("taken back")).count() == 1


def test_without_the_setting_a_move_holds_at_once_and_is_counted_apart(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    ask(signed_in("lead"))
    assert due(app) == NEW_DAY
    assert figures(app, world) == Redated(moved=1, approved=0, waiting=0)
    signed_in("director").post(f"{MOVE}/1/approve")
    assert figures(app, world) == Redated(moved=1, approved=1, waiting=0)


def test_facts_of_a_past_day_know_only_the_moves_that_held_then(app: Flask, world: World) -> None:
    def move(days_ago: int, approved_ago: int | None, to: int, *, refused: bool = False) -> DateMove:
        return DateMove(
            action_id=1,
            from_on=OLD_DAY,
            to_on=TODAY + timedelta(days=to),
            reason="Later",
            moved_by_id=world.people["lead"],
            moved_at=NOW - timedelta(days=days_ago),
            needs_approval=True,
            approved_at=None if approved_ago is None else NOW - timedelta(days=approved_ago),
            refused_at=NOW if refused else None,
        )

    with app.app_context():
        action = db.session.query(Action).one()
        db.session.add_all([move(30, 20, 90), move(15, None, 200, refused=True), move(5, None, 300)])
        action.due_on = TODAY + timedelta(days=90)
        db.session.commit()
        then = {ago: load_facts([1], TODAY - timedelta(days=ago))[1] for ago in (31, 25, 19, 0)}
    assert [then[ago].due_on for ago in (31, 25, 19, 0)] == [OLD_DAY, OLD_DAY, NEW_DAY, NEW_DAY]
    assert [then[ago].date_moves for ago in (31, 25, 19, 0)] == [0, 0, 1, 1]


def test_a_lead_sets_whether_moves_need_approval(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    settings = {"plan_title": "The plan", "stale_after_days": "35", "moves_need_approval": "y"}
    lead.post(f"/plans/{SLUG}/settings", data=settings)
    with app.app_context():
        assert db.session.get_one(Plan, world.plan).moves_need_approval
    assert "you has approved it" in lead.get(MOVE).get_data(as_text=True)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (["31", "2", "2027"], "real"),
        (["x", "", "2027"], ""),
        (["1", "1", "2020"], "must not be before the start"),
        (["1", "1", "99999"], ""),
    ],
)
def test_impossible_days_are_told_and_nothing_is_lost(
    app: Flask, signed_in: SignIn, day: list[str], told: str
) -> None:
    page = signed_in("lead").post(MOVE, data={"version": "1", "due_on": day, "reason": "The rota waits."})
    text = page.get_data(as_text=True)
    assert "<title>Error: " in text
    assert told in text
    assert "The rota waits." in text
    assert due(app) == OLD_DAY
