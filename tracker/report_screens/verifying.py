"""Are issued reports still what was issued? Stored hashes, and the words of a new render beside theirs."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tracker.database import db
from tracker.models import FormKind, IssuedForm, IssuedReport, Plan
from tracker.report_screens.issue_task import pdf_form, quick_forms
from tracker.reports.kept import Damaged, form_bytes, kept_snapshot
from tracker.reports.pages import words_of
from tracker.rules.ladders import Edition

_SHOWN = 5  # differing words of one form


def issued_reports(plan: Plan, numbers: Iterable[int]) -> list[IssuedReport]:
    """Return the issued reports of a plan with their forms: those with these numbers, or all, by number."""
    query = (
        sa.select(IssuedReport)
        .where(IssuedReport.plan_id == plan.id)
        .options(selectinload(IssuedReport.forms).joinedload(IssuedForm.file))
        .order_by(IssuedReport.number)
    )
    wanted = list(numbers)
    return list(db.session.scalars(query.where(IssuedReport.number.in_(wanted)) if wanted else query))


def faults_of(report: IssuedReport, *, render: bool = True) -> list[str]:
    """Return what is wrong with a report, in sentences without a full stop; nothing where all is as issued.

    With `render`, every form is made anew and its words are compared with the stored ones: layout may differ
    after an upgrade, words may not. Forms that were purged are left out: their hashes are all there is.
    """
    faults = []
    for edition in Edition:
        kept: dict[FormKind, bytes] = {}
        value = None
        for form in report.forms:
            if form.edition is not edition or form.file_id is None:
                continue
            try:
                kept[form.kind] = form_bytes(form)
                if form.kind is FormKind.SNAPSHOT:
                    value = kept_snapshot(form)
            except Damaged as damaged:
                faults.append(str(damaged))
        if value is None or not render:
            continue
        if value.number != report.number or value.edition is not edition:
            faults.append(f"the {edition.value} snapshot is that of another report")
        anew = {one.kind: one.data for one in quick_forms(value)}
        if FormKind.PDF in kept:
            anew[FormKind.PDF] = pdf_form(value).data
        for kind in (FormKind.HTML, FormKind.PDF):
            if kind in kept and (differing := _differing(kind, kept[kind], anew[kind])):
                faults.append(f"the words of the {edition.value} {kind.value} form differ: {differing}")
    return faults


def _differing(kind: FormKind, kept: bytes, anew: bytes) -> str:
    """Return some words that stand in only one of two forms, or ""."""
    if kind is FormKind.PDF:
        before, after = set(words_of(kept)), set(words_of(anew))
    else:
        old, new = _page_words(kept), _page_words(anew)
        if old == new:
            return ""
        before, after = set(old), set(new)
        if before == after:
            return "their order or number"
    differing = sorted(before ^ after)
    return ", ".join(differing[:_SHOWN]) + (" …" if len(differing) > _SHOWN else "")


def _page_words(page: bytes) -> list[str]:
    reader = _Text()
    reader.feed(page.decode())
    return re.findall(r"\S+", " ".join(reader.parts))


class _Text(HTMLParser):
    """Gathers the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep a piece of text."""
        self.parts.append(data)
