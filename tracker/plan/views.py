"""The plan page, and the people of the plan."""

from tracker.models import Plan
from tracker.permissions import Permission, requires
from tracker.plan import blueprint


@blueprint.get("/plans/<plan>")
@requires(Permission.READ_PLAN)
def show_plan(plan: Plan) -> str:
    """Show the plan."""
    return plan.title


@blueprint.get("/plans/<plan>/people")
@requires(Permission.LEAD_PLAN)
def list_people(plan: Plan) -> str:
    """List the people of the plan."""
    return plan.title
