"""Bringing in a report."""

from tracker.intake_review import blueprint
from tracker.models import Plan
from tracker.permissions import Permission, requires


@blueprint.get("/plans/<plan>/reports-in")
@requires(Permission.LEAD_PLAN)
def list_drafts(plan: Plan) -> str:
    """List what was brought in."""
    return plan.title
