"""Reports."""

from tracker.models import Plan
from tracker.permissions import Permission, requires
from tracker.report_screens import blueprint


@blueprint.get("/plans/<plan>/reports")
@requires(Permission.READ_DRAFTS)
def list_reports(plan: Plan) -> str:
    """List the reports."""
    return plan.title


@blueprint.get("/plans/<plan>/issued-reports")
@requires(Permission.READ_ISSUED)
def list_issued(plan: Plan) -> str:
    """List what was issued."""
    return plan.title
