"""Creating plans, and their settings."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.formatting import in_london
from tracker.models import Action, Grant, Person, Plan, Role
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.operations.standing import refresh_standings


def create_plan(title: str, *, by: Person | None, now: datetime, strapline: str = "", slug: str = "") -> Plan:
    """Return a new, empty plan. Its slug is made from the title unless given, with a number where taken.

    Raises Refused for a title without a letter or digit.
    """
    title = " ".join(title.split())
    wanted = slug or _slug(title)
    if not wanted:
        raise Refused("title", "Enter a title for the plan")
    taken = set(db.session.scalars(sa.select(Plan.slug).where(Plan.slug.startswith(wanted, autoescape=True))))
    plan = Plan(
        slug=next(name for name in _candidates(wanted) if name not in taken),
        title=title,
        strapline=strapline,
        stale_after_days=35,
        last_recommendation_number=0,
        last_evidence_number=0,
        created_at=now,
    )
    db.session.add(plan)
    db.session.flush()
    record_change("Plan created", by=by, now=now, plan=plan)
    return plan


def change_plan(
    plan: Plan,
    *,
    title: str,
    strapline: str,
    stale_after_days: int,
    moves_need_approval: bool = False,
    by: Person,
    now: datetime,
) -> None:
    """Change the plan's settings. Raises Refused for an empty title or a span outside 7 to 120 days.

    Another span changes which actions wait for an update, so what the record shows is worked out again.
    """
    if not title.strip():
        raise Refused("title", "Enter a title for the plan")
    if not 7 <= stale_after_days <= 120:
        raise Refused("stale_after_days", "Choose between 7 and 120 days")
    details = (
        difference("Title", plan.title, title)
        + difference("Strapline", plan.strapline, strapline)
        + difference("Days without an update", plan.stale_after_days, stale_after_days)
        + difference(
            "Moved due dates",
            "Need approval" if plan.moves_need_approval else "Hold at once",
            "Need approval" if moves_need_approval else "Hold at once",
        )
    )
    plan.moves_need_approval = moves_need_approval
    span_changes = plan.stale_after_days != stale_after_days
    plan.title, plan.strapline, plan.stale_after_days = title.strip(), strapline.strip(), stale_after_days
    if span_changes:
        db.session.flush()
        actions = db.session.scalars(sa.select(Action.id).where(Action.plan_id == plan.id)).all()
        refresh_standings(actions, in_london(now).date())
    if details:
        record_change("Plan settings changed", by=by, now=now, plan=plan, details=details)


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").replace("’", "")).strip("-")[:60].strip("-")


def _candidates(slug: str) -> "list[str]":
    return [slug, *(f"{slug}-{number}" for number in range(2, 10_000))]


def people_with(plan: Plan, role: Role) -> Sequence[Person]:
    """Return who has a role on the plan and still an account, in the order they came (one query)."""
    return db.session.scalars(
        sa.select(Person)
        .join(Grant, Grant.person_id == Person.id)
        .where(Grant.plan_id == plan.id, Grant.role == role, ~Person.is_removed)
        .order_by(Person.id)
    ).all()
