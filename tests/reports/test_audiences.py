"""What is for members only or officers only is planted wherever it can be, and looked for in every form."""

import zipfile
from io import BytesIO
from typing import IO, Any

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.planting import plant
from tests.reports.pdf_reading import page_texts
from tests.site.access import rows
from tests.site.furnished import furnish
from tests.world import NOW, TODAY, World, add, add_evidence
from tracker.database import db
from tracker.models import Action, Commentary, EvidenceForm, FormKind, Person, Plan, Question
from tracker.operations.files import keep_bytes
from tracker.report_screens.issue_task import make_forms
from tracker.report_screens.making import evidence_form
from tracker.reports.build import build_snapshot
from tracker.reports.facts import Council, Meeting
from tracker.reports.html import report_html
from tracker.reports.kinds import OUTLINES
from tracker.rules.ladders import Audience, Edition
from tracker.rules.report_kinds import ReportKind

FOR_MEMBERS, FOR_OFFICERS = "Quillfeather", "Brackenthwaite"
PLANTED = f"Seen [E1]. :::members {FOR_MEMBERS} ::: :::officers {FOR_OFFICERS} ::: Seen."


@pytest.fixture
def planted(app: Flask, world: World) -> World:
    """The small world with passages in every text, and with evidence and questions for others."""
    with app.app_context():
        furnish(world)
        plan = db.session.get_one(Plan, world.plan)
        action = db.session.query(Action).one()
        for section in ("glance", "asks", "overview", "review", "leaders", "priority-1", "priority-1-did"):
            add(Commentary(plan_id=plan.id, section=section, text="As is.", at=NOW))
        theirs = {Audience.MEMBERS: FOR_MEMBERS, Audience.OFFICERS: FOR_OFFICERS}
        items = {one: add_evidence(plan, action, world.people["owner"], audience=one) for one in theirs}
        plant(PLANTED, leaving_out=("person",))  # people see their own name as they typed it
        for audience, words in theirs.items():
            item = items[audience]
            db.session.refresh(item)
            item.title = item.shows = item.reference = words
            item.url = f"https://example.org/{words}"
            lead = db.session.get_one(Person, world.people["lead"])
            file = keep_bytes(plan, f"{words}.txt", words.encode(), "text/plain", by=lead, now=NOW)
            item.form, item.file_id = EvidenceForm.FILE, file.id
        asked = db.session.query(Question).one()
        asked.text, asked.audience = FOR_MEMBERS, Audience.MEMBERS
        db.session.commit()
    return world


def snapshots(world: World, kind: ReportKind) -> list[Any]:
    plan = db.session.get_one(Plan, world.plan)
    return [
        build_snapshot(
            plan,
            TODAY,
            edition,
            council=Council("Harlmere County Council"),
            meeting=Meeting("Improvement board", TODAY),
            number=3,
            kind=kind,
            recommendation=1 if kind is ReportKind.RECOMMENDATION else None,
        )
        for edition in Edition
    ]


@pytest.mark.parametrize("kind", list(OUTLINES))
def test_no_page_or_value_of_any_report_holds_more_than_its_edition_may(
    app: Flask, planted: World, kind: ReportKind
) -> None:
    with app.app_context():
        for snapshot in snapshots(planted, kind):
            for text in (snapshot.to_json(), report_html(snapshot)):
                assert FOR_OFFICERS not in text
                assert ":::" not in text
                assert (FOR_MEMBERS in text) == (snapshot.edition is Edition.MEMBERS), snapshot.edition


def test_no_form_of_an_issued_report_holds_more_than_its_edition_may(app: Flask, planted: World) -> None:
    with app.app_context():
        values = snapshots(planted, ReportKind.BOARD)
        forms = make_forms(values, 1, lambda: None)
        forms += [made for value in values if (made := evidence_form(value, planted.plan))]
    assert {form.kind for form in forms} == set(FormKind)
    for form in forms:
        told = told_by(bytes_of(form.data))
        assert FOR_OFFICERS not in told, f"{form.edition} {form.kind}"
        if form.edition is Edition.PUBLIC:
            assert FOR_MEMBERS not in told, f"{form.edition} {form.kind}"


def bytes_of(data: bytes | IO[bytes]) -> bytes:
    if isinstance(data, bytes):
        return data
    with data:
        data.seek(0)
        return data.read()


def told_by(data: bytes) -> str:
    """Return all that a form says, what its readers do not see at once included."""
    if data.startswith(b"%PDF"):
        with pikepdf.open(BytesIO(data)) as document:
            names = [str(document.docinfo), str(document.open_metadata()), *document.attachments]
        whole = pypdfium2.PdfDocument(data)
        try:
            names += whole.get_metadata_dict().values()
            names += [mark.get_title() for mark in whole.get_toc()]
        finally:
            whole.close()
        return " ".join([*page_texts(data), *names])
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = [told_by(packed.read(one)) for one in packed.namelist()]
            return " ".join([*packed.namelist(), packed.comment.decode("latin-1"), *parts])
    return data.decode("utf-8", "replace")


def test_scrutiny_reads_no_officers_passage_on_any_page(app: Flask, planted: World, signed_in: Any) -> None:
    scrutiny: FlaskClient = signed_in("scrutiny")
    read = 0
    for row in rows():
        if row.method == "GET" and row.expected["scrutiny"] == 200:
            page = scrutiny.get(row.address)
            read += 1
            assert FOR_OFFICERS not in page.data.decode("utf-8", "replace"), row.address
    assert read
