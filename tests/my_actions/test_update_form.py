"""Posting updates: what is saved, what is refused, and that nothing typed is lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.my_actions.sending import FROM_LIST, PAGE, SignIn, filled, page, updates
from tests.world import NOW, TODAY, World, add, add_update
from tracker.database import db
from tracker.models import Action, Change, Milestone, StandingRow
from tracker.rules.ladders import Delivery, Impact


def test_owner_saves_an_update_and_comes_back_to_its_place(app: Flask, signed_in: SignIn) -> None:
    owner = signed_in("owner")
    answer = owner.post(FROM_LIST, data=filled("a1-1-"))
    assert answer.location == "/my-actions#update-1-1"
    shown = page(owner.get("/my-actions"))
    assert "Update saved" in shown
    assert 'id="update-1-1"' in shown
    newest = updates(app)[-1]
    assert (newest.done, newest.difference) == ("The rota is signed.", "Too early to say.")
    assert newest.forecast_on == TODAY + timedelta(days=30)


def test_an_update_overwrites_nothing(app: Flask, signed_in: SignIn) -> None:
    signed_in("owner").post(PAGE, data=filled())
    assert [one.done for one in updates(app)] == [
        "Met the police and the health trust.",
        "The rota is signed.",
    ]


def test_an_update_leaves_a_record_and_a_fresh_standing(app: Flask, signed_in: SignIn) -> None:
    signed_in("owner").post(PAGE, data=filled(delivery="at_risk"))
    with app.app_context():
        change = db.session.scalars(sa.select(Change).where(Change.action_id.is_not(None))).one()
        assert change.what == "Update posted"
        assert {"field": "Delivery", "before": "On track", "after": "At risk"} in change.details
        assert db.session.scalars(sa.select(StandingRow)).one().declared_delivery is Delivery.AT_RISK


def test_a_better_status_than_the_record_shows_needs_a_reason(app: Flask, signed_in: SignIn) -> None:
    answer = signed_in("owner").post(PAGE, data=filled(delivery="delivered"))
    shown = page(answer)
    assert answer.status_code == 200
    assert "Say why “Delivered” is better than the record shows: At risk. Evidence not yet verified" in shown
    assert "The rota is signed." in shown
    assert "It is so until somebody else has checked the evidence" in shown
    assert "It is no doubt about your work" in shown
    assert len(updates(app)) == 1


def test_a_better_status_is_kept_with_its_reason(app: Flask, signed_in: SignIn) -> None:
    data = filled(delivery="delivered", keep_reason="The assurer reads the rota on Monday.")
    assert signed_in("owner").post(PAGE, data=data).status_code == 302
    newest = updates(app)[-1]
    assert (newest.delivery, newest.keep_reason) == (
        Delivery.DELIVERED,
        "The assurer reads the rota on Monday.",
    )


def test_impact_beyond_its_evidence_needs_a_reason_too(app: Flask, signed_in: SignIn) -> None:
    shown = page(signed_in("owner").post(PAGE, data=filled(impact="embedded")))
    assert "“Embedded” is better than the record shows: Some evidence" in shown
    assert len(updates(app)) == 1


def test_the_same_form_sent_twice_makes_one_update_and_one_evidence(app: Flask, signed_in: SignIn) -> None:
    owner = signed_in("owner")
    data = filled(
        link="https://intranet.example/rota",
        title="The signed rota",
        kind="audit",
        effective_on=["1", "10", "2025"],
        audience="members",
    )
    assert owner.post(PAGE, data=data).status_code == 302
    assert owner.post(PAGE, data=data).status_code == 302
    assert len(updates(app)) == 2
    with app.app_context():
        titles = list(db.session.scalars(sa.text("SELECT title FROM evidence ORDER BY number")))
    assert titles == ["Weekend rota, October", "The signed rota"]


def test_a_failed_form_is_open_again_with_its_words(app: Flask, signed_in: SignIn) -> None:
    answer = signed_in("owner").post(
        FROM_LIST, data=filled("a1-1-", delivery="delivered", done="<b>Signed</b>\n  & sealed")
    )
    shown = page(answer)
    assert "<title>Error: My actions" in shown
    assert "1.1 is not saved yet. Your words are kept." in shown
    assert 'href="#a1-1-keep_reason">1.1: say why' in shown
    assert '<details class="govuk-details" id="update-1-1" open>' in shown
    assert "&lt;b&gt;Signed&lt;/b&gt;\n  &amp; sealed" in shown
    assert len(updates(app)) == 1


def test_all_that_is_missing_is_said_in_reading_order(signed_in: SignIn) -> None:
    shown = page(signed_in("owner").post(PAGE, data={"link": "https://a.example/x"}))
    summary = shown[shown.index("There is a problem") : shown.index("<h1")]
    places = [
        summary.index(words)
        for words in ("how delivery stands", "the impact", "what was done", "what the evidence is")
    ]
    assert places == sorted(places)


def test_start_from_these_words_fills_only_empty_boxes(app: Flask, signed_in: SignIn) -> None:
    answer = signed_in("owner").post(
        FROM_LIST,
        data=filled("a1-1-", copy="last", done="Already typed.", difference="", next_steps="")
        | {"copy": "last"},
    )
    shown = page(answer)
    assert "Already typed.</textarea>" in shown
    assert "Too early to say.</textarea>" in shown
    assert "Sign the rota.</textarea>" in shown
    assert '<details class="govuk-details" id="update-1-1" open>' in shown
    assert "There is a problem" not in shown
    assert len(updates(app)) == 1


def test_nothing_has_changed_saves_a_dated_update_with_the_same_statuses(
    app: Flask, signed_in: SignIn
) -> None:
    answer = signed_in("owner").post(PAGE, data={"same": "yes", "form_key": "k"})
    assert answer.status_code == 302
    newest = updates(app)[-1]
    assert newest.done.startswith("Nothing has changed since")
    assert (newest.delivery, newest.impact) == (Delivery.ON_TRACK, Impact.TOO_EARLY)
    assert newest.next_steps == "Sign the rota."


def test_nothing_has_changed_does_not_throw_away_what_was_typed(app: Flask, signed_in: SignIn) -> None:
    shown = page(signed_in("owner").post(PAGE, data=filled() | {"same": "yes"}))
    assert "You have written something" in shown
    assert "The rota is signed." in shown
    assert len(updates(app)) == 1


def test_nothing_has_changed_is_not_offered_where_the_record_is_worse(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    assert "Nothing has changed in 1.1" in page(owner.get(PAGE))
    with app.app_context():
        action = db.session.scalars(sa.select(Action)).one()
        action.due_on = TODAY - timedelta(days=3)
        db.session.commit()
    assert "Nothing has changed in 1.1" not in page(owner.get(PAGE))
    refused = page(owner.post(PAGE, data={"same": "yes"}))
    assert "is better than the record shows: Off track. 3 days late" in refused
    assert len(updates(app)) == 1


def test_milestones_are_ticked_off_with_the_update(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        action = db.session.scalars(sa.select(Action)).one()
        step = add(Milestone(action_id=action.id, title="Rota signed", due_on=TODAY - timedelta(days=2)))
        step_id = step.id
        db.session.commit()
    owner = signed_in("owner")
    assert "Milestone missed: Rota signed" in page(owner.get(PAGE))
    # With its milestone done, the record has nothing against “on track” any more.
    assert owner.post(PAGE, data=filled(milestones=[step_id])).status_code == 302
    with app.app_context():
        done = db.session.get(Milestone, step_id)
        assert done is not None
        assert done.done_on == TODAY
        assert db.session.scalars(sa.select(StandingRow)).one().record_delivery is Delivery.ON_TRACK


def test_a_milestone_of_another_action_cannot_be_ticked(app: Flask, signed_in: SignIn) -> None:
    answer = signed_in("owner").post(PAGE, data=filled(milestones=["999"]))
    assert answer.status_code == 200
    assert len(updates(app)) == 1


def test_a_lead_enters_an_update_for_the_owner(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    assert "This is Owner’s own update, and I enter it for them" in page(lead.get(PAGE))
    lead.post(PAGE, data=filled(for_owner="y"))
    newest = updates(app)[-1]
    assert (newest.by_id, newest.entered_by_id) == (world.people["owner"], world.people["lead"])
    assert "entered by Lead" in page(signed_in("owner").get(PAGE))


def test_a_lead_updates_in_their_own_name(app: Flask, world: World, signed_in: SignIn) -> None:
    signed_in("lead").post(PAGE, data=filled())
    newest = updates(app)[-1]
    assert (newest.by_id, newest.entered_by_id) == (world.people["lead"], None)


def test_an_owner_cannot_claim_to_be_somebody_else(app: Flask, world: World, signed_in: SignIn) -> None:
    signed_in("owner").post(PAGE, data=filled(for_owner="y"))
    newest = updates(app)[-1]
    assert (newest.by_id, newest.entered_by_id) == (world.people["owner"], None)


@pytest.mark.parametrize(
    ("persona", "status"),
    [
        ("contributor", 403),
        ("director", 403),
        ("assurer", 403),
        ("scrutiny", 404),
        ("stranger", 404),
        ("administrator", 404),
    ],
)
def test_nobody_else_updates_an_action(app: Flask, signed_in: SignIn, persona: str, status: int) -> None:
    assert signed_in(persona).post(PAGE, data=filled()).status_code == status
    assert len(updates(app)) == 1


def test_an_expected_end_that_has_passed_is_refused(app: Flask, signed_in: SignIn) -> None:
    shown = page(signed_in("owner").post(PAGE, data=filled(forecast_on=["1", "2", "2020"])))
    assert "1 February 2020 has passed" in shown
    assert 'value="2020"' in shown
    assert len(updates(app)) == 1


@pytest.mark.parametrize(
    "typed", [["31", "2", "2027"], ["x", "", ""], ["1", "1"], ["1", "1", "99999"], ["5"]]
)
def test_an_impossible_day_is_said_in_words(app: Flask, signed_in: SignIn, typed: list[str]) -> None:
    shown = page(signed_in("owner").post(PAGE, data=filled(forecast_on=typed)))
    assert "When do you now expect to finish? must" in shown
    assert len(updates(app)) == 1


def test_statuses_that_do_not_exist_are_refused(app: Flask, signed_in: SignIn) -> None:
    owner = signed_in("owner")
    for changes in ({"delivery": "splendid"}, {"impact": "huge"}, {"delivery": ""}, {"milestones": ["x"]}):
        assert owner.post(PAGE, data=filled(**changes)).status_code == 200
    assert len(updates(app)) == 1


def test_a_form_key_of_another_action_saves_nothing(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        action = db.session.scalars(sa.select(Action)).one()
        other = add(
            Action(
                plan_id=world.plan,
                first_number=1,
                sequence=2,
                title="Another",
                created_at=NOW,
                original_due_on=None,
            )
        )
        earlier = add_update(other, world.people["owner"])
        earlier.form_key = "key-1"
        assert action.id != other.id
        db.session.commit()
    shown = page(signed_in("owner").post(PAGE, data=filled()))
    assert "This form was sent before" in shown
    assert len(updates(app)) == 2


def test_the_same_form_sent_twice_at_once_makes_one_update(app: Flask, signed_in: SignIn) -> None:
    browsers = [signed_in("owner") for _ in range(4)]
    start = threading.Barrier(len(browsers))

    def send(browser: FlaskClient) -> int:
        start.wait(timeout=60)
        return browser.post(PAGE, data=filled()).status_code

    with ThreadPoolExecutor(len(browsers)) as pool:
        assert list(pool.map(send, browsers)) == [302] * len(browsers)
    assert len(updates(app)) == 2
