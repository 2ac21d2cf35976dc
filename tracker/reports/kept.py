"""Issued reports as they were kept: reading a stored form, and the report that a body had last."""

import hashlib
from datetime import date
from typing import IO

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tracker.database import db
from tracker.models import FormKind, IssuedForm, IssuedReport, Meeting, Plan
from tracker.operations.files import path_of
from tracker.reports.past import TrendPoint
from tracker.reports.snapshot import Snapshot
from tracker.reports.trend import with_itself
from tracker.rules.ladders import Edition
from tracker.rules.report_kinds import ReportKind


class Damaged(Exception):
    """A stored form is not there any more, or is not what was issued. The message says which."""


def form_file(form: IssuedForm) -> IO[bytes]:
    """Return a stored form, open for reading (needs its file). Raises Damaged where it is not that issued."""
    what = f"the {form.edition.value} {form.kind.value} form"
    if form.file is None:
        raise Damaged(f"{what} was purged")
    try:
        file = path_of(form.file).open("rb")
    except OSError:
        raise Damaged(f"{what} is missing") from None
    if hashlib.file_digest(file, "sha256").hexdigest() != form.sha256:
        file.close()
        raise Damaged(f"{what} is not what was issued: its SHA-256 differs")
    file.seek(0)
    return file


def form_bytes(form: IssuedForm) -> bytes:
    """Return the bytes of a stored form (needs its file). Raises Damaged where they are not those issued."""
    with form_file(form) as file:
        return file.read()


def kept_snapshot(form: IssuedForm) -> Snapshot:
    """Return the value that was issued, from its stored JSON (needs its file). Raises Damaged."""
    try:
        return Snapshot.from_json(form_bytes(form).decode())
    except (ValueError, KeyError, TypeError) as failure:
        raise Damaged(f"the {form.edition.value} snapshot cannot be read: {failure}") from None


def trend_before(plan: Plan, as_at: date, edition: Edition) -> tuple[TrendPoint, ...]:
    """Return the counts of the plan's earlier reports, the oldest first, without those that were withdrawn.

    Each report carries the counts of those before it, so that only the newest one is read. One that is
    damaged or purged is passed over: it counts for nothing, and hinders nothing.
    """
    withdrawn = set(
        db.session.scalars(
            sa.select(IssuedReport.number).where(
                IssuedReport.plan_id == plan.id, IssuedReport.withdrawn_at.is_not(None)
            )
        )
    )
    for form in db.session.scalars(
        _values(edition)
        .where(IssuedReport.plan_id == plan.id, IssuedReport.as_at < as_at)
        .order_by(IssuedReport.as_at.desc(), IssuedReport.number.desc())
        .limit(3)
    ):
        try:
            return tuple(one for one in with_itself(kept_snapshot(form)) if one.report not in withdrawn)
        except Damaged:
            continue
    return ()


def last_report_to(
    body_id: int, as_at: date, edition: Edition, *, leaving_out: int | None = None
) -> Snapshot | None:
    """Return what a body was shown last, up to a day, or None where it had no report yet.

    Withdrawn reports, sheets about one recommendation, the one with the id `leaving_out`, and those whose
    forms were purged do not count. Raises Damaged where the stored value is not the one issued: nothing may
    be compared with that.
    """
    query = (
        _values(edition)
        .join(IssuedReport.meeting)
        .where(Meeting.body_id == body_id, IssuedReport.as_at <= as_at)
        .order_by(IssuedReport.number.desc())
        .limit(1)
    )
    if leaving_out is not None:
        query = query.where(IssuedReport.id != leaving_out)
    form = db.session.scalar(query)
    return kept_snapshot(form) if form else None


def last_report_of(plan: Plan, kind: ReportKind, as_at: date, edition: Edition) -> Snapshot | None:
    """Return the plan's last report of a kind up to a day, to whatever body, or None. As `last_report_to`."""
    form = db.session.scalar(
        _values(edition)
        .where(IssuedReport.plan_id == plan.id, IssuedReport.kind == kind, IssuedReport.as_at <= as_at)
        .order_by(IssuedReport.number.desc())
        .limit(1)
    )
    return kept_snapshot(form) if form else None


def _values(edition: Edition) -> sa.Select[IssuedForm]:
    """Return the query of the values that were issued in an edition and show the plan, with their files."""
    return (
        sa.select(IssuedForm)
        .join(IssuedForm.report)
        .where(
            IssuedReport.kind != ReportKind.RECOMMENDATION,  # it shows one recommendation, not the plan
            IssuedReport.withdrawn_at.is_(None),
            IssuedForm.edition == edition,
            IssuedForm.kind == FormKind.SNAPSHOT,
            IssuedForm.file_id.is_not(None),
        )
        .options(joinedload(IssuedForm.file))
    )
