"""Changing several selected actions: first what will change is shown, then it is saved."""

from dataclasses import dataclass
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.formatting import counted, long_date
from tracker.forms import Form
from tracker.models import Action, Owner, Part, Plan, Priority, Recommendation, Service
from tracker.operations.asking import record_asking, why_not_ask
from tracker.operations.errors import Refused
from tracker.operations.owners import assign_several, owner_name
from tracker.operations.several import (
    move_several,
    priority_words,
    set_priority_of_several,
    set_service_of_several,
    why_not_move,
)
from tracker.permissions import Permission, requires
from tracker.plan.queries import lists
from tracker.plan.views.shared import owner_choices, pick
from tracker.triage import blueprint
from tracker.triage.forms import LEAVE, NONE, AskForm, DatesForm, NameForm, ThemesForm
from tracker.triage.mails import ask_by_mail
from tracker.triage.queries import actions_beside

TITLES = {
    "name": "Name who leads several actions",
    "dates": "Move several due dates",
    "themes": "Change the service or priority of several actions",
    "ask": "Ask for several updates",
}
_FORMS = {"name": NameForm, "dates": DatesForm, "themes": ThemesForm, "ask": AskForm}


@dataclass(frozen=True)
class Line:
    """One thing that would change, as it is now and as it would be; or why it will not."""

    what: str
    before: str
    after: str
    left_out: bool = False


@dataclass
class Choices:
    """What the plan offers to choose from."""

    owners: list[Owner]
    services: list[Service]
    priorities: list[Priority]


@blueprint.route("/plans/<plan>/triage/change", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def change_several(plan: Plan) -> Page:
    """Ask what should change, show what that does to each selected action, and save it when confirmed."""
    do = request.values.get("do", "")
    if do not in TITLES:
        abort(400)
    actions = list(lists.get_actions(plan, request.values.getlist("action")))
    choices = Choices(
        lists.list_owners(plan), list(lists.list_services(plan)), list(lists.list_priorities(plan))
    )
    form = _form(do, choices)
    # The first page only asks. The answer comes back in the address, to be looked at before it is saved.
    answered = request.method == "POST" or "answered" in request.args
    errors = []
    lines: list[Line] = []
    if answered and not actions:
        errors.append({"text": "Select at least one action in the list", "href": "#select"})
    elif answered and form.validate():
        lines = _lines(do, form, actions, choices)
        if request.method == "POST" and _changed_meanwhile(actions):
            errors.append({"text": "Somebody changed these actions meanwhile. Look again", "href": "#save"})
        elif request.method == "POST":
            try:
                words = _save(do, form, plan, actions, choices)
            except Refused as refused:
                db.session.rollback()
                form.show(refused)
            else:
                db.session.commit()
                flash(words)
                return redirect(_back(plan))
    return render_template(
        "triage/change_several.html",
        title=TITLES[do],
        plan=plan,
        do=do,
        actions=actions,
        form=form,
        lines=lines,
        possible=sum(1 for line in lines if not line.left_out),
        answers=_answers(form),
        back_to=_back(plan),
        errors=errors,
    )


def _form(do: str, choices: Choices) -> Form:
    form: Any = _FORMS[do](
        request.form if request.method == "POST" else request.args,
        meta={} if request.method == "POST" else {"csrf": False},
    )
    if do == "name":
        form.owner.choices = owner_choices(choices.owners, nobody="Choose who")
    if do == "themes":
        form.service.choices = [
            (LEAVE, "Leave as it is"),
            *((str(service.id), service.name) for service in choices.services),
            (NONE, "No service"),
        ]
        form.priority.choices = [
            (LEAVE, "Leave as it is"),
            *((str(found.id), priority_words(found)) for found in choices.priorities),
            (NONE, "No priority"),
        ]
    return form  # type: ignore[no-any-return]  # one of the four


def _lines(do: str, form: Any, actions: list[Action], choices: Choices) -> list[Line]:
    if do == "name":
        owner = pick(choices.owners, form.owner.data)
        return [
            _line(_called(action), owner_name(action.lead_officer) or "Nobody", owner_name(owner))
            for action in actions
        ]
    if do == "dates":
        found = []
        for action in actions:
            before = long_date(action.due_on) or "No due date"
            problem = why_not_move(action, form.due_on.data)
            found.append(Line(_called(action), before, problem or long_date(form.due_on.data), bool(problem)))
        return found
    if do == "ask":
        return [
            Line(
                _called(action),
                owner_name(action.lead_officer) or "Nobody",
                why_not_ask(action) or "Asked by mail",
                bool(why_not_ask(action)),
            )
            for action in actions
        ]
    return _theme_lines(form, actions, choices)


def _theme_lines(form: Any, actions: list[Action], choices: Choices) -> list[Line]:
    lines = []
    if form.service.data:
        service = pick(choices.services, _number(form.service.data))
        after = service.name if service else "No service"
        lines += [
            _line(_called(action), action.service.name if action.service else "No service", after)
            for action in actions
        ]
    if form.priority.data:
        priority = pick(choices.priorities, _number(form.priority.data))
        after = priority_words(priority) or "No priority"
        served = _served(actions)
        beside = actions_beside([one.id for one in served], [action.id for action in actions])
        for one in served:
            others = beside.get(one.id, 0)
            what = f"Recommendation {one.number} {one.title}"
            if others:
                what += f" ({counted(others, 'further action')} with it)"
            lines.append(_line(what, priority_words(one.priority) or "No priority", after))
    return lines


def _save(do: str, form: Any, plan: Plan, actions: list[Action], choices: Choices) -> str:
    """Do what the preview showed and return the words that say so. Raises Refused."""
    moment = now()
    if do == "name":
        owner = pick(choices.owners, form.owner.data)
        if owner is None:
            raise Refused("owner", "Choose who leads the work")
        changed = assign_several(actions, owner, Part.LEAD_OFFICER, by=current_user, now=moment)
        return f"{owner_name(owner)} leads {counted(len(changed), 'further action')} now"
    if do == "dates":
        moved = move_several(actions, form.due_on.data, form.reason.data, by=current_user, now=moment)
        return f"The due dates of {counted(len(moved), 'action')} are saved"
    if do == "ask":
        asked = [action for action in actions if not why_not_ask(action)]
        if not asked:
            raise Refused("words", "None of these actions has an owner who can be asked")
        names = ask_by_mail(plan, asked, form.words.data, by=current_user, now=moment)
        record_asking(asked, form.words.data, by=current_user, now=moment)
        return f"{counted(len(names), 'owner')} asked for updates on {counted(len(asked), 'action')}"
    if not form.service.data and not form.priority.data:
        raise Refused("service", "Choose a service or a priority")
    number = 0
    if form.service.data:
        service = pick(choices.services, _number(form.service.data))
        number += len(set_service_of_several(actions, service, by=current_user, now=moment))
    if form.priority.data:
        priority = pick(choices.priorities, _number(form.priority.data))
        number += len(set_priority_of_several(_served(actions), priority, by=current_user, now=moment))
    return f"{counted(number, 'change')} saved"


def _changed_meanwhile(actions: list[Action]) -> bool:
    """Return whether an action is no longer as the preview showed it."""
    seen = set(request.form.getlist("seen"))
    return any(f"{action.label}:{action.version}" not in seen for action in actions)


def _answers(form: Any) -> list[tuple[str, str]]:
    """Return what was answered, as hidden fields carry it on."""
    found = []
    for name, field in form._fields.items():
        if name in ("csrf_token", "version"):
            continue
        raw = field.raw_data if field.raw_data is not None else []
        found += [(field.name, str(value)) for value in raw]
    return found


def _served(actions: list[Action]) -> list[Recommendation]:
    """Return the recommendations that these actions serve, by number."""
    found = {one.id: one for action in actions for one in action.recommendations}
    return sorted(found.values(), key=lambda one: one.number)


def _line(what: str, before: str, after: str) -> Line:
    return Line(what, before, "No change", True) if before == after else Line(what, before, after)


def _called(action: Action) -> str:
    return f"{action.label} {action.title}"


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _back(plan: Plan) -> str:
    triage = request.values.get("from") == "triage"
    return url_for("triage.show_triage" if triage else "plan.list_actions", plan=plan.slug)
