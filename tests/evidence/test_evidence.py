"""Evidence: adding it, who reads it, who checks it, and how its file is handed out."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.queries import counted_queries
from tests.world import NOW, SLUG, TODAY, World, add, add_action, add_evidence, add_owner
from tracker.database import db
from tracker.models import (
    Action,
    Change,
    Evidence,
    EvidenceCheck,
    EvidenceLink,
    Naming,
    Part,
    Plan,
    Recommendation,
    StandingRow,
)
from tracker.operations.standing import refresh_standings
from tracker.rules.ladders import Audience, EvidenceKind, Verdict

SignIn = Callable[[str], FlaskClient]
NEW = f"/plans/{SLUG}/actions/1.1/evidence/new"
LINK = f"/plans/{SLUG}/actions/1.1/evidence/link"
LIST = f"/plans/{SLUG}/evidence"
CHECK = f"{LIST}/1/check"
VERIFIED = {"verdict": "verified", "note": "I saw the rota in the duty room."}


def filled(**changes: Any) -> dict[str, Any]:
    """Return what a browser sends for an item that is fine."""
    form = {
        "link": "https://intranet.example/rota",
        "title": "The signed rota",
        "shows": "Both agencies signed.",
        "kind": "audit",
        "effective_on": ["1", "10", "2025"],
        "audience": "members",
    }
    return {**form, **changes}


def page(answer: TestResponse) -> str:
    """Return the page of an answer."""
    return answer.get_data(as_text=True)


def items(app: Flask) -> list[Evidence]:
    """Return all evidence by number."""
    with app.app_context():
        return list(db.session.scalars(sa.select(Evidence).order_by(Evidence.number)))


def make_officers_item(app: Flask, world: World) -> None:
    """Add E2, for officers only, to the one action."""
    with app.app_context():
        plan, action = db.session.get_one(Plan, world.plan), db.session.scalars(sa.select(Action)).one()
        item = add_evidence(plan, action, world.people["owner"], audience=Audience.OFFICERS)
        item.title = "Notes of a meeting in confidence"
        db.session.commit()


def make_reader(app: Flask, world: World) -> None:
    """Name the administrator on another action, so that they read the plan without being trusted."""
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        action = add_action(plan, db.session.scalars(sa.select(Recommendation)).one(), title="Another")
        owner = add_owner(plan, world.people["administrator"], "reader")
        add(Naming(action_id=action.id, owner_id=owner.id, part=Part.LEAD_OFFICER))
        refresh_standings([action.id], TODAY)
        db.session.commit()


@pytest.mark.parametrize("persona", ["owner", "contributor", "lead"])
def test_people_of_an_action_add_evidence_to_it(app: Flask, signed_in: SignIn, persona: str) -> None:
    answer = signed_in(persona).post(NEW, data=filled())
    assert answer.location == f"{LIST}/2"
    added = items(app)[-1]
    assert (added.number, added.url, added.kind) == (2, "https://intranet.example/rota", EvidenceKind.AUDIT)
    shown = page(signed_in("assurer").get(f"{LIST}/2"))
    assert "E2 The signed rota</h1>" in shown
    assert "Both agencies signed." in shown
    assert "1 October 2025" in shown


@pytest.mark.parametrize(
    ("persona", "status"), [("director", 403), ("assurer", 403), ("scrutiny", 404), ("stranger", 404)]
)
def test_nobody_else_adds_evidence(app: Flask, signed_in: SignIn, persona: str, status: int) -> None:
    browser = signed_in(persona)
    assert browser.post(NEW, data=filled()).status_code == status
    assert browser.post(LINK, data={"link-number": "E1"}).status_code == status
    assert len(items(app)) == 1


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://intranet.example/rota",
        "//intranet.example/rota",
        "intranet.example/rota",
        "https://",
        "https://[::1",
        "http://host:port/x",
        "https://intranet.example/a b",
        "https://kerry:secret@intranet.example/",
        "https:\\\\intranet.example",
        "data:text/html,x",
    ],
)
def test_what_is_no_web_address_is_refused(app: Flask, signed_in: SignIn, link: str) -> None:
    shown = page(signed_in("owner").post(NEW, data=filled(link=link)))
    assert "<title>Error: Add evidence to 1.1" in shown
    assert 'href="#link"' in shown
    assert 'value="The signed rota"' in shown
    assert len(items(app)) == 1


def test_evidence_stands_in_one_place(app: Flask, signed_in: SignIn) -> None:
    owner = signed_in("owner")
    both = page(owner.post(NEW, data=filled(reference="Audit folder 14")))
    assert "Give one place only" in both
    none = page(owner.post(NEW, data=filled(link="")))
    assert "Give a link, a file, or say where the evidence is kept" in none
    assert len(items(app)) == 1
    assert owner.post(NEW, data=filled(link="", reference="Audit folder 14")).status_code == 302
    assert "Audit folder 14" in page(owner.get(f"{LIST}/2"))


def test_an_empty_form_says_all_it_needs(signed_in: SignIn) -> None:
    shown = page(signed_in("owner").post(NEW, data={}))
    for words in ("Give a link", "Say what the evidence is", "Choose what kind", "Enter the date", "who may"):
        assert words in shown


def test_evidence_from_tomorrow_is_refused(app: Flask, signed_in: SignIn) -> None:
    day = TODAY + timedelta(days=2)
    data = filled(effective_on=[str(day.day), str(day.month), str(day.year)])
    assert "from a day that has not come" in page(signed_in("owner").post(NEW, data=data))
    assert len(items(app)) == 1


@pytest.mark.parametrize(
    ("data", "name", "kind", "served"),
    [
        (b"%PDF-1.7 rota", "rota.pdf", "application/pdf", "filename=rota.pdf"),
        (b"%PDF-1.7 rota", "rota.exe", "application/pdf", "filename=rota.exe.pdf"),
        (b"<script>alert(1)</script>", "page.html", "text/plain; charset=utf-8", "filename=page.html.txt"),
        (
            b"a,b\n1,2\n",
            "Besuche „März“.csv",
            "text/plain; charset=utf-8",
            "filename=\"Besuche Marz.csv\"; filename*=UTF-8''Besuche%20%E2%80%9EM%C3%A4rz%E2%80%9C.csv",
        ),
    ],
)
def test_a_file_is_handed_out_as_an_attachment_of_its_own_kind(
    signed_in: SignIn, data: bytes, name: str, kind: str, served: str
) -> None:
    owner = signed_in("owner")
    form = filled(link="", title="", file=(io.BytesIO(data), name))
    assert owner.post(NEW, data=form, content_type="multipart/form-data").status_code == 302
    answer = owner.get(f"{LIST}/2/file")
    assert answer.get_data() == data
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"] == f"attachment; {served}"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_gives_its_name_where_no_title_was_written(signed_in: SignIn) -> None:
    owner = signed_in("owner")
    form = filled(link="", title="", file=(io.BytesIO(b"%PDF-1.7"), "Weekend rota.pdf"))
    owner.post(NEW, data=form, content_type="multipart/form-data")
    shown = page(owner.get(f"{LIST}/2"))
    assert "E2 Weekend rota</h1>" in shown
    assert "8 bytes" in shown


def test_a_file_is_served_only_through_the_permission_check(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    form = filled(link="", audience="officers", file=(io.BytesIO(b"%PDF-1.7"), "rota.pdf"))
    signed_in("owner").post(NEW, data=form, content_type="multipart/form-data")
    make_reader(app, world)
    statuses = {
        persona: signed_in(persona).get(f"{LIST}/2/file").status_code
        for persona in ("owner", "contributor", "assurer", "director", "lead", "administrator")
    }
    assert statuses == {
        "owner": 200,
        "contributor": 200,
        "assurer": 200,
        "director": 200,
        "lead": 200,
        "administrator": 404,
    }
    for persona in ("scrutiny", "stranger"):
        assert signed_in(persona).get(f"{LIST}/2/file").status_code == 404
    assert signed_in("anonymous").get(f"{LIST}/2/file").status_code == 302


def test_a_link_has_no_file(signed_in: SignIn) -> None:
    assert signed_in("owner").get(f"{LIST}/1/file").status_code == 404


def test_officers_evidence_does_not_exist_for_other_readers(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    make_officers_item(app, world)
    make_reader(app, world)
    reader = signed_in("administrator")
    assert reader.get(f"{LIST}/1").status_code == 200
    assert reader.get(f"{LIST}/2").status_code == 404
    assert "in confidence" not in page(reader.get(LIST))
    assert "in confidence" not in page(reader.get(f"{LIST}?audience=officers"))
    refused = page(reader.post(f"/plans/{SLUG}/actions/1.2/evidence/link", data={"link-number": "E2"}))
    assert "This plan has no evidence “E2”" in refused
    for persona in ("owner", "contributor", "lead", "director", "assurer"):
        assert "in confidence" in page(signed_in(persona).get(LIST))


def test_history_tells_nothing_of_what_officers_evidence_is(app: Flask, signed_in: SignIn) -> None:
    signed_in("owner").post(NEW, data=filled(audience="officers"))
    signed_in("assurer").post(
        f"{LIST}/2/check", data={"verdict": "challenged", "note": "The names are missing."}
    )
    with app.app_context():
        changes = db.session.scalars(sa.select(Change).where(Change.action_id.is_not(None))).all()
    told = " ".join(f"{change.what} {change.details}" for change in changes)
    assert "E2 added" in told
    assert "E2 challenged" in told
    assert "rota" not in told
    assert "names" not in told


def test_an_assurer_verifies_and_the_record_follows(app: Flask, signed_in: SignIn) -> None:
    answer = signed_in("assurer").post(CHECK, data=VERIFIED)
    assert answer.location == f"{LIST}/1"
    shown = page(signed_in("owner").get(f"{LIST}/1"))
    assert "trk-check--yes" in shown
    assert "I saw the rota in the duty room." in shown
    with app.app_context():
        check = db.session.scalars(sa.select(EvidenceCheck)).one()
        assert check.verdict is Verdict.VERIFIED
        assert db.session.scalars(sa.select(StandingRow)).one().is_challenged is False


def test_a_challenge_says_what_is_missing_and_marks_the_action(app: Flask, signed_in: SignIn) -> None:
    assurer = signed_in("assurer")
    refused = page(assurer.post(CHECK, data={"verdict": "challenged"}))
    assert "Say what is missing" in refused
    assert assurer.post(CHECK, data={"verdict": "challenged", "note": "Who came?"}).status_code == 302
    with app.app_context():
        assert db.session.scalars(sa.select(StandingRow)).one().is_challenged


def test_a_check_is_withdrawn_only_where_there_is_one(app: Flask, signed_in: SignIn) -> None:
    assurer = signed_in("assurer")
    assert "Withdraw the check" not in page(assurer.get(f"{LIST}/1"))
    assert assurer.post(CHECK, data={"verdict": "withdrawn"}).status_code == 200
    assurer.post(CHECK, data=VERIFIED)
    assert "Withdraw the check" in page(assurer.get(f"{LIST}/1"))
    assert assurer.post(CHECK, data={"verdict": "withdrawn"}).status_code == 302
    assert "Not checked yet" in page(assurer.get(f"{LIST}/1"))
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(EvidenceCheck.id))) == 2


@pytest.mark.parametrize("persona", ["owner", "contributor", "director"])
def test_who_may_not_check_evidence_is_refused(app: Flask, signed_in: SignIn, persona: str) -> None:
    assert signed_in(persona).post(CHECK, data=VERIFIED).status_code == 403
    assert "Save the check" not in page(signed_in(persona).get(f"{LIST}/1"))


def test_nobody_verifies_evidence_they_added(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.post(NEW, data=filled())
    assert "You added this evidence, so somebody else has to check it." in page(lead.get(f"{LIST}/2"))
    answer = lead.post(f"{LIST}/2/check", data=VERIFIED)
    assert answer.status_code == 200
    assert "You added this evidence" in page(answer)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(EvidenceCheck.id))) == 0


def test_nobody_verifies_where_they_entered_an_update(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.post(
        f"/plans/{SLUG}/actions/1.1/update",
        data={"delivery": "on_track", "impact": "too_early", "done": "As told.", "for_owner": "y"},
    )
    assert "You entered an update on an action this evidence supports" in page(
        lead.post(CHECK, data=VERIFIED)
    )


def test_nobody_verifies_where_they_are_named_on_any_action_it_supports(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        other = add_action(plan, db.session.scalars(sa.select(Recommendation)).one(), title="Another")
        named = add_owner(plan, world.people["assurer"], "assurer")
        add(Naming(action_id=other.id, owner_id=named.id, part=Part.CONTRIBUTOR))
        db.session.commit()
    assurer = signed_in("assurer")
    assert (
        assurer.post(f"/plans/{SLUG}/actions/1.2/evidence/link", data={"link-number": "e 1"}).status_code
        == 302
    )
    assert "You are named on an action this evidence supports" in page(assurer.post(CHECK, data=VERIFIED))


def test_an_item_supports_another_action_once(app: Flask, world: World, signed_in: SignIn) -> None:
    make_reader(app, world)
    lead = signed_in("lead")
    address = f"/plans/{SLUG}/actions/1.2/evidence/link"
    assert lead.post(address, data={"link-number": "E1"}).location == f"{LIST}/1"
    again = page(lead.post(address, data={"link-number": "E1"}))
    assert "E1 supports 1.2 already" in again
    assert 'href="#link-number"' in again
    for unknown in ("E99", "x", "", "9" * 19):
        assert lead.post(address, data={"link-number": unknown}).status_code == 200
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(EvidenceLink.id))) == 2
        standing = db.session.get_one(StandingRow, 2)
        assert standing.as_at == TODAY


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


@pytest.mark.parametrize("query", ["kind=rumour", "check=%00", "audience=%27%3B--", "kind=audit&check=maybe"])
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
