"""Removing personal data from mails, from inside stored files, and from issued reports."""

import io
import zipfile
from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import joinedload

from tests.plan.test_removing_personal_data import NAME, PAGE, REASON, everything, keys
from tests.report_screens.issued import issued_report
from tests.site.furnished import furnish
from tests.world import NOW, SLUG, World
from tracker.config import Settings
from tracker.database import db
from tracker.jobs import run_everything_due
from tracker.mail import send_later
from tracker.models import (
    Action,
    Evidence,
    EvidenceForm,
    FormKind,
    IssuedForm,
    IssuedReport,
    Meeting,
    OutgoingMail,
    Plan,
    ReportDraft,
    ReportState,
)
from tracker.operations.files import path_of, store_file

SignIn = Callable[[str], FlaskClient]


def test_a_waiting_mail_leaves_without_the_words_and_not_to_who_was_removed(
    app: Flask, settings: Settings, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        send_later("owner@harlmere.example", "1.1", f"Ask {NAME}.", plan=plan, now=NOW)
        send_later("quillfeather@harlmere.example", "1.1", "Ask.", plan=plan, now=NOW)
        send_later("owner@harlmere.example", "Not of this plan", NAME, plan=None, now=NOW)
        db.session.commit()
    lead = signed_in("lead")
    page = lead.post(PAGE, data={"do": "search", "words": "quillfeather"}).get_data(as_text=True)
    lead.post(PAGE, data={"do": "remove", "words": "quillfeather", "reason": REASON, "place": keys(page)})
    with app.app_context():
        run_everything_due()
        kept = [(mail.to_address, mail.text) for mail in db.session.query(OutgoingMail)]
    assert kept == [
        ("owner@harlmere.example", "Ask Tamsin [removed]."),
        ("[removed]@harlmere.example", "Ask."),
        ("owner@harlmere.example", NAME),
    ]
    sent = [path.read_text() for path in settings.instance_path.glob("mail/*.eml")]
    assert len(sent) == 2
    assert any("Ask Tamsin [removed]." in mail for mail in sent)


def test_files_are_looked_into_and_only_those_chosen_go(app: Flask, world: World, signed_in: SignIn) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (9, 9)).save(picture, "PNG")
    document = io.BytesIO()
    with zipfile.ZipFile(document, "w") as package:
        package.writestr("word/document.xml", f"<w><p>About {NAME}.</p></w>")
    with app.app_context():
        furnish(world)
        plan = db.session.get_one(Plan, world.plan)
        files = [
            store_file(plan, name, content, by=None, now=NOW)
            for name, content in (("visit.docx", document.getvalue()), ("photo.png", picture.getvalue()))
        ]
        item = db.session.get_one(Evidence, 1)
        item.form, item.url, item.file_id = EvidenceForm.FILE, "", files[0].id
        draft = db.session.query(ReportDraft).first()
        assert draft
        draft.pdf_file_id, draft.made_at, draft.state = files[0].id, NOW, ReportState.MADE
        db.session.commit()
        places = [f"stored_file-{file.id}-name" for file in files]
        paths = [path_of(file) for file in files]
    lead = signed_in("lead")
    page = lead.post(PAGE, data={"do": "search", "words": NAME}).get_data(as_text=True)
    assert "1 file with these words" in page
    assert "The file of E1: visit.docx" in page
    assert "Not looked through: it is a picture" in page
    assert set(places) <= set(keys(page))
    assert f'value="{places[0]}" checked' not in page, "a file goes whole, so a lead has to choose it"
    lead.post(PAGE, data={"do": "remove", "words": NAME, "reason": REASON, "place": places})
    assert [path.exists() for path in paths] == [False, False]
    assert "[removed] on" in lead.get(f"/plans/{SLUG}/evidence/1").get_data(as_text=True)
    with app.app_context():
        assert db.session.query(ReportDraft).filter_by(pdf_file_id=files[0].id).count() == 0


def test_an_issued_report_is_withdrawn_and_its_forms_are_purged(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        furnish(world)
        plan = db.session.get_one(Plan, world.plan)
        db.session.query(Action).one().title = f"Visit {NAME}"
        meeting = db.session.get_one(Meeting, 1)
        report = issued_report(plan, meeting, world, pdf=b"%PDF-1.7 of its own")
        db.session.commit()
        number, report_id = report.number, report.id
        # Other forms of these stand-ins are the same bytes as another report's, and stay for that.
        held = (FormKind.SNAPSHOT, FormKind.HTML, FormKind.PDF)
        files = [path_of(form.file) for form in _forms_of(report_id) if form.file and form.kind in held]
        assert len(files) == 6
    place = f"issued_report-{number}-forms"
    lead = signed_in("lead")
    page = lead.post(PAGE, data={"do": "search", "words": NAME}).get_data(as_text=True)
    assert "1 issued report</" in " ".join(page.split()).replace(" </", "</")
    # The stand-ins for ZIP files cannot be read, so the reports that hold them are named as well.
    assert "with evidence files to look through yourself" in page
    assert f'href="/plans/{SLUG}/issued-reports/{number}/replace"' in page
    form = {"do": "remove", "words": NAME, "reason": REASON, "place": [*keys(page), place]}
    told = lead.post(PAGE, data=form, follow_redirects=True).get_data(as_text=True)
    assert "Issue what replaces it" in told
    assert not any(path.exists() for path in files)
    with app.app_context():
        left = _forms_of(report_id)
        assert all(form.file is None and len(form.sha256) == 64 for form in left)
        assert db.session.get_one(IssuedReport, report_id).withdrawn_reason == REASON
    assert "quillfeather" not in everything(app)
    assert lead.get(f"/plans/{SLUG}/issued-reports/{number}").status_code == 200
    assert lead.get(f"/plans/{SLUG}/issued-reports/{number}/public.pdf").status_code == 410


def _forms_of(report_id: int) -> list[IssuedForm]:
    forms = sa.select(IssuedForm).where(IssuedForm.report_id == report_id)
    return list(db.session.scalars(forms.options(joinedload(IssuedForm.file))))
