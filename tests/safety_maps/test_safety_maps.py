"""Signs of Safety maps: written by the lead, never overwritten, with the history of the scale."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.measures.sending import SignIn, changes, page
from tests.queries import counted_queries
from tests.world import NOW, SLUG, World, add
from tracker.database import db
from tracker.models import Plan, Priority, SafetyMap
from tracker.operations.standing import end_of_day
from tracker.reports.build_safety_maps import build_safety_maps
from tracker.reports.safety import draw_scale, points, scale_sentence

MAP = f"/plans/{SLUG}/priorities/1/map"
NEW = f"{MAP}/new"


def filled(**changed: Any) -> dict[str, str]:
    form = {
        "working_well": "- The rota holds\n\n• Police join",
        "worried_about": "Weekends",
        "needs_to_happen": "1. Sign the rota\n2. Begin the daily check",
        "how_we_will_know": "95% in time",
        "scale": "6",
    }
    return {**form, **changed}


def write(lead: FlaskClient, **changed: Any) -> None:
    assert lead.post(NEW, data=filled(**changed)).status_code == 302


def maps(app: Flask) -> list[SafetyMap]:
    with app.app_context():
        return list(db.session.scalars(sa.select(SafetyMap).order_by(SafetyMap.id)))


def test_a_priority_without_a_map_says_what_would_stand_there(signed_in: SignIn) -> None:
    assert "Write the first map" in page(signed_in("lead").get(MAP))
    shown = page(signed_in("owner").get(MAP))
    assert "No map yet." in shown
    assert "Write the first map" not in shown


def test_the_plan_page_leads_to_the_map(signed_in: SignIn) -> None:
    assert f'href="{MAP}"' in page(signed_in("owner").get(f"/plans/{SLUG}"))


def test_a_lead_writes_a_map_and_everybody_of_the_plan_reads_it(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    answer = lead.post(NEW, data=filled(), follow_redirects=True)
    assert "The new map is saved" in page(answer)
    shown = page(signed_in("contributor").get(MAP))
    for point in ("The rota holds", "Police join", "Weekends", "Sign the rota", "95% in time"):
        assert f">{point}</li>" in shown
    assert "We put ourselves at 6 on a scale from 0 (not safe) to 10 (no concern)" in shown
    assert "Written by Lead" in shown
    assert changes(app)[-1].what == "Signs of Safety map of priority 1: 6 of 10"


def test_a_new_map_begins_with_the_words_of_the_last_and_leaves_it_as_it_was(
    app: Flask, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    write(lead)
    form = page(lead.get(NEW))
    assert "when the scale was 6" in form
    assert "Begin the daily check" in form
    assert " checked" not in form
    write(lead, worried_about="Nights", scale="4")
    assert [(one.worried_about, one.scale) for one in maps(app)] == [("Weekends", 6), ("Nights", 4)]
    newest = page(lead.get(MAP))
    assert "Nights</li>" in newest
    assert "Weekends</li>" not in newest
    earlier = page(lead.get(f"{MAP}/1"))
    assert "An earlier map, written" in earlier
    assert "Weekends</li>" in earlier
    assert lead.get(f"{MAP}/3").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"scale": ""}, "Choose a number from 0 to 10"),
        ({"scale": "11"}, "Not a valid choice"),
        ({"scale": "-1"}, "Not a valid choice"),
        (
            {"working_well": " ", "worried_about": ""},
            "Say what is working well or what you are worried about",
        ),
        ({"worried_about": "x" * 50_001}, "What we are worried about must be"),
    ],
)
def test_a_map_that_cannot_be_saved_keeps_what_was_typed(
    app: Flask, signed_in: SignIn, wrong: dict[str, str], words: str
) -> None:
    shown = page(signed_in("lead").post(NEW, data=filled(**wrong)))
    assert words in shown
    assert "Begin the daily check" in shown
    assert maps(app) == []


def test_a_priority_of_another_plan_has_no_map_here(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    with app.app_context():
        theirs = add(Priority(plan_id=world.other_plan, number=2, title="Elsewhere"))
        add(SafetyMap(priority_id=theirs.id, scale=5, by_id=world.people["stranger"], at=NOW))
        db.session.commit()
    for address in (MAP.replace("/1/", "/2/"), NEW.replace("/1/", "/2/"), f"{MAP}/1"):
        assert lead.get(address).status_code == 404


def test_hostile_points_are_shown_as_they_were_typed(signed_in: SignIn) -> None:
    lead = signed_in("lead")
    write(lead, working_well="<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</li>" in page(lead.get(MAP))


def test_one_map_and_fifty_cost_the_same_queries(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    write(lead)
    lead.get(MAP)
    with counted_queries(app) as one:
        lead.get(MAP)
    with app.app_context():
        for number in range(49):
            add(SafetyMap(priority_id=1, scale=number % 11, by_id=world.people["director"], at=NOW))
        db.session.commit()
    with counted_queries(app) as fifty:
        lead.get(MAP)
    assert len(fifty) == len(one)


def test_a_report_shows_the_map_as_it_stood_on_its_day(app: Flask, world: World) -> None:
    with app.app_context():
        for days, scale in ((60, 3), (30, 5), (0, 7)):
            add(
                SafetyMap(
                    priority_id=1,
                    worried_about=f"Worry {scale}",
                    scale=scale,
                    by_id=world.people["lead"],
                    at=NOW - timedelta(days=days),
                )
            )
        plan = db.session.get_one(Plan, world.plan)
        day = (NOW - timedelta(days=20)).date()
        (found,) = build_safety_maps(plan, end_of_day(day)).values()
    assert found.worried_about == ("Worry 5",)
    assert [mark.value for mark in found.scale] == [3, 5]


def test_points_lose_the_signs_before_them() -> None:
    assert points("- one\n* two\n\n  • three\n2) four\n95% five") == (
        "one",
        "two",
        "three",
        "four",
        "95% five",
    )


def test_the_scale_is_told_in_words_and_drawn_with_the_newest_filled() -> None:
    marks = [(date(2026, 3, 1), 4), (date(2026, 6, 1), 4), (date(2026, 9, 1), 5)]
    told = scale_sentence(marks)
    assert told.endswith("in September 2026. Before that: 4 in March 2026 and 4 in June 2026.")
    for small in (False, True):
        drawn = draw_scale(marks, "#000000", small=small)
        assert told in drawn
        assert drawn.count('fill="#fff"') == 1
        for label in ("Mar 26", "Jun 26", "Now"):
            assert f">{label}</text>" in drawn


def test_days_on_neighbouring_values_do_not_cover_one_another() -> None:
    drawn = draw_scale([(date(2026, 1 + value, 1), value) for value in range(3, 8)], "#000000", small=True)
    heights = [line.split('y="')[1].split('"')[0] for line in drawn.split("<text ") if " 26<" in line]
    assert len(set(heights)) > 1
