"""Due dates in one's own calendar: what stands there, and who can still read it."""

import re
from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.world import TODAY, World, add
from tracker.database import db
from tracker.models import Action, Milestone, Person, Plan

SignIn = Callable[[str], FlaskClient]


def address(browser: FlaskClient) -> str:
    browser.post("/account/calendar")
    found = re.search(r'href="[^"]*(/calendar/[^"]+\.ics)"', browser.get("/account").get_data(as_text=True))
    assert found
    return found[1]


def entries(browser: FlaskClient, where: str) -> list[tuple[str, str]]:
    answer = browser.get(where)
    assert answer.mimetype == "text/calendar"
    calendar = Calendar.from_ical(answer.get_data(as_text=True))
    return [(str(event["summary"]), str(event.decoded("dtstart"))) for event in calendar.walk("VEVENT")]


def test_due_dates_and_milestones_of_open_actions_stand_there_for_whoever_has_the_address(
    app: Flask, world: World, signed_in: SignIn, client: FlaskClient
) -> None:
    due, step = TODAY + timedelta(days=20), TODAY + timedelta(days=4)
    with app.app_context():
        action = db.session.get_one(Action, 1)
        action.due_on, title = due, action.title
        add(Milestone(action_id=1, title="Rota signed", due_on=step))
        add(Milestone(action_id=1, title="Done before", due_on=step, done_on=TODAY))
        db.session.commit()
    where = address(signed_in("owner"))
    assert entries(client, where) == [
        (f"Due: 1.1 {title}", due.isoformat()),
        ("Milestone of 1.1: Rota signed", step.isoformat()),
    ]
    assert entries(client, address(signed_in("contributor"))) == []


def test_a_plan_that_keeps_titles_out_of_mails_keeps_them_out_of_calendars(
    app: Flask, world: World, signed_in: SignIn, client: FlaskClient
) -> None:
    with app.app_context():
        db.session.get_one(Action, 1).due_on = TODAY
        db.session.get_one(Plan, world.plan).mails_hold_titles = False
        db.session.commit()
    assert entries(client, address(signed_in("owner"))) == [("Due: action 1.1", TODAY.isoformat())]


def test_passages_that_are_not_for_everybody_stay_out(
    app: Flask, world: World, signed_in: SignIn, client: FlaskClient
) -> None:
    with app.app_context():
        action = db.session.get_one(Action, 1)
        action.due_on, action.title = TODAY, "Agree the rota :::officers while Quillfeather is off sick:::"
        db.session.commit()
    assert entries(client, address(signed_in("owner"))) == [("Due: 1.1 Agree the rota", TODAY.isoformat())]


def test_an_address_ends_when_it_is_renewed_switched_off_or_its_person_leaves(
    app: Flask, world: World, signed_in: SignIn, client: FlaskClient
) -> None:
    owner = signed_in("owner")
    first = address(owner)
    second = address(owner)
    assert first != second
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    owner.post("/account/calendar", data={"do": "end"})
    assert client.get(second).status_code == 404
    third = address(owner)
    assert third not in (first, second)
    with app.app_context():
        db.session.execute(
            sa.update(Person).where(Person.id == world.people["owner"]).values(is_removed=True)
        )
        db.session.commit()
    assert client.get(third).status_code == 404


def test_an_address_that_was_tampered_with_leads_nowhere(
    app: Flask, world: World, signed_in: SignIn, client: FlaskClient
) -> None:
    where = address(signed_in("owner"))
    for wrong in (where.replace("/calendar/", "/calendar/x"), "/calendar/WzEsMF0.ics", "/calendar/.ics"):
        assert client.get(wrong).status_code == 404
