"""Posting updates: dated records of how an action goes. Nothing is overwritten, the newest holds.

Whose update is it? `by` is the person whose word it is, `entered_by` who typed it in where that is somebody
else: a lead who was told by the owner. A lead who speaks for themself, or for an owner without an account, is
`by` alone. Through the link of a round, `by` is what the round asked of them: its person's word, or that of a
partner's contact without an account.
"""

from collections.abc import Collection
from datetime import date, datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.formatting import long_date
from tracker.models import Action, Milestone, Part, Person, RoundAsk, StandingRow, Update
from tracker.operations.errors import Refused
from tracker.operations.history import difference, person_id_of, record_change
from tracker.operations.standing import refresh_standing
from tracker.operations.step_words import ladders_of_plan
from tracker.rules.answers import NOTHING_CHANGED
from tracker.rules.ladders import Delivery, Impact, is_better
from tracker.rules.step_words import Ladders


def post_update(
    action: Action,
    *,
    delivery: Delivery,
    impact: Impact,
    done: str,
    difference: str,
    next_steps: str,
    forecast_on: date | None,
    keep_reason: str,
    by: Person | RoundAsk,
    now: datetime,
    today: date,
    entered_by: Person | None = None,
    standing_in_for: str = "",
    form_key: str | None = None,
) -> Update:
    """Add an update and return it; a form that was sent before returns the update it made then.

    Raises Refused on `keep_reason` where a declared status is better than the record shows and no reason is
    given, and on `forecast_on` for an expected end that has passed while the action is open. The caller rolls
    back. `standing_in_for` names who is away, where `by` stands in for them; the history says so.
    """
    posted = find_posted(action, form_key)
    if posted:
        return posted
    if forecast_on and forecast_on < today and delivery is not Delivery.DELIVERED:
        raise Refused(
            "forecast_on", f"{long_date(forecast_on)} has passed. Say when you now expect to finish"
        )
    before = newest_update(action)
    ladders = ladders_of_plan(action.plan_id)
    update = make_update(
        action,
        delivery=delivery,
        impact=impact,
        done=done,
        difference=difference,
        next_steps=next_steps,
        forecast_on=forecast_on,
        keep_reason=keep_reason,
        by=by,
        now=now,
        entered_by=entered_by,
        form_key=form_key,
    )
    # The record is asked with the new update in place, so that one implementation answers here and later.
    standing = refresh_standing(action, today)
    if standing.is_flattering and not update.keep_reason:
        raise Refused("keep_reason", flattering_words(standing, ladders))
    note_posted(
        action,
        update,
        before,
        ladders,
        by=by,
        now=now,
        entered_by=entered_by,
        standing_in_for=standing_in_for,
    )
    return update


def make_update(
    action: Action,
    *,
    delivery: Delivery,
    impact: Impact,
    done: str,
    difference: str,
    next_steps: str,
    forecast_on: date | None,
    keep_reason: str,
    by: Person | RoundAsk,
    now: datetime,
    entered_by: Person | None = None,
    form_key: str | None = None,
) -> Update:
    """Return a new update of an action that has its id.

    For many at once: the caller notes each with `note_posted`, rewrites the standings, and sees that a status
    better than the record has its reason.
    """
    update = Update(
        action_id=action.id,
        by_id=person_id_of(by),
        entered_by_id=entered_by.id if entered_by and entered_by.id != person_id_of(by) else None,
        ask_id=by.id if isinstance(by, RoundAsk) else None,
        at=now,
        delivery=delivery,
        impact=impact,
        done=done,
        difference=difference,
        next_steps=next_steps,
        forecast_on=forecast_on,
        keep_reason=keep_reason.strip(),
        form_key=form_key or None,
    )
    db.session.add(update)
    return update


def note_posted(
    action: Action,
    update: Update,
    before: Update | None,
    ladders: Ladders,
    *,
    by: Person | RoundAsk,
    now: datetime,
    entered_by: Person | None = None,
    standing_in_for: str = "",
) -> None:
    """Record that an update was posted, with the statuses that moved since the one before."""
    what = "Update posted" if update.entered_by_id is None else f"Update entered for {by.name}"
    record_change(
        f"{what}, standing in for {standing_in_for}" if standing_in_for else what,
        by=entered_by or by,
        now=now,
        action=action,
        details=_moved(before, update, ladders),
    )


def post_unchanged(
    action: Action,
    *,
    by: Person | RoundAsk,
    now: datetime,
    today: date,
    entered_by: Person | None = None,
    standing_in_for: str = "",
    form_key: str | None = None,
) -> Update:
    """Add an update that says nothing has changed: the same statuses, difference, next steps and forecast.

    Raises Refused without an earlier update, and as `post_update` does where the record has become worse.
    """
    posted = find_posted(action, form_key)
    if posted:
        return posted
    last = newest_update(action)
    if last is None:
        raise Refused("done", "There is no earlier update yet. Write what was done")
    return post_update(
        action,
        delivery=last.delivery,
        impact=last.impact,
        done=f"{NOTHING_CHANGED} {long_date(last.at)}.",
        difference=last.difference,
        next_steps=last.next_steps,
        forecast_on=last.forecast_on,
        keep_reason="",
        by=by,
        now=now,
        today=today,
        entered_by=entered_by,
        standing_in_for=standing_in_for,
        form_key=form_key,
    )


def find_posted(action: Action, form_key: str | None) -> Update | None:
    """Return the update a form has already made, or None. Waits for the same form being saved elsewhere.

    Raises Refused where the key was used for another action.
    """
    if not form_key:
        return None
    # The lock makes the second of two equal requests wait for the first (SQLite queues writers anyway).
    db.session.execute(sa.select(Action.id).where(Action.id == action.id).with_for_update())
    posted = db.session.scalar(sa.select(Update).where(Update.form_key == form_key))
    if posted and posted.action_id != action.id:
        raise Refused("done", "This form was sent before. Load the page again")
    return posted


def newest_update(action: Action) -> Update | None:
    """Return the update that holds now."""
    return db.session.scalar(
        sa.select(Update)
        .where(Update.action_id == action.id)
        .order_by(Update.at.desc(), Update.id.desc())
        .limit(1)
    )


def mark_milestones_done(
    action: Action,
    milestone_ids: Collection[int],
    *,
    on: date,
    by: Person | RoundAsk,
    now: datetime,
    today: date,
) -> None:
    """Note that milestones of the action were done on a day. Those done before stay as they are.

    Raises Refused on `milestones` for a day that has not come.
    """
    if not milestone_ids:
        return
    if on > today:
        raise Refused("milestones", "A milestone cannot be done on a day that has not come")
    for milestone in db.session.scalars(
        sa.select(Milestone)
        .where(
            Milestone.action_id == action.id,
            Milestone.id.in_(milestone_ids),
            Milestone.done_on.is_(None),
        )
        .order_by(Milestone.due_on, Milestone.id)
    ):
        milestone.done_on = on
        record_change(
            f"Milestone done: {milestone.title}",
            by=by,
            now=now,
            action=action,
            details=difference("Done", None, on),
        )
    refresh_standing(action, today)


def whose_update(action: Action, person: Person) -> Person | None:
    """Return the owner's person where somebody else is at the form and may enter it for them, else None.

    Needs who is named on the action loaded, with their persons.
    """
    owners = action.owners(Part.LEAD_OFFICER)
    owner = owners[0].person if owners else None
    return owner if owner and owner.id != person.id and not owner.is_removed else None


def flattering_words(standing: StandingRow, ladders: Ladders) -> str:
    """Return what the person is asked, with what the record shows and why, in the plan's own words."""
    parts = []
    if is_better(standing.declared_delivery, standing.record_delivery):
        parts.append(
            _better_words(
                ladders.word(standing.declared_delivery),
                ladders.word(standing.record_delivery),
                standing.delivery_reasons,
            )
        )
    if is_better(standing.declared_impact, standing.record_impact):
        parts.append(
            _better_words(
                ladders.word(standing.declared_impact),
                ladders.word(standing.record_impact),
                standing.impact_reasons,
            )
        )
    waits = standing.declared_delivery is Delivery.DELIVERED and not (
        standing.is_verified or standing.is_challenged
    )
    # Nobody can have checked what came with the same update, so this is no reproach.
    always = ". It is so until somebody else has checked the evidence" if waits else ""
    return "Say why " + ", and ".join(parts) + always


def _better_words(declared: str, record: str, reasons: list[str]) -> str:
    return f"“{declared}” is better than the record shows: {record}. {'. '.join(reasons)}"


def _moved(before: Update | None, update: Update, ladders: Ladders) -> list[dict[str, str]]:
    """Return what the history shows: statuses and forecast, where they moved."""

    def word(step: Delivery | Impact | None) -> str:
        return ladders.word(step) if step else ""

    return (
        difference("Delivery", word(before.delivery if before else None), word(update.delivery))
        + difference("Impact", word(before.impact if before else None), word(update.impact))
        + difference("Forecast", before.forecast_on if before else None, update.forecast_on)
    )
