from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from tests.world import NOW, SLUG, TODAY, World
from tracker.database import db
from tracker.models import Person, Plan, Recommendation
from tracker.operations.recommendations import reopen_recommendation
from tracker.reports.build import build_snapshot
from tracker.reports.facts import Council

SignIn = Callable[[str], FlaskClient]
PLAN = f"/plans/{SLUG}"
RESPONSE = f"{PLAN}/recommendations/1/response"


def test_a_lead_accepts_a_recommendation(signed_in: SignIn) -> None:
    lead = signed_in("lead")
    assert lead.post(RESPONSE, data={"version": "2", "response": "accepted"}).status_code == 302
    page = lead.get(f"{PLAN}/recommendations/1").get_data(as_text=True)
    assert "Accepted<br>" in page
    assert "Accepted" not in lead.get(PLAN).get_data(as_text=True), "lists name only what is out of the way"


def test_anything_but_acceptance_needs_a_reason_and_stands_in_lists(signed_in: SignIn) -> None:
    lead = signed_in("lead")
    without = lead.post(RESPONSE, data={"version": "2", "response": "partly"}).get_data(as_text=True)
    assert "Say why it is not accepted, or which part is not" in without
    lead.post(RESPONSE, data={"version": "2", "response": "partly", "reason": "The police lead on that."})
    assert "Accepted in part" in lead.get(PLAN).get_data(as_text=True)
    assert "The police lead on that." in lead.get(f"{PLAN}/recommendations/1").get_data(as_text=True)


def test_the_second_of_two_answers_is_told_of_the_first(signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.post(RESPONSE, data={"version": "2", "response": "accepted"})
    answer = lead.post(RESPONSE, data={"version": "2", "response": "not_accepted", "reason": "Not ours."})
    page = answer.get_data(as_text=True)
    assert "Response is now “Accepted”" in page
    assert "Not ours." in page


def test_a_report_prints_the_response_from_its_day_on(app: Flask, world: World, signed_in: SignIn) -> None:
    signed_in("lead").post(
        RESPONSE, data={"version": "2", "response": "not_accepted", "reason": "It is the trust’s."}
    )
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        made = build_snapshot(plan, TODAY + timedelta(days=1), council=Council("Harlmere"))
        before = build_snapshot(plan, TODAY - timedelta(days=2), council=Council("Harlmere"))
    (found,) = made.priorities[0].recommendations
    assert (found.response, found.response_reason) == ("Not accepted", "It is the trust’s.")
    assert before.priorities[0].recommendations[0].response == ""


def test_opening_again_is_counted(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        recommendation, lead = db.session.query(Recommendation).one(), db.session.query(Person).first()
        assert lead
        for _ in range(2):
            recommendation.closed_at = NOW
            reopen_recommendation(recommendation, reason="Visits are late again.", by=lead, now=NOW)
        db.session.commit()
    page = signed_in("lead").get(f"{PLAN}/recommendations/1").get_data(as_text=True)
    assert "Opened again" in page
    assert "2 times" in page
