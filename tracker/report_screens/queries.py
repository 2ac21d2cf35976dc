"""What the reports' pages show."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tracker.database import db
from tracker.models import Body, Meeting, Plan, ReportDraft

MOST_DRAFTS = 50


def coming_meetings(plan: Plan, today: date) -> list[Meeting]:
    """Return the plan's meetings from today on, the next first, with their bodies."""
    return list(
        db.session.scalars(
            sa.select(Meeting)
            .join(Meeting.body)
            .where(Body.plan_id == plan.id, Meeting.on >= today)
            .options(joinedload(Meeting.body))
            .order_by(Meeting.on, Body.name, Meeting.id)
        )
    )


def drafts_of(plan: Plan) -> list[ReportDraft]:
    """Return the newest drafts with their meetings."""
    return list(
        db.session.scalars(
            sa.select(ReportDraft)
            .where(ReportDraft.plan_id == plan.id)
            .options(
                joinedload(ReportDraft.meeting).joinedload(Meeting.body),
                joinedload(ReportDraft.created_by),
                joinedload(ReportDraft.pdf_file),
            )
            .order_by(ReportDraft.created_at.desc(), ReportDraft.id.desc())
            .limit(MOST_DRAFTS)
        )
    )
