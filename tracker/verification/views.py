"""The queue of evidence to verify."""

from flask import render_template, request
from flask_login import current_user

from tracker.clock import today
from tracker.formatting import in_london
from tracker.models import Plan
from tracker.permissions import Permission, requires
from tracker.plan.queries.filters import read_page
from tracker.rules.ladders import KIND_WORDS, EvidenceKind
from tracker.verification import blueprint
from tracker.verification.queries import load_queue


@blueprint.get("/plans/<plan>/verification")
@requires(Permission.CHECK_EVIDENCE)
def show_queue(plan: Plan) -> str:
    """List the evidence that nobody has checked yet, oldest first."""
    asked = request.args.get("kind", "")
    kind = asked if asked in {each.value for each in EvidenceKind} else ""
    queue = load_queue(plan, current_user, kind=kind, page=read_page(request.args), today=today())
    day = today()
    return render_template(
        "verification/show_queue.html",
        title="To verify",
        plan=plan,
        queue=queue,
        kind=kind,
        left_out=bool(asked and not kind),
        kinds=[("", "All"), *((each.value, KIND_WORDS[each]) for each in EvidenceKind)],
        days={
            item.evidence.id: (day - in_london(item.evidence.added_at).date()).days for item in queue.items
        },
    )
