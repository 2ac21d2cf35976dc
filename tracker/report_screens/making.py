"""The forms of a report, made of its value: for issuing it, for making up what is missing, for verifying."""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

import sqlalchemy as sa
from flask import current_app
from markupsafe import Markup, escape

from tracker.database import db, reading_only
from tracker.models import Evidence, FormKind, StoredFile
from tracker.operations.files import path_for
from tracker.operations.issuing import MadeForm
from tracker.report_screens.styles import screen_css
from tracker.reports import facts, pdf_process
from tracker.reports.attachments import attachments, write_zip
from tracker.reports.editions import AUDIENCES
from tracker.reports.html import issue_line, report_html
from tracker.reports.pages import pages_of
from tracker.reports.snapshot import Snapshot
from tracker.reports.workbook import snapshot_to_xlsx

_IN_MEMORY = 5 * 1024 * 1024  # bytes of a ZIP file; a longer one goes through the disk


def quick_forms(snapshot: Snapshot) -> list[MadeForm]:
    """Return the forms of an edition that need no laying out: its value, the page on screen and its style."""
    edition = snapshot.edition
    # The addresses are relative to the page's own, so that they hold whatever the site is called later.
    bar = Markup("<nav aria-label='Back'><a href='../{0}'>Back to report {0}</a></nav>").format(
        escape(snapshot.number)
    )
    page = report_html(snapshot, stylesheet=f"{edition.value}.css", bar=bar)
    return [
        MadeForm(edition, FormKind.SNAPSHOT, snapshot.to_json().encode()),
        MadeForm(edition, FormKind.HTML, page.encode()),
        MadeForm(edition, FormKind.STYLES, screen_css(snapshot).encode()),
    ]


def pdf_form(snapshot: Snapshot, told: Any = None) -> MadeForm:
    """Return the PDF of an edition."""
    data = pdf_process.pdf_of(report_html(snapshot), on_page=told)
    return MadeForm(snapshot.edition, FormKind.PDF, data, pages_of(data))


def docx_form(snapshot: Snapshot) -> MadeForm:
    """Return the Word document of an edition."""
    # Only here: Word's library and the renderer of the charts take long to load.
    from tracker.reports.word.document import html_to_docx
    from tracker.reports.word.look import look_of

    look = look_of(snapshot, issue_line(snapshot))
    return MadeForm(
        snapshot.edition, FormKind.DOCX, html_to_docx(report_html(snapshot), look, snapshot.as_at)
    )


def xlsx_form(snapshot: Snapshot) -> MadeForm:
    """Return the workbook with the data of an edition."""
    return MadeForm(snapshot.edition, FormKind.XLSX, snapshot_to_xlsx(snapshot))


MADE_SLOWLY: dict[FormKind, Callable[[Snapshot], MadeForm]] = {
    FormKind.PDF: pdf_form,
    FormKind.DOCX: docx_form,
    FormKind.XLSX: xlsx_form,
}


def evidence_form(snapshot: Snapshot, plan_id: int) -> MadeForm | None:
    """Return the ZIP file of the evidence that an edition may carry today, or None where there is no file."""
    # The hash of a removed file is blank, so it is none that was signed.
    query = (
        sa.select(Evidence.number, StoredFile.sha256)
        .join(StoredFile, StoredFile.id == Evidence.file_id)
        .where(Evidence.plan_id == plan_id, Evidence.audience.in_(AUDIENCES[snapshot.edition]))
    )
    with reading_only():
        now_kept = {row.number: row.sha256 for row in db.session.execute(query)}
        db.session.rollback()  # no transaction is held while files are copied

    def is_still_so(item: facts.Evidence) -> bool:
        if item.file is None or now_kept.get(item.number) != item.file.sha256:
            return False
        return path_for(item.file.sha256).exists()

    found = attachments(snapshot, current_app.config["SETTINGS"].max_attached_bytes, is_still_so)
    if not any(one.name for one in found):
        return None
    stream = cast("IO[bytes]", SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - the form's reader ends it
    write_zip(stream, snapshot, found, path_for)
    return MadeForm(snapshot.edition, FormKind.ZIP, stream)
