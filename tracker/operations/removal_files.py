"""Stored files that hold words to remove. A file goes whole: what stands in its place says "[removed]"."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.file_words.process import Looked, look_through
from tracker.models import (
    Evidence,
    Inspection,
    IntakeDraft,
    IssuedForm,
    Plan,
    PlanImport,
    ReportDraft,
    ReportState,
    StoredFile,
)
from tracker.operations.files import path_of
from tracker.rules.removal import REMOVED


@dataclass(frozen=True)
class FoundFile:
    """A file that holds the words, or one that could not be looked through, and why.

    `where` says what it is the file of; `evidence` and `inspection` are the number and id of its page.
    """

    key: str
    name: str
    where: str
    excerpt: str
    unsearched: str
    evidence: int | None = None
    inspection: int | None = None


def find_files(plan: Plan, words: str, pattern: re.Pattern[str]) -> list[FoundFile]:
    """Return the plan's files that hold the words or are called so, then those nobody could look through.

    Issued reports are not among them: they are withdrawn in their own way.
    """
    files = _files(plan)
    looked = look_through([path_of(file) for file in files], words) if files else []
    found = [
        _described(file, Looked(holds=file.name) if pattern.search(file.name) else one)
        for file, one in zip(files, looked, strict=True)
        if one.holds or one.unsearched or pattern.search(file.name)
    ]
    return sorted(found, key=lambda one: bool(one.unsearched))


def blank_chosen(plan: Plan, keys: Collection[str], now: datetime) -> list[str]:
    """Blank the files that were chosen; return the hashes their bytes lie under."""
    return [blank_file(file, now) for file in _files(plan) if key_of(file) in keys]


def blank_file(file: StoredFile, now: datetime) -> str:
    """Blank a file's row, and return the hash its bytes lie under."""
    made = (ReportDraft.pdf_file_id, ReportDraft.docx_file_id, ReportDraft.xlsx_file_id)
    for draft in db.session.scalars(sa.select(ReportDraft).where(sa.or_(*(one == file.id for one in made)))):
        # They can be made again, without what was removed.
        draft.pdf_file_id, draft.docx_file_id, draft.xlsx_file_id = None, None, None
        draft.made_at, draft.state = None, ReportState.NONE
    sha256 = file.sha256
    file.sha256, file.name, file.size, file.removed_at = "", REMOVED, 0, now
    return sha256


def key_of(file: StoredFile) -> str:
    """Return what names a file in a form."""
    return f"stored_file-{file.id}-name"


def _files(plan: Plan) -> Sequence[StoredFile]:
    issued = sa.select(IssuedForm.file_id).where(IssuedForm.file_id.is_not(None))
    return db.session.scalars(
        sa.select(StoredFile)
        .where(StoredFile.plan_id == plan.id, StoredFile.removed_at.is_(None), StoredFile.id.not_in(issued))
        .order_by(StoredFile.id)
    ).all()


def _described(file: StoredFile, looked: Looked) -> FoundFile:
    """Return a file with what it is the file of (a query for each kind; few files are found)."""
    where, evidence, inspection = "A file nobody uses any more", None, None
    number = db.session.scalars(sa.select(Evidence.number).where(Evidence.file_id == file.id)).first()
    report = db.session.scalars(sa.select(Inspection).where(Inspection.file_id == file.id)).first()
    if number is not None:
        where, evidence = f"The file of E{number}", number
    elif report is not None:
        where, inspection = "An inspection report as it came", report.id
    else:
        for kind, column, words in (
            (IntakeDraft, IntakeDraft.file_id, "A report that is being brought in"),
            (PlanImport, PlanImport.file_id, "A plan that was brought in"),
            (ReportDraft, ReportDraft.pdf_file_id, "The PDF of a draft; it can be made again"),
            (ReportDraft, ReportDraft.docx_file_id, "The Word form of a draft; it can be made again"),
            (ReportDraft, ReportDraft.xlsx_file_id, "The workbook of a draft; it can be made again"),
        ):
            if db.session.scalars(sa.select(kind.id).where(column == file.id).limit(1)).first() is not None:
                where = words
    return FoundFile(key_of(file), file.name, where, looked.holds, looked.unsearched, evidence, inspection)
