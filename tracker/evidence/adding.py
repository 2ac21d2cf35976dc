"""From a filled-in form to an item of evidence; the update form and the evidence page share it."""

from datetime import date, datetime

from tracker.evidence.forms import EvidenceFields
from tracker.models import Action, Evidence, Person, Plan, RoundAsk, Update
from tracker.operations.evidence import add_evidence, refuse_day_to_come
from tracker.operations.files import read_upload, store_file
from tracker.rules.ladders import Audience, EvidenceKind


def add_from_form(
    form: EvidenceFields,
    plan: Plan,
    action: Action,
    *,
    by: Person | RoundAsk,
    now: datetime,
    today: date,
    update: Update | None = None,
) -> Evidence:
    """Add what a validated form holds and return it. Raises Refused as the operations do; never commits."""
    chosen = form.chosen_file
    file = None
    refuse_day_to_come(form.effective_on.data, today)
    if chosen:
        # Last of all checks, so that a refused form leaves no bytes behind.
        file = store_file(plan, chosen.filename or "", read_upload(chosen.stream), by=by, now=now)
    return add_evidence(
        action,
        title=form.evidence_title,
        kind=EvidenceKind(form.kind.data),
        effective_on=form.effective_on.data,
        shows=form.shows.data or "",
        audience=Audience(form.audience.data),
        link=form.link.data or "",
        file=file,
        reference=form.reference.data or "",
        update=update,
        by=by,
        now=now,
        today=today,
    )
