"""The plan's evidence library: filters, pages, and what it costs."""

import csv
import io
import re

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook

from tests.evidence.sending import CHECK, LIST, NEW, VERIFIED, SignIn, filled, page
from tests.queries import counted_queries
from tests.world import NOW, TODAY, World, add, add_action, add_evidence, add_owner
from tracker.database import db
from tracker.models import (
    Action,
    Evidence,
    EvidenceCheck,
    EvidenceLink,
    Naming,
    Part,
    Plan,
    Recommendation,
)
from tracker.rules.calendar import months_after
from tracker.rules.ladders import Verdict


def test_the_library_is_filtered_by_its_address(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.post(NEW, data=filled())
    assert "2 pieces of evidence" in page(lead.get(LIST))
    audits = page(lead.get(f"{LIST}?kind=audit"))
    assert "The signed rota" in audits
    assert "Weekend rota, October" not in audits
    signed_in("assurer").post(CHECK, data=VERIFIED)
    assert "Weekend rota, October" in page(lead.get(f"{LIST}?check=verified"))
    assert "The signed rota" in page(lead.get(f"{LIST}?check=unchecked"))
    signed_in("assurer").post(CHECK, data={"verdict": "withdrawn"})
    assert "2 pieces of evidence" in page(lead.get(f"{LIST}?check=unchecked"))
    assert "No evidence fits these filters." in page(lead.get(f"{LIST}?kind=voice&audience=public"))


def test_the_library_is_narrowed_by_age_and_action_and_sorted(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        plan, action = db.session.get_one(Plan, world.plan), db.session.scalars(sa.select(Action)).one()
        other = add_action(plan, db.session.query(Recommendation).one(), title="Another")
        for place, (title, months, supports) in enumerate(
            (("An old audit", 14, action), ("Middling", 7, other), ("Brand new", 0, other)), start=2
        ):
            item = add_evidence(plan, supports, world.people["owner"])
            item.title, item.effective_on = title, months_after(TODAY, -months)
            assert item.number == place
        db.session.get_one(Evidence, 1).effective_on = months_after(TODAY, -4)
        db.session.commit()
    lead = signed_in("lead")

    def listed(query: str) -> list[str]:
        rows = csv.reader(lead.get(f"{LIST}.csv?{query}").get_data().decode("utf-8-sig").splitlines())
        numbers = [row[0] for row in rows][1:]
        shown = re.findall(r'data-label="No.">(E\d+)<', page(lead.get(f"{LIST}?{query}")))
        assert shown == numbers, "the file holds what the page lists"
        return numbers

    assert listed("age=up-to-3") == ["E4"]
    assert listed("age=up-to-6") == ["E4", "E1"]
    assert listed("age=over-6") == ["E3", "E2"]
    assert listed("age=over-12") == ["E2"]
    assert listed("action=1.1") == ["E2", "E1"]
    assert listed("action=1.2&sort=oldest") == ["E3", "E4"]
    assert listed("action=1") == ["E4", "E3", "E2", "E1"]
    assert listed("action=2") == []
    assert listed("sort=newest") == ["E4", "E1", "E3", "E2"]
    assert listed("sort=title") == ["E2", "E4", "E3", "E1"]
    assert "sort=title" in page(lead.get(f"{LIST}?sort=title"))
    assert "Enter the number of an action, like 11.3" in page(lead.get(f"{LIST}?action=rota"))


def test_the_library_is_handed_out_as_it_is_filtered_and_read(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    signed_in("lead").post(NEW, data={**filled(), "audience": "officers", "title": "=Minutes"})
    signed_in("assurer").post(CHECK, data=VERIFIED)
    rows = list(csv.reader(signed_in("lead").get(f"{LIST}.csv").get_data().decode("utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["No.", "E2", "E1"]
    assert rows[1][1] == "'=Minutes"
    assert rows[2][10:12] == ["Verified", "Assurer"]
    assert signed_in("lead").get(f"{LIST}.csv?check=verified").get_data(as_text=True).count("\n") == 2
    with app.app_context():
        known = add_owner(db.session.get_one(Plan, world.plan), world.people["administrator"], "other")
        other = add_action(db.session.get_one(Plan, world.plan), db.session.query(Recommendation).one())
        add(Naming(action_id=other.id, owner_id=known.id, part=Part.LEAD_OFFICER))
        db.session.commit()
    assert "Minutes" not in signed_in("administrator").get(f"{LIST}.csv").get_data(as_text=True)
    book = load_workbook(io.BytesIO(signed_in("lead").get(f"{LIST}.xlsx?kind=data").data))
    assert [row[0] for row in book["Evidence"].iter_rows(values_only=True)] == ["No.", "E1"]


@pytest.mark.parametrize(
    "query",
    [
        "kind=rumour",
        "check=%00",
        "audience=%27%3B--",
        "kind=audit&check=maybe",
        "age=7",
        "sort=%00",
        "action=1.1.1",
        "action=%EF%BC%91",
    ],
)
def test_a_filter_made_by_hand_is_said_to_be_wrong(signed_in: SignIn, query: str) -> None:
    answer = signed_in("lead").get(f"{LIST}?{query}")
    assert answer.status_code == 200
    assert "There is a problem" in page(answer)
    assert "Weekend rota, October" in page(answer)


def test_the_library_has_pages_of_fifty(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        plan, action = db.session.get_one(Plan, world.plan), db.session.scalars(sa.select(Action)).one()
        for _ in range(51):
            add_evidence(plan, action, world.people["owner"])
        db.session.commit()
    lead = signed_in("lead")
    first = page(lead.get(f"{LIST}?kind=data"))
    assert ">E52<" in first
    assert ">E3<" in first
    assert ">E2<" not in first
    assert "52 pieces of evidence, 1 to 50 here" in first
    assert "page=2&amp;kind=data" in first
    second = page(lead.get(f"{LIST}?page=2"))
    assert ">E2<" in second
    for number in ("99", "0", "-1", "x", "9" * 30):
        assert lead.get(f"{LIST}?page={number}").status_code == 200


def test_one_item_and_fifty_cost_the_same_queries(app: Flask, world: World, signed_in: SignIn) -> None:
    owner = signed_in("owner")
    _add_checked(app, world, 1)
    owner.get(LIST)
    with counted_queries(app) as one:
        owner.get(LIST)
    with counted_queries(app) as one_item:
        owner.get(f"{LIST}/1")
    _add_checked(app, world, 48)
    with counted_queries(app) as fifty:
        owner.get(LIST)
    assert len(fifty) == len(one)
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        recommendation = db.session.scalars(sa.select(Recommendation)).one()
        for number in range(20):
            action = add_action(plan, recommendation, title=f"Action {number}")
            add(EvidenceLink(evidence_id=1, action_id=action.id, linked_at=NOW))
        db.session.commit()
    with counted_queries(app) as many_actions:
        owner.get(f"{LIST}/1")
    assert len(many_actions) == len(one_item)


def _add_checked(app: Flask, world: World, number: int) -> None:
    with app.app_context():
        plan, action = db.session.get_one(Plan, world.plan), db.session.scalars(sa.select(Action)).first()
        assert action is not None
        for _ in range(number):
            item = add_evidence(plan, action, world.people["owner"])
            add(
                EvidenceCheck(
                    evidence_id=item.id, verdict=Verdict.VERIFIED, by_id=world.people["assurer"], at=NOW
                )
            )
        db.session.commit()
