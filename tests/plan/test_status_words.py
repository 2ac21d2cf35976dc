import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.world import SLUG, World
from tracker.database import db
from tracker.models import Change, Plan
from tracker.operations.step_words import ladders_of
from tracker.plan.step_words_form import data_of
from tracker.reports.build import build_snapshot
from tracker.reports.facts import Council
from tracker.reports.snapshot import default_delivery_key
from tracker.rules.ladders import Delivery, Impact
from tracker.rules.step_words import USUAL

SignIn = Callable[[str], FlaskClient]
PLAN = f"/plans/{SLUG}"
WORDS = f"{PLAN}/settings/statuses"


def own_words(version: int = 0, /, **changes: str) -> dict[str, str]:
    form = data_of(USUAL, version)
    form |= {"delivered_word": "Complete", "delivered_letter": "c", "delivered_meaning": "All of it is done"}
    form |= {"on_track_word": "To plan", "on_track_colour": "teal", "embedded_word": "Part of how we work"}
    return form | changes


def test_a_lead_gives_the_steps_the_words_of_the_council(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    assert lead.post(WORDS, data=own_words()).location == f"{PLAN}/statuses"
    for place in ("", "/actions", "/actions/1.1", "/recommendations/1", "/actions/1.1/update", "/statuses"):
        page = lead.get(PLAN + place).get_data(as_text=True)
        assert "To plan" in page, place
        assert "On track" not in page, place
    assert '<b class="trk-status__mark">C</b> Complete' in lead.get(f"{PLAN}/statuses").get_data(as_text=True)
    mine = signed_in("owner").get("/my-actions").get_data(as_text=True)
    assert "To plan" in mine
    assert "On track" not in mine
    assert f"{PLAN}/statuses.css?version=1" in mine


def test_colours_come_from_a_style_sheet_of_the_plan(signed_in: SignIn) -> None:
    lead = signed_in("lead")
    assert "statuses.css" not in lead.get(PLAN).get_data(as_text=True)
    lead.post(WORDS, data=own_words())
    assert f"{PLAN}/statuses.css?version=1" in lead.get(PLAN).get_data(as_text=True)
    css = lead.get(f"{PLAN}/statuses.css").get_data(as_text=True)
    assert "--status-g: #0b6e75; --status-g-ink: #ffffff; --status-g-edge: #0b6e75;" in css
    assert "--status-a: #ffbf47; --status-a-ink: #0b0c0c; --status-a-edge: #0b0c0c;" in css
    strange = lead.get(f"{PLAN}/statuses.css?on_track=red%7D").get_data(as_text=True)
    assert strange == css


def test_a_preview_shows_the_words_and_saves_nothing(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    page = lead.post(WORDS, data=own_words(do="preview")).get_data(as_text=True)
    assert "Preview: not saved yet" in page
    assert "All of it is done" in page
    assert "on_track=teal" in page
    with app.app_context():
        assert db.session.get_one(Plan, world.plan).step_words_version == 0


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"at_risk_letter": "G"}, "At risk: “G” is the letter of another step"),
        ({"at_risk_word": "to  PLAN"}, "At risk: “to PLAN” is the word of another step"),
        ({"at_risk_letter": ""}, "At risk: enter a letter"),
        ({"at_risk_letter": "*"}, "At risk: enter one letter or figure"),
        ({"at_risk_meaning": " "}, "At risk: say what it means"),
        ({"at_risk_colour": "blue", "delivered_colour": "blue"}, "another step has this colour"),
        ({"sustained_word": ""}, "Sustained: enter a word"),
        ({"at_risk_word": "x" * 31}, "30 characters or fewer"),
        ({"at_risk_letter": "AB"}, "1 character"),
    ],
)
def test_what_could_not_be_told_apart_is_refused_at_its_field(
    signed_in: SignIn, changes: dict[str, str], told: str
) -> None:
    page = signed_in("lead").post(WORDS, data=own_words(**changes)).get_data(as_text=True)
    assert told in page
    assert "<title>Error: " in page
    assert 'value="Complete"' in page, "what was typed is lost"


@pytest.mark.parametrize("colour", ["pink", "", "amber"])
def test_impact_takes_only_colours_that_stand_out_from_the_page(signed_in: SignIn, colour: str) -> None:
    page = signed_in("lead").post(WORDS, data=own_words(embedded_colour=colour)).get_data(as_text=True)
    assert "<title>Error: " in page


def test_two_people_who_change_the_words_do_not_overwrite_each_other(signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.post(WORDS, data=own_words())
    page = lead.post(WORDS, data=own_words(on_track_word="As planned")).get_data(as_text=True)
    assert "Somebody else changed these words" in page
    assert 'value="As planned"' in page
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found
    again = lead.post(WORDS, data=own_words(int(found[1]), on_track_word="As planned"))
    assert again.status_code == 302


def test_going_back_to_the_usual_words_takes_the_own_ones_away(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    lead.post(WORDS, data=own_words())
    lead.post(WORDS, data=own_words(1, do="usual"))
    assert "To plan" not in lead.get(f"{PLAN}/statuses").get_data(as_text=True)
    with app.app_context():
        assert ladders_of(db.session.get_one(Plan, world.plan)) == USUAL


def test_the_history_keeps_what_the_words_were(app: Flask, signed_in: SignIn) -> None:
    signed_in("lead").post(WORDS, data=own_words())
    with app.app_context():
        change = db.session.query(Change).filter(Change.what.startswith("Words and colours")).one()
        (detail,) = [each for each in change.details if each["field"] == "On track"]
        assert detail["after"].startswith("G To plan, teal: ")


def test_a_report_carries_the_words_of_its_plan(app: Flask, world: World, signed_in: SignIn) -> None:
    signed_in("lead").post(WORDS, data=own_words(sustained_letter="s"))
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        made = build_snapshot(plan, plan.created_at.date(), council=Council("Harlmere"))
    assert made.delivery_step[Delivery.ON_TRACK].word == "To plan"
    assert made.delivery_step[Delivery.DELIVERED].letter == "C"
    assert made.impact_step[Impact.EMBEDDED].word == "Part of how we work"
    assert made.impact_step[Impact.SUSTAINED].word == "S Sustained"
    assert [own.step for own in made.delivery_key] == [own.step for own in default_delivery_key()]
