"""Saving what an update form holds: from My actions, from its own page, and through the link of a round."""

from datetime import date, datetime

from tracker.evidence.adding import add_from_form
from tracker.models import Action, Person, Plan, RoundAsk
from tracker.my_actions.forms import UpdateForm
from tracker.operations import updates
from tracker.operations.errors import Refused
from tracker.rules.ladders import Delivery, Impact


def is_whole(form: UpdateForm, *, same: bool) -> bool:
    """Return whether the form can be saved. “Nothing has changed” (`same`) goes with an empty form only."""
    if not same:
        return form.validate()
    if form.says_nothing_new():
        return True
    form.show(Refused("done", "You have written something. Save it as an update, or empty the boxes"))
    return False


def save_update(
    form: UpdateForm,
    plan: Plan,
    action: Action,
    *,
    same: bool,
    by: Person | RoundAsk,
    now: datetime,
    today: date,
    entered_by: Person | None = None,
    standing_in_for: str = "",
) -> bool:
    """Post what a whole form holds; return False for one that was saved before. Never commits.

    Milestones come first, since they count for what the record shows. Raises Refused as the operations do.
    """
    form_key = (form.form_key.data or "")[:40]
    if updates.find_posted(action, form_key):
        return False
    if same:
        updates.post_unchanged(
            action,
            by=by,
            entered_by=entered_by,
            standing_in_for=standing_in_for,
            now=now,
            today=today,
            form_key=form_key,
        )
        return True
    typed_by = entered_by or by
    updates.mark_milestones_done(
        action, form.milestones.data or [], on=today, by=typed_by, now=now, today=today
    )
    update = updates.post_update(
        action,
        delivery=Delivery(form.delivery.data),
        impact=Impact(form.impact.data),
        done=form.done.data or "",
        difference=form.difference.data or "",
        next_steps=form.next_steps.data or "",
        forecast_on=form.forecast_on.data,
        keep_reason=form.keep_reason.data or "",
        by=by,
        entered_by=entered_by,
        standing_in_for=standing_in_for,
        now=now,
        today=today,
        form_key=form_key,
    )
    if form.has_evidence():
        add_from_form(form, plan, action, by=typed_by, now=now, today=today, update=update)
    return True
