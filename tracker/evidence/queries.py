"""Evidence as far as a person may read it. Officers' items do not exist for anybody else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from flask import abort
from sqlalchemy.orm import joinedload, selectinload, subqueryload

from tracker.database import db
from tracker.models import Action, Evidence, EvidenceCheck, EvidenceLink, Plan
from tracker.permissions import Access, Capacity
from tracker.rules.calendar import months_after
from tracker.rules.ladders import Audience, EvidenceKind, Verdict

ON_A_PAGE = 50
_TRUSTED = {Capacity.LEAD, Capacity.DIRECTOR, Capacity.ASSURER}


# Whether evidence has to be older than so many months, or may not be, by what stands in the address.
AGES = {
    "up-to-3": (False, 3),
    "up-to-6": (False, 6),
    "over-3": (True, 3),
    "over-6": (True, 6),
    "over-12": (True, 12),
}
SORTS = {
    "newest": "Newest evidence first",
    "oldest": "Oldest evidence first",
    "title": "Title",
    "kind": "Kind",
}


@dataclass(frozen=True)
class Wanted:
    """Which items are listed, and in which order; "" for any and for the newest number first.

    `action` is an action's number, or a recommendation's, which stands for all actions numbered under it.
    """

    kind: str = ""
    check: str = ""
    audience: str = ""
    age: str = ""
    action: str = ""
    sort: str = ""


@dataclass(frozen=True)
class Library:
    """One page of the plan's evidence: its items, how many there are in all, and where the page stands."""

    items: Sequence[Evidence]
    total: int
    page: int
    pages: int

    @property
    def first(self) -> int:
        """Return the place of the page's first item, from 1."""
        return (self.page - 1) * ON_A_PAGE + 1


def get_evidence_for(plan: Plan, access: Access, number: int) -> Evidence:
    """Return an item with its file, actions and checks. Aborts with 404 for none, or one not to be read."""
    evidence = find_evidence_for(plan, access, number)
    return evidence if evidence else abort(404)


def find_evidence_for(plan: Plan, access: Access, number: int) -> Evidence | None:
    """Return an item of the plan that this person may read, or None."""
    evidence = db.session.scalar(
        sa.select(Evidence)
        .where(Evidence.plan_id == plan.id, Evidence.number == number)
        .options(
            joinedload(Evidence.file),
            joinedload(Evidence.added_by),
            joinedload(Evidence.ask),
            selectinload(Evidence.checks).joinedload(EvidenceCheck.by),
            selectinload(Evidence.links).joinedload(EvidenceLink.action),
        )
    )
    if evidence is None:
        return None
    if evidence.audience is Audience.OFFICERS and not access.sees_officers_evidence(
        [link.action for link in evidence.links]
    ):
        return None
    return evidence


def list_evidence_for(plan: Plan, access: Access, wanted: Wanted, *, today: date, page: int = 1) -> Library:
    """Return a page of the items this person may read (a fixed number of queries)."""
    conditions = _conditions(plan, access, wanted, today)
    total = db.session.scalar(sa.select(sa.func.count(Evidence.id)).where(*conditions)) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(max(1, page), pages)
    items = db.session.scalars(
        sa.select(Evidence)
        .where(*conditions)
        .options(
            selectinload(Evidence.checks).joinedload(EvidenceCheck.by),
            selectinload(Evidence.links).joinedload(EvidenceLink.action),
        )
        .order_by(*_order(wanted))
        .limit(ON_A_PAGE)
        .offset((page - 1) * ON_A_PAGE)
    ).all()
    return Library(items, total, page, pages)


def every_evidence_for(plan: Plan, access: Access, wanted: Wanted, *, today: date) -> Sequence[Evidence]:
    """Return all items this person may read, with what a sheet of them shows (three queries)."""
    return db.session.scalars(
        sa.select(Evidence)
        .where(*_conditions(plan, access, wanted, today))
        .options(
            joinedload(Evidence.file),
            joinedload(Evidence.added_by),
            joinedload(Evidence.ask),
            subqueryload(Evidence.checks).joinedload(EvidenceCheck.by),
            subqueryload(Evidence.links).joinedload(EvidenceLink.action),
        )
        .order_by(*_order(wanted))
    ).all()


def _conditions(plan: Plan, access: Access, wanted: Wanted, today: date) -> list[sa.ColumnElement[bool]]:
    found = [Evidence.plan_id == plan.id, *readable(access)]
    if wanted.kind:
        found.append(Evidence.kind == EvidenceKind(wanted.kind))
    if wanted.audience:
        found.append(Evidence.audience == Audience(wanted.audience))
    if wanted.check:
        found.append(_has_check(wanted.check))
    if wanted.age:
        is_older, months = AGES[wanted.age]
        day = months_after(today, -months)
        found.append(Evidence.effective_on < day if is_older else Evidence.effective_on >= day)
    if wanted.action:
        number, _, sequence = wanted.action.partition(".")
        supported = sa.exists().where(
            EvidenceLink.evidence_id == Evidence.id,
            EvidenceLink.action_id == Action.id,
            Action.first_number == int(number),
        )
        found.append(supported.where(Action.sequence == int(sequence)) if sequence else supported)
    return found


def _order(wanted: Wanted) -> list[sa.ColumnElement[Any]]:
    newest = Evidence.number.desc()
    match wanted.sort:
        case "newest":
            return [Evidence.effective_on.desc(), newest]
        case "oldest":
            return [Evidence.effective_on.asc(), newest]
        case "title":
            return [sa.func.lower(Evidence.title), newest]
        case "kind":
            places = {kind: place for place, kind in enumerate(EvidenceKind)}
            return [sa.case(places, value=Evidence.kind), newest]
    return [newest]


def readable(access: Access) -> list[sa.ColumnElement[bool]]:
    """Return the conditions under which an item may be read; the same rule as Access says for one item."""
    if _TRUSTED & access.granted:
        return []
    own = sa.exists().where(
        EvidenceLink.evidence_id == Evidence.id, EvidenceLink.action_id.in_(sorted(access.named))
    )
    return [sa.or_(Evidence.audience != Audience.OFFICERS, own)]


def _has_check(check: str) -> sa.ColumnElement[bool]:
    """Return the condition that an item's newest check is this one; withdrawn counts as not checked."""
    newest = (
        sa.select(EvidenceCheck.verdict)
        .where(EvidenceCheck.evidence_id == Evidence.id)
        .order_by(EvidenceCheck.at.desc(), EvidenceCheck.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    if check == "unchecked":
        return sa.or_(newest.is_(None), newest == Verdict.WITHDRAWN)
    return newest == Verdict(check)


def actions_supported(evidence: Evidence) -> list[Action]:
    """Return the actions an item supports by their numbers (needs its links loaded)."""
    return sorted(
        (link.action for link in evidence.links), key=lambda action: (action.first_number, action.sequence)
    )
