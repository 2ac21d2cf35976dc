"""Questions and recommendations of members about issued reports, and the replies to them."""

from datetime import date, datetime

from tracker.database import db
from tracker.models import (
    QUESTION_KIND_WORDS,
    IssuedReport,
    Owner,
    Person,
    Plan,
    Question,
    QuestionKind,
    QuestionStatus,
)
from tracker.operations.errors import Refused
from tracker.operations.history import record_change
from tracker.rules.ladders import Audience


def ask_question(
    plan: Plan,
    report: IssuedReport,
    *,
    kind: QuestionKind,
    about: str,
    place: str,
    text: str,
    by: Person,
    now: datetime,
) -> Question:
    """Return a new question or recommendation about a report. Raises Refused for one without words."""
    if not text.strip():
        raise Refused("text", "Enter your question or recommendation")
    question = Question(
        plan_id=plan.id,
        report_id=report.id,
        kind=kind,
        about=about,
        place=" ".join(place.split()),
        text=text.strip(),
        asked_by_id=by.id,
        asked_at=now,
    )
    db.session.add(question)
    db.session.flush()
    what = f"{QUESTION_KIND_WORDS[kind]} from members about report {report.number}"
    record_change(what, by=by, now=now, plan=plan)
    return question


def answer_question(
    plan: Plan,
    question: Question,
    *,
    owner: Owner | None,
    due_on: date | None,
    status: QuestionStatus,
    reply: str,
    audience: Audience,
    by: Person,
    now: datetime,
) -> None:
    """Set who answers a question and by when, and the reply.

    Raises Refused for a reply that still waits, for any other status without a reply, and for officers as
    its readers: members wrote it.
    """
    if audience is Audience.OFFICERS:
        raise Refused("audience", "A question of members is printed for members at least")
    reply = reply.strip()
    if reply and status is QuestionStatus.WAITING:
        raise Refused("status", "Select what the reply says: answered, accepted or not accepted")
    if not reply and status is not QuestionStatus.WAITING:
        raise Refused("reply", "Enter the reply")
    if reply != question.reply:
        question.reply = reply
        question.replied_by_id, question.replied_at = (by.id, now) if reply else (None, None)
    question.owner_id = owner.id if owner else None
    question.due_on, question.status, question.audience = due_on, status, audience
    record_change("Question from members: reply, owner or date changed", by=by, now=now, plan=plan)
