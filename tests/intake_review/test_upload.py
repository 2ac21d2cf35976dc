"""Bringing a report in: what is taken, what is refused, and what happens while it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.intake.sample_files import writer_of
from tests.intake_review.reports import PASTED, PLAN, fields_of
from tests.sheets.workbooks import workbook
from tests.world import World
from tracker.database import db
from tracker.intake.model import UnreadableDocument
from tracker.intake_review import tasks
from tracker.jobs import TASKS, run_everything_due
from tracker.models import IntakeDraft, IntakeState, StoredFile

SignedIn = Callable[[str], FlaskClient]
NEW = f"{PLAN}/reports-in/new"
ENCRYPTED_PDF = b"%PDF-1.4\nthis is no PDF that anybody can open"


def upload(browser: FlaskClient, data: bytes, name: str, **more: str) -> str:
    form = {"file": (BytesIO(data), name), **more}
    return browser.post(NEW, data=form, follow_redirects=True).get_data(as_text=True)


def count(app: Flask, kind: type) -> int:
    with app.app_context():
        return int(db.session.query(kind).count())


def test_pasted_text_is_read_by_the_worker_and_then_checked(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    # A copy from a viewer may bring characters along that no text file holds.
    answer = lead.post(NEW, data={"text": PASTED + "\x00"})
    assert "is being read" in lead.get(answer.location).get_data(as_text=True)
    with app.app_context():
        run_everything_due()
    page = lead.get(answer.location).get_data(as_text=True)
    assert "Check what we found" in page
    assert "Give every care leaver a health history before they are eighteen." in page
    assert "Add 3 recommendations to the plan" in page


def test_an_uploaded_file_is_kept_as_it_came(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    data = PASTED.encode("cp1252")
    assert "“report.txt” is being read" in upload(lead, data, "reports/report.txt")
    answer = lead.get(f"{PLAN}/reports-in/1/source")
    assert answer.data == data
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with app.app_context():
        assert db.session.get_one(StoredFile, 1).sha256 == hashlib.sha256(data).hexdigest()


def test_the_page_says_how_far_the_reading_of_a_scan_is(
    app: Flask, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = signed_in("lead")
    assert "is being read" in upload(lead, b"%PDF-1.7 pictures of twelve pages", "scan.pdf")
    seen = []

    def read(*_: object, progress: Callable[[int, int], None], **__: object) -> None:
        for page in (1, 3):
            progress(page, 12)
            seen.append(lead.get(f"{PLAN}/reports-in/1").get_data(as_text=True))
        raise UnreadableDocument("Its pages are empty.")

    monkeypatch.setattr(tasks, "read_in_process", read)
    with app.app_context():
        run_everything_due()
    assert "page 1 of 12" in seen[0]
    assert "“scan.pdf” is a scan" in seen[1]
    assert "page 3 of 12" in seen[1]
    assert 'value="2" max="12"' in seen[1]
    assert "Its pages are empty." in lead.get(f"{PLAN}/reports-in/1").get_data(as_text=True)
    lead.post(f"{PLAN}/reports-in/1", data={"do": "again"})
    assert "of 12" not in lead.get(f"{PLAN}/reports-in/1").get_data(as_text=True)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (writer_of("# Recommendations", "1 Hold every visit on time."), "report.odt"),
        (b"<!doctype html><h2>Recommendations</h2><ol><li>Hold every visit on time.</ol>", "report.html"),
    ],
)
def test_open_documents_and_saved_web_pages_are_taken_and_read(
    app: Flask, signed_in: SignedIn, data: bytes, name: str
) -> None:
    lead = signed_in("lead")
    assert "is being read" in upload(lead, data, name)
    with app.app_context():
        run_everything_due()
    assert "Hold every visit on time." in lead.get(f"{PLAN}/reports-in/1").get_data(as_text=True)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "empty.pdf", "The file is empty"),
        (b"\x89PNG\r\n\x1a\n....", "report.pdf", "This file is a picture, which is not read here"),
        (b"MZ\x00\x01\x02", "report.docx", "not a document we can read"),
        (b"PK\x03\x04 cut off", "report.docx", "This file is damaged: it begins like a Word document"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90), "report.docx", "an Office file with a password"),
        (b"x" * 1001, "long.txt", "It may have 1 KB at most"),
    ],
)
def test_a_file_of_the_wrong_kind_or_size_is_named_at_the_field_and_nothing_is_saved(
    app: Flask,
    signed_in: SignedIn,
    data: bytes,
    name: str,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = {**vars(app.config["SETTINGS"]), "max_file_bytes": 1000}
    monkeypatch.setitem(app.config, "SETTINGS", type(app.config["SETTINGS"])(**small))
    page = upload(signed_in("lead"), data, name)
    assert words in page
    assert "Error: Bring in a report" in page
    assert count(app, IntakeDraft) == count(app, StoredFile) == 0


def test_a_spreadsheet_is_sent_to_where_plans_are_brought_in(signed_in: SignedIn) -> None:
    page = upload(signed_in("lead"), workbook([["Recommendation", "Action"]]), "plan.xlsx")
    assert "If it holds a plan, use “Bring in an existing plan”" in page


def test_a_file_and_a_text_together_are_refused_and_the_text_is_still_there(
    app: Flask, signed_in: SignedIn
) -> None:
    page = upload(signed_in("lead"), b"some words", "report.txt", text="Words that took long to copy")
    assert "Bring in a file or a text, not both" in page
    assert "Words that took long to copy" in page
    assert count(app, IntakeDraft) == 0


def test_nothing_at_all_is_refused(signed_in: SignedIn) -> None:
    page = signed_in("lead").post(NEW, data={}).get_data(as_text=True)
    assert "Choose a file, or paste the text of the report" in page


def test_a_text_that_is_too_long_comes_back_in_full(app: Flask, signed_in: SignedIn) -> None:
    text = "word " * 200_002
    page = signed_in("lead").post(NEW, data={"text": text}).get_data(as_text=True)
    assert "must be 1,000,000 characters or fewer" in page
    assert text.strip() in page
    assert count(app, IntakeDraft) == 0


def test_a_document_that_cannot_be_read_says_why_and_keeps_the_file(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    upload(lead, ENCRYPTED_PDF, "report.pdf")
    with app.app_context():
        run_everything_due()
    page = lead.get(f"{PLAN}/reports-in/1").get_data(as_text=True)
    assert "This report could not be read" in page
    assert "The file is kept, and nothing is in the plan" in page
    assert lead.get(f"{PLAN}/reports-in/1/source").data == ENCRYPTED_PDF
    lead.post(f"{PLAN}/reports-in/1", data={"text": PASTED})
    with app.app_context():
        run_everything_due()
    assert "Check what we found" in lead.get(f"{PLAN}/reports-in/1").get_data(as_text=True)


def test_the_same_file_can_be_tried_again_and_an_empty_form_is_named(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    upload(lead, ENCRYPTED_PDF, "report.pdf")
    with app.app_context():
        run_everything_due()
    page = lead.post(f"{PLAN}/reports-in/1", data={}).get_data(as_text=True)
    assert "Choose a file, or paste the text of the report" in page
    answer = lead.post(f"{PLAN}/reports-in/1", data={"do": "again"}, follow_redirects=True)
    assert "is being read" in answer.get_data(as_text=True)


def test_a_document_without_recommendations_says_so_and_can_still_be_kept(
    app: Flask, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    lead.post(NEW, data={"text": "Minutes of a meeting at which tea was served."})
    with app.app_context():
        run_everything_due()
    page = lead.get(f"{PLAN}/reports-in/1").get_data(as_text=True)
    assert "We found no recommendations" in page
    assert "Nothing is proposed" in page
    answer = lead.post(
        f"{PLAN}/reports-in/1", data={**fields_of(page), "do": "confirm"}, follow_redirects=True
    )
    assert "It adds no recommendations" in answer.get_data(as_text=True)


def test_a_reading_that_fails_three_times_is_given_up_in_words(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    lead.post(NEW, data={"text": PASTED})
    with app.app_context():
        TASKS["read_report"].give_up({"draft_id": 1, "file_id": 1})
        db.session.commit()
    assert "failed three times" in lead.get(f"{PLAN}/reports-in/1").get_data(as_text=True)


def test_a_draft_discarded_while_it_waits_is_not_read(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    lead.post(NEW, data={"text": PASTED})
    page = lead.post(f"{PLAN}/reports-in/1/discard", follow_redirects=True).get_data(as_text=True)
    assert "is discarded" in page
    with app.app_context():
        run_everything_due()
        assert db.session.get_one(IntakeDraft, 1).state is IntakeState.DISCARDED
    assert lead.get(f"{PLAN}/reports-in/1").status_code == 404


def test_only_a_lead_of_the_plan_brings_reports_in(app: Flask, signed_in: SignedIn, world: World) -> None:
    signed_in("lead").post(NEW, data={"text": PASTED})
    for persona, status in (("director", 403), ("owner", 403), ("scrutiny", 404), ("stranger", 404)):
        browser = signed_in(persona)
        for address in (f"{PLAN}/reports-in", NEW, f"{PLAN}/reports-in/1", f"{PLAN}/reports-in/1/source"):
            assert browser.get(address).status_code == status, f"{persona} {address}"
    assert signed_in("stranger").get("/plans/elsewhere/reports-in/1").status_code == 404
