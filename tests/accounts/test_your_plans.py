"""Who works in several plans finds each of them."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from tests.queries import counted_queries
from tests.world import NOW, TODAY, World, add, add_plan, grant
from tracker.database import db
from tracker.models import Role, StandIn

SignIn = Callable[[str], FlaskClient]


def test_the_menu_leads_to_every_plan_of_a_person_where_there_are_two(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    assert "Your plans" not in lead.get("/plans/harlmere").get_data(as_text=True)
    with app.app_context():
        grant(add_plan("send", "SEND plan"), world.people["lead"], Role.LEAD)
        grant(add_plan("board", "Safeguarding board plan"), world.people["lead"], Role.SCRUTINY)
        db.session.commit()
    assert 'href="/plans"' in lead.get("/plans/harlmere").get_data(as_text=True)
    shown = lead.get("/plans").get_data(as_text=True)
    assert '<a class="govuk-link govuk-link--no-visited-state" href="/plans/send">SEND plan</a>' in shown
    assert 'href="/plans/board/issued-reports">Safeguarding board plan</a>' in shown
    assert "Another plan" not in shown


def test_the_list_of_plans_costs_the_same_however_many_there_are(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    counts = []
    for more in (1, 12):
        with app.app_context():
            for number in range(more):
                grant(add_plan(f"plan-{more}-{number}", f"Plan {number}"), world.people["lead"], Role.LEAD)
            db.session.commit()
        with counted_queries(app) as counted:
            assert lead.get("/plans").status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_who_only_stands_in_for_somebody_has_the_menu_of_that_plan(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        add(
            StandIn(
                plan_id=world.plan,
                absent_id=world.people["owner"],
                person_id=world.people["administrator"],
                from_on=TODAY - timedelta(days=1),
                until_on=TODAY + timedelta(days=1),
                by_id=world.people["lead"],
                at=NOW,
            )
        )
        db.session.commit()
    assert "/plans/harlmere/dashboard" in signed_in("administrator").get("/account").get_data(as_text=True)
