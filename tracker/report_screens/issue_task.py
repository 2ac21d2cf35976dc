"""Issuing a report, in the worker: every form of both editions is made, then one transaction issues them."""

import logging
from dataclasses import replace
from typing import Any

from tracker.clock import now
from tracker.database import db, reading_only
from tracker.jobs import TASKS, Lane, Save, Task
from tracker.models import FormKind, Person, ReportDraft, ReportState
from tracker.operations.errors import Refused
from tracker.operations.issuing import MadeForm, add_form, issue_report
from tracker.report_screens.making import (
    MADE_SLOWLY,
    docx_form,
    evidence_form,
    pdf_form,
    quick_forms,
    xlsx_form,
)
from tracker.report_screens.queries import load_issued_by_id
from tracker.report_screens.tasks import load_draft, signed_snapshot, teller
from tracker.reports.changes import short_line
from tracker.reports.kept import kept_snapshot, last_report_to
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import Edition

log = logging.getLogger(__name__)


def issue(arguments: dict[str, Any], save: Save) -> None:
    """Make a signed draft an issued report. What no further try would mend is said on the draft instead."""
    draft = load_draft(None, arguments["draft_id"])
    if draft is None or draft.issued_id is not None or draft.signed_at is None:
        return
    draft.issue_state, draft.pages_done = ReportState.MAKING, 0
    save()
    with reading_only():
        draft = load_draft(None, arguments["draft_id"])
        assert draft is not None  # drafts are never deleted
        if overtaken := _overtaken(draft):
            draft.issue_state, draft.issue_message = ReportState.FAILED, overtaken
            return
        number, signed_at = draft.plan.last_report_number + 1, draft.signed_at
        plan_id = draft.plan_id
        values = [replace(signed_snapshot(draft, edition), number=number) for edition in Edition]
        # Nothing of the session may be touched while the pages are laid out, or it would hold a transaction.
        db.session.rollback()
    forms = make_forms(values, arguments["draft_id"], save)
    if arguments.get("attach_evidence"):
        forms += [form for value in values if (form := evidence_form(value, plan_id))]
    draft = load_draft(None, arguments["draft_id"])
    assert draft is not None
    if draft.issue_state is not ReportState.MAKING:
        return  # somebody has removed personal data meanwhile, and the draft says so
    if draft.signed_at != signed_at:
        raise Refused("report", "The draft was signed anew while it was being made.")
    by = db.session.get_one(Person, arguments["by_id"])
    issue_report(draft, forms, number=number, changed=short_line(values[0].since), by=by, now=now())


def _overtaken(draft: ReportDraft) -> str:
    """Return what to tell where the body got another report since the signature, or ""."""
    assert draft.meeting is not None  # nothing is signed without a meeting
    edition = Edition.PUBLIC
    known = signed_snapshot(draft, edition).since
    last = last_report_to(draft.meeting.body_id, draft.as_at, edition, leaving_out=draft.replaces_id)
    if (last.number if last else None) == (known.number if known else None):
        return ""
    return (
        "The reports issued to this body are not those they were when this one was signed, so what it says "
        "has changed is no longer true. It was not issued. End the signature, and have it signed again."
    )


def make_forms(values: list[Snapshot], draft_id: int, save: Save) -> list[MadeForm]:
    """Return every form of the editions given, and tell the draft's page how far it is."""
    forms: list[MadeForm] = []
    done = 0
    for place, snapshot in enumerate(values):
        forms += quick_forms(snapshot)
        told = teller(draft_id, save, done=done, editions_left=len(values) - place)
        made = pdf_form(snapshot, told)
        done += made.pages or 0
        forms += [made, docx_form(snapshot), xlsx_form(snapshot)]
    return forms


def give_up(arguments: dict[str, Any]) -> None:
    """Say on the draft that it could not be issued. Nothing else of it changes, its signature stays."""
    draft = db.session.get_one(ReportDraft, arguments["draft_id"])
    draft.issue_state = ReportState.FAILED
    draft.issue_message = (
        "The report was tried three times and could not be made, so it was not issued and has no number. "
        "The draft and its signature are as they were. Try again; if it fails again, tell your administrator "
        "the day and the time: the worker’s log says why."
    )


def make_missing(arguments: dict[str, Any], save: Save) -> None:
    """Make the forms that an issued report lacks from its stored values, where that was left for later."""
    report = load_issued_by_id(arguments["report_id"])
    if report is None:
        return
    wanted = []
    for edition in Edition:
        value = report.form(edition, FormKind.SNAPSHOT)
        if value is not None and value.file is not None:
            snapshot = kept_snapshot(value)
            wanted += [(kind, snapshot) for kind in MADE_SLOWLY if report.form(edition, kind) is None]
    save()
    for kind, snapshot in wanted:
        made = MADE_SLOWLY[kind](snapshot)
        report = load_issued_by_id(arguments["report_id"])
        assert report is not None  # issued reports are never deleted
        value = report.form(snapshot.edition, FormKind.SNAPSHOT)
        if value is None or value.file is None:
            return  # purged meanwhile: nothing of it may come back
        add_form(report.plan, report, made, by=report.issued_by, now=now())
        save()


def say_in_the_log(arguments: dict[str, Any]) -> None:
    """Leave word that the forms of an issued report could not be made; its page goes on saying so."""
    log.error("The forms of the issued report with the id %s could not be made.", arguments["report_id"])


TASKS["issue_report"] = Task(run=issue, give_up=give_up, lane=Lane.SLOW)
TASKS["make_missing_forms"] = Task(run=make_missing, give_up=say_in_the_log, lane=Lane.SLOW)
