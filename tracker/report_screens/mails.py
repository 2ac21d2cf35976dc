"""The mails about a signature. They say where to read the draft, never what stands in it."""

from collections.abc import Iterable
from datetime import datetime

from flask import render_template

from tracker.formatting import long_date
from tracker.mail import page_address, send_later, who_wants
from tracker.models import MailKind, Person, ReportDraft, Role
from tracker.operations.plans import people_with


def ask_directors(draft: ReportDraft, directors: Iterable[Person], *, by: Person, now: datetime) -> None:
    """Tell directors that a draft waits for a signature (needs its plan and its meeting's body)."""
    _write(
        draft,
        directors,
        f"{by.name} asks you to sign the {_called(draft)}",
        "Read it, then sign it or send it back",
        MailKind.SIGNATURE,
        now,
    )


def tell_leads(draft: ReportDraft, did: str, next_step: str, *, by: Person, now: datetime) -> None:
    """Tell the leads who want to know what a director did with a draft, except who did it."""
    leads = people_with(draft.plan, Role.LEAD)
    wanting = who_wants(MailKind.REPORT, [lead.id for lead in leads]) - {by.id}
    told = [lead for lead in leads if lead.id in wanting]
    _write(draft, told, f"{by.name} {did} the {_called(draft)}", next_step, MailKind.REPORT, now)


def _write(
    draft: ReportDraft, people: Iterable[Person], what: str, next_step: str, kind: MailKind, now: datetime
) -> None:
    address = page_address("report_screens.show_report", plan=draft.plan.slug, report=draft.id)
    text = render_template(
        "email/report_draft.txt", plan=draft.plan, what=what, next_step=next_step, address=address
    )
    for person in people:
        send_later(person.email, what, text, plan=draft.plan, kind=kind, now=now)


def _called(draft: ReportDraft) -> str:
    """Return "board report for the Improvement board, 21 November 2026"."""
    name = draft.name[0].lower() + draft.name[1:]
    meeting = draft.meeting
    return f"{name} for the {meeting.body.name}, {long_date(meeting.on)}" if meeting else name
