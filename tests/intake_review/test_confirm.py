"""Confirming: all or nothing, once, with the plan's next numbers; and the inspection that stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.intake_review.reports import (
    FINDING,
    MUST,
    PLAN,
    RECORDS,
    TEXT,
    VISITS,
    add_draft,
    fields_of,
    press,
    proposed,
    reading,
)
from tests.queries import counted_queries
from tests.world import World
from tracker.database import db
from tracker.models import Change, Finding, Inspection, IntakeDraft, Judgement, Plan, Priority, Recommendation
from tracker.operations import intake_confirm

SignedIn = Callable[[str], FlaskClient]


def confirm(lead: FlaskClient, address: str, **changes: Any) -> str:
    return press(lead, address, "confirm", **{"p3_decision": "drop", "t2": "leave", **changes})


def test_confirming_creates_the_inspection_and_recommendations_with_the_next_numbers(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    page = confirm(signed_in("lead"), address, **{"facts-received_on": ["17", "3", "2026"]})
    assert "2 recommendations added to the plan, with the numbers 2 to 3" in page
    with app.app_context():
        first, second = db.session.query(Recommendation).filter(Recommendation.inspection_id == 1).all()
        assert (first.number, first.text, first.printed_number) == (2, VISITS, "1")
        assert (first.printed_timescale, first.due_on) == ("Within three months", date(2026, 6, 16))
        assert "publication on 16 March 2026" in first.due_reason
        assert (second.number, second.text, second.due_on) == (3, RECORDS, None)
        assert TEXT[first.passage_start : first.passage_end] == VISITS
        assert first.passage_page == 1
        inspection = db.session.get_one(Inspection, 1)
        assert (inspection.title, inspection.provider) == ("Inspection of services for children", "Harlmere")
        assert (inspection.published, inspection.received_on) == ("2026-03-16", date(2026, 3, 17))
        assert inspection.inspectors == ["Ada Penrose", "Jo Marsh"]
        assert db.session.query(Judgement).one().grade == "Requires improvement"
        assert db.session.get_one(Plan, world.plan).last_recommendation_number == 3


def test_findings_are_kept_and_linked_as_decided(app: Flask, signed_in: SignedIn, world: World) -> None:
    address = add_draft(app, world)
    confirm(signed_in("lead"), address, t2="link-2")
    with app.app_context():
        findings = db.session.query(Finding).order_by(Finding.position).all()
        numbers = [numbers_of(each) for each in findings]
        assert [each.number for each in findings] == ["14", "15", None]
        assert [each.is_marked for each in findings] == [True, False, False]
        assert numbers == [[2], [], [3]]


def numbers_of(finding: Finding) -> list[int]:
    linked = sa.select(Recommendation.number).join(Recommendation.findings).where(Finding.id == finding.id)
    return list(db.session.scalars(linked.order_by(Recommendation.number)))


def test_every_write_leaves_a_record(app: Flask, signed_in: SignedIn, world: World) -> None:
    address = add_draft(app, world)
    confirm(signed_in("lead"), address, **{"p1-new_priority": "Seeing children"})
    with app.app_context():
        records = [change.what for change in db.session.query(Change).order_by(Change.id)]
        assert records == [
            "Report brought in: Inspection of services for children",
            "Priority 2 added: Seeing children",
            "Recommendation 2 added",
            "Recommendation 3 added",
        ]


def test_priorities_are_chosen_and_a_new_one_is_added_once(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    lead = signed_in("lead")
    press(lead, address, "save", p1_priority="id:1", p2_new_priority="Seeing  children")
    confirm(lead, address, p3_decision="keep", **{"p3-new_priority": "seeing children"})
    with app.app_context():
        assert [p.title for p in db.session.query(Priority).order_by(Priority.number)] == [
            "The right help, first time",
            "Seeing  children",
        ]
        chosen = db.session.query(Recommendation).filter(Recommendation.inspection_id == 1)
        assert [each.priority_id for each in chosen.order_by(Recommendation.number)] == [1, 2, 2]


def test_posting_twice_creates_once(app: Flask, signed_in: SignedIn, world: World) -> None:
    address = add_draft(app, world)
    lead = signed_in("lead")
    fields = fields_of(lead.get(address).get_data(as_text=True))
    form = {**fields, "do": "confirm", "p3-decision": "drop", "t2": "leave"}
    places = {lead.post(address, data=form).location for _ in range(2)}
    assert places == {f"{PLAN}/inspections/1"}
    with app.app_context():
        assert db.session.query(Inspection).count() == 1
        assert db.session.query(Recommendation).filter(Recommendation.inspection_id == 1).count() == 2
    assert lead.get(address).location == f"{PLAN}/inspections/1"
    assert lead.post(f"{address}/discard").location == f"{PLAN}/inspections/1"


def test_a_failure_half_way_creates_nothing(
    app: Flask, signed_in: SignedIn, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = add_draft(app, world)

    def fail(*anything: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(intake_confirm, "_add_findings", fail)
    with pytest.raises(RuntimeError):
        confirm(signed_in("lead"), address)
    with app.app_context():
        assert db.session.query(Inspection).count() == db.session.query(Change).count() == 0
        assert db.session.get_one(Plan, world.plan).last_recommendation_number == 1
        assert db.session.query(IntakeDraft).one().state == "review"


def test_the_inspection_stays_with_its_passages_its_facts_and_its_file(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead = signed_in("lead")
    confirm(lead, add_draft(app, world))
    for persona in ("lead", "owner", "director"):
        page = signed_in(persona).get(f"{PLAN}/inspections/1").get_data(as_text=True)
        assert f'<mark id="recommendation-2">{VISITS}</mark>' in page
        assert 'href="#recommendation-2"' in page
        assert f'href="{PLAN}/recommendations/2"' in page
        assert "Ada Penrose, Jo Marsh" in page
        assert FINDING in page
        assert MUST in page
    answer = signed_in("owner").get(f"{PLAN}/inspections/1/source")
    assert answer.get_data(as_text=True) == TEXT
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert lead.get(f"{PLAN}/inspections/99").status_code == 404
    assert lead.get(f"{PLAN}/inspections/99/source").status_code == 404
    assert "2 recommendations" in lead.get(f"{PLAN}/reports-in").get_data(as_text=True)


def test_strangers_and_members_do_not_find_an_inspection(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    confirm(signed_in("lead"), add_draft(app, world))
    for persona in ("scrutiny", "stranger"):
        assert signed_in(persona).get(f"{PLAN}/inspections/1").status_code == 404
        assert signed_in(persona).get(f"{PLAN}/inspections/1/source").status_code == 404
    assert signed_in("stranger").get("/plans/elsewhere/inspections/1").status_code == 404


def test_one_proposal_and_fifty_cost_the_same_number_of_queries(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead = signed_in("lead")
    # Pages show the judgements of an inspection before; there is one before either of those that are counted.
    confirm(lead, add_draft(app, world, reading(published="2022-06-14")))
    few = reading(recommendations=(proposed("1", VISITS),))
    others = tuple(proposed(str(n), RECORDS) for n in range(2, 51))
    many = reading(recommendations=(proposed("1", VISITS), *others))
    small, large = add_draft(app, world, few), add_draft(app, world, many)
    costs = []
    for address in (small, large):
        with counted_queries(app) as asked:
            lead.get(address)
        costs.append(len(asked))
    assert costs[0] == costs[1]
    costs = []
    for address, number in ((small, 2), (large, 3)):
        confirm(lead, address)
        for page in (f"{PLAN}/inspections/{number}", f"{PLAN}/reports-in"):
            with counted_queries(app) as asked:
                assert lead.get(page).status_code == 200
            costs.append(len(asked))
    assert costs[:2] == costs[2:]


def test_characters_no_database_keeps_do_not_stop_a_report(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    text = TEXT.replace("records", "rec\x00rds").replace("partners", "partn\ud800rs")
    address = add_draft(app, world, reading(source_text=text))
    lead = signed_in("lead")
    assert "rec\ufffdrds" in lead.get(address).get_data(as_text=True)
    confirm(lead, address)
    with app.app_context():
        kept = db.session.get_one(Inspection, 1).source_text
        assert len(kept) == len(TEXT)
        assert "\x00" not in kept
