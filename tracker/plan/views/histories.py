"""Everything that changed, by whom and when."""

import sqlalchemy as sa
from flask import render_template, request, url_for

from tracker.models import Action, Plan
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.queries.details import get_recommendation
from tracker.plan.queries.history import about_action, about_plan, about_recommendation, load_history


@blueprint.get("/plans/<plan>/history")
@requires(Permission.READ_PLAN)
def show_plan_history(plan: Plan) -> str:
    """Show what changed in the plan."""
    return _show(
        about_plan(plan), "History of the plan", "Back to the plan", url_for("plan.show_plan", plan=plan.slug)
    )


@blueprint.get("/plans/<plan>/recommendations/<int(max=999999999):number>/history")
@requires(Permission.READ_PLAN)
def show_recommendation_history(plan: Plan, number: int) -> str:
    """Show what changed in a recommendation and its actions."""
    recommendation = get_recommendation(plan, number)
    return _show(
        about_recommendation(recommendation),
        f"History of recommendation {number}",
        f"Back to recommendation {number}",
        url_for("plan.show_recommendation", plan=plan.slug, number=number),
    )


@blueprint.get("/plans/<plan>/actions/<label:action>/history")
@requires(Permission.READ_PLAN)
def show_action_history(plan: Plan, action: Action) -> str:
    """Show what changed in an action."""
    return _show(
        about_action(action),
        f"History of action {action.label}",
        f"Back to action {action.label}",
        url_for("plan.show_action", plan=plan.slug, action=action.label),
        labelled=False,
    )


def _show(
    about: sa.ColumnElement[bool], title: str, back_words: str, back_to: str, *, labelled: bool = True
) -> str:
    page = request.args.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    return render_template(
        "plan/show_history.html",
        title=title,
        history=load_history(about, number),
        back={"href": back_to, "text": back_words},
        here=request.path,
        labelled=labelled,
    )
