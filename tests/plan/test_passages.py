"""Passages for some readers only, and citations, on the pages of the plan."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.world import TODAY, World, add, add_action, add_evidence, add_owner, add_person, add_update
from tracker.database import db
from tracker.models import Action, Evidence, Naming, Part, Plan, Recommendation, Update
from tracker.operations.standing import refresh_standings
from tracker.rules.ladders import Audience

SignedIn = Callable[[str], FlaskClient]
PLAN = "/plans/harlmere"
TEXT = (
    "Rota agreed [E1] [E2]. :::members The trust has not paid. ::: :::officers Quillfeather is off sick. :::"
)


@pytest.fixture
def written(app: Flask, world: World) -> None:
    """The action's texts hold passages; somebody leads another action of the plan."""
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        action = db.session.query(Action).one()
        add_update(action, world.people["owner"], done=TEXT)
        action.description = TEXT
        add_evidence(plan, action, world.people["owner"], audience=Audience.OFFICERS)
        other = add_action(plan, db.session.query(Recommendation).one(), title="Another action")
        person = add_person("colleague")
        owner = add_owner(plan, person.id, "colleague")
        add(Naming(action_id=other.id, owner_id=owner.id, part=Part.LEAD_OFFICER))
        refresh_standings([action.id, other.id], TODAY)
        db.session.commit()


@pytest.mark.parametrize("persona", ["lead", "director", "assurer", "owner", "contributor"])
def test_officers_passages_are_read_by_those_who_read_officers_evidence(
    written: None, signed_in: SignedIn, persona: str
) -> None:
    page = signed_in(persona).get(f"{PLAN}/actions/1.1").get_data(as_text=True)
    assert "[Members only: The trust has not paid.]" in page
    assert "[Officers only: Quillfeather is off sick.]" in page
    assert ":::" not in page


@pytest.mark.parametrize(
    "address", ["actions/1.1", "actions", "actions?q=Quillfeather", "search?q=Quillfeather", "history"]
)
def test_people_of_another_action_read_no_officers_passage(
    written: None, signed_in: SignedIn, address: str
) -> None:
    page = signed_in("colleague").get(f"{PLAN}/{address}").get_data(as_text=True)
    assert "off sick" not in page
    if "q=" in address:
        assert f"{PLAN}/actions/1.1" not in page, "that it is found would tell"


def test_a_passage_of_several_lines_stays_one_where_a_page_parts_its_text(
    app: Flask, written: None, signed_in: SignedIn
) -> None:
    with app.app_context():
        db.session.query(
            Recommendation
        ).one().text = "Hold them.\n:::officers\nQuillfeather is off sick.\n:::"
        db.session.commit()
    for persona, is_read in (("colleague", False), ("lead", True)):
        page = signed_in(persona).get(f"{PLAN}/recommendations/1").get_data(as_text=True)
        assert "<p>Hold them.</p>" in page
        assert ("off sick" in page) is is_read


def test_the_search_finds_passages_for_those_who_may_read_them(written: None, signed_in: SignedIn) -> None:
    assert "off sick" in signed_in("lead").get(f"{PLAN}/search?q=Quillfeather").get_data(as_text=True)


def test_the_workbook_holds_what_its_reader_may_read(app: Flask, written: None, signed_in: SignedIn) -> None:
    from io import BytesIO

    from openpyxl import load_workbook

    def cells(persona: str) -> str:
        book = load_workbook(BytesIO(signed_in(persona).get(f"{PLAN}/plan.xlsx").data))
        return "\n".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
        )

    assert "Quillfeather" not in cells("colleague")
    assert "[Members only: The trust has not paid.]" in cells("colleague")
    assert TEXT in cells("lead"), "who may read everything gets it as typed, to bring it in again"


@pytest.mark.parametrize("address", ["evidence.csv", "actions.csv"])
def test_lists_handed_out_hold_what_their_reader_may_read(
    app: Flask, written: None, signed_in: SignedIn, address: str
) -> None:
    with app.app_context():
        db.session.query(Evidence).filter_by(number=1).one().shows = TEXT
        db.session.query(Action).order_by(Action.id).first().title = TEXT  # type: ignore[union-attr]
        db.session.commit()
    other = signed_in("colleague").get(f"{PLAN}/{address}").get_data(as_text=True)
    assert "[Members only: The trust has not paid.]" in other
    assert "off sick" not in other
    assert "off sick" in signed_in("lead").get(f"{PLAN}/{address}").get_data(as_text=True)


def test_who_edits_a_text_gets_it_as_it_was_typed(app: Flask, written: None, signed_in: SignedIn) -> None:
    page = signed_in("lead").get(f"{PLAN}/actions/1.1/edit").get_data(as_text=True)
    assert TEXT in page
    page = signed_in("owner").get("/my-actions?all=yes").get_data(as_text=True)
    assert TEXT in page, "“Start from these words” must not lose the marks"
    page = signed_in("owner").post(f"{PLAN}/actions/1.1/update", data={"copy": "last"}).get_data(as_text=True)
    assert page.count(TEXT) == 2, "beside the form and in its box"


def test_a_citation_leads_to_the_evidence_where_the_reader_may_open_it(
    written: None, signed_in: SignedIn
) -> None:
    lead = signed_in("lead").get(f"{PLAN}/actions/1.1").get_data(as_text=True)
    assert f'[<a class="govuk-link" href="{PLAN}/evidence/2">E2</a>]' in lead
    other = signed_in("colleague").get(f"{PLAN}/actions/1.1").get_data(as_text=True)
    assert f'[<a class="govuk-link" href="{PLAN}/evidence/1">E1</a>]' in other
    assert "[E2]" in other
    assert f"{PLAN}/evidence/2" not in other


def test_the_update_form_warns_and_keeps_what_was_typed(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    owner, address = signed_in("owner"), f"{PLAN}/actions/1.1/update"
    data = {"delivery": "on_track", "impact": "too_early", "done": "Kayleigh, aged 7, was visited."}
    page = owner.post(address, data=data).get_data(as_text=True)
    assert "“Kayleigh, aged 7” looks like a child’s name and age" in page
    assert "Kayleigh, aged 7, was visited." in page
    code = page[page.index('name="identifies_nobody"') :].split('value="')[1].split('"')[0]
    assert owner.post(address, data={**data, "identifies_nobody": code}).status_code == 302
    with app.app_context():
        assert db.session.query(Update).filter_by(done=data["done"]).count() == 1
