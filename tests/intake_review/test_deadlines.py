"""The submission clock: counted when a report is confirmed, shown until sent, changed only with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient

from tests.intake_review.reports import PLAN, RECORDS, VISITS, add_draft, press, proposed, reading
from tests.queries import counted_queries
from tests.world import TODAY, World
from tracker.database import db
from tracker.intake.model import Reading
from tracker.models import Change, Deadline, Inspection
from tracker.rules.submission import DayZero, PlanStage, due_after

SignedIn = Callable[[str], FlaskClient]
RECEIVED = TODAY - timedelta(days=5)
PAGE = f"{PLAN}/inspections/1/action-plan"


def letter(**changes: object) -> Reading:
    """Return a focused visit's letter with one area for priority action and nothing left open."""
    facts: dict[str, object] = {
        "kind": "focused_visit",
        "kind_title": "Focused visit",
        "published": TODAY.isoformat(),
        "judgements": (),
        "findings": (),
        "unmatched": (),
        "recommendations": (
            proposed("1", VISITS, section="Area for priority action"),
            proposed("2", RECORDS, section="What needs to improve in this area"),
        ),
    }
    return reading(**{**facts, **changes})


def three(day: date) -> list[str]:
    return [str(day.day), str(day.month), str(day.year)]


def received(day: date) -> dict[str, object]:
    return {"facts-received_on": [str(day.day), str(day.month), str(day.year)]}


def confirmed(app: Flask, world: World, lead: FlaskClient, found: Reading | None = None) -> str:
    return press(lead, add_draft(app, world, found or letter()), "confirm", **received(RECEIVED))


def test_confirming_starts_the_clock_from_the_day_received(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    confirmed(app, world, signed_in("lead"))
    with app.app_context():
        draft, full = db.session.query(Deadline).order_by(Deadline.working_days).all()
        assert (draft.stage, full.stage) == (PlanStage.DRAFT, PlanStage.FULL)
        assert (draft.counted_from, draft.counted_by) == (RECEIVED, DayZero.RECEIVED)
        assert (draft.due_on, full.due_on) == (due_after(RECEIVED, 20), due_after(RECEIVED, 70))
        assert "Action plan asked for: Focused visit" in [each.what for each in db.session.query(Change)]


def test_a_letter_without_areas_for_priority_action_starts_none(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    found = letter(recommendations=(proposed("1", VISITS, section="What needs to improve"),))
    confirmed(app, world, signed_in("lead"), found)
    with app.app_context():
        assert db.session.query(Inspection).count() == 1
        assert db.session.query(Deadline).count() == 0


def test_without_any_day_the_page_asks_for_the_day_received(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead, address = signed_in("lead"), add_draft(app, world, letter(published=None))
    page = press(lead, address, "confirm")
    assert "Enter the day on which the report was received" in page
    with app.app_context():
        assert db.session.query(Inspection).count() == 0
    press(lead, address, "confirm", **received(RECEIVED))
    with app.app_context():
        assert db.session.query(Deadline).count() == 2


def test_a_report_of_long_ago_starts_no_clock_unless_the_lead_says_so(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead = signed_in("lead")
    for choice in (None, "due"):
        address = add_draft(app, world, letter(published="2017-09-29"))
        press(lead, address, "confirm", **({"facts-action_plan": choice} if choice else {}))
    with app.app_context():
        assert {each.inspection_id for each in db.session.query(Deadline)} == {2}
    assert "working<br>days late" not in (page := lead.get(PLAN).get_data(as_text=True))
    assert "<br>late" in page
    assert "Draft action plan was due with Ofsted on" in page


def test_the_lead_may_say_that_no_plan_is_due(app: Flask, signed_in: SignedIn, world: World) -> None:
    lead, address = signed_in("lead"), add_draft(app, world, letter(published=None))
    press(lead, address, "confirm", **{"facts-action_plan": "none"})
    with app.app_context():
        assert db.session.query(Inspection).count() == 1
        assert db.session.query(Deadline).count() == 0


def test_the_clock_can_be_started_after_none_was_said_to_be_due(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead, address = signed_in("lead"), add_draft(app, world, letter(published=None))
    press(lead, address, "confirm", **{"facts-action_plan": "none"})
    inspection, start = f"{PLAN}/inspections/1", f"{PAGE}/start"
    assert start in lead.get(inspection).get_data(as_text=True)
    assert start not in signed_in("owner").get(inspection).get_data(as_text=True)
    form: dict[str, object] = {"stage": "full", "working_days": "70"}
    for change, error in (
        ({}, "Say why an action plan is due"),
        ({"reason": "Ofsted wrote."}, "Enter the day the report was received"),
        ({"working_days": "soon"}, "Working days must be a whole number"),
        ({"working_days": ""}, "Enter the working days or the day it is due, one of the two"),
        ({"due_on": three(TODAY)}, "Enter the working days or the day it is due, one of the two"),
        ({"working_days": "501"}, "Working days must be between 1 and 500"),
    ):
        assert error in lead.post(start, data={**form, **change}).get_data(as_text=True)
    known = {**form, "reason": "Ofsted wrote.", "received_on": three(RECEIVED)}
    assert lead.post(start, data=known).location == PAGE
    assert "Ofsted wrote." in lead.get(PAGE).get_data(as_text=True)
    assert 'class="trk-clock"' in lead.get(PLAN).get_data(as_text=True)
    again = lead.post(start, data=known).get_data(as_text=True)
    assert "Choose what is due" in again or "not a valid choice" in again.lower()
    with app.app_context():
        full = db.session.query(Deadline).one()
        assert (full.due_on, full.counted_by) == (due_after(RECEIVED, 70), DayZero.RECEIVED)
        assert db.session.query(Inspection).one().received_on == RECEIVED


def test_the_clock_can_be_started_for_a_day_the_inspectorate_named(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead = signed_in("lead")
    press(lead, add_draft(app, world, letter()), "confirm", **{"facts-action_plan": "none"})
    saturday = TODAY + timedelta(days=30 + (5 - (TODAY + timedelta(days=30)).weekday()) % 7)
    form = {"stage": "draft", "due_on": three(TODAY - timedelta(days=9)), "reason": "Agreed by telephone."}
    page = lead.post(f"{PAGE}/start", data=form).get_data(as_text=True)
    assert "It cannot be due before the report was there" in page
    assert lead.post(f"{PAGE}/start", data={**form, "due_on": three(saturday)}).location == PAGE
    with app.app_context():
        draft = db.session.query(Deadline).one()
        assert (draft.stage, draft.due_on, draft.counted_from) == (PlanStage.DRAFT, saturday, TODAY)


def test_the_plan_page_shows_the_clock_until_each_part_is_sent(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead = signed_in("lead")
    confirmed(app, world, lead)
    page = signed_in("owner").get(PLAN).get_data(as_text=True)
    assert 'class="trk-clock"' in page
    assert "Draft action plan is due with Ofsted on" in page
    assert "The full action plan is due on" in page
    assert "How this was counted, or change it" not in page
    today = {"sent_on": [str(TODAY.day), str(TODAY.month), str(TODAY.year)], "version": "1"}
    for stage, shown in (("draft", "Action plan is due with Ofsted"), ("full", "")):
        answer = lead.post(f"{PAGE}/{stage}/sent", data=today)
        assert answer.location == PAGE
        page = lead.get(PLAN).get_data(as_text=True)
        assert shown in page
        assert ('class="trk-clock"' in page) is bool(shown)
    lead.post(f"{PAGE}/full/sent", data={"sent_on": ["", "", ""], "version": "2"})
    assert 'class="trk-clock"' in lead.get(PLAN).get_data(as_text=True)


def test_another_day_needs_a_reason_and_the_counted_one_stays(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead = signed_in("lead")
    confirmed(app, world, lead)
    later = due_after(RECEIVED, 75)
    form = {"due_on": [str(later.day), str(later.month), str(later.year)], "version": "1"}
    page = lead.post(f"{PAGE}/full/change", data=form).get_data(as_text=True)
    assert "Say why the day is another one" in page
    assert lead.post(f"{PAGE}/full/change", data={**form, "reason": "Agreed by letter."}).location == PAGE
    page = lead.get(PAGE).get_data(as_text=True)
    assert "Agreed by letter." in page
    assert "by Lead on" in page
    with app.app_context():
        full = db.session.query(Deadline).filter_by(stage=PlanStage.FULL).one()
        assert (full.due_on, full.counted_due_on) == (later, due_after(RECEIVED, 70))
    stale = lead.post(f"{PAGE}/full/change", data={**form, "reason": "Again"}).get_data(as_text=True)
    assert "Somebody else changed this deadline" in stale


def test_a_day_sent_cannot_lie_in_the_future(app: Flask, signed_in: SignedIn, world: World) -> None:
    lead = signed_in("lead")
    confirmed(app, world, lead)
    day = TODAY + timedelta(days=3)
    form = {"sent_on": [str(day.day), str(day.month), str(day.year)], "version": "1"}
    page = lead.post(f"{PAGE}/draft/sent", data=form).get_data(as_text=True)
    assert "The day it was sent cannot lie in the future" in page


def test_one_clock_and_five_cost_the_same(app: Flask, signed_in: SignedIn, world: World) -> None:
    lead = signed_in("lead")
    costs = []
    for more in (1, 4):
        for _ in range(more):
            confirmed(app, world, lead)
        with counted_queries(app) as asked:
            lead.get(PLAN)
        costs.append(len(asked))
    assert costs[0] == costs[1]
