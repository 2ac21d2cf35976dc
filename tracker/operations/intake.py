"""Bringing in a report: the draft from upload to confirmation or discarding."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tracker.database import db
from tracker.intake.model import Reading, UnreadableDocument
from tracker.intake.sniff import sniff
from tracker.models import IntakeDraft, IntakeState, Person, Plan, StoredFile
from tracker.operations import brought_in
from tracker.operations.errors import Refused
from tracker.operations.files import PDF, TEXT, content_type_of, keep_bytes, store_file
from tracker.operations.intake_draft import DraftReview, review_of

LONGEST_PASTE = 1_000_000  # characters
PASTED = "Pasted text"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
_READABLE = (PDF, WORD, OPEN_TEXT, TEXT)
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


def bring_in_file(plan: Plan, name: str, data: bytes, *, by: Person, now: datetime) -> IntakeDraft:
    """Keep a report as it came and return its draft, which waits to be read.

    Raises Refused for the field "file" where it is empty, too large, or of a kind that cannot be read.
    """
    file = store_report(plan, name, data, by=by, now=now)
    return brought_in.start_draft(IntakeDraft, plan, file, by=by, now=now)


def bring_in_text(plan: Plan, text: str, *, by: Person, now: datetime) -> IntakeDraft:
    """Keep pasted text and return its draft. Raises Refused for the field "text" where it is too long."""
    file = store_text(plan, text, by=by, now=now)
    return brought_in.start_draft(IntakeDraft, plan, file, by=by, now=now)


def store_report(plan: Plan, name: str, data: bytes, *, by: Person, now: datetime) -> StoredFile:
    """Keep the file of a report. Raises Refused for what the reader cannot read."""
    if data and content_type_of(data) not in _READABLE:
        raise Refused("file", _why_not(data))
    return store_file(plan, name, data, by=by, now=now)


def _why_not(data: bytes) -> str:
    """Return what a file is that cannot be a report, and what to do, as the reader would say it."""
    try:
        sniff(data)
    except UnreadableDocument as error:
        if "spreadsheet" in error.message:
            return (
                "This is a spreadsheet. If it holds a plan, use “Bring in an existing plan” on the plan page"
            )
        return error.message.removesuffix(".")
    return (
        "The report must be a PDF, a Word document (.docx), an OpenDocument text (.odt) or text. "
        "Save it as one of these, or paste its text"
    )


def store_text(plan: Plan, text: str, *, by: Person, now: datetime) -> StoredFile:
    """Keep pasted text as a file. Raises Refused where it is empty or too long."""
    if not text.strip():
        raise Refused("text", "Paste the text of the report")
    if len(text) > LONGEST_PASTE:
        raise Refused("text", f"The text has {len(text):,} characters. It may have {LONGEST_PASTE:,} at most")
    data = _UNSTORABLE.sub("\ufffd", text).encode()
    return keep_bytes(plan, f"{PASTED}.txt", data, TEXT, by=by, now=now)


def read_again(draft: IntakeDraft, file: StoredFile | None = None) -> None:
    """Have a draft that could not be read be read again, as `brought_in.read_again` does."""
    brought_in.read_again(draft, file)
    draft.page_now = draft.pages_in_all = 0


def keep_reading(draft: IntakeDraft, reading: Reading) -> None:
    """Keep what the reader found; the draft is then ready to be checked."""
    found: dict[str, Any] = without_unstorable(reading.to_dict())
    draft.reading = found
    draft.decisions = review_of(Reading.from_dict(found)).to_dict()
    draft.state, draft.message = IntakeState.REVIEW, ""


def keep_progress(draft_id: int, page: int, pages: int) -> None:
    """Keep which page of a scan is being recognised. It is no version of the draft: nobody decides on it."""
    db.session.execute(
        sa.update(IntakeDraft)
        .where(IntakeDraft.id == draft_id, IntakeDraft.state == IntakeState.READING)
        .values(page_now=page, pages_in_all=pages)
    )


def save_review(draft: IntakeDraft, review: DraftReview) -> None:
    """Keep the decisions so far. The caller has seen by `version` that nobody else saved meanwhile."""
    draft.decisions = without_unstorable(review.to_dict())


def discard_draft(draft: IntakeDraft, *, by: Person, now: datetime) -> None:
    """Give a draft up, with what was read of it. Raises Refused where it was confirmed meanwhile."""
    if brought_in.give_up_draft(draft, "Report draft", by=by, now=now):
        draft.reading = None


def without_unstorable(value: Any) -> Any:
    """Return JSON-ready values with the characters replaced that no database keeps, one for one.

    PDFs yield zero bytes and halves of surrogate pairs; positions in the text must not move.
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {key: without_unstorable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [without_unstorable(each) for each in value]
    return value
