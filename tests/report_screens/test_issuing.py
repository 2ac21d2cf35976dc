"""From a signed draft to an issued report that never changes."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import joinedload, selectinload

from tests.report_screens.issued import issued_report
from tests.report_screens.test_board_report import day_fields, start, text_of
from tests.world import NOW, TODAY, World, add, add_evidence, add_update
from tracker.database import db
from tracker.jobs import run_everything_due
from tracker.models import (
    Action,
    Body,
    BodyKind,
    FormKind,
    IssuedForm,
    IssuedReport,
    Meeting,
    Person,
    Plan,
    Recommendation,
    ReportDraft,
    ReportState,
)
from tracker.operations.files import path_of, purge_bytes
from tracker.operations.issuing import MadeForm, purge_forms
from tracker.operations.standing import refresh_standings
from tracker.rules.ladders import Audience, Delivery, Edition

SignedIn = Callable[[str], FlaskClient]
PLAN = "/plans/harlmere"


@pytest.fixture
def quick_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay nothing out: these tests are about what is kept, and one of them makes real pages."""
    monkeypatch.setattr(
        "tracker.reports.pdf_process.pdf_of", lambda html, on_page=None: b"%PDF " + html.encode()
    )
    monkeypatch.setattr("tracker.report_screens.making.pages_of", lambda pdf: 3)
    monkeypatch.setattr(
        "tracker.report_screens.issue_task.docx_form",
        lambda value: MadeForm(value.edition, FormKind.DOCX, b"PK " + value.to_json().encode()),
    )


def work(app: Flask) -> None:
    with app.app_context():
        run_everything_due()


def sign(signed_in: SignedIn, draft: str) -> None:
    assert signed_in("director").post(f"{draft}/sign").status_code == 302


def issue(app: Flask, signed_in: SignedIn) -> str:
    """Start, sign and issue a report to the board; return the address of its page."""
    lead = signed_in("lead")
    draft = start(lead)
    sign(signed_in, draft)
    lead.post(f"{draft}/issue")
    work(app)
    answer = lead.get(draft)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return str(answer.location)


@pytest.fixture
def kept(app: Flask, world: World) -> None:
    """Report 1 to the board."""
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        issued_report(plan, db.session.query(Meeting).one(), world)
        db.session.commit()


def test_a_signed_report_is_issued_in_both_editions_with_number_and_code(
    app: Flask, signed_in: SignedIn
) -> None:
    page = issue(app, signed_in)
    lead = signed_in("lead")
    assert page == f"{PLAN}/issued-reports/1"
    coming = lead.get(f"{PLAN}/reports").get_data(as_text=True).split('id="drafts"')[0]
    assert "number 1</a>, issued" in coming
    assert "Not started" not in coming
    shown = lead.get(page).get_data(as_text=True)
    for edition in ("public", "members"):
        pdf = lead.get(f"{page}/{edition}.pdf")
        assert pdf.mimetype == "application/pdf"
        words = " ".join(text_of(pdf.data).split())
        code = words.split("Check code ")[1][:9]
        assert code in shown
        assert "Report 1 |" in words
        assert "Draft" not in words
        assert "Approved" in words
        twin = lead.get(f"{page}/{edition}.html").get_data(as_text=True)
        assert code in twin
        assert f'href="{edition}.css"' in twin
        assert lead.get(f"{page}/{edition}.css").mimetype == "text/css"


@pytest.mark.usefixtures("quick_pdf")
def test_pages_of_the_draft_that_were_left_open_lead_to_the_issued_report(
    app: Flask, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    sign(signed_in, draft)
    lead.post(f"{draft}/issue")
    work(app)
    assert lead.get(f"{draft}/preview").location == f"{PLAN}/issued-reports/1"
    lead.post(f"{draft}/pdf")
    assert lead.get(draft).location == f"{PLAN}/issued-reports/1"
    with app.app_context():
        assert db.session.query(ReportDraft).one().state is not ReportState.WAITING


@pytest.mark.usefixtures("quick_pdf")
def test_numbers_follow_one_another(app: Flask, signed_in: SignedIn) -> None:
    assert issue(app, signed_in).endswith("/1")
    assert issue(app, signed_in).endswith("/2")


@pytest.mark.usefixtures("quick_pdf")
def test_a_draft_that_nobody_signed_is_not_issued(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    lead.post(f"{draft}/issue")
    assert "A director must sign the report" in lead.get(draft).get_data(as_text=True)
    work(app)
    with app.app_context():
        assert db.session.query(IssuedReport).count() == 0


def test_a_lead_cannot_sign(signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    assert lead.post(f"{start(lead)}/sign").status_code == 403


def test_a_report_without_a_meeting_is_not_signed(app: Flask, signed_in: SignedIn) -> None:
    draft = start(signed_in("lead"), meeting="0")
    director = signed_in("director")
    director.post(f"{draft}/sign")
    assert "Choose the meeting" in director.get(draft).get_data(as_text=True)


def test_changing_a_draft_ends_its_signature(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    sign(signed_in, draft)
    assert "Signed" in lead.get(draft).get_data(as_text=True)
    same = {"kind": "board", "meeting": "1", "edition": "public", **day_fields("as_at", TODAY)}
    lead.post(f"{draft}/edit", data=same)
    with app.app_context():
        assert db.session.query(ReportDraft).one().signed_at is not None
    lead.post(f"{draft}/edit", data={**same, **day_fields("as_at", TODAY - timedelta(days=1))})
    with app.app_context():
        assert db.session.query(ReportDraft).one().signed_at is None
    assert "has to sign" in lead.get(draft).get_data(as_text=True)


@pytest.mark.usefixtures("quick_pdf")
def test_what_was_signed_is_issued_whatever_the_plan_says_by_then(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    sign(signed_in, draft)
    with app.app_context():
        db.session.query(Action).one().title = "Something else"
        db.session.commit()
    assert "Something else" not in lead.get(f"{draft}/preview").get_data(as_text=True)
    lead.post(f"{draft}/issue")
    work(app)
    twin = lead.get(f"{PLAN}/issued-reports/1/public.html").get_data(as_text=True)
    assert "Agree who attends at weekends" in twin
    assert "Something else" not in twin


def test_a_render_that_fails_leaves_draft_and_signature_and_takes_no_number(
    app: Flask, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    sign(signed_in, draft)
    lead.post(f"{draft}/issue")
    waiting = lead.get(draft).get_data(as_text=True)
    assert "Issuing the report" in waiting
    assert lead.post(f"{draft}/end-signature").status_code == 302

    def break_down(*args: object, **kwargs: object) -> bytes:
        raise ValueError("broken")

    with monkeypatch.context() as broken:
        broken.setattr("tracker.reports.pdf_process.pdf_of", break_down)
        broken.setattr("tracker.jobs.timedelta", lambda seconds: timedelta())
        work(app)
    page = lead.get(draft).get_data(as_text=True)
    assert "The report could not be issued" in page
    assert "its signature are as they were" in page
    with app.app_context():
        assert db.session.query(IssuedReport).count() == 0
        assert db.session.query(Plan).order_by(Plan.id).first().last_report_number == 0  # type: ignore[union-attr]
        assert db.session.query(ReportDraft).one().signed_at is not None


@pytest.mark.usefixtures("quick_pdf")
def test_a_signature_from_before_another_report_to_the_body_is_not_enough(
    app: Flask, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    sign(signed_in, draft)
    issue(app, signed_in)
    lead.post(f"{draft}/issue")
    work(app)
    assert "have it signed again" in lead.get(draft).get_data(as_text=True)


@pytest.mark.usefixtures("kept")
def test_the_next_draft_says_what_changed_since_the_body_met(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    with app.app_context():
        action = db.session.query(Action).one()
        add_update(action, world.people["owner"], delivery=Delivery.AT_RISK, at=NOW)
        refresh_standings([action.id], TODAY)
        db.session.commit()
    lead = signed_in("lead")
    preview = lead.get(f"{start(lead)}/preview").get_data(as_text=True)
    assert "one moved down" in preview
    assert "Compared with report 1" in preview


@pytest.mark.usefixtures("kept")
def test_a_body_is_never_shown_what_changed_since_another_bodys_report(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    with app.app_context():
        body = add(Body(plan_id=world.plan, name="Committee", kind=BodyKind.COMMITTEE))
        meeting = add(Meeting(body_id=body.id, on=TODAY + timedelta(days=9))).id
        db.session.commit()
    lead = signed_in("lead")
    draft = start(lead, meeting=str(meeting))
    assert "This is the first report to this body" in lead.get(f"{draft}/preview").get_data(as_text=True)


@pytest.mark.usefixtures("kept")
def test_everything_changes_and_the_report_stays(
    app: Flask, world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = signed_in("lead")
    names = [
        f"{edition}.{ending}"
        for edition in ("public", "members")
        for ending in ("html", "css", "pdf", "json")
    ]
    before = {name: lead.get(f"{PLAN}/issued-reports/1/{name}").data for name in names}
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        plan.title, plan.strapline, plan.stale_after_days = "Another title", "Another strapline", 7
        for action in db.session.query(Action):
            action.title = action.description = "Changed"
        for recommendation in db.session.query(Recommendation):
            recommendation.text = "Changed"
        for person in db.session.query(Person):
            person.name = "Somebody else"
        db.session.query(Body).one().name = "Another body"
        db.session.commit()
    monkeypatch.setattr("tracker.report_screens.tasks.council", lambda: None)
    after = {name: lead.get(f"{PLAN}/issued-reports/1/{name}").data for name in names}
    assert after == before
    assert "Improvement board" in lead.get(f"{PLAN}/issued-reports/1").get_data(as_text=True)


@pytest.mark.usefixtures("kept")
def test_a_form_that_is_not_the_one_issued_is_not_shown(app: Flask, signed_in: SignedIn) -> None:
    file = file_of(app, FormKind.HTML)
    file.write_bytes(file.read_bytes().replace(b"On track", b"Delivered"))
    answer = signed_in("lead").get(f"{PLAN}/issued-reports/1/public.html")
    assert answer.status_code == 410
    assert "is not what was issued" in answer.get_data(as_text=True)


def file_of(app: Flask, kind: FormKind) -> Path:
    """Return where the public form of report 1 lies."""
    with app.app_context():
        forms = sa.select(IssuedForm).where(IssuedForm.kind == kind, IssuedForm.edition == Edition.PUBLIC)
        form = db.session.scalars(forms.options(joinedload(IssuedForm.file))).one()
        assert form.file is not None
        return path_of(form.file)


@pytest.mark.usefixtures("quick_pdf", "kept")
def test_a_replacement_has_its_own_number_and_the_first_says_why(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    data = {"reason": "Two dates were wrong", **day_fields("as_at", TODAY)}
    draft = lead.post(f"{PLAN}/issued-reports/1/replace", data=data).location
    sign(signed_in, draft)
    lead.post(f"{draft}/issue")
    work(app)
    assert lead.get(draft).location == f"{PLAN}/issued-reports/2"
    first = lead.get(f"{PLAN}/issued-reports/1").get_data(as_text=True)
    assert "Replaced by report 2" in first
    assert "Two dates were wrong" in first
    second = lead.get(f"{PLAN}/issued-reports/2/public.html").get_data(as_text=True)
    assert "This is the first report to this body" in second


@pytest.mark.usefixtures("kept")
def test_a_withdrawn_report_stays_with_its_reason(signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    empty = lead.post(f"{PLAN}/issued-reports/1/withdraw", data={"reason": ""})
    assert "Enter why" in empty.get_data(as_text=True)
    lead.post(f"{PLAN}/issued-reports/1/withdraw", data={"reason": "A name was in it"})
    page = lead.get(f"{PLAN}/reports").get_data(as_text=True)
    assert "Withdrawn on" in page
    assert "A name was in it" in page
    assert lead.get(f"{PLAN}/issued-reports/1/public.pdf").status_code == 200


@pytest.mark.usefixtures("kept")
def test_purged_forms_are_gone_and_number_and_hashes_remain(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    lead = signed_in("lead")
    lead.post(f"{PLAN}/issued-reports/1/withdraw", data={"reason": "It held personal data"})
    with app.app_context():
        plan, by = db.session.get_one(Plan, world.plan), db.session.get_one(Person, world.people["lead"])
        report = db.session.scalars(
            sa.select(IssuedReport).options(selectinload(IssuedReport.forms).joinedload(IssuedForm.file))
        ).one()
        paths = [path_of(form.file) for form in report.forms if form.file]
        hashes = purge_forms(plan, report, by=by, now=NOW)
        db.session.commit()
        for sha256 in hashes:
            purge_bytes(sha256)
    assert len(paths) >= 8
    assert not any(path.exists() for path in paths)
    assert lead.get(f"{PLAN}/issued-reports/1/public.pdf").status_code == 410
    assert "-" in lead.get(f"{PLAN}/issued-reports/1").get_data(as_text=True).split("Check code")[1]


@pytest.mark.usefixtures("kept")
def test_a_printout_is_known_by_its_number_and_code(signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    sha = hashlib.sha256(lead.get(f"{PLAN}/issued-reports/1/members.json").data).hexdigest()
    right = lead.get(f"{PLAN}/check-report?number=1&code={sha[:4].upper()}-{sha[4:8]}").get_data(as_text=True)
    assert "Number and code belong together" in right
    assert "members’ edition" in right
    wrong = "0000-0000" if not sha.startswith("00000000") else "1111-1111"
    for query in (f"number=1&code={wrong}", f"number=2&code={sha[:8]}", f"number=1&code={sha[:4]}"):
        assert "No report that you may read" in lead.get(f"{PLAN}/check-report?{query}").get_data(
            as_text=True
        )
    assert "Enter the check code" in lead.get(f"{PLAN}/check-report?number=1").get_data(as_text=True)


def test_text_for_members_and_officers_stays_where_it_belongs(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    with app.app_context():
        plan, action = db.session.get_one(Plan, world.plan), db.session.query(Action).one()
        for audience in (Audience.MEMBERS, Audience.OFFICERS):
            item = add_evidence(plan, action, world.people["owner"], audience=audience)
            planted = f"PLANTED-{audience.value}"
            item.title, item.shows, item.url = planted, planted, f"https://x.example/{planted}"
        issued_report(plan, db.session.query(Meeting).one(), world)
        db.session.commit()
    lead = signed_in("lead")
    for ending in ("html", "css", "json"):
        public = lead.get(f"{PLAN}/issued-reports/1/public.{ending}").get_data(as_text=True)
        members = lead.get(f"{PLAN}/issued-reports/1/members.{ending}").get_data(as_text=True)
        assert "PLANTED" not in public
        assert "PLANTED-officers" not in members
        assert ("PLANTED-members" in members) == (ending != "css")


@pytest.mark.usefixtures("quick_pdf")
def test_a_draft_that_is_being_issued_cannot_be_changed(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    sign(signed_in, draft)
    lead.post(f"{draft}/issue")
    data = {"kind": "board", "meeting": "1", "edition": "members", **day_fields("as_at", TODAY)}
    assert "is being issued" in lead.post(f"{draft}/edit", data=data).get_data(as_text=True)
    with app.app_context():
        assert db.session.query(ReportDraft).one().issue_state is ReportState.WAITING
