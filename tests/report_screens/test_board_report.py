"""From the Reports page to a PDF, and who may see it."""

from collections.abc import Callable
from datetime import date, timedelta

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.world import TODAY, World
from tracker.database import db
from tracker.jobs import run_everything_due
from tracker.models import FormKind, ReportDraft, ReportState
from tracker.operations.issuing import MadeForm
from tracker.rules.ladders import Edition

SignedIn = Callable[[str], FlaskClient]
PLAN = "/plans/harlmere"


def day_fields(name: str, day: date) -> dict[str, list[str]]:
    return {name: [str(day.day), str(day.month), str(day.year)]}


def start(lead: FlaskClient, **changes: str) -> str:
    data = {"kind": "board", "meeting": "1", "edition": "public", **day_fields("as_at", TODAY), **changes}
    answer = lead.post(f"{PLAN}/reports/new", data=data)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.location


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        # A hyphen at the end of a line comes out as a control character.
        texts = (page.get_textpage().get_text_bounded() for page in document)
        return "\n".join(texts).replace("\x02", "-")
    finally:
        document.close()


def test_a_lead_starts_a_report_for_a_meeting_and_the_worker_makes_its_pdf(
    app: Flask, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    assert "Improvement board" in lead.get(draft).get_data(as_text=True)
    lead.post(f"{draft}/pdf")
    waiting = lead.get(draft).get_data(as_text=True)
    assert "Waiting for its turn" in waiting
    assert "See how far it is now" in waiting
    with app.app_context():
        run_everything_due()
    assert "Download the PDF" in lead.get(draft).get_data(as_text=True)
    answer = lead.get(f"{draft}/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    words = text_of(answer.data)
    for expected in (
        "Hold strategy discussions on time",
        "Agree who attends at weekends",
        "Owner",
        "On track",
        "Weekend rota, October",
        "Draft",
    ):
        assert expected in " ".join(words.split())


def test_asking_twice_makes_the_files_once(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    lead.post(f"{draft}/pdf")
    lead.post(f"{draft}/pdf")
    with app.app_context():
        run_everything_due()
        assert db.session.query(ReportDraft).one().state is ReportState.MADE
        kept = (app.config["SETTINGS"].instance_path / "files").rglob("*")
        assert sum(one.is_file() for one in kept) == 3  # PDF, Word document, workbook


def test_files_of_what_a_draft_was_before_are_not_kept(
    app: Flask, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = signed_in("lead")
    draft = start(lead, edition="members")
    lead.post(f"{draft}/pdf")

    def changed_meanwhile(*arguments: object) -> MadeForm:
        db.session.query(ReportDraft).one().edition = Edition.PUBLIC
        db.session.commit()
        return MadeForm(Edition.MEMBERS, FormKind.PDF, b"%PDF of the members' edition")

    for name in ("pdf_form", "docx_form", "xlsx_form"):
        monkeypatch.setattr(f"tracker.report_screens.tasks.{name}", changed_meanwhile)
    with app.app_context():
        run_everything_due()
    assert lead.get(f"{draft}/pdf").status_code == 404


def test_a_render_that_fails_leaves_the_draft_and_says_what_to_do(
    app: Flask, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    lead.post(f"{draft}/pdf")

    def break_down(*args: object, **kwargs: object) -> bytes:
        raise ValueError("broken")

    monkeypatch.setattr("tracker.reports.pdf_process.pdf_of", break_down)
    monkeypatch.setattr("tracker.jobs.timedelta", lambda seconds: timedelta())
    with app.app_context():
        run_everything_due()
    page = lead.get(draft).get_data(as_text=True)
    assert "The PDF could not be made" in page
    assert "Nothing in the draft has changed" in page
    monkeypatch.undo()
    lead.post(f"{draft}/pdf")
    with app.app_context():
        run_everything_due()
    assert "Download the PDF" in lead.get(draft).get_data(as_text=True)


def test_the_preview_has_the_words_of_the_pdf_and_no_style_of_its_own(signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    page = lead.get(f"{draft}/preview").get_data(as_text=True)
    assert "Hold strategy discussions on time" in page
    assert "<style" not in page
    assert lead.get(f"{draft}/report.css").mimetype == "text/css"


@pytest.mark.parametrize("persona", ["owner", "contributor", "assurer"])
def test_nobody_but_leads_and_directors_reads_a_draft(signed_in: SignedIn, persona: str) -> None:
    draft = start(signed_in("lead"))
    assert signed_in(persona).get(draft).status_code == 403


def test_scrutiny_does_not_learn_that_a_draft_exists(signed_in: SignedIn) -> None:
    draft = start(signed_in("lead"))
    scrutiny = signed_in("scrutiny")
    assert scrutiny.get(draft).status_code == 404
    assert scrutiny.get(PLAN).status_code == 404
    assert "No report has been issued to you yet" in scrutiny.get("/", follow_redirects=True).get_data(
        as_text=True
    )


def test_a_day_in_the_future_is_refused_and_the_form_keeps_the_rest(signed_in: SignedIn) -> None:
    tomorrow = TODAY + timedelta(days=1)
    data = {"kind": "board", "meeting": "1", "edition": "members", **day_fields("as_at", tomorrow)}
    page = signed_in("lead").post(f"{PLAN}/reports/new", data=data).get_data(as_text=True)
    assert "must not be in the future" in page
    assert f'value="{tomorrow.year}"' in page


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("31 2 2026", "must be a real date"),
        ("1 1 26", "year with four digits"),
        ("", "Enter the day"),
        ("31 x", "must be a real date"),
    ],
)
def test_a_day_that_does_not_exist_is_said_in_words(signed_in: SignedIn, written: str, message: str) -> None:
    data = {"kind": "board", "meeting": "0", "edition": "public", "as_at": written.split(" ")}
    page = signed_in("lead").post(f"{PLAN}/reports/new", data=data).get_data(as_text=True)
    assert message in page


def test_a_meeting_is_added_once_however_often_it_is_posted(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead = signed_in("lead")
    data = {"body": "Scrutiny committee", "kind": "committee", **day_fields("on", TODAY + timedelta(days=30))}
    for _ in range(2):
        assert lead.post(f"{PLAN}/meetings/new", data=data).status_code == 302
    assert lead.get(f"{PLAN}/reports").get_data(as_text=True).count('<th scope="row">Scrutiny committee') == 1
