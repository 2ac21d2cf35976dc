"""Whether a text cites evidence that has been overtaken by newer evidence of its kind for the same action."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.database import db
from tracker.formatting import long_date
from tracker.models import Action, Evidence, EvidenceLink, Plan
from tracker.rules.citations import evidence_cited
from tracker.rules.ladders import Audience


def overtaken(plan: Plan, texts: Sequence[str]) -> list[str]:
    """Return in words which cited items have a newer one that is not cited as well (at most one query).

    Newer is what speaks of a later day. What no report may name is not offered.
    """
    cited = {number for text in texts for number in evidence_cited(text)}
    if not cited:
        return []
    old, new = aliased(Evidence), aliased(Evidence)
    of_old, of_new = aliased(EvidenceLink), aliased(EvidenceLink)
    rows = db.session.execute(
        sa.select(old.number, old.effective_on, new.number, new.effective_on, Action)
        .join(of_old, of_old.evidence_id == old.id)
        .join(of_new, of_new.action_id == of_old.action_id)
        .join(new, new.id == of_new.evidence_id)
        .join(Action, Action.id == of_old.action_id)
        .where(
            old.plan_id == plan.id,
            old.number.in_(cited),
            new.number.not_in(cited),
            new.kind == old.kind,
            new.effective_on > old.effective_on,
            new.audience != Audience.OFFICERS,
        )
        .order_by(old.number, new.effective_on.desc(), new.number.desc())
    )
    newest: dict[int, str] = {}
    for number, day, newer, newer_day, action in rows:
        newest.setdefault(
            number,
            f"[E{number}] is from {long_date(day)}. There is a newer one for action {action.label}: "
            f"E{newer}, {long_date(newer_day)}",
        )
    return list(newest.values())
