import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.site.furnished import furnish
from tests.world import NOW, SLUG, World, add
from tracker.database import Base, db
from tracker.models import Action, Change, Inspection, IntakeDraft, Plan, StoredFile, Update
from tracker.operations.files import keep_bytes, path_of
from tracker.rules.removal import excerpt, pattern_of, without, without_moving

SignIn = Callable[[str], FlaskClient]
PAGE = f"/plans/{SLUG}/removal"
NAME = "Tamsin Quillfeather"
REASON = "A child was named."


@pytest.fixture
def named(app: Flask, world: World) -> None:
    """The name of a child in many places of the plan."""
    with app.app_context():
        furnish(world)
        plan = db.session.get_one(Plan, world.plan)
        action = db.session.query(Action).one()
        action.description = f"As agreed for {NAME}."
        update = db.session.query(Update).one()
        update.done, update.difference = f"Met {NAME.upper()} twice.", "Tamsin\n  Quillfeather feels safe."
        add(
            Change(
                plan_id=plan.id,
                at=NOW,
                what=f"Action changed: {NAME}",
                details=[{"field": "Title", "before": f"Visit {NAME}", "after": "Visit"}],
            )
        )
        inspection = db.session.query(Inspection).one()
        inspection.source_text = f"Before {NAME} after."
        draft = db.session.query(IntakeDraft).one()
        assert draft.reading
        draft.reading = {**draft.reading, "source_text": f"Before {NAME} after.", "provider": NAME}
        keep_bytes(plan, "note.txt", f"About {NAME}.".encode(), "text/plain", by=None, now=NOW)
        keep_bytes(plan, f"{NAME}.pdf", b"%PDF-1.4 x", "application/pdf", by=None, now=NOW)
        db.session.commit()


def everything(app: Flask) -> str:
    """Return all that the database holds, as one text."""
    with app.app_context():
        rows: list[Any] = []
        for table in Base.metadata.sorted_tables:
            rows += [tuple(row) for row in db.session.execute(sa.select(table))]
    return json.dumps(rows, default=str, ensure_ascii=False).casefold()


def keys(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="place" type="checkbox" value="')[1:]]


@pytest.mark.usefixtures("named")
def test_words_are_found_everywhere_shown_and_taken_out(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    page = lead.post(PAGE, data={"do": "search", "words": "tamsin  quillfeather"}).get_data(as_text=True)
    assert "9 places" in page or "10 places" in page
    assert "Action 1.1: description" in page
    assert "quillfeather" in everything(app), "a search must change nothing"
    with app.app_context():
        files = [path_of(file) for file in db.session.query(StoredFile).order_by(StoredFile.id)][-2:]
    assert all(path.exists() for path in files)
    form = {"do": "remove", "words": NAME, "reason": REASON, "place": keys(page)}
    assert lead.post(PAGE, data=form).location == PAGE
    assert "quillfeather" not in everything(app)
    assert not any(path.exists() for path in files)
    with app.app_context():
        assert db.session.query(Update).one().difference == "[removed] feels safe."
        source = db.session.query(Inspection).one().source_text
        assert source == "Before " + "[removed]".ljust(len(NAME)) + " after."
        change = db.session.query(Change).order_by(Change.id.desc()).first()
        assert change
        assert change.what.startswith("Personal data removed from")
        assert change.details[-1]["after"] == REASON
    again = lead.post(PAGE, data={"do": "search", "words": NAME}).get_data(as_text=True)
    assert "These words stand nowhere in the plan" in again


@pytest.mark.usefixtures("named")
def test_only_the_chosen_places_change(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.post(PAGE, data={"do": "remove", "words": NAME, "reason": REASON, "place": ["action-1-description"]})
    with app.app_context():
        assert db.session.query(Action).one().description == "As agreed for [removed]."
        assert NAME.upper() in db.session.query(Update).one().done


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": ""}, "Say why it is removed"),
        ({"reason": f"{NAME} was named"}, "must not repeat the words"),
        ({"place": []}, "Choose at least one place"),
        ({"place": ["person-1-name"]}, "Choose at least one place"),
        ({"words": "a"}, "3 letters at least"),
        ({"words": " "}, "Enter the words to remove"),
    ],
)
def test_what_is_missing_is_told_and_nothing_changes(
    app: Flask, signed_in: SignIn, changes: dict[str, Any], told: str
) -> None:
    before = everything(app)
    form = {"do": "remove", "words": NAME, "reason": REASON, "place": ["action-1-description"]}
    page = signed_in("lead").post(PAGE, data=form | changes).get_data(as_text=True)
    assert told in page
    assert "<title>Error: " in page
    assert everything(app) == before


def test_a_file_stays_while_another_row_needs_its_bytes(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        furnish(world)
        plan = db.session.get_one(Plan, world.plan)
        twin = keep_bytes(plan, "same.txt", b"Ten cases were read.", "text/plain", by=None, now=NOW)
        path, twin_id = path_of(twin), twin.id
        db.session.commit()
    lead = signed_in("lead")
    lead.post(f"/plans/{SLUG}/evidence/2/file/remove", data={"reason": REASON})
    assert path.exists()
    assert lead.get(f"/plans/{SLUG}/evidence/2/file").status_code == 404
    assert "[removed] on" in lead.get(f"/plans/{SLUG}/evidence/2").get_data(as_text=True)
    form = {"do": "remove", "words": "ten cases", "reason": REASON, "place": [f"stored_file-{twin_id}-name"]}
    lead.post(PAGE, data=form)
    assert not path.exists()


@given(st.text(), st.text(alphabet="abcdé- ", min_size=1))
def test_nothing_of_the_words_is_left_and_marked_passages_stay_where_they_are(text: str, words: str) -> None:
    if not words.split():
        return
    pattern = pattern_of(words)
    whole = f"{text} {words} end"
    assert not pattern.search(without(whole, pattern).replace("[removed]", "|"))
    assert len(without_moving(whole, pattern)) == len(whole)
    assert excerpt(whole, pattern)


def test_parts_of_longer_words_stay() -> None:
    assert without("Ann planned the annual visit", pattern_of("ann")) == "[removed] planned the annual visit"
