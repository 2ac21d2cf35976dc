"""The menu: what a person finds where, from what they may do."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask, g, request, url_for
from flask_login import current_user

from tracker.clock import today
from tracker.database import db
from tracker.models import Grant, Naming, Owner, Plan, stands_for
from tracker.permissions import Access, Permission, access_of


@dataclass(frozen=True)
class MenuEntry:
    """One entry: its words, where it leads, and whether the page shown belongs to it."""

    text: str
    href: str
    active: bool


def plans_of(person_id: int) -> list[Plan]:
    """Return the plans a person was granted anything on, is named in or stands in on, by title."""
    granted = sa.exists().where(Grant.plan_id == Plan.id, Grant.person_id == person_id)
    # One naming is enough to know, so this must not look through them all: it is asked for every page.
    named = sa.exists().where(
        Owner.plan_id == Plan.id,
        stands_for(person_id, today()),
        sa.exists().where(Naming.owner_id == Owner.id),
    )
    return list(
        db.session.scalars(sa.select(Plan).where(sa.or_(granted, named)).order_by(Plan.title, Plan.id))
    )


def home_for(person_is_administrator: bool, plans: list[Plan], access: Access | None) -> str:
    """Return where a person starts: their work, the plan for who leads it, reports for members."""
    if access is not None and plans:
        plan = plans[0]
        if access.may(Permission.LEAD_PLAN) or access.may(Permission.READ_DRAFTS):
            return url_for("plan.show_plan", plan=plan.slug)
        if access.named:
            return url_for("my_actions.show_my_actions")
        if access.may(Permission.READ_PLAN):
            return url_for("plan.show_plan", plan=plan.slug)
        return url_for("report_screens.list_issued", plan=plan.slug)
    if person_is_administrator:
        return url_for("admin.list_plans")
    return url_for("accounts.account")


def menu() -> list[MenuEntry]:
    """Return the menu of the person signed in, for the plan of the page (or their first)."""
    if not current_user.is_authenticated:
        return []
    plan: Plan | None = g.get("plan")
    access: Access | None = g.get("access")
    plans = plans_of(current_user.id)
    if plan is None:
        plan = plans[0] if plans else None
        access = access_of(current_user, plan) if plan else None
    entries: list[tuple[str, str, str]] = []
    if plan is not None and access is not None:
        if access.named:
            entries.append(("My actions", url_for("my_actions.show_my_actions"), "my_actions"))
        if access.may(Permission.READ_PLAN):
            entries.append(("Plan", url_for("plan.show_plan", plan=plan.slug), "plan"))
            entries.append(("Dashboard", url_for("dashboard.show_dashboard", plan=plan.slug), "dashboard"))
        if access.may(Permission.LEAD_PLAN):
            entries.append(("Triage", url_for("triage.show_triage", plan=plan.slug), "triage"))
            entries.append(("Rounds", url_for("rounds.show_rounds", plan=plan.slug), "rounds"))
        elif access.may(Permission.CHECK_EVIDENCE):
            entries.append(("To verify", url_for("verification.show_queue", plan=plan.slug), "verification"))
        if access.may(Permission.READ_PLAN):
            entries.append(("Evidence", url_for("evidence.list_evidence", plan=plan.slug), "evidence"))
            entries.append(("Measures", url_for("measures.list_measures", plan=plan.slug), "measures"))
        if access.may(Permission.LEAD_PLAN):
            entries.append(
                ("Bring in a report", url_for("intake_review.list_drafts", plan=plan.slug), "intake_review")
            )
        if access.may(Permission.READ_DRAFTS):
            entries.append(
                ("Reports", url_for("report_screens.list_reports", plan=plan.slug), "report_screens")
            )
        elif access.may(Permission.READ_ISSUED):
            entries.append(
                ("Reports", url_for("report_screens.list_issued", plan=plan.slug), "report_screens")
            )
            if not access.may(Permission.READ_PLAN):
                entries.append(
                    ("Questions", url_for("report_screens.list_questions", plan=plan.slug), "questions")
                )
        if access.may(Permission.LEAD_PLAN):
            entries.append(("People", url_for("plan.list_people", plan=plan.slug), "people"))
    if len(plans) > 1:
        entries.append(("Your plans", url_for("pages.list_plans"), "plans"))
    if current_user.is_administrator:
        entries.append(("Administration", url_for("admin.list_plans"), "admin"))
    here = _section_of(request.endpoint or "", {section for _, _, section in entries})
    return [MenuEntry(text, href, section == here) for text, href, section in entries]


def _section_of(endpoint: str, sections: set[str]) -> str:
    """Return the menu section a page belongs to.

    People stand by themselves though the plan keeps them, and so do questions where the menu names them.
    """
    blueprint, _, view = endpoint.partition(".")
    if blueprint == "safety_maps":
        return "plan"
    if endpoint == "pages.list_plans":
        return "plans"
    if blueprint == "report_screens" and "question" in view and "questions" in sections:
        return "questions"
    return "people" if blueprint == "plan" and "people" in view else blueprint


def register(app: Flask) -> None:
    """Offer the menu to the page frame. It is a function, so that pages without a frame cost no query."""
    app.add_template_global(menu, "menu")
