"""Are issued reports still what was issued? Stored hashes, and the words of a new render beside theirs."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tracker.database import db
from tracker.models import FormKind, IssuedForm, IssuedReport, Plan
from tracker.report_screens.making import MADE_SLOWLY, quick_forms
from tracker.reports.attachments import faults_in_zip
from tracker.reports.kept import Damaged, form_bytes, form_file, kept_snapshot
from tracker.reports.pages import words_of
from tracker.reports.snapshot import Snapshot
from tracker.reports.word.reading import words_of_docx
from tracker.reports.workbook import cells_of
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
    after an upgrade, words may not. Forms that were purged are left out: their hashes are all there is. A
    form that a report was issued without, because there was no such form then, is not missed.
    """
    faults: list[str] = []
    for edition in Edition:
        whole: dict[FormKind, IssuedForm] = {}
        for form in report.forms:
            if form.edition is not edition or form.file_id is None:
                continue
            try:
                form_file(form).close()
                whole[form.kind] = form
            except Damaged as damaged:
                faults.append(str(damaged))
        if render and FormKind.SNAPSHOT in whole:
            try:
                value = kept_snapshot(whole[FormKind.SNAPSHOT])
            except Damaged as damaged:
                faults.append(str(damaged))
                continue
            if value.number != report.number or value.edition is not edition:
                faults.append(f"the {edition.value} snapshot is that of another report")
            faults += _differences(whole, value)
    return faults


def _differences(whole: dict[FormKind, IssuedForm], value: Snapshot) -> Iterator[str]:
    """Say which forms of an edition do not hold what a new render of its value holds."""
    edition = value.edition.value
    anew = {one.kind: one.data for one in quick_forms(value)}
    for kind in (FormKind.HTML, FormKind.PDF, FormKind.DOCX, FormKind.XLSX):
        if kind not in whole:
            continue
        made = anew[kind] if kind in anew else MADE_SLOWLY[kind](value).data
        assert isinstance(made, bytes)
        if differing := _differing(kind, form_bytes(whole[kind]), made):
            what = "cells" if kind is FormKind.XLSX else "words"
            yield f"the {what} of the {edition} {kind.value} form differ: {differing}"
    if FormKind.ZIP in whole:
        with form_file(whole[FormKind.ZIP]) as stream:
            for fault in faults_in_zip(stream, value):
                yield f"the {edition} zip form holds other files: {fault}"


def _differing(kind: FormKind, kept: bytes, anew: bytes) -> str:
    """Return some words that stand in only one of two forms, or ""."""
    if kind is FormKind.PDF:
        before, after = set(words_of(kept)), set(words_of(anew))
    else:
        read = {FormKind.HTML: _page_words, FormKind.DOCX: words_of_docx, FormKind.XLSX: cells_of}[kind]
        try:
            old = read(kept)
        except ValueError as failure:
            return str(failure)
        new = read(anew)
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
