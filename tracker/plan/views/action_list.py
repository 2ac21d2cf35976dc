"""The list of actions, narrowed by filters that stand in its address; saved under a name, or as a file."""

from urllib.parse import urlencode

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tracker.clock import now, today
from tracker.database import db
from tracker.models import Action, Plan, StandingRow
from tracker.operations.errors import Refused
from tracker.operations.owners import owner_name
from tracker.operations.saved_views import remove_view, save_view
from tracker.operations.step_words import ladders_of
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.queries import lists
from tracker.plan.queries.filters import SORT_WORDS, Filters, read_filters
from tracker.plan.queries.flags import Flag, flag_words
from tracker.plan.queries.saved_views import get_saved_view, list_saved_views
from tracker.plan.views.downloads import csv_of, workbook_of
from tracker.plan.views.shared import owner_choices
from tracker.sheets.lists import Value

HEADINGS = (
    "Action", "What will be done", "Priority", "Recommendations", "Service", "Lead officer",
    "Accountable director", "Start", "Due", "First due date", "Declared", "Record shows",
    "Why the record differs", "Why the better status is kept", "Impact declared",
    "Impact the record shows", "Last update",
)  # fmt: skip


@blueprint.get("/plans/<plan>/actions")
@requires(Permission.READ_PLAN)
def list_actions(plan: Plan) -> str:
    """List the actions of the plan."""
    priorities, owners = lists.list_priorities(plan), lists.list_owners(plan)
    services = lists.list_services(plan)
    filters = read_filters(request.args, priorities, owners, services)
    words = flag_words(plan)
    return render_template(
        "plan/list_actions.html",
        title=f"Actions: {words[Flag(filters.flag)].lower()}" if filters.flag else "Actions",
        plan=plan,
        filters=filters,
        found=lists.list_actions(plan, filters),
        flags=words,
        sorts=SORT_WORDS,
        priorities=priorities,
        services=services,
        owners=owner_choices(owners, nobody="Anybody"),
        saved=list_saved_views(plan, current_user),
        today=today(),
    )


@blueprint.get("/plans/<plan>/actions.csv")
@requires(Permission.READ_PLAN)
def download_actions_csv(plan: Plan) -> Answer:
    """Hand out the list with its filters as CSV, every page of it."""
    return csv_of(plan, "actions", HEADINGS, _rows(plan))


@blueprint.get("/plans/<plan>/actions.xlsx")
@requires(Permission.READ_PLAN)
def download_actions_workbook(plan: Plan) -> Answer:
    """Hand out the list with its filters as a workbook, every page of it."""
    return workbook_of(plan, "actions", HEADINGS, _rows(plan))


@blueprint.post("/plans/<plan>/saved-views")
@requires(Permission.READ_PLAN)
def save_list(plan: Plan) -> Response:
    """Keep the filters of the list under a name, for the person who saves it."""
    filters = _read(plan, MultiDict(request.form))
    try:
        view = save_view(
            plan, request.form.get("name", ""), urlencode(filters.address), by=current_user, now=now()
        )
    except Refused as refused:
        db.session.rollback()
        flash(refused.message, "problem")
    else:
        name = view.name
        db.session.commit()
        flash(f"“{name}” is saved. To share it, send the address of this page")
    return redirect(url_for("plan.list_actions", plan=plan.slug, **filters.address))


@blueprint.post("/plans/<plan>/saved-views/<int:view>/remove")
@requires(Permission.READ_PLAN)
def remove_list(plan: Plan, view: int) -> Response:
    """Forget a list that the person saved."""
    found = get_saved_view(plan, current_user, view)
    name = found.name
    remove_view(found)
    db.session.commit()
    flash(f"“{name}” is no longer saved")
    return redirect(url_for("plan.list_actions", plan=plan.slug))


def _read(plan: Plan, arguments: MultiDict[str, str]) -> Filters:
    return read_filters(
        arguments, lists.list_priorities(plan), lists.list_owners(plan), lists.list_services(plan)
    )


def _rows(plan: Plan) -> list[list[Value]]:
    """Return the rows of the file, in the order of the list."""
    ladders = ladders_of(plan)
    rows: list[list[Value]] = []
    for action in lists.every_action(plan, _read(plan, request.args)):
        stands = action.standing
        assert isinstance(stands, StandingRow)
        rows.append(
            [
                action.label,
                action.title,
                _priorities(action),
                ", ".join(str(found.number) for found in action.recommendations),
                action.service.name if action.service else "",
                owner_name(action.lead_officer),
                owner_name(action.accountable_director),
                action.start_on,
                action.due_on,
                action.original_due_on,
                ladders.delivery[stands.declared_delivery].word,
                ladders.delivery[stands.record_delivery].word,
                "; ".join(stands.delivery_reasons),
                stands.last_update.keep_reason if stands.is_flattering and stands.last_update else "",
                ladders.impact[stands.declared_impact].word,
                ladders.impact[stands.record_impact].word,
                stands.last_update_on,
            ]
        )
    return rows


def _priorities(action: Action) -> str:
    found = {one.priority.number: one.priority.title for one in action.recommendations if one.priority}
    return "; ".join(f"{number} {title}" for number, title in sorted(found.items()))
