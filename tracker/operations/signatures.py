"""Before a signature: a lead asks for it, and a director who will not sign says why."""

from collections.abc import Sequence
from datetime import datetime

from tracker.models import Person, ReportDraft, Role
from tracker.operations.errors import Refused
from tracker.operations.history import record_change
from tracker.operations.plans import people_with
from tracker.operations.reports import refuse_issued


def ask_for_signature(draft: ReportDraft, *, by: Person, now: datetime) -> Sequence[Person]:
    """Ask the plan's directors to sign a draft, and return those who are to be told (needs its plan).

    Who asks is not told. Raises Refused for a draft without a meeting, one that is signed or being issued,
    and where the plan has no director.
    """
    refuse_issued(draft)
    if draft.meeting_id is None:
        raise Refused("report", "Choose the meeting of the report before you ask for a signature")
    if draft.signed_at is not None:
        raise Refused("report", "This report is signed already")
    directors = people_with(draft.plan, Role.DIRECTOR)
    if not directors:
        raise Refused("report", "This plan has no director. Invite one under People")
    draft.asked_by_id, draft.asked_at = by.id, now
    draft.sent_back_by_id, draft.sent_back_at, draft.sent_back_reason = None, None, ""
    record_change("Signature of a report asked for", by=by, now=now, plan=draft.plan)
    return [director for director in directors if director.id != by.id]


def send_back(draft: ReportDraft, reason: str, *, by: Person, now: datetime) -> None:
    """Hand a draft back to the leads with what has to change before it is signed (needs its plan).

    The reason stands on the draft's page alone. Raises Refused without one, and for a draft that is signed or
    being issued.
    """
    refuse_issued(draft)
    if draft.signed_at is not None:
        raise Refused("reason", "This report is signed. End the signature first")
    if not reason.strip():
        raise Refused("reason", "Enter what has to change")
    draft.sent_back_by_id, draft.sent_back_at, draft.sent_back_reason = by.id, now, reason.strip()
    record_change("Report sent back", by=by, now=now, plan=draft.plan)
