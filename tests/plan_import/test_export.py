"""The plan as a workbook: what is in it, for whom, and that it comes back without a change."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.plan_import.bringing_in import PLAN, bring_in, press, to_the_rows
from tests.queries import counted_queries
from tests.site.furnished import furnish
from tests.world import NOW, World, add_action, add_recommendation, add_update
from tracker.database import db
from tracker.jobs import run_everything_due
from tracker.models import (
    Action,
    Evidence,
    Naming,
    Owner,
    OwnerKind,
    Part,
    Person,
    Plan,
    Recommendation,
    Update,
)
from tracker.models.plans import action_recommendation
from tracker.operations.owners import add_owner
from tracker.operations.standing import refresh_standings
from tracker.operations.step_words import change_step_words
from tracker.rules.ladders import DELIVERY_STEPS, IMPACT_STEPS, Delivery, Impact
from tracker.rules.step_words import Ladders
from tracker.sheets.headings import MEANING_WORDS, Meaning
from tracker.sheets.model import cell_of
from tracker.sheets.reading import read_book
from tracker.sheets.writing import write_plan

SignedIn = Callable[[str], FlaskClient]
ADDRESS = f"{PLAN}/plan.xlsx"


def counts(app: Flask) -> tuple[int, ...]:
    with app.app_context():
        return tuple(
            db.session.query(kind).count() for kind in (Recommendation, Action, Update, Evidence, Owner)
        )


def rows_of(data: bytes) -> list[dict[str, Any]]:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    headings, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def test_the_workbook_holds_the_plan_in_columns_with_words_for_every_status(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    answer = signed_in("lead").get(ADDRESS)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    row = rows_of(answer.data)[0]
    assert row["Number in the tracker"] == "1.1"
    assert row["Recommendation"] == "Hold strategy discussions on time, with police and health there."
    assert (row["Action"], row["Lead officer"]) == ("Agree who attends at weekends", "Owner")
    assert (row["Status"], row["Impact"]) == ("On track", "Too early")
    assert row["Progress"] == "Met the police and the health trust."
    assert row["Evidence"] == "E1 Weekend rota, October"
    sheet = load_workbook(io.BytesIO(answer.data))["Plan"]
    status = next(cell for cell in sheet[2] if cell.value == "On track")
    assert status.fill.fgColor.rgb.endswith("0F7A52")
    assert load_workbook(io.BytesIO(answer.data)).sheetnames == ["Plan", "Key"]


def test_officers_evidence_is_in_the_workbook_of_those_who_may_read_it(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    with app.app_context():
        furnish(world)
        recommendation = db.session.query(Recommendation).filter_by(number=1).one()
        other = add_action(db.session.get_one(Plan, world.plan), recommendation, title="B")
        refresh_standings([other.id], date(2026, 11, 21))
        db.session.commit()
    for persona in ("lead", "director", "assurer", "owner", "contributor"):
        listed = rows_of(signed_in(persona).get(ADDRESS).data)[0]["Evidence"]
        assert "E2 Audit of ten cases" in listed
    with app.app_context():
        # Somebody named on another action only reads the plan, but not that.
        action = db.session.query(Action).filter_by(title="B").one()
        naming = db.session.query(Naming).filter_by(part=Part.CONTRIBUTOR).one()
        naming.action_id = action.id
        db.session.commit()
    assert "E2" not in rows_of(signed_in("contributor").get(ADDRESS).data)[0]["Evidence"]


def test_taking_the_plan_out_and_bringing_it_in_again_changes_nothing(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    with app.app_context():
        furnish(world)
        plan = db.session.get_one(Plan, world.plan)
        recommendation = add_recommendation(
            plan, text="=1+1 is how this one begins; “quotes”, _x0041_ and\nlines"
        )
        actions = [
            add_action(plan, recommendation, title=title) for title in ("-Twice", "-Twice", "@home", "+ more")
        ]
        add_update(actions[0], world.people["lead"], delivery=Delivery.AT_RISK, done="=HYPERLINK(1)")
        refresh_standings([action.id for action in actions], date(2026, 11, 21))
        db.session.commit()
    before = counts(app)
    first = lead.get(ADDRESS).data
    draft = bring_in(app, lead, first)
    page = to_the_rows(lead, draft)
    number = len(rows_of(first))
    assert number == 6
    assert page.count("No change:") == number
    assert "Every row is in the plan already" in press(lead, draft, "confirm")
    assert counts(app) == before
    assert rows_of(lead.get(ADDRESS).data) == rows_of(first)


def test_owners_of_every_kind_and_actions_for_several_recommendations_come_back_without_a_change(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        by = db.session.get_one(Person, world.people["lead"])
        post = add_owner(plan, OwnerKind.POST, name="Lead - Virtual School / SEND", by=by, now=NOW)
        partner = add_owner(
            plan,
            OwnerKind.PARTNER,
            name="Police and Health",
            contact_name="Inspector Bell, PC",
            by=by,
            now=NOW,
        )
        people = [
            add_owner(plan, OwnerKind.PERSON, name="", person=db.session.get_one(Person, id_), by=by, now=NOW)
            for id_ in (world.people["lead"], world.people["assurer"])
        ]
        first, second, third = (
            add_recommendation(plan, text=f"{what}, so that children are heard.")
            for what in ("Listen first", "Write it down", "Act on it")
        )
        first.printed_number, second.printed_number, third.printed_number = "1", "2", "1"
        shared = add_action(plan, first, title="Ask at every visit, and write it down")
        values = {"action_id": shared.id, "recommendation_id": second.id}
        db.session.execute(action_recommendation.insert().values(values))
        alone = add_action(plan, third, title="Ask at every visit")
        twin = add_action(plan, third, title="Ask at every visit")
        for action, owners in ((shared, [post, partner, *people]), (alone, [partner]), (twin, [people[0]])):
            db.session.add(Naming(action_id=action.id, owner_id=owners[0].id, part=Part.LEAD_OFFICER))
            for owner in owners[1:]:
                db.session.add(Naming(action_id=action.id, owner_id=owner.id, part=Part.CONTRIBUTOR))
        add_update(alone, world.people["lead"], delivery=Delivery.DELIVERED, impact=Impact.EMBEDDED)
        refresh_standings([each.id for each in (shared, alone, twin)], date(2026, 11, 21))
        db.session.commit()
    before = counts(app)
    first_export = lead.get(ADDRESS).data
    draft = bring_in(app, lead, first_export)
    page = to_the_rows(lead, draft)
    assert page.count("No change:") == len(rows_of(first_export)) == 5
    assert "Every row is in the plan already" in press(lead, draft, "confirm")
    assert counts(app) == before
    assert rows_of(lead.get(ADDRESS).data) == rows_of(first_export)


def test_the_plans_own_words_for_statuses_go_out_and_come_back_without_a_change(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        own = dict(DELIVERY_STEPS)
        # The usual word of one step as the word of another: only the plan's own meaning may count.
        own[Delivery.ON_TRACK] = replace(own[Delivery.ON_TRACK], word="Delivered")
        own[Delivery.DELIVERED] = replace(own[Delivery.DELIVERED], word="Embedded in practice", letter="E")
        impact = dict(IMPACT_STEPS)
        impact[Impact.TOO_EARLY] = replace(impact[Impact.TOO_EARLY], word="No signs yet")
        lead_person = db.session.get_one(Person, world.people["lead"])
        change_step_words(plan, Ladders(own, impact), seen_version=0, by=lead_person, now=NOW)
        db.session.commit()
    before = counts(app)
    first = lead.get(ADDRESS).data
    assert (rows_of(first)[0]["Status"], rows_of(first)[0]["Impact"]) == ("Delivered", "No signs yet")
    key = load_workbook(io.BytesIO(first))["Key"]
    assert "E  Embedded in practice" in [cell.value for cell in key["A"]]
    draft = bring_in(app, lead, first)
    page = to_the_rows(lead, draft)
    assert page.count("No change:") == len(rows_of(first))
    assert "Every row is in the plan already" in press(lead, draft, "confirm")
    assert counts(app) == before


def test_a_plan_moves_to_another_plan_with_all_that_its_columns_say(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    data = signed_in("lead").get(ADDRESS).data
    stranger = signed_in("stranger")
    answer = stranger.post("/plans/elsewhere/plans-in/new", data={"file": (io.BytesIO(data), "plan.xlsx")})
    with app.app_context():
        run_everything_due()
    to_the_rows(stranger, answer.location)
    press(stranger, answer.location, "confirm")
    there = rows_of(stranger.get("/plans/elsewhere/plan.xlsx").data)[0]
    here = rows_of(data)[0]
    evidence = there.pop("Evidence"), here.pop("Evidence")
    assert there == here
    assert evidence == ("E1 E1 Weekend rota, October", "E1 Weekend rota, October")


def test_an_export_costs_the_same_number_of_queries_for_one_action_and_fifty(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    asked = []
    for number in (0, 50):
        with app.app_context():
            plan = db.session.get_one(Plan, world.plan)
            for n in range(number):
                action = add_action(plan, add_recommendation(plan, text=f"Improve {n}"), title=f"Do {n}")
                add_update(action, world.people["owner"])
                refresh_standings([action.id], date(2026, 11, 21))
            db.session.commit()
        with counted_queries(app) as statements:
            assert lead.get(ADDRESS).status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    "words", ["=1+1", "+44 20 7946", "-1", "@SUM(A1)", '=HYPERLINK("http://x.example")', "#N/A", "\t=1"]
)
def test_words_that_begin_like_a_formula_are_written_as_words(words: str) -> None:
    data = write_plan("A plan", [], [Meaning.ACTION], [[words]], [])
    cell = load_workbook(io.BytesIO(data)).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (words, "s")
    assert cell.quotePrefix == (not words.startswith("#"))


@settings(max_examples=40)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cc", "Cs")) | st.just("\n"), max_size=60),
        min_size=3,
        max_size=3,
    )
)
def test_whatever_is_written_comes_back_as_it_is_compared(words: list[str]) -> None:
    columns = [Meaning.RECOMMENDATION, Meaning.ACTION, Meaning.PROGRESS]
    data = write_plan("A plan", ["about"], columns, [["Listen", "Ask", "Done"], list(words)], [])
    rows = read_book(data, "plan.xlsx").tables[0].rows
    assert [cell.text for cell in rows[0]] == [MEANING_WORDS[meaning] for meaning in columns]
    expected = [cell_of(word).text for word in words]
    if any(expected):
        assert [cell.text for cell in rows[2]] == expected
