"""Adding an action, changing it, and moving its due date."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from tracker.database import db
from tracker.formatting import in_london, long_date
from tracker.models import Action, DateMove, Person, Plan, Recommendation, Service
from tracker.operations.errors import ChangedMeanwhile, Refused
from tracker.operations.history import difference, record_change
from tracker.operations.standing import refresh_standing


def add_action(
    plan: Plan,
    recommendations: Sequence[Recommendation],
    *,
    title: str,
    by: Person,
    now: datetime,
    description: str = "",
    how_we_will_know: str = "",
    service: Service | None = None,
    start_on: date | None = None,
    due_on: date | None = None,
) -> Action:
    """Return a new action, numbered under the first recommendation given and kept so for ever.

    Raises Refused without a title or recommendation, and for a due date before the start.
    """
    if not recommendations:
        raise Refused("recommendations", "Choose at least one recommendation")
    # The row is locked, so that two people adding at once get two numbers.
    db.session.refresh(recommendations[0], ["last_action_number", "version"], with_for_update=True)
    action = make_action(
        plan,
        recommendations,
        title=title,
        now=now,
        description=description,
        how_we_will_know=how_we_will_know,
        service=service,
        start_on=start_on,
        due_on=due_on,
    )
    db.session.flush()
    note_added(action, by=by, now=now)
    refresh_standing(action, in_london(now).date())
    return action


def make_action(
    plan: Plan,
    recommendations: Sequence[Recommendation],
    *,
    title: str,
    now: datetime,
    description: str = "",
    how_we_will_know: str = "",
    service: Service | None = None,
    start_on: date | None = None,
    due_on: date | None = None,
) -> Action:
    """Return a new action with the next number of its first recommendation, which the caller has locked.

    For many at once: the caller flushes, then notes each with `note_added` and rewrites the standings.
    Raises Refused without a title, and for a due date before the start.
    """
    _check_words_and_days(title, start_on, due_on)
    first = recommendations[0]
    first.last_action_number += 1
    action = Action(
        plan_id=plan.id,
        service_id=service.id if service else None,
        first_number=first.number,
        sequence=first.last_action_number,
        title=title,
        description=description,
        how_we_will_know=how_we_will_know,
        start_on=start_on,
        due_on=due_on,
        original_due_on=due_on,
        recommendations=list(recommendations),
        named=[],
        created_at=now,
    )
    db.session.add(action)
    return action


def note_added(action: Action, *, by: Person, now: datetime) -> None:
    """Record that an action was added; it has its id by now."""
    record_change(f"Action {action.label} added: {action.title}", by=by, now=now, action=action)


def change_action(
    action: Action,
    recommendations: Sequence[Recommendation],
    *,
    seen_version: int,
    title: str,
    description: str,
    how_we_will_know: str,
    service: Service | None,
    start_on: date | None,
    by: Person,
    now: datetime,
) -> None:
    """Change an action and which recommendations it serves (needs `recommendations` and `service` loaded).

    Its number stays, also where it no longer serves the recommendation it is numbered under. Raises
    ChangedMeanwhile where somebody else saved since `seen_version`, Refused for a broken rule.
    """
    refuse_if_changed(action, seen_version)
    if not recommendations:
        raise Refused("recommendations", "Choose at least one recommendation")
    _check_words_and_days(title, start_on, action.due_on, field="start_on")
    details = difference("Title", action.title, title)
    details += difference("Description", action.description, description)
    details += difference("How we will know", action.how_we_will_know, how_we_will_know)
    details += difference("Service", _name(action.service), _name(service))
    details += difference("Start", action.start_on, start_on)
    details += difference("Recommendations", _numbers(action.recommendations), _numbers(recommendations))
    action.title, action.description, action.how_we_will_know = title, description, how_we_will_know
    action.service, action.start_on = service, start_on
    action.recommendations = sorted(recommendations, key=lambda recommendation: recommendation.number)
    if details:
        mark_changed(action)
        record_change(f"Action {action.label} changed", by=by, now=now, action=action, details=details)
        refresh_standing(action, in_london(now).date())


def move_due_date(
    action: Action, to_on: date | None, reason: str, *, seen_version: int, by: Person, now: datetime
) -> None:
    """Move the due date, with a reason; the original date is kept for ever.

    A first date is not a move and needs no reason. Where the plan wants moves approved, the date stays until
    somebody else has agreed. Raises ChangedMeanwhile or Refused.
    """
    refuse_if_changed(action, seen_version)
    waiting = _waiting_move(action)
    if waiting:
        raise Refused(
            "due_on", f"A move to {long_date(waiting.to_on)} waits for approval. Have it decided first"
        )
    if to_on is None:
        raise Refused("due_on", "Enter the new due date")
    if action.start_on and to_on < action.start_on:
        raise Refused("due_on", f"The due date must not be before the start, {long_date(action.start_on)}")
    if to_on == action.due_on:
        raise Refused("due_on", f"The due date is {long_date(to_on)} already")
    if action.due_on is None:
        action.original_due_on = action.original_due_on or to_on
        what, details = f"Due date of {action.label} set", difference("Due", None, to_on)
    else:
        if not reason.strip():
            raise Refused("reason", "Say why the due date moves")
        waits = bool(db.session.scalar(sa.select(Plan.moves_need_approval).where(Plan.id == action.plan_id)))
        db.session.add(
            DateMove(
                action_id=action.id,
                from_on=action.due_on,
                to_on=to_on,
                reason=reason.strip(),
                moved_by_id=by.id,
                moved_at=now,
                needs_approval=waits,
            )
        )
        what = f"Due date of {action.label} moved"
        details = difference("Due", action.due_on, to_on) + difference("Reason", "", reason.strip())
        if waits:
            what = f"Move of {action.label} to {long_date(to_on)} waits for approval"
            record_change(what, by=by, now=now, action=action, details=details)
            return
    action.due_on = to_on
    record_change(what, by=by, now=now, action=action, details=details)
    refresh_standing(action, in_london(now).date())


def approve_date_move(action: Action, move: DateMove, *, by: Person, now: datetime, note: str = "") -> None:
    """Record that somebody other than the mover agrees; a move that waited holds from now on.

    Raises Refused for one's own move, one that was decided, and a date that has come to lie before the start.
    """
    if move.moved_by_id == by.id:
        raise Refused("move", "You moved this date, so somebody else has to approve it")
    _refuse_if_decided(action, move)
    if move.is_waiting:
        if move.to_on and action.start_on and move.to_on < action.start_on:
            raise Refused("move", f"The action now starts on {long_date(action.start_on)}, after that date")
        move.from_on, action.due_on = action.due_on, move.to_on
    move.approved_by_id, move.approved_at, move.decision_note = by.id, now, note.strip()
    record_change(
        f"Move of {action.label} to {long_date(move.to_on)} approved",
        by=by,
        now=now,
        action=action,
        details=difference("Note", "", move.decision_note),
    )
    refresh_standing(action, in_london(now).date())


def refuse_date_move(action: Action, move: DateMove, *, note: str, by: Person, now: datetime) -> None:
    """Refuse a move that waits, with the reason; the mover may take it back so. Raises Refused."""
    _refuse_if_decided(action, move)
    if not move.is_waiting:
        raise Refused("move", "This move did not wait for approval. Move the date again instead")
    if not note.strip():
        raise Refused("move", "Say in the note why the move is refused")
    move.refused_by_id, move.refused_at, move.decision_note = by.id, now, note.strip()
    what = "taken back" if move.moved_by_id == by.id else "refused"
    record_change(
        f"Move of {action.label} to {long_date(move.to_on)} {what}",
        by=by,
        now=now,
        action=action,
        details=difference("Note", "", move.decision_note),
    )
    refresh_standing(action, in_london(now).date())


def _refuse_if_decided(action: Action, move: DateMove) -> None:
    """Lock the action, so that two people decide one after the other, and look at the move again."""
    db.session.execute(sa.select(Action.id).where(Action.id == action.id).with_for_update())
    db.session.refresh(move, ["approved_by_id", "approved_at", "refused_by_id", "refused_at"])
    if move.approved_by_id is not None:
        raise Refused("move", "This move is approved already")
    if move.refused_at is not None:
        raise Refused("move", "This move was refused already")


def _waiting_move(action: Action) -> DateMove | None:
    return db.session.scalar(
        sa.select(DateMove).where(
            DateMove.action_id == action.id,
            DateMove.needs_approval.is_(True),
            DateMove.approved_at.is_(None),
            DateMove.refused_at.is_(None),
        )
    )


def refuse_if_changed(action: Action, seen_version: int) -> None:
    """Lock the action until the commit; raise ChangedMeanwhile unless it has the version the person saw."""
    version = db.session.scalar(sa.select(Action.version).where(Action.id == action.id).with_for_update())
    if version != seen_version:
        raise ChangedMeanwhile()


def mark_changed(action: Action) -> None:
    """Give the action a new version although only what belongs to it changed: its people or its links."""
    flag_modified(action, "title")


def _check_words_and_days(
    title: str, start_on: date | None, due_on: date | None, *, field: str = "due_on"
) -> None:
    if not title.strip():
        raise Refused("title", "Enter what will be done")
    if start_on and due_on and due_on < start_on:
        raise Refused(
            field,
            f"The due date must not be before the start, {long_date(start_on)}"
            if field == "due_on"
            else f"The start must not be after the due date, {long_date(due_on)}",
        )


def _name(service: Service | None) -> str:
    return service.name if service else ""


def _numbers(recommendations: Sequence[Recommendation]) -> str:
    return ", ".join(str(number) for number in sorted(found.number for found in recommendations))
