"""Writing the first action of every recommendation that has none on one page."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from tests.intake_review.reports import fields_of
from tests.queries import counted_queries
from tests.world import NOW, TODAY, World, add
from tracker.database import db
from tracker.formatting import long_date
from tracker.models import Action, Recommendation

SignIn = Callable[[str], FlaskClient]
PLAN = "/plans/harlmere"
FIRST = f"{PLAN}/actions/first"
DUE = TODAY + timedelta(days=90)


def ask(app: Flask, world: World, *numbers: int) -> None:
    with app.app_context():
        for number in numbers:
            due_on = DUE if number == 2 else TODAY - timedelta(days=9)
            facts = {"plan_id": world.plan, "created_at": NOW, "due_on": due_on}
            add(Recommendation(number=number, text=f"Ask {number}.", **facts))
        db.session.commit()


def send(lead: FlaskClient, **changes: str) -> str:
    fields = dict(fields_of(lead.get(FIRST).get_data(as_text=True), having="select"))
    fields |= {name.replace("_", "-", 1): [value] for name, value in changes.items()}
    return lead.post(FIRST, data=fields, follow_redirects=True).get_data(as_text=True)


def test_what_is_written_is_added_with_its_lead_officer_and_the_day_that_was_asked(
    app: Flask, signed_in: SignIn, world: World
) -> None:
    ask(app, world, 2, 3)
    lead = signed_in("lead")
    page = lead.get(FIRST).get_data(as_text=True)
    assert "2 recommendations have no actions yet" in page
    assert 'id="recommendation-1"' not in page, "it has an action"
    assert "1 action added" in send(lead, a2_what="Write a rota", a2_lead_officer="1")
    with app.app_context():
        [added] = db.session.scalars(db.select(Action).filter_by(first_number=2))
        assert (added.title, added.due_on, added.original_due_on) == ("Write a rota", DUE, DUE)
    page = lead.get(f"{PLAN}/actions/2.1").get_data(as_text=True)
    assert "Owner" in page
    assert long_date(DUE) in page
    assert "1 recommendation has no actions yet" in lead.get(FIRST).get_data(as_text=True)


def test_a_lead_officer_without_words_is_asked_for_them_and_nothing_is_added(
    app: Flask, signed_in: SignIn, world: World
) -> None:
    ask(app, world, 2, 3)
    page = send(signed_in("lead"), a2_what="Write a rota", a3_lead_officer="1")
    assert "Write what will be done, or leave the lead officer and the due date as they were" in page
    assert 'value="Write a rota"' in page
    with app.app_context():
        assert db.session.scalar(db.select(db.func.count(Action.id))) == 1


def test_what_was_written_for_a_recommendation_that_got_an_action_meanwhile_is_shown_again(
    app: Flask, signed_in: SignIn, world: World
) -> None:
    ask(app, world, 2, 3)
    lead = signed_in("lead")
    send(lead, a2_what="Write a rota")
    fields = {"a2-what": "Hire two people", "a3-what": "Visit at 14 Alder Close"}
    page = lead.post(FIRST, data=fields).get_data(as_text=True)
    assert "Recommendation 2 has an action meanwhile, or is closed, so this is not added" in page
    assert "“Hire two people”" in page
    assert 'value="Visit at 14 Alder Close"' in page
    assert "“14 Alder Close” looks like an address" in page, "the words of actions reach reports"
    # The same form sent twice is no news.
    assert "meanwhile" not in lead.post(FIRST, data={"a2-what": "Write a rota"}, follow_redirects=True).text


def test_the_page_costs_the_same_for_many(app: Flask, signed_in: SignIn, world: World) -> None:
    lead = signed_in("lead")
    ask(app, world, 2)
    with counted_queries(app) as few:
        lead.get(FIRST)
    ask(app, world, *range(3, 60))
    with counted_queries(app) as many:
        page = lead.get(FIRST).get_data(as_text=True)
    assert len(many) == len(few)
    assert "58 recommendations have no actions yet; the first 50 stand here" in page


def test_a_plan_whose_recommendations_all_have_actions_says_so(signed_in: SignIn, world: World) -> None:
    assert "Every open recommendation has an action" in signed_in("lead").get(FIRST).get_data(as_text=True)
