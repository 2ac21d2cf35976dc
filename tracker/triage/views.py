"""The triage page, and acting on one action in its row."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.models import Action, Owner, Part, Plan
from tracker.operations.actions import approve_date_move, move_due_date
from tracker.operations.asking import record_asking, why_not_ask
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.operations.owners import assign_several, owner_name
from tracker.permissions import Permission, requires
from tracker.plan.forms import number_or_none
from tracker.plan.queries import lists
from tracker.plan.queries.filters import Filters, read_filters
from tracker.plan.queries.flags import flag_words
from tracker.plan.queries.history import about_action
from tracker.plan.views.shared import owner_choices, pick, told
from tracker.triage import blueprint
from tracker.triage.forms import AskForm, DatesForm, NameForm
from tracker.triage.mails import ask_by_mail
from tracker.triage.queries import PRESSING, OpenRow, load_open_row, load_triage


@blueprint.get("/plans/<plan>/triage")
@requires(Permission.LEAD_PLAN)
def show_triage(plan: Plan) -> str:
    """List what needs a lead's attention; the action that the address opens has its forms below its row."""
    label = request.args.get("open", "")
    return _page(plan, load_open_row(plan, label) if label else None, {})


@blueprint.post("/plans/<plan>/triage/<label:action>")
@requires(Permission.LEAD_PLAN)
def act_on_action(plan: Plan, action: Action) -> Page:
    """Do one thing about one action, and come back to the list as it was."""
    do, label = request.form.get("do", ""), action.label
    if do not in _DEEDS:
        abort(400)
    opened = load_open_row(plan, label)
    assert opened is not None
    form = _forms(plan, opened)[do] if do != "approve" else None
    if form is None or form.validate():
        try:
            words = _DEEDS[do](plan, opened, form)
        except ChangedMeanwhile:
            db.session.rollback()
            opened = load_open_row(plan, label)
            assert opened is not None
            assert form is not None
            form.version.data = str(opened.action.version)
            form.show(Refused("due_on", told(about_action(opened.action))))
        except Refused as refused:
            db.session.rollback()
            opened = load_open_row(plan, label)
            if form is None:
                flash(refused.message, "problem")
            else:
                form.show(refused)
        else:
            db.session.commit()
            flash(words)
            return redirect(url_for("triage.show_triage", plan=plan.slug, **_address(_filters(plan))))
    return _page(plan, opened, {do: form} if form else {})


def _name(plan: Plan, opened: OpenRow, form: NameForm) -> str:
    owner = pick(lists.list_owners(plan), form.owner.data)
    if owner is None:
        raise Refused("owner", "Choose who leads the work")
    assign_several([opened.action], owner, Part.LEAD_OFFICER, by=current_user, now=now())
    return f"{owner_name(owner)} leads {opened.action.label} now"


def _ask(plan: Plan, opened: OpenRow, form: AskForm) -> str:
    problem = why_not_ask(opened.action)
    if problem:
        raise Refused("words", f"Nobody can be asked: {problem[0].lower()}{problem[1:]}")
    moment = now()
    names = ask_by_mail(plan, [opened.action], form.words.data, by=current_user, now=moment)
    record_asking([opened.action], form.words.data, by=current_user, now=moment)
    return f"{names[0]} is asked for an update on {opened.action.label}"


def _move(plan: Plan, opened: OpenRow, form: DatesForm) -> str:
    move_due_date(
        opened.action,
        form.due_on.data,
        form.reason.data,
        seen_version=number_or_none(form.version.data) or 0,
        by=current_user,
        now=now(),
    )
    return f"The due date of {opened.action.label} is saved"


def _approve(plan: Plan, opened: OpenRow, form: None) -> str:
    if opened.move is None:
        raise Refused("move", f"No date of {opened.action.label} waits for a decision any more")
    approve_date_move(opened.action, opened.move, by=current_user, now=now())
    return f"The new due date of {opened.action.label} is approved"


_DEEDS: dict[str, Callable[..., str]] = {"name": _name, "ask": _ask, "move": _move, "approve": _approve}


def _forms(plan: Plan, opened: OpenRow | None, owners: list[Owner] | None = None) -> dict[str, Any]:
    """Return the forms of an open row; only the one that was sent is filled with what was typed."""
    if opened is None:
        return {}
    sent = request.form.get("do", "") if request.method == "POST" else ""
    action = opened.action
    version = str(action.version)
    lead = action.lead_officer
    name = NameForm(
        request.form if sent == "name" else None,
        prefix="do-",
        data={"owner": lead.id if lead else None},
    )
    name.owner.choices = owner_choices(owners or lists.list_owners(plan), nobody="Choose who")
    return {
        "name": name,
        "ask": AskForm(request.form if sent == "ask" else None, prefix="do-"),
        "move": DatesForm(request.form if sent == "move" else None, prefix="do-", data={"version": version}),
    }


def _filters(plan: Plan) -> Filters:
    return read_filters(
        MultiDict(request.args),
        lists.list_priorities(plan),
        lists.list_owners(plan),
        lists.list_services(plan),
    )


def _address(filters: Filters) -> dict[str, Any]:
    """Return what stands in the address of the list; it is sorted by what is most pressing, and only so."""
    named = {name: value for name, value in filters.address.items() if name != "sort"}
    return named | ({"page": str(filters.page)} if filters.page > 1 else {})


def _first_deed(opened: OpenRow | None) -> str:
    """Return which of the forms stands open: what is most likely meant."""
    if opened is None or opened.move or opened.unchecked:
        return ""
    return "ask" if opened.action.lead_officer else "name"


def _page(plan: Plan, opened: OpenRow | None, sent: dict[str, Any]) -> str:
    priorities, owners = lists.list_priorities(plan), lists.list_owners(plan)
    services = lists.list_services(plan)
    filters = read_filters(request.args, priorities, owners, services)
    words = flag_words(plan)
    page = load_triage(plan, filters, today())
    shown = {row.action.id for row in page.rows}
    return render_template(
        "triage/show_triage.html",
        title="Triage",
        plan=plan,
        filters=filters,
        address=_address(filters),
        found=page,
        tabs=[("", "Everything"), *((flag.value, words[flag]) for flag in PRESSING)],
        priorities=priorities,
        services=services,
        owners=owner_choices(owners, nobody="Anybody"),
        opened=opened,
        opened_alone=opened is not None and opened.action.id not in shown,
        acting=_forms(plan, opened, owners) | sent,
        why_not_ask=why_not_ask(opened.action) if opened else "",
        first_deed=next(iter(sent), _first_deed(opened)),
        narrowed=bool(set(filters.address) - {"sort", "flag"}),
        forms=list(sent.values()),
    )
