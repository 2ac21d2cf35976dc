"""Bringing in a plan through the doors a lead takes, from the file to the plan."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.plan_import.bringing_in import NEW, PLAN, bring_in, fields_of, page_of, press, to_the_rows
from tests.queries import counted_queries
from tests.sheets.workbooks import AMBER, BLUE, GREEN, RED, Filled, document, workbook
from tests.world import World
from tracker.database import db
from tracker.jobs import TASKS, run_everything_due
from tracker.models import (
    Action,
    Change,
    Evidence,
    Naming,
    Owner,
    OwnerKind,
    Part,
    PlanImport,
    Priority,
    Recommendation,
    StandingRow,
    Update,
)
from tracker.operations.standing import refresh_standings
from tracker.rules.ladders import Audience, Delivery, EvidenceKind

SignedIn = Callable[[str], FlaskClient]

HEADINGS: list[object] = [
    "No.",
    "Recommendation",
    "Action",
    "Lead officer",
    "By when",
    "RAG",
    "Progress update",
    "Evidence",
]
GUIDE = [1, "Read every case file before a visit.", "Write a reading guide", "Owner", "31/3/27", "Green"]
TEACH = [None, None, "Teach the guide", "Head of practice", "end Sept", "R"]
ASK = [2, "Ask children what they want.", "Ask at every visit", "Director@harlmere.example", 46112, "Purple"]
ROWS: list[list[object]] = [
    ["Saltmere improvement plan"],
    [],
    HEADINGS,
    [*GUIDE, "Guide is written.", "Survey of 40 children"],
    [*TEACH, "", ""],
    [*ASK, "Half of the teams ask.", ""],
]


def counts(app: Flask) -> tuple[int, ...]:
    """Return how much of everything the database holds."""
    kinds = (Recommendation, Action, Update, Evidence, Owner, Priority)
    with app.app_context():
        return tuple(db.session.query(kind).count() for kind in kinds)


@pytest.mark.usefixtures("process_of_its_own")
def test_a_plan_goes_from_the_file_to_the_plan(app: Flask, world: World, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    draft = bring_in(app, lead, workbook(ROWS))
    page = page_of(lead, draft)
    assert "Check the columns" in page
    page = press(lead, f"{draft}/columns", "next")
    assert "Check statuses, dates and people" in page
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
        evidence = db.session.query(Evidence).filter_by(title="Survey of 40 children").one()
        assert (evidence.audience, evidence.kind) == (Audience.OFFICERS, EvidenceKind.VOICE)
        post = db.session.query(Owner).filter_by(name="Head of practice").one()
        assert (post.kind, post.person_id) == (OwnerKind.POST, None)
        told = {change.what for change in db.session.query(Change).filter_by(action_id=guide.id)}
        assert "Brought in from “plan.xlsx”, Plan, row 4" in told


def test_people_are_matched_by_name_or_address_and_named_on_the_actions(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    draft = bring_in(app, lead, workbook(ROWS))
    to_the_rows(lead, draft)
    press(lead, draft, "confirm")
    shown = lead.get(f"{PLAN}/actions").get_data(as_text=True)
    assert "Head of practice" in shown
    with app.app_context():
        named = db.session.query(Action.title, Owner.person_id).join(Action.named).join(Owner)
        leads = {row.title: row.person_id for row in named.filter(Naming.part == Part.LEAD_OFFICER)}
        assert leads["Write a reading guide"] == world.people["owner"]
        assert leads["Ask at every visit"] == world.people["director"]
        assert leads["Teach the guide"] is None


def test_a_sheet_that_says_its_statuses_only_by_colour(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    colours = {"Red": RED, "Amber": AMBER, "Green": GREEN, "Blue": BLUE}
    rows: list[list[object]] = [["Recommendation", "Action", "Status"]]
    rows += [[f"Improve {name}", f"Do {name}", Filled(None, fill)] for name, fill in colours.items()]
    draft = bring_in(app, lead, workbook(rows))
    page = press(lead, f"{draft}/columns", "next")
    assert "Colour only: red" in page
    press(lead, f"{draft}/words", "next")
    press(lead, draft, "confirm")
    with app.app_context():
        rows_ = db.session.query(Action.title, Update.delivery).join(Action.updates)
        found = {row.title: row.delivery for row in rows_}
    assert {title: found[f"Do {title}"] for title in colours} == {
        "Red": Delivery.OFF_TRACK,
        "Amber": Delivery.AT_RISK,
        "Green": Delivery.ON_TRACK,
        "Blue": Delivery.DELIVERED,
    }


def test_the_same_file_brought_in_twice_adds_nothing_the_second_time(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    to_the_rows(lead, draft := bring_in(app, lead, workbook(ROWS)))
    press(lead, draft, "confirm")
    before = counts(app)
    page = to_the_rows(lead, draft := bring_in(app, lead, workbook(ROWS)))
    assert page.count("No change:") == 3
    assert "Finish: nothing is added" in page
    assert "Every row is in the plan already. Nothing was added" in press(lead, draft, "confirm")
    assert counts(app) == before


def test_what_the_file_says_otherwise_is_shown_and_the_plan_stays(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    to_the_rows(lead, draft := bring_in(app, lead, workbook(ROWS)))
    press(lead, draft, "confirm")
    changed = [list(row) for row in ROWS]
    changed[3][4], changed[3][5] = "30 June 2027", "Red"
    page = to_the_rows(lead, draft := bring_in(app, lead, workbook(changed)))
    assert "“31 March 2027” in the plan, “30 June 2027” in the file" in page
    assert "“On track” in the plan, “Off track” in the file" in page
    before = counts(app)
    press(lead, draft, "confirm")
    assert counts(app) == before


def test_actions_go_under_the_recommendation_of_the_report_that_is_there_already(
    app: Flask, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    there = "Hold strategy discussions on time, with police and health there."
    rows: list[list[object]] = [
        ["No", "Recommendation", "Action"],
        [7, there.upper(), "Write a rota"],
        [1, "Listen to children", "Ask"],
    ]
    page = to_the_rows(lead, draft := bring_in(app, lead, workbook(rows)))
    assert "New action under recommendation 1" in page
    press(lead, draft, "confirm")
    with app.app_context():
        labels = {action.title: action.label for action in db.session.query(Action)}
    # The number of the file proves nothing where the words are others: row 3 is a new recommendation.
    assert (labels["Write a rota"], labels["Ask"]) == ("1.2", "2.1")


def test_rows_that_cannot_be_added_stop_all_until_they_are_left_out(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    rows = [
        ["Recommendation", "Action", "Start", "Due"],
        ["Listen", "Ask", "1/5/27", "1/4/27"],
        ["Learn", "Read", "", ""],
    ]
    draft = bring_in(app, lead, workbook(rows))
    page = to_the_rows(lead, draft)
    assert "Cannot be added" in page
    before = counts(app)
    page = press(lead, draft, "confirm")
    assert "Error: Check the rows" in page
    assert "It is due before it starts. Leave it out, or correct the columns" in page
    assert counts(app) == before
    page = press(lead, draft, "drop-stopped")
    assert "Add 1 recommendation and 1 action to the plan" in page
    assert "1 recommendation and 1 action are added" in press(lead, draft, "confirm")


def test_a_row_that_is_left_out_stays_out_until_it_is_taken_in_again(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    to_the_rows(lead, draft := bring_in(app, lead, workbook(ROWS)))
    page = press(lead, draft, "save", out=["0-6"])
    assert "Add 1 recommendation and 2 actions to the plan" in page
    assert fields_of(page)["out"] == ["0-6"]
    page = press(lead, draft, "save", out=[])
    assert "Add 2 recommendations and 3 actions to the plan" in page


def test_a_failure_in_the_middle_leaves_nothing_behind(
    app: Flask, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.operations import plan_import_confirm
    from tracker.operations.errors import Refused

    lead = signed_in("lead")
    to_the_rows(lead, draft := bring_in(app, lead, workbook(ROWS)))
    before = counts(app)

    def refuse(*_: object, **__: object) -> None:
        raise Refused("title", "Something is wrong with the evidence")

    monkeypatch.setattr(plan_import_confirm, "make_evidence", refuse)
    page = press(lead, draft, "confirm")
    assert "Something is wrong with the evidence" in page
    assert counts(app) == before


def test_columns_can_be_corrected_and_the_headings_moved(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    rows = [["Alpha", "Beta"], ["Listen to children", "Ask at visits"], ["Learn from cases", "Read them"]]
    draft = bring_in(app, lead, workbook(rows))
    page = press(lead, f"{draft}/columns", "next")
    assert "Choose at least one sheet to bring in" in page
    page = press(lead, f"{draft}/columns", "next", t0_use="1", t0_c0="action", t0_c1="action")
    assert "Choose one column only for “Action” in “Plan”" in page
    page = press(lead, f"{draft}/columns", "save", t0_use="1", t0_header="0")
    page = press(lead, f"{draft}/columns", "next", t0_c0="recommendation", t0_c1="action")
    assert "Add 2 recommendations and 2 actions to the plan" in page


def test_too_many_sheets_at_once_are_named(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    sheets = {
        name: [["Recommendation", "Action"], *([f"Improve {name}", f"Do {n}"] for n in range(999))]
        for name in ("A", "B", "C")
    }
    draft = bring_in(app, lead, workbook(sheets.pop("A"), title="A", more=sheets))
    page = press(lead, f"{draft}/columns", "next")
    assert "The sheets have 3,000 rows together. Choose 2,000 at most at once" in page


def test_words_are_asked_about_again_after_other_columns_were_chosen(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    to_the_rows(lead, draft := bring_in(app, lead, workbook(ROWS)))
    page = press(lead, f"{draft}/columns", "next")
    assert "Check the rows" in page
    page = press(lead, f"{draft}/columns", "next", t0_c5="")
    assert "Check statuses, dates and people" in page
    assert "“Purple”" not in page


def test_a_word_table_and_a_csv_are_brought_in_like_a_workbook(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    table = [
        ["No.", "Recommendation", "Target date", "BRAG"],
        ["1", "Visit on time.", "30 June 2027", "Blue"],
    ]
    for name, data in (
        ("plan.docx", document(table)),
        ("plan.csv", "\n".join(",".join(row) for row in [*table, ["2", "Write clearly.", "", ""]]).encode()),
    ):
        page = to_the_rows(lead, draft := bring_in(app, lead, data, name))
        assert ("New recommendation and action" in page) == (name == "plan.docx")
        press(lead, draft, "confirm")
    with app.app_context():
        # A recommendation without words for an action gets one of its own words, for its status to stand on.
        action = db.session.query(Action).filter_by(title="Visit on time.").one()
        assert str(action.due_on) == "2027-06-30"
        assert db.session.query(Recommendation).filter_by(text="Write clearly.").one().last_action_number == 0


def test_a_file_that_cannot_be_read_is_kept_and_another_can_be_sent(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    broken = b"PK\x03\x04 no workbook"
    refused = lead.post(NEW, data={"file": (BytesIO(broken), "plan.xlsx")})
    assert "damaged or was cut off on its way" in refused.get_data(as_text=True)
    cut = workbook(ROWS)
    draft = bring_in(app, lead, b"%PDF-1.7 a report", "plan.xlsx")
    page = page_of(lead, draft)
    assert "This is a PDF" in page
    assert "The file is kept, and nothing is in the plan" in page
    assert lead.get(f"{draft}/source").data == b"%PDF-1.7 a report"
    lead.post(draft, data={"file": (BytesIO(cut), "plan.xlsx")})
    with app.app_context():
        run_everything_due()
    assert "Check the columns" in page_of(lead, draft)


def test_an_upload_without_a_file_is_named(app: Flask, signed_in: SignedIn) -> None:
    for sent in ({}, {"file": "a text where a file should be"}):
        page = signed_in("lead").post(NEW, data=sent).get_data(as_text=True)
        assert "Choose a file: an Excel workbook, a CSV file or a Word document" in page


def test_a_draft_waits_while_its_lead_is_away_and_can_be_discarded(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    draft = bring_in(app, lead, workbook(ROWS))
    press(lead, f"{draft}/columns", "next")
    press(lead, f"{draft}/words", "next", s2="at_risk")
    lead.post("/sign-out")
    again = signed_in("lead")
    assert "Check the rows" in page_of(again, draft)
    assert "To be checked" in again.get(f"{PLAN}/plans-in").get_data(as_text=True)
    assert "at_risk" in fields_of(page_of(again, f"{draft}/words"))["s2"]
    page = again.post(f"{draft}/discard", follow_redirects=True).get_data(as_text=True)
    assert "is discarded" in page
    assert again.get(draft).status_code == 404


def test_decisions_of_somebody_else_are_not_overwritten(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    draft = bring_in(app, lead, workbook(ROWS))
    stale = fields_of(page_of(lead, f"{draft}/columns"))
    to_the_rows(lead, draft)
    page = lead.post(f"{draft}/columns", data={**stale, "t0-c1": "", "do": "next"}).get_data(as_text=True)
    assert "Somebody else saved decisions on this file" in page
    for part, do in ((f"{draft}/words", "next"), (draft, "confirm")):
        answer = lead.post(part, data={"version": "1", "do": do}).get_data(as_text=True)
        assert "Somebody else saved decisions on this file" in answer


def test_a_reading_that_fails_three_times_is_given_up_in_words(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    answer = lead.post(NEW, data={"file": (BytesIO(workbook(ROWS)), "plan.xlsx")})
    with app.app_context():
        draft = db.session.query(PlanImport).one()
        TASKS["read_plan"].give_up({"draft_id": draft.id, "file_id": draft.file_id})
        db.session.commit()
    assert "failed three times" in lead.get(answer.location).get_data(as_text=True)
    answer = lead.post(answer.location, data={"do": "again"}, follow_redirects=True)
    assert "is being read" in answer.get_data(as_text=True)


def test_the_standings_after_bringing_in_are_those_the_rules_give(app: Flask, signed_in: SignedIn) -> None:
    from tracker.clock import today

    lead = signed_in("lead")
    to_the_rows(lead, draft := bring_in(app, lead, workbook(ROWS)))
    press(lead, draft, "confirm")
    with app.app_context():
        stored = {row.action_id: row.record_delivery for row in db.session.query(StandingRow)}
        worked_out = refresh_standings(stored, today())
        assert stored == {id_: row.record_delivery for id_, row in worked_out.items()}


@pytest.mark.parametrize("page", ["", "/words", "/columns"])
def test_a_page_asks_the_database_as_often_for_fifty_rows_as_for_two(
    app: Flask, signed_in: SignedIn, page: str
) -> None:
    lead = signed_in("lead")
    asked = []
    for number in (2, 50):
        rows: list[list[object]] = [["Recommendation", "Action", "Lead", "RAG"]]
        rows += [[f"Improve {n}", f"Do {n}", f"Head of unit {n}", "Green"] for n in range(number)]
        to_the_rows(lead, draft := bring_in(app, lead, workbook(rows)))
        with counted_queries(app) as statements:
            assert lead.get(f"{draft}{page}").status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]
