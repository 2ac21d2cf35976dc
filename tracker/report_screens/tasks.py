"""Making the forms of a draft, in the worker. The web processes never render."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from tracker.clock import now
from tracker.database import db, reading_only
from tracker.jobs import TASKS, Lane, Save, Task
from tracker.models import Meeting, Plan, ReportDraft, ReportState
from tracker.operations.issuing import keep_form
from tracker.report_screens.making import docx_form, pdf_form, xlsx_form
from tracker.reports import facts
from tracker.reports.build import build_snapshot
from tracker.reports.fonts import letters_of
from tracker.reports.html import report_html
from tracker.reports.kept import last_report_to
from tracker.reports.logo import logo_address
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import Edition

TOLD_EVERY = 4  # pages
MOST_CHARACTERS_NAMED = 20


def council() -> facts.Council:
    """Return the council of the settings as a report shows it."""
    settings = current_app.config["SETTINGS"]
    return facts.Council(
        name=settings.council_name,
        first_colour=settings.council_main,
        second_colour=settings.council_accent,
        logo=logo_address(settings.council_logo),
    )


def draft_snapshot(
    draft: ReportDraft, edition: Edition | None = None, *, signed: facts.Signature | None = None
) -> Snapshot:
    """Return what a draft shows, in its own or another edition: what was signed, where it is signed.

    Needs its plan and its meeting's body. Raises Damaged where the report before is not as it was issued.
    """
    edition = edition or draft.edition
    if draft.signed_at is not None and draft.issued_id is None:
        return signed_snapshot(draft, edition)
    meeting = draft.meeting
    before = None
    if meeting is not None:
        before = last_report_to(meeting.body_id, draft.as_at, edition, leaving_out=draft.replaces_id)
    return build_snapshot(
        draft.plan,
        draft.as_at,
        edition,
        council=council(),
        meeting=facts.Meeting(body=meeting.body.name, on=meeting.on) if meeting else None,
        signed=signed,
        before=before,
        kind=draft.kind,
        recommendation=draft.recommendation_number,
    )


def signed_snapshot(draft: ReportDraft, edition: Edition) -> Snapshot:
    """Return the value that was signed, in one edition."""
    column = ReportDraft.signed_public if edition is Edition.PUBLIC else ReportDraft.signed_members
    text = db.session.scalar(sa.select(column).where(ReportDraft.id == draft.id))
    assert text is not None  # it is written with the signature
    return Snapshot.from_json(text)


def load_draft(plan: Plan | None, draft_id: int) -> ReportDraft | None:
    """Return a draft with all that its page and its report need; of any plan where none is given."""
    query = (
        sa.select(ReportDraft)
        .where(ReportDraft.id == draft_id)
        .options(
            joinedload(ReportDraft.plan),
            joinedload(ReportDraft.meeting).joinedload(Meeting.body),
            joinedload(ReportDraft.pdf_file),
            joinedload(ReportDraft.docx_file),
            joinedload(ReportDraft.xlsx_file),
            joinedload(ReportDraft.created_by),
            joinedload(ReportDraft.signed_by),
            joinedload(ReportDraft.asked_by),
            joinedload(ReportDraft.sent_back_by),
            joinedload(ReportDraft.replaces),
            joinedload(ReportDraft.issued),
        )
    )
    if plan is not None:
        query = query.where(ReportDraft.plan_id == plan.id)
    return db.session.scalar(query)


def make_report_pdf(arguments: dict[str, Any], save: Save) -> None:
    """Make the PDF of a draft, its Word document and its workbook, and keep them with it."""
    draft = load_draft(None, arguments["draft_id"])
    if draft is None or draft.state is ReportState.MADE:
        return
    draft.state, draft.pages_done = ReportState.MAKING, 0
    save()
    with reading_only():
        draft = load_draft(None, arguments["draft_id"])
        assert draft is not None  # drafts are never deleted
        snapshot, about = draft_snapshot(draft), _about(draft)
        # Nothing of the session may be touched while the pages are laid out, or it would hold a transaction.
        db.session.rollback()
    pdf = pdf_form(snapshot, teller(arguments["draft_id"], save))
    forms = [pdf, docx_form(snapshot), xlsx_form(snapshot)]
    draft = load_draft(None, arguments["draft_id"])
    assert draft is not None
    if draft.state is not ReportState.MAKING or _about(draft) != about:
        return  # it was changed meanwhile, so these files are of something else
    name = f"{draft.plan.slug}-{draft.kind.value}-{draft.as_at.isoformat()}-{draft.edition.value}"
    files = [
        keep_form(draft.plan, f"{name}.{form.kind.value}", form, by=draft.created_by, now=now())
        for form in forms
    ]
    draft.pdf_file_id, draft.docx_file_id, draft.xlsx_file_id = (file.id for file in files)
    draft.state, draft.made_at = ReportState.MADE, now()
    draft.message = _unprintable(report_html(snapshot))


def _about(draft: ReportDraft) -> tuple[object, ...]:
    return draft.kind, draft.recommendation_number, draft.meeting_id, draft.as_at, draft.edition


def _unprintable(page: str) -> str:
    """Return what to say of the characters that no font of ours has, or ""."""
    missing = letters_of(page).missing
    if not missing:
        return ""
    named = ", ".join(f"{one} (U+{ord(one):04X})" for one in missing[:MOST_CHARACTERS_NAMED])
    rest = f" and {len(missing) - MOST_CHARACTERS_NAMED} more" if len(missing) > MOST_CHARACTERS_NAMED else ""
    return f"These characters cannot be printed, and stand as □ in the PDF: {named}{rest}."


def teller(draft_id: int, save: Save, *, done: int = 0, editions_left: int = 1) -> Callable[[int, int], None]:
    """Return how the page is told how far it is. Laying out may go back, the number shown never does.

    `done` pages were laid out before; so many editions, this one included, are still to come.
    """
    furthest = 0

    def tell(page: int, expected: int) -> None:
        nonlocal furthest
        if page < furthest + TOLD_EVERY:
            return
        furthest = page
        db.session.execute(
            sa.update(ReportDraft)
            .where(ReportDraft.id == draft_id)
            .values(pages_done=done + page, pages_expected=done + max(page, expected) * editions_left)
        )
        save()

    return tell


def give_up(arguments: dict[str, Any]) -> None:
    """Say on the draft that its PDF could not be made. Nothing else of it changes."""
    draft = db.session.get_one(ReportDraft, arguments["draft_id"])
    draft.state = ReportState.FAILED
    draft.message = (
        "The report was tried three times and failed. Nothing in the draft has changed. Try again; "
        "if it fails again, tell your administrator the day and the time: the worker’s log says why."
    )


TASKS["make_report_pdf"] = Task(run=make_report_pdf, give_up=give_up, lane=Lane.SLOW)
