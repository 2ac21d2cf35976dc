"""Readings: one by form, many from a sheet, corrections, deletions, and what was known on an earlier day."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.measures.sending import ADD, LAST, ONE, PASTE, SignIn, changes, make_measure, page, reading, values
from tests.world import NOW, TODAY, World
from tracker.database import db
from tracker.formatting import in_london, long_date
from tracker.measures.queries import get_measure_for
from tracker.models import Action, Person, Plan, StandingRow
from tracker.operations.measures import NewReading, save_readings
from tracker.operations.standing import end_of_day
from tracker.reports.build_measures import build_measures
from tracker.rules.ladders import Delivery


@pytest.fixture
def measure(app: Flask, world: World) -> None:
    """The measure SDT with the readings 58 and 61."""
    make_measure(app, world, 58, 61)


def record(app: Flask) -> Delivery:
    with app.app_context():
        return db.session.scalars(
            sa.select(StandingRow.record_delivery).join(Action, Action.id == StandingRow.action_id)
        ).one()


def test_a_lead_adds_a_reading_and_the_record_follows(app: Flask, measure: None, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    answer = lead.post(ADD, data=reading("57.5 %", TODAY), follow_redirects=True)
    assert f"The reading of {long_date(TODAY)} is saved" in page(answer)
    assert values(app) == [58, 61, 57.5]
    assert record(app) is Delivery.AT_RISK
    change = changes(app)[-1]
    assert change.what == "Measure SDT: 1 reading added"
    assert change.details == [{"field": f"Reading of {long_date(TODAY)}", "before": "", "after": "57.5%"}]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (reading(""), "Enter the reading"),
        (reading("many"), "Reading must be a number"),
        (reading("5", on=TODAY + timedelta(days=2)), "is in the future"),
        ({**reading("5"), "on": ["31", "11", "2025"]}, "must be a real date"),
        ({**reading("5"), "on": ["", "", ""]}, "Enter the day"),
        (reading("5", note="x" * 301), "Note must be 300 characters or fewer"),
        (reading("61"), "The reading of this day is 61% already"),
    ],
)
def test_a_reading_that_cannot_be_saved_is_refused_in_words(
    app: Flask, measure: None, signed_in: SignIn, sent: dict[str, object], words: str
) -> None:
    answer = signed_in("lead").post(ADD, data=sent)
    assert words in page(answer)
    assert values(app) == [58, 61]


def test_a_correction_is_asked_for_once_and_keeps_what_stood(
    app: Flask, measure: None, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    asked = page(lead.post(ADD, data=reading("63")))
    assert "The reading of this day is 61%. Save again to correct it to 63%" in asked
    assert values(app) == [58, 61]
    (corrects,) = re.findall(r'name="corrects" type="hidden" value="(\d+)"', asked)
    lead.post(ADD, data=reading("63", corrects=corrects))
    assert values(app) == [58, 63]
    assert changes(app)[-1].what == "Measure SDT: 1 reading corrected"
    assert changes(app)[-1].details[0]["before"] == "61%"
    # Somebody corrected it in between: the person is asked again.
    again = page(lead.post(ADD, data=reading("64", corrects=corrects)))
    assert "The reading of this day is 63%. Save again to correct it to 64%" in again
    assert values(app) == [58, 63]


def test_a_wrong_reading_is_deleted_with_a_reason_that_is_kept(
    app: Flask, measure: None, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    (address,) = {
        found for found in re.findall(r'href="([^"]+/delete)"', page(lead.get(ONE))) if "/2/" not in found
    }
    assert "Say why the reading is deleted" in page(lead.post(address, data={"reason": " "}))
    answer = lead.post(address, data={"reason": "It was the figure of another team"}, follow_redirects=True)
    assert "is deleted" in page(answer)
    assert len(values(app)) == 1
    assert changes(app)[-1].details[-1]["after"] == "It was the figure of another team"
    assert lead.get(address).status_code == 404
    assert lead.post(address, data={"reason": "Again"}).status_code == 404


def test_a_day_may_have_a_reading_again_after_it_was_deleted(
    app: Flask, measure: None, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    for address in set(re.findall(r'href="([^"]+/delete)"', page(lead.get(ONE)))):
        lead.post(address, data={"reason": "Wrong"})
    assert values(app) == []
    lead.post(ADD, data=reading("70"))
    assert values(app) == [70]


def test_pasted_readings_are_seen_before_they_are_saved(app: Flask, measure: None, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    first = LAST.replace(day=1)
    text = f"Day\tValue\n{LAST:%d/%m/%Y}\t63%\n{first:%d/%m/%Y}\t62%\tOne post vacant\n"
    preview = page(lead.post(PASTE, data={"lines": text}))
    assert "Corrects 61%" in preview
    assert ">New<" in preview
    assert "One post vacant" in preview
    assert "Save 2 readings" in preview
    assert values(app) == [58, 61]
    (seen,) = re.findall(r'name="save" value="(\w+)"', preview)
    answer = lead.post(PASTE, data={"lines": text, "save": seen}, follow_redirects=True)
    assert "2 readings saved" in page(answer)
    assert values(app) == [58, 62, 63]
    assert changes(app)[-1].what == "Measure SDT: 1 reading added, 1 reading corrected"
    again = page(lead.post(PASTE, data={"lines": text}))
    assert "There is nothing to save" in again
    assert "Same as now" in again
    assert "Save 2" not in again


def test_one_bad_line_keeps_all_from_being_saved(app: Flask, measure: None, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    good = f"{LAST.replace(day=1):%d/%m/%Y}\t62"
    answer = page(lead.post(PASTE, data={"lines": f"{good}\n31/02/2025\t5\n1/2/2025\tn/a", "save": "x"}))
    assert "Error: Paste readings" in answer
    assert "Line 2: “31/02/2025” is not a real date; the day comes before the month" in answer
    assert 'href="#line-3"' in answer
    assert 'id="line-3"' in answer
    assert "2 lines of 3 cannot be read" in answer
    assert "Save 1" not in answer
    assert values(app) == [58, 61]


def test_what_changed_since_the_preview_is_shown_again(app: Flask, measure: None, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    text = f"{LAST:%d/%m/%Y}\t63"
    (seen,) = re.findall(r'name="save" value="(\w+)"', page(lead.post(PASTE, data={"lines": text})))
    other = page(lead.post(PASTE, data={"lines": text.replace("63", "36"), "save": seen}))
    assert "Look once more" in other
    assert values(app) == [58, 61]
    lead.post(ADD, data=reading("60", corrects="1"))
    late = page(lead.post(PASTE, data={"lines": text, "save": seen}))
    assert "Look once more" in late
    assert "Corrects 60%" in late
    assert 63 not in values(app)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Paste the days and readings"),
        ("x" * 40_001, "must be 40,000 characters or fewer"),
        ("1/2/2025\t5\n" * 502, "Paste at most 500 lines at a time"),
    ],
)
def test_a_paste_that_cannot_be_read_is_refused(
    app: Flask, measure: None, signed_in: SignIn, text: str, words: str
) -> None:
    assert words in page(signed_in("lead").post(PASTE, data={"lines": text}))
    assert values(app) == [58, 61]


def test_an_earlier_day_shows_what_was_known_then(app: Flask, world: World, measure: None) -> None:
    def known(day: date) -> list[int]:
        (told,) = build_measures(db.session.get_one(Plan, world.plan), day, end_of_day(day))
        return [int(one.value) for one in told.readings]

    with app.app_context():
        plan, lead = db.session.get_one(Plan, world.plan), db.session.get_one(Person, world.people["lead"])
        later = NOW + timedelta(days=3)
        save_readings(plan, get_measure_for(plan, 1), [NewReading(LAST, Decimal(63))], by=lead, now=later)
        db.session.commit()
        assert known(TODAY + timedelta(days=1)) == [58, 61]
        assert known(in_london(later).date()) == [58, 63]
