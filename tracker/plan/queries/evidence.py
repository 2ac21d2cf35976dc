"""Evidence of actions, as far as the person may read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from tracker.database import db
from tracker.models import Evidence, EvidenceCheck, EvidenceLink
from tracker.permissions import Access
from tracker.rules.ladders import Audience, EvidenceKind, Verdict
from tracker.rules.status import EvidenceFacts


@dataclass(frozen=True)
class KindCount:
    """How many items of one kind were verified, not checked yet, or challenged."""

    kind: EvidenceKind
    verified: int
    unchecked: int
    challenged: int


@dataclass(frozen=True)
class EvidenceSeen:
    """The items somebody may read, how many there are beside them, and the facts of all for the rules.

    What the record shows counts every item, so the counts and what is missing do as well.
    """

    items: list[Evidence]
    hidden: int
    facts: list[EvidenceFacts]
    counts: list[KindCount]


def load_evidence(action_ids: Collection[int], access: Access) -> EvidenceSeen:
    """Return the evidence of these actions by number (four queries)."""
    every = db.session.scalars(
        sa.select(Evidence)
        .where(
            Evidence.id.in_(sa.select(EvidenceLink.evidence_id).where(EvidenceLink.action_id.in_(action_ids)))
        )
        .options(
            joinedload(Evidence.file),
            joinedload(Evidence.added_by),
            joinedload(Evidence.ask),
            selectinload(Evidence.checks).joinedload(EvidenceCheck.by),
            selectinload(Evidence.links).joinedload(EvidenceLink.action),
        )
        .order_by(Evidence.number)
    ).all()
    items = [item for item in every if may_read(item, access)]
    facts = [
        EvidenceFacts(item.kind, item.effective_on, item.check.verdict if item.check else None)
        for item in every
    ]
    return EvidenceSeen(items, len(every) - len(items), facts, _counts(facts))


def may_read(item: Evidence, access: Access) -> bool:
    """Return whether the person may read an item (needs its links and their actions loaded)."""
    return item.audience is not Audience.OFFICERS or access.sees_officers_evidence(
        [link.action for link in item.links]
    )


def _counts(facts: Sequence[EvidenceFacts]) -> list[KindCount]:
    counts = []
    for kind in EvidenceKind:
        verdicts = [fact.verdict for fact in facts if fact.kind is kind]
        verified, challenged = verdicts.count(Verdict.VERIFIED), verdicts.count(Verdict.CHALLENGED)
        counts.append(KindCount(kind, verified, len(verdicts) - verified - challenged, challenged))
    return counts
