"""Issued reports that hold words to remove: withdrawn, their stored forms purged; number and hashes stay."""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from tracker.database import db
from tracker.file_words.process import look_through
from tracker.models import FormKind, IssuedForm, IssuedReport, Person, Plan
from tracker.operations.files import path_of
from tracker.operations.issuing import purge_forms, withdraw_report
from tracker.rules.ladders import Edition
from tracker.rules.removal import texts_in


@dataclass(frozen=True)
class FoundReport:
    """An issued report whose stored forms hold the words. `key` names it in a form.

    `unsearched` says why the evidence files that go with it could not be looked through, where nothing else
    of it holds the words.
    """

    key: str
    number: int
    body: str
    is_withdrawn: bool
    is_replaced: bool
    unsearched: str = ""


def find_reports(plan: Plan, words: str, pattern: re.Pattern[str]) -> list[FoundReport]:
    """Return the issued reports that hold the words, then those of which nobody can say so, by number.

    All forms are made of the value, but for the files of evidence, so the value and those are searched.
    """
    reports = _reports(plan)
    packed = [
        (report.id, path_of(form.file))
        for report in reports
        for form in report.forms
        if form.file is not None and form.kind is FormKind.ZIP
    ]
    looked = look_through([path for _, path in packed], words) if packed else []
    in_files = {number for (number, _), one in zip(packed, looked, strict=True) if one.holds}
    closed = {
        number: one.unsearched for (number, _), one in zip(packed, looked, strict=True) if one.unsearched
    }
    found = []
    for report in reports:
        holds = report.id in in_files or any(
            _holds(form, pattern) for form in report.forms if form.kind is FormKind.SNAPSHOT
        )
        if holds or report.id in closed:
            found.append(
                FoundReport(
                    _key(report),
                    report.number,
                    report.body_name,
                    report.withdrawn_at is not None,
                    report.replaced_by is not None,
                    unsearched="" if holds else closed[report.id],
                )
            )
    return sorted(found, key=lambda one: bool(one.unsearched))


def reports_carrying(plan: Plan, sha256: str) -> list[int]:
    """Return the numbers of issued reports that carry a file with this hash among their evidence files."""
    return [
        report.number
        for report in _reports(plan)
        for edition in Edition
        if (packed := report.form(edition, FormKind.ZIP)) is not None
        and packed.file_id is not None
        and (value := report.form(edition, FormKind.SNAPSHOT)) is not None
        and _holds(value, re.compile(re.escape(sha256)))
    ]


def purge_chosen(
    plan: Plan, keys: Collection[str], reason: str, *, by: Person, now: datetime
) -> tuple[list[int], list[str]]:
    """Withdraw the chosen reports where they still stand, and purge their forms.

    Returns their numbers, and the hashes of what is to be deleted after the commit.
    """
    numbers, hashes = [], list[str]()
    for report in _reports(plan):
        if _key(report) in keys:
            if report.withdrawn_at is None:
                withdraw_report(plan, report, reason=reason, by=by, now=now)
            hashes += purge_forms(plan, report, by=by, now=now)
            numbers.append(report.number)
    return numbers, hashes


def _reports(plan: Plan) -> Sequence[IssuedReport]:
    return db.session.scalars(
        sa.select(IssuedReport)
        .where(IssuedReport.plan_id == plan.id)
        .options(
            selectinload(IssuedReport.forms).joinedload(IssuedForm.file),
            joinedload(IssuedReport.replaced_by),
        )
        .order_by(IssuedReport.number)
    ).all()


def _holds(form: IssuedForm, pattern: re.Pattern[str]) -> bool:
    if form.file is None or not path_of(form.file).exists():
        return False
    return any(pattern.search(text) for text in texts_in(json.loads(path_of(form.file).read_bytes())))


def _key(report: IssuedReport) -> str:
    return f"issued_report-{report.number}-forms"
