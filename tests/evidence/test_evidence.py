"""Evidence: adding it, who reads it, and how its file is handed out."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.evidence.sending import (
    LINK,
    LIST,
    NEW,
    SignIn,
    filled,
    items,
    make_officers_item,
    make_reader,
    page,
)
from tests.world import SLUG, TODAY, World
from tracker.database import db
from tracker.models import (
    Change,
    EvidenceLink,
    StandingRow,
)
from tracker.rules.ladders import EvidenceKind


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


def test_a_file_that_the_browser_let_go_of_is_asked_for_again(signed_in: SignIn) -> None:
    form = filled(link="", shows="The family at 14 Alder Close", file=(io.BytesIO(b"%PDF-1.7"), "Rota.pdf"))
    answer = page(signed_in("owner").post(NEW, data=form, content_type="multipart/form-data"))
    assert "Do these words identify a child?" in answer
    assert "Choose the file again" in answer


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
