"""Evidence that waits for a second person, oldest first, with who may not be that person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from tracker.database import db
from tracker.models import (
    Action,
    Evidence,
    EvidenceCheck,
    EvidenceLink,
    Naming,
    Owner,
    Person,
    Plan,
    Update,
    stands_for,
)
from tracker.rules.ladders import EvidenceKind, Verdict
from tracker.rules.verification import may_check_evidence

ON_A_PAGE = 50


@dataclass(frozen=True)
class Waiting:
    """An item, the actions it supports by number, and why this person may not check it ("": they may)."""

    evidence: Evidence
    actions: list[Action]
    why_not: str


@dataclass(frozen=True)
class Queue:
    """One page of the queue, oldest first, and how many items there are."""

    items: list[Waiting]
    total: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """Return the place of the page's first item, from 1."""
        return (self.page - 1) * ON_A_PAGE + 1


def load_queue(plan: Plan, person: Person, *, kind: str, page: int, today: date) -> Queue:
    """Return a page of the items nobody has checked, for somebody who may check (a fixed number of queries).

    A check that was withdrawn counts as none, as it does in the rules.
    """
    checked = (
        sa.select(EvidenceCheck.verdict)
        .where(EvidenceCheck.evidence_id == Evidence.id)
        .order_by(EvidenceCheck.at.desc(), EvidenceCheck.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = [Evidence.plan_id == plan.id, sa.func.coalesce(checked, Verdict.WITHDRAWN) == Verdict.WITHDRAWN]
    if kind:
        wanted.append(Evidence.kind == EvidenceKind(kind))
    total = db.session.scalar(sa.select(sa.func.count(Evidence.id)).where(*wanted)) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(page, pages)
    found = db.session.scalars(
        sa.select(Evidence)
        .where(*wanted)
        .options(
            joinedload(Evidence.added_by),
            joinedload(Evidence.ask),
            selectinload(Evidence.links).joinedload(EvidenceLink.action).joinedload(Action.standing),
        )
        .order_by(Evidence.added_at, Evidence.number)
        .limit(ON_A_PAGE)
        .offset((page - 1) * ON_A_PAGE)
    ).all()
    ids = [evidence.id for evidence in found]
    named, wrote = _named_on(ids, person, today), _wrote_about(ids, person)
    items = []
    for evidence in found:
        why_not = may_check_evidence(
            person.id,
            evidence.added_by_id,
            {person.id} if evidence.id in named else set(),
            {person.id} if evidence.id in wrote else set(),
        )
        actions = sorted(
            (link.action for link in evidence.links), key=lambda one: (one.first_number, one.sequence)
        )
        items.append(Waiting(evidence, actions, why_not or ""))
    return Queue(items, total, page, pages)


def _named_on(evidence_ids: Collection[int], person: Person, today: date) -> set[int]:
    """Return those items that support an action on which this person, or whom they stand in for, is named."""
    return set(
        db.session.scalars(
            sa.select(EvidenceLink.evidence_id)
            .join(Naming, Naming.action_id == EvidenceLink.action_id)
            .join(Owner, Owner.id == Naming.owner_id)
            .where(EvidenceLink.evidence_id.in_(evidence_ids), stands_for(person.id, today))
        )
    )


def _wrote_about(evidence_ids: Collection[int], person: Person) -> set[int]:
    """Return those items that support an action on which this person entered an update (one query)."""
    return set(
        db.session.scalars(
            sa.select(EvidenceLink.evidence_id)
            .join(Update, Update.action_id == EvidenceLink.action_id)
            .where(
                EvidenceLink.evidence_id.in_(evidence_ids),
                sa.or_(Update.by_id == person.id, Update.entered_by_id == person.id),
            )
        )
    )
