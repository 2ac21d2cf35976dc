"""Questions and recommendations from members, as they stood at the end of a day."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tracker.database import db
from tracker.formatting import in_london
from tracker.models import (
    QUESTION_KIND_WORDS,
    QUESTION_STATUS_WORDS,
    Owner,
    Plan,
    Question,
    QuestionStatus,
)
from tracker.operations.owners import owner_name
from tracker.reports import facts
from tracker.rules.ladders import Audience, Edition


def build_questions(
    plan: Plan, until: datetime, edition: Edition, *, since: date | None
) -> tuple[facts.Question, ...]:
    """Return what members asked by then, in the order they asked, for an edition.

    Left out are what is for members alone in the public edition, and what was answered before the day `since`
    (of the report before, which printed it).
    """
    found = db.session.scalars(
        sa.select(Question)
        .where(Question.plan_id == plan.id, Question.asked_at <= until)
        .options(
            joinedload(Question.report),
            joinedload(Question.asked_by),
            joinedload(Question.replied_by),
            joinedload(Question.owner).joinedload(Owner.person),
        )
        .order_by(Question.asked_at, Question.id)
    )
    readers = {Audience.PUBLIC} if edition is Edition.PUBLIC else {Audience.PUBLIC, Audience.MEMBERS}
    questions = [_question(one, until) for one in found if one.audience in readers]
    return tuple(one for one in questions if since is None or not one.replied_on or one.replied_on >= since)


def _question(one: Question, until: datetime) -> facts.Question:
    is_replied = one.replied_at is not None and one.replied_at <= until
    status = one.status if is_replied else QuestionStatus.WAITING
    return facts.Question(
        kind=QUESTION_KIND_WORDS[one.kind],
        text=one.text,
        about=one.about,
        report=one.report.number,
        asked_by=one.asked_by.name,
        asked_on=in_london(one.asked_at).date(),
        place=one.place,
        audience=one.audience,
        owner=owner_name(one.owner),
        due=one.due_on,
        status=QUESTION_STATUS_WORDS[status],
        reply=one.reply if is_replied else "",
        replied_by=one.replied_by.name if one.replied_by and is_replied else "",
        replied_on=in_london(one.replied_at).date() if one.replied_at and is_replied else None,
        asked_by_post=one.asked_by.job_title,
        replied_by_post=one.replied_by.job_title if one.replied_by and is_replied else "",
    )
