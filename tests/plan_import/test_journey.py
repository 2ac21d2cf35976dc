"""Bringing in a plan through the doors a lead takes, from the file to the plan."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.plan_import.bringing_in import PLAN, bring_in, page_of, press, to_the_rows
from tests.sheets.workbooks import AMBER, BLUE, GREEN, RED, Filled, workbook
from tests.world import World
from tracker.database import db
from tracker.models import Action, Evidence, Owner, OwnerKind, Part, Recommendation, Update
from tracker.rules.ladders import Audience, Delivery

SignedIn = Callable[[str], FlaskClient]

HEADINGS = ("No.", "Recommendation", "Action", "Lead officer", "By when", "RAG", "Progress update", "Evidence")
ROWS = (
    ("Saltmere improvement plan",),
    (),
    HEADINGS,
    (1, "Read every case file before a visit.", "Write a reading guide", "Owner", "31/3/27", "Green", "Guide is written.", "Guide, version 2"),
    (None, None, "Teach the guide", "Head of practice", "end Sept", "R", "", ""),
    (2, "Ask children what they want.", "Ask at every visit", "Director@harlmere.example", 46112, "Purple", "Half of the teams ask.", ""),
)


def test_a_plan_goes_from_the_file_to_the_plan(app: Flask, world: World, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    draft = bring_in(app, lead, workbook(ROWS))
    page = page_of(lead, draft)
    assert "Check the columns" in page
    page = press(lead, f"{draft}/columns", "next")
    assert "Check statuses, days and people" in page
    assert "“Purple”" in page
    assert "“end Sept” has no year" in page
    page = press(lead, f"{draft}/words", "next", d0="30 September 2026", s2="at_risk")
    assert "Add 2 recommendations and 3 actions to the plan" in page
    page = press(lead, draft, "confirm")
    assert "2 recommendations and 3 actions are added to the plan" in page
    with app.app_context():
        actions = {action.title: action for action in db.session.query(Action).all()}
        guide, teach = actions["Write a reading guide"], actions["Teach the guide"]
        assert (guide.label, teach.label) == ("2.1", "2.2")
        assert str(guide.due_on) == "2027-03-31"
        assert str(teach.due_on) == "2026-09-30"
        update = db.session.query(Update).filter_by(action_id=guide.id).one()
        assert (update.delivery, update.done) == (Delivery.ON_TRACK, "Guide is written.")
        assert update.by_id == world.people["lead"]
        evidence = db.session.query(Evidence).filter_by(title="Guide, version 2").one()
        assert evidence.audience is Audience.OFFICERS
        post = db.session.query(Owner).filter_by(name="Head of practice").one()
        assert (post.kind, post.person_id) == (OwnerKind.POST, None)
