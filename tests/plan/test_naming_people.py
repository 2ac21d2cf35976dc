"""Naming people on one action, and one owner on several."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.plan.sending import fields, named, owner_id
from tests.queries import counted_queries
from tests.world import TODAY, World, add, add_action, add_owner
from tracker.database import db
from tracker.models import Change, Naming, OwnerKind, Part, Plan, Recommendation
from tracker.operations.standing import refresh_standings

SignIn = Callable[[str], FlaskClient]
ACTION = "/plans/harlmere/actions/1.1"


def test_people_are_named_on_one_action(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    page = lead.get(f"{ACTION}/owners").get_data(as_text=True)
    director, contributor = owner_id(app, "Director"), owner_id(app, "Contributor")
    lead.post(
        f"{ACTION}/owners",
        data={
            **fields(page),
            "lead_officer": contributor,
            "accountable_director": director,
            "contributors": [owner_id(app, "Owner"), director],
        },
    )
    found = named(app, "1.1")
    assert found["lead_officer"] == ["Contributor"]
    assert found["accountable_director"] == ["Director"]
    assert sorted(found["contributor"]) == ["Director", "Owner"]
    assert "People of 1.1 changed" in lead.get(ACTION).get_data(as_text=True)


def test_an_owner_of_another_plan_cannot_be_named(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        other = add_owner(db.session.get_one(Plan, world.other_plan), None, "elsewhere", OwnerKind.POST)
        db.session.commit()
        other_id = other.id
    lead = signed_in("lead")
    page = lead.get(f"{ACTION}/owners").get_data(as_text=True)
    answer = lead.post(f"{ACTION}/owners", data={**fields(page), "lead_officer": other_id})
    assert answer.status_code == 200
    assert named(app, "1.1")["lead_officer"] == ["Owner"]


def test_one_owner_is_named_on_several_actions_after_a_look_at_what_changes(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        action = add_action(
            db.session.get_one(Plan, world.plan), db.session.get_one(Recommendation, 1), title="Train staff"
        )
        refresh_standings([action.id], TODAY)
        db.session.commit()
    lead, director = signed_in("lead"), owner_id(app, "Director")
    chosen = f"action=1.1&action=1.2&owner={director}&part=lead_officer"
    preview = lead.get(f"/plans/harlmere/actions/assign?{chosen}").get_data(as_text=True)
    assert "Nothing is saved yet" in preview
    assert '<td data-label="Now">Owner</td><td data-label="Then">Director</td>' in preview
    assert '<td data-label="Now">Nobody</td><td data-label="Then">Director</td>' in preview
    assert named(app, "1.2") == {}
    lead.post(
        "/plans/harlmere/actions/assign",
        data={"action": ["1.1", "1.2"], "owner": director, "part": "lead_officer"},
    )
    assert named(app, "1.1")["lead_officer"] == ["Director"]
    assert named(app, "1.2")["lead_officer"] == ["Director"]
    with app.app_context():
        assert db.session.query(Change).filter(Change.what.like("People of%")).count() == 2


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("owner=&part=lead_officer&action=1.1", "Choose who is named on these actions"),
        ("owner=1&part=lead_officer", "Select at least one action"),
        ("owner=1&part=king&action=1.1", "Not a valid choice"),
        ("owner=1&part=lead_officer&action=9.9&action=drop", "Select at least one action"),
    ],
)
def test_a_bulk_choice_that_lacks_something_says_what(signed_in: SignIn, query: str, words: str) -> None:
    page = signed_in("lead").get(f"/plans/harlmere/actions/assign?{query}").get_data(as_text=True)
    assert words in page
    assert "Error: Name somebody on several actions" in page


def test_naming_fifty_actions_costs_no_queries_per_row_to_preview(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        plan, recommendation = db.session.get_one(Plan, world.plan), db.session.get_one(Recommendation, 1)
        ids = [add_action(plan, recommendation).id for _ in range(49)]
        for action_id in ids:
            add(Naming(action_id=action_id, owner_id=1, part=Part.CONTRIBUTOR))
        refresh_standings(ids, TODAY)
        db.session.commit()
    lead, address = signed_in("lead"), "/plans/harlmere/actions/assign?owner=1&part=lead_officer"
    with counted_queries(app) as one:
        lead.get(f"{address}&action=1.1")
    with counted_queries(app) as fifty:
        lead.get(address + "".join(f"&action=1.{number}" for number in range(1, 51)))
    assert len(one) == len(fifty)
