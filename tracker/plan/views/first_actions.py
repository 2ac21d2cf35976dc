"""The first action of every recommendation that has none yet, written on one page and saved at once."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.formatting import counted
from tracker.forms import day, select, text
from tracker.guarded_forms import GuardedForm
from tracker.models import Action, Owner, Part, Plan, Recommendation
from tracker.operations.actions import add_action
from tracker.operations.owners import assign_several
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import PlainForm, number_or_none
from tracker.plan.queries.lists import list_owners, without_actions
from tracker.plan.views.shared import owner_choices, pick

MOST_ROWS = 50


@blueprint.route("/plans/<plan>/actions/first", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def add_first_actions(plan: Plan) -> Page:
    """Show each recommendation without an action with boxes for its first, and add those that are written."""
    waiting, owners = without_actions(plan), list_owners(plan)
    rows = [(one, FirstActionForm(one, owners, today(), request.form or None)) for one in waiting[:MOST_ROWS]]
    button = PlainForm()
    overtaken: list[str] = []
    verdicts = [False]
    if button.validate_on_submit():
        overtaken = _overtaken(plan, [one.number for one, _ in rows])
        verdicts = [form.validate() for _, form in rows]
    if all(verdicts) and not overtaken:
        number = _add(plan, [(one, form) for one, form in rows if form.what.data], owners)
        db.session.commit()
        flash(f"{counted(number, 'action')} added" if number else "Nothing is added: no action was written")
        return redirect(url_for("plan.show_plan", plan=plan.slug))
    return render_template(
        "plan/add_first_actions.html",
        title="Add first actions",
        plan=plan,
        rows=rows,
        number=len(waiting),
        button=button,
        forms=[form for _, form in rows],
        errors=[{"text": words, "href": "#first-actions"} for words in overtaken],
    )


class FirstActionForm(GuardedForm):
    """What will be done about one recommendation, who leads it and by when; left empty, nothing yet."""

    GUARDED: ClassVar[tuple[str, ...]] = ("what",)

    what = text("What will be done", most=300)
    lead_officer = select("Lead officer", coerce=number_or_none)
    due_on = day("Due")

    def __init__(
        self,
        recommendation: Recommendation,
        owners: Sequence[Owner],
        today: date,
        posted: MultiDict[str, str] | None,
    ) -> None:
        asked = recommendation.due_on
        self._first_due = asked if asked and asked >= today else None
        prefix = f"a{recommendation.number}-"
        super().__init__(posted, data={"due_on": self._first_due}, prefix=prefix, meta={"csrf": False})
        self.lead_officer.choices = owner_choices(owners)
        for field in (self.what, self.lead_officer, self.due_on):
            field.label.text += f" (recommendation {recommendation.number})"

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Ask what will be done where somebody or another day was chosen for it."""
        fine: bool = super().validate(extra_validators)
        is_begun = self.lead_officer.data or (self.due_on.data and self.due_on.data != self._first_due)
        if fine and is_begun and not self.what.data:
            self.what.errors = [
                "Write what will be done, or leave the lead officer and the due date as they were"
            ]
            return False
        return fine


def _overtaken(plan: Plan, shown: Sequence[int]) -> list[str]:
    """Return what was written for recommendations that wait for no first action any more, said in words.

    What stands there as an action by now is left out: the same form came twice.
    """
    written = {
        int(found[1]): words.strip()
        for name, words in request.form.items()
        if (found := re.fullmatch(r"a([0-9]{1,9})-what", name)) and words.strip()
    }
    missed = [number for number in written if number not in shown]
    if not missed:
        return []
    there = db.session.execute(
        sa.select(Action.first_number, Action.title).where(
            Action.plan_id == plan.id, Action.first_number.in_(missed)
        )
    ).all()
    return [
        f"Recommendation {number} has an action meanwhile, or is closed, so this is not added: "
        f"“{written[number]}”"
        for number in missed
        if (number, written[number]) not in [tuple(row) for row in there]
    ]


def _add(
    plan: Plan, written: Sequence[tuple[Recommendation, FirstActionForm]], owners: Sequence[Owner]
) -> int:
    """Add the actions, name who leads them, and return how many they are."""
    moment = now()
    for recommendation, form in written:
        action = add_action(
            plan,
            [recommendation],
            title=form.what.data,
            due_on=form.due_on.data,
            by=current_user,
            now=moment,
        )
        if owner := pick(owners, form.lead_officer.data):
            assign_several([action], owner, Part.LEAD_OFFICER, by=current_user, now=moment)
    return len(written)
