"""What an auditor would try: issue a report in every form, change everything, fetch again, tamper."""

import dataclasses
import io
import zipfile
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import joinedload

from tests.plan.test_removing_personal_data import columns_with_words
from tests.report_screens.issued import issued_report
from tests.report_screens.test_board_report import start
from tests.world import NOW, World, add_evidence, add_measure
from tracker.database import db
from tracker.jobs import run_everything_due
from tracker.models import Action, EvidenceForm, FormKind, IssuedForm, Meeting, Plan
from tracker.operations.files import DOCX, PDF, XLSX, keep_bytes, path_of
from tracker.rules.ladders import Audience, Edition

SignedIn = Callable[[str], FlaskClient]
REPORT = "/plans/harlmere/issued-reports/1"
TYPES = {"json": "application/json", "html": "text/html", "css": "text/css", "pdf": PDF, "docx": DOCX}
TYPES |= {"xlsx": XLSX, "zip": "application/zip"}
# A name of these is read by the software, not by people, or it is not the plan's.
READ = {
    "section",
    "code",
    "slug",
    "content_type",
    "step",
    "colour",
    "key",
    "sha256",
    "query",
    "kind",
    "email",
}


@pytest.fixture
def issued(app: Flask, world: World, signed_in: SignedIn) -> dict[str, bytes]:
    """Every form of report 1, issued with its evidence files, as readers get it."""
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        add_measure(plan, 41, 43)
        for audience in Audience:
            add_file(plan, world, audience, f"what {audience.value} may read".encode())
        db.session.commit()
    lead = signed_in("lead")
    draft = start(lead)
    signed_in("director").post(f"{draft}/sign")
    page = lead.get(draft).get_data(as_text=True)
    assert "Attach the evidence files" in page
    assert "Public edition: 1 file" in page
    assert "Members’ edition: 2 files" in page
    lead.post(f"{draft}/issue", data={"attach_evidence": "yes"})
    with app.app_context():
        run_everything_due()
    return fetched(lead)


def fetched(client: FlaskClient) -> dict[str, bytes]:
    found = {}
    for edition in Edition:
        for kind, content_type in TYPES.items():
            answer = client.get(f"{REPORT}/{edition.value}.{kind}")
            assert (answer.status_code, answer.mimetype) == (200, content_type), (edition, kind)
            disposition = answer.headers.get("Content-Disposition", "")
            assert disposition.startswith("attachment") == (kind not in ("html", "css")), kind
            found[f"{edition.value}.{kind}"] = answer.data
    return found


def test_a_report_is_for_ever_what_it_was_and_whatever_is_tampered_with_is_found(
    app: Flask, signed_in: SignedIn, issued: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = signed_in("lead").get(REPORT).get_data(as_text=True)
    for name in ("docx", "xlsx", "zip"):
        assert f'{REPORT}/public.{name}"' in page
        assert f'{REPORT}/members.{name}"' in page
    check_attached(issued)
    change_everything(app)
    assert fetched(signed_in("lead")) == issued
    verify = ["reports", "verify", "--plan", "harlmere"]
    answer = app.test_cli_runner().invoke(args=verify)
    assert (answer.exit_code, answer.output) == (0, "Report 1: as it was issued.\n")
    with app.app_context():
        forms = db.session.scalars(sa.select(IssuedForm).options(joinedload(IssuedForm.file))).all()
        assert len(forms) == len(Edition) * len(FormKind)
        for form in forms:
            assert form.file is not None
            path, was = path_of(form.file), path_of(form.file).read_bytes()
            path.write_bytes(was[:-1] + bytes([was[-1] ^ 1]))
            answer = app.test_cli_runner().invoke(args=[*verify, "--hashes-only"])
            assert answer.exit_code == 1
            assert f"the {form.edition.value} {form.kind.value} form is not what was issued" in answer.output
            path.write_bytes(was)
    assert app.test_cli_runner().invoke(args=[*verify, "--hashes-only"]).exit_code == 0


def test_a_form_exchanged_with_its_hash_is_found_by_its_words(app: Flask, issued: dict[str, bytes]) -> None:
    """Somebody who can write to files and tables alike; only the value is left as it was."""
    false = {
        FormKind.DOCX: _edited(issued["public.docx"], "word/document.xml", b"At a glance", b"All is well"),
        FormKind.XLSX: _edited(issued["public.xlsx"], "xl/worksheets/sheet3.xml", b"On track", b"Finished"),
        FormKind.ZIP: _edited(issued["public.zip"], "E2 For public a b.txt", b"may read", b"may see"),
    }
    with app.app_context():
        plan = db.session.query(Plan).filter_by(slug="harlmere").one()
        for kind, data in false.items():
            form = db.session.query(IssuedForm).filter_by(edition=Edition.PUBLIC, kind=kind).one()
            file = keep_bytes(plan, "x", data, "x", by=None, now=NOW)
            form.file_id, form.sha256 = file.id, file.sha256
        db.session.commit()
    answer = app.test_cli_runner().invoke(args=["reports", "verify", "1", "--plan", "harlmere"])
    assert answer.exit_code == 1
    assert "the words of the public docx form differ" in answer.output
    assert "the cells of the public xlsx form differ" in answer.output
    assert "E2 For public a b.txt is not the file that was signed" in answer.output


def test_removing_a_file_says_which_issued_reports_went_out_with_it(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        carried = add_file(plan, world, Audience.MEMBERS, b"what a child said")
        issued_report(plan, db.session.query(Meeting).one(), world)
        later = add_file(plan, world, Audience.MEMBERS, b"a rota")
        db.session.commit()
    lead = signed_in("lead")
    for number in (carried, later):
        where = f"/plans/harlmere/evidence/{number}/file/remove"
        page = lead.post(where, data={"reason": "A name"}, follow_redirects=True).get_data(as_text=True)
        assert f"The file of E{number} is removed" in page
        assert ("Issued report 1 went out with this file" in page) == (number == carried)


def add_file(plan: Plan, world: World, audience: Audience, content: bytes) -> int:
    """Add evidence that is a file, and return its number."""
    action = db.session.query(Action).one()
    item = add_evidence(plan, action, world.people["owner"], audience=audience)
    item.form, item.url, item.title = EvidenceForm.FILE, "", f"For {audience.value} / a:b"
    item.file_id = keep_bytes(plan, "Audit.TXT", content, "text/plain", by=None, now=NOW).id
    return item.number


def check_attached(issued: dict[str, bytes]) -> None:
    """Each ZIP file has the files of its edition, by number and title, and an index."""
    public, members = (zipfile.ZipFile(io.BytesIO(issued[f"{one}.zip"])) for one in ("public", "members"))
    assert public.namelist() == ["index.html", "E2 For public a b.txt"]
    assert members.namelist() == ["index.html", "E2 For public a b.txt", "E3 For members a b.txt"]
    assert members.read("E3 For members a b.txt") == b"what members may read"
    assert {one.date_time for one in members.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    index = members.read("index.html").decode()
    assert "For members / a:b" in index
    assert 'href="E3%20For%20members%20a%20b.txt"' in index
    assert "Report 1  |" in index


def change_everything(app: Flask) -> None:
    """Give every text of the site another value, and the council another name and other colours."""
    settings = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(
        settings, council_name="Another Council", council_main="#400040", council_accent="#00ff00"
    )
    with app.app_context():
        for column in columns_with_words():
            if isinstance(column.type, sa.JSON) or column.name in READ:
                continue
            number = sa.cast(next(iter(column.table.primary_key)), sa.String)
            db.session.execute(sa.update(column.table).values({column.name: "Changed " + number}))
        db.session.commit()


def _edited(package: bytes, name: str, old: bytes, new: bytes) -> bytes:
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as before, zipfile.ZipFile(stored, "w") as after:
        assert old in before.read(name)
        for one in before.namelist():
            after.writestr(one, before.read(one).replace(old, new) if one == name else before.read(one))
    return stored.getvalue()
