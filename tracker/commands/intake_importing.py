"""Bringing a report into a plan from the command line, by the operations the review page uses."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from tracker.database import db
from tracker.intake.model import Reading
from tracker.models import Grant, Person, Plan, Role
from tracker.operations.accounts import add_person, find_person, grant_role
from tracker.operations.intake import bring_in_file, keep_reading, save_review
from tracker.operations.intake_confirm import Confirmed, confirm_draft
from tracker.operations.intake_draft import Choice, DraftReview
from tracker.operations.intake_editing import leave_the_rest
from tracker.operations.plans import create_plan


class ImportRefused(Exception):
    """The import cannot be done as asked; `message` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def get_or_create_plan(slug: str, title: str | None, email: str, *, now: datetime) -> Plan:
    """Return the plan, created with the person as its lead where a title is given. Raises ImportRefused."""
    plan = db.session.scalar(sa.select(Plan).where(Plan.slug == slug))
    if title is None:
        if plan is None:
            raise ImportRefused(
                f"There is no plan “{slug}”. flask plans list shows the plans; --create TITLE makes this one."
            )
        return plan
    if plan is not None:
        raise ImportRefused(f"There is already a plan “{slug}”: {plan.title}. Leave --create out to use it.")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) or len(slug) > 60:
        raise ImportRefused(
            "A slug has small letters, digits and hyphens, 60 at most, like childrens-services."
        )
    person = add_person(email, "", now=now)
    plan = create_plan(title, by=None, now=now, slug=slug)
    grant_role(person, plan, Role.LEAD, by=None, now=now)
    db.session.flush()
    return plan


def known_person(plan: Plan, email: str) -> Person:
    """Return the person, who must lead the plan. Raises ImportRefused otherwise."""
    person = find_person(email)
    if person is None:
        raise ImportRefused(f"Nobody here has the e-mail address {email}.")
    leads = db.session.scalar(
        sa.select(Grant.id).where(
            Grant.plan_id == plan.id, Grant.person_id == person.id, Grant.role == Role.LEAD
        )
    )
    if leads is None:
        raise ImportRefused(
            f"{email} does not lead the plan “{plan.slug}”, and only a lead brings reports in."
        )
    return person


def import_reading(plan: Plan, file: Path, reading: Reading, *, by: Person, now: datetime) -> Confirmed:
    """Keep the file, accept every proposal, leave the tray out but for clear links, and confirm.

    Raises Refused for a file that the page would not take either.
    """
    draft = bring_in_file(plan, file.name, file.read_bytes(), by=by, now=now)
    keep_reading(draft, reading)
    review = DraftReview.from_dict(draft.decisions)
    for proposal in review.proposals:
        proposal.choice = Choice.KEEP
    leave_the_rest(review, even_suggested=True)
    save_review(draft, review)
    return confirm_draft(draft, by=by, now=now)
