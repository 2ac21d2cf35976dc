"""What was asked before: compared when a report is checked, linked by the lead, shown from then on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.intake_review.reports import PLAN, RECORDS, VISITS, add_draft, press, proposed, reading
from tests.world import World
from tracker.database import db
from tracker.intake.model import Judgement, Reading
from tracker.models import Change, Finding, Recommendation, RecommendationRepeat
from tracker.operations.intake_matching import likely_repeats

SignedIn = Callable[[str], FlaskClient]

BEFORE = [
    "Hold a strategy discussion within one working day, at weekends too, with police and health taking part.",
    "Give every social worker regular supervision that leaves room to think, and record what was decided.",
    "Give every care leaver a clear history of their health before they turn 18.",
    "Increase the number of foster homes in and close to the county.",
]


@pytest.mark.parametrize(
    ("ask", "place"),
    [
        ("The attendance of police and health at strategy discussions held at weekends.", 0),
        ("The regularity of supervision for social workers in two teams.", 1),
        ("Care leavers’ access to their health histories, so that they understand their early life.", 2),
        ("Increase the number of foster homes in and close to the county", 3),
        ("Improve the take-up of advocacy.", None),
        ("The response to allegations against professionals.", None),
    ],
)
def test_a_repeat_is_seen_in_other_words(ask: str, place: int | None) -> None:
    [found] = likely_repeats([ask], BEFORE)
    assert (found.place if found else None) == place


def test_nearly_the_same_words_are_clearly_a_repeat() -> None:
    [found] = likely_repeats(["Increase the number of foster homes in or close to the county."], BEFORE)
    assert found is not None
    assert found.is_clear


def again(**changes: object) -> Reading:
    return reading(
        kind="unknown",
        findings=(),
        unmatched=(),
        recommendations=(proposed("1", VISITS), proposed("2", RECORDS)),
        **changes,
    )


def test_a_linked_repeat_is_shown_on_both_recommendations_and_in_the_plan(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead = signed_in("lead")
    press(lead, add_draft(app, world, again(published="2022-06-14")), "confirm")
    address = add_draft(app, world, again())
    page = lead.get(address).get_data(as_text=True)
    assert "<strong>Also asked in June 2022</strong> (recommendation 2)." in page
    assert 'href="#repeat-1"' in page
    press(lead, address, "confirm", r2="other")
    with app.app_context():
        links = db.session.query(RecommendationRepeat).all()
        numbers = {each.id: each.number for each in db.session.query(Recommendation)}
        assert [(numbers[each.later_id], numbers[each.earlier_id]) for each in links] == [(4, 2)]
        assert "Linked: also asked in recommendation 2" in [each.what for each in db.session.query(Change)]
    page = signed_in("owner").get(PLAN).get_data(as_text=True)
    assert "Also asked in June 2022" in page
    assert "Asked again in March 2026" in page
    assert "What was done then" in lead.get(f"{PLAN}/recommendations/4").get_data(as_text=True)
    assert "What is done now" in lead.get(f"{PLAN}/recommendations/2").get_data(as_text=True)
    assert "Also asked" not in lead.get(f"{PLAN}/recommendations/5").get_data(as_text=True)


def test_the_same_ask_goes_to_the_recommendation_there_is_without_a_new_number(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead = signed_in("lead")
    press(lead, add_draft(app, world, again(published="2022-06-14")), "confirm")
    page = press(lead, add_draft(app, world, again()), "confirm", r1="same", r2="same")
    assert "comes back to recommendations 2 and 3" in page
    with app.app_context():
        assert db.session.query(Recommendation).count() == 3
        assert [each.text for each in db.session.query(Finding)] == [VISITS, RECORDS]
    page = lead.get(f"{PLAN}/recommendations/2").get_data(as_text=True)
    assert "Asked again in March 2026" in page
    assert "Asked again: Inspection of services for children" in page


def test_an_earlier_recommendation_of_another_plan_is_never_linked(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead = signed_in("lead")
    press(lead, add_draft(app, world, again(published="2022-06-14")), "confirm")
    press(lead, add_draft(app, world, again()), "confirm", **{"r1-of": "999", "r1": "same"})
    with app.app_context():
        assert db.session.query(Recommendation).count() == 5


def test_a_link_is_made_and_taken_away_by_hand(app: Flask, signed_in: SignedIn, world: World) -> None:
    lead = signed_in("lead")
    press(lead, add_draft(app, world, again(published="2022-06-14")), "confirm")
    address = f"{PLAN}/recommendations/3/asked-before"
    empty = lead.post(address, data={"earlier": ""}).get_data(as_text=True)
    assert "Choose the recommendation that asked for the same" in empty
    assert lead.post(address, data={"earlier": "2"}).location == f"{PLAN}/recommendations/3"
    assert "Also asked in June 2022" in lead.get(f"{PLAN}/recommendations/3").get_data(as_text=True)
    assert "2 is not the same" in lead.get(address).get_data(as_text=True)
    lead.post(address, data={"not_the_same": "2", "earlier": ""})
    page = lead.get(f"{PLAN}/recommendations/3").get_data(as_text=True)
    assert "Also asked in June 2022" not in page
    assert "Not the same as recommendation 2" in page


def test_judgements_stand_beside_those_of_the_inspection_before(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead = signed_in("lead")
    before = (
        Judgement("The experiences and progress of children in care", "Good"),
        Judgement("Overall effectiveness", "Good"),
    )
    press(lead, add_draft(app, world, again(published="2022-06-14", judgements=before)), "confirm")
    now = (
        Judgement("Children in care", "Requires improvement"),
        Judgement("Children in care and care leavers", "Inadequate"),
    )
    page = lead.get(add_draft(app, world, again(judgements=now))).get_data(as_text=True)
    assert '<th scope="col">June 2022</th>' in page
    assert '<td data-label="June 2022">Good</td>' in page
    assert '<td data-label="June 2022">Not judged separately</td>' in page
    # What was judged then and has no counterpart is not hidden.
    assert '<th scope="row">Overall effectiveness</th><td data-label="March 2026">Not judged under' in page


def test_of_two_people_the_later_sees_what_the_other_saved(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead, address = signed_in("lead"), add_draft(app, world, again())
    press(lead, address, "save", p1_section="Help and protection")
    page = press(lead, address, "save", p1_section="Children in care", version="2")
    assert (
        '<td data-label="Saved">Help and protection</td><td data-label="Yours">Children in care</td>' in page
    )
    with app.app_context():
        assert db.session.query(Recommendation).count() == 1
