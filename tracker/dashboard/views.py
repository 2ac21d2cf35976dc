"""The dashboard, the timeline and the plan on a page. All three print."""

from datetime import timedelta
from typing import Any

from flask import g, render_template, request, url_for

from tracker.clock import today
from tracker.dashboard import blueprint
from tracker.dashboard.queries import (
    load_decisions,
    load_figures,
    load_impact,
    load_priorities,
    load_unsigned,
)
from tracker.dashboard.since import last_meeting, load_since
from tracker.dashboard.timeline import QUARTERS_SHOWN, days_outside, load_timeline, read_start, start_of_next
from tracker.formatting import long_date
from tracker.intake_review.clocks import running_clocks
from tracker.measures.queries import list_measures_of
from tracker.models import Plan
from tracker.permissions import Permission, requires
from tracker.plan.queries.overview import load_overview

DAYS_BACK = 30  # where no meeting says since when
MEASURES_SHOWN = 6


@blueprint.get("/plans/<plan>/dashboard")
@requires(Permission.READ_PLAN)
def show_dashboard(plan: Plan) -> str:
    """Show how the plan stands, so that it is understood in ten seconds."""
    day = today()
    met = last_meeting(plan, day)
    since, title = (
        (met[0], f"Since the {met[1]} met on {long_date(met[0])}")
        if met
        else (day - timedelta(days=DAYS_BACK), f"In the last {DAYS_BACK} days")
    )
    measures = list_measures_of(plan)
    return render_template(
        "dashboard/show_dashboard.html",
        title="How the plan stands",
        plan=plan,
        figures=load_figures(plan),
        lines=load_priorities(plan),
        impact=load_impact(plan),
        since=load_since(plan, since, title),
        decisions=load_decisions(plan),
        unsigned=load_unsigned(plan, day) if g.access.may(Permission.READ_DRAFTS) else (),
        measures=measures[:MEASURES_SHOWN],
        further_measures=max(0, len(measures) - MEASURES_SHOWN),
        clock=next(iter(running_clocks(plan, day)), None),
        today=day,
    )


@blueprint.get("/plans/<plan>/timeline")
@requires(Permission.READ_PLAN)
def show_timeline(plan: Plan) -> str:
    """Show what is due in four quarters."""
    first = read_start(request.args.get("from", ""), today())

    def of(quarters: int) -> str:
        at: dict[str, Any] = {"from": start_of_next(first, quarters).isoformat()}
        return url_for("dashboard.show_timeline", plan=plan.slug, **at)

    return render_template(
        "dashboard/show_timeline.html",
        title="Timeline",
        plan=plan,
        quarters=load_timeline(plan, first),
        undated=days_outside(plan),
        earlier=of(-QUARTERS_SHOWN) if first.year > 1901 else "",
        later=of(QUARTERS_SHOWN) if first.year < 2199 else "",
        today=today(),
    )


@blueprint.get("/plans/<plan>/on-a-page")
@requires(Permission.READ_PLAN)
def show_on_a_page(plan: Plan) -> str:
    """Show the plan on a page: every priority with its recommendations, and how each stands."""
    return render_template(
        "dashboard/show_on_a_page.html",
        title="The plan on a page",
        plan=plan,
        overview=load_overview(plan, today()),
        today=today(),
    )
