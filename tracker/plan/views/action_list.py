"""The list of actions, narrowed by filters that stand in its address."""

from flask import render_template, request

from tracker.clock import today
from tracker.models import Plan
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.queries import lists
from tracker.plan.queries.flags import Flag, flag_words
from tracker.plan.views.shared import owner_choices


@blueprint.get("/plans/<plan>/actions")
@requires(Permission.READ_PLAN)
def list_actions(plan: Plan) -> str:
    """List the actions of the plan."""
    priorities, owners = lists.list_priorities(plan), lists.list_owners(plan)
    filters = lists.read_filters(request.args, priorities, owners)
    words = flag_words(plan)
    return render_template(
        "plan/list_actions.html",
        title=f"Actions: {words[Flag(filters.flag)].lower()}" if filters.flag else "Actions",
        plan=plan,
        filters=filters,
        found=lists.list_actions(plan, filters),
        flags=words,
        priorities=priorities,
        owners=owner_choices(owners, nobody="Anybody"),
        today=today(),
    )
