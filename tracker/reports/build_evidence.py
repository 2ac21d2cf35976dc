"""Evidence as a report may show it: what was known on the day, and what the edition allows."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from tracker.database import db
from tracker.formatting import in_london
from tracker.models import Evidence, EvidenceCheck, EvidenceForm, Plan
from tracker.operations.files import download_name
from tracker.reports import facts
from tracker.rules.ladders import Audience, Edition, Verdict


def load_evidence(plan: Plan, until: datetime) -> Sequence[Evidence]:
    """Return the plan's evidence that was added by then, of every audience, by number."""
    return db.session.scalars(
        sa.select(Evidence)
        .where(Evidence.plan_id == plan.id, Evidence.added_at <= until)
        .options(
            joinedload(Evidence.file),
            selectinload(Evidence.checks).joinedload(EvidenceCheck.by, innerjoin=True),
        )
        .order_by(Evidence.number)
    ).all()


def check_then(item: Evidence, until: datetime) -> EvidenceCheck | None:
    """Return the check that held by then: the newest, unless it withdrew the one before."""
    newest = next((check for check in reversed(item.checks) if check.at <= until), None)
    return None if newest is None or newest.verdict == Verdict.WITHDRAWN else newest


def evidence_facts(item: Evidence, until: datetime, edition: Edition) -> facts.Evidence:
    """Return an item for an edition. Raises ValueError for one of officers, which is in no report."""
    if item.audience == Audience.OFFICERS:
        raise ValueError("evidence for officers is in no report")
    check = check_then(item, until)
    if item.audience == Audience.MEMBERS and edition == Edition.PUBLIC:
        return facts.Evidence(
            number=item.number,
            title="",
            kind=item.kind,
            audience=item.audience,
            verdict=check.verdict if check else None,
            withheld=True,
        )
    return facts.Evidence(
        number=item.number,
        title=item.title,
        kind=item.kind,
        audience=item.audience,
        effective=item.effective_on,
        shows=item.shows,
        where=_where(item),
        verdict=check.verdict if check else None,
        checked_by=(check.by.job_title or check.by.name) if check else "",
        checked_on=in_london(check.at).date() if check else None,
        file=_file(item),
    )


def _file(item: Evidence) -> facts.EvidenceFile | None:
    """Return the file of an item, unless it was removed because it held personal data."""
    kept = item.file
    if kept is None or kept.removed_at is not None:
        return None
    return facts.EvidenceFile(download_name(kept), kept.sha256, kept.size)


def _where(item: Evidence) -> str:
    match item.form:
        case EvidenceForm.LINK:
            return item.url
        case EvidenceForm.FILE:
            return f"File kept with the plan: {item.file.name}" if item.file else ""
        case EvidenceForm.REFERENCE:
            return item.reference
