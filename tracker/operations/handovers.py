"""Handing actions from one owner to the next, so that a leaver leaves no orphans."""

from collections.abc import Sequence
from datetime import datetime

from tracker.database import db
from tracker.models import Action, Handover, Owner, OwnerKind, Person, Plan
from tracker.operations.actions import mark_changed
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.operations.owners import owner_name


def hand_over(
    plan: Plan,
    owner: Owner,
    to: Owner | None,
    actions: Sequence[Action],
    *,
    note: str,
    by: Person,
    now: datetime,
) -> Handover:
    """Name the next owner wherever the one was named on these actions, and keep the note for them.

    Needs who is named on the actions loaded. Where the next is named for the same part already, the one is
    only taken off. Raises Refused without a next owner or without actions.
    """
    if to is None or to.id == owner.id:
        raise Refused("to", "Choose who takes the actions over")
    if not actions:
        raise Refused("actions", "Choose at least one action")
    before, after = owner_name(owner), owner_name(to)
    for action in actions:
        for naming in [each for each in action.named if each.owner_id == owner.id]:
            if any(each.owner_id == to.id and each.part is naming.part for each in action.named):
                action.named.remove(naming)
            else:
                naming.owner = to
        mark_changed(action)
        record_change(
            f"{action.label} handed over from {before} to {after}",
            by=by,
            now=now,
            action=action,
            details=difference("Note", "", note.strip()),
        )
    return _keep(plan, before, to, [action.label for action in actions], note, by=by, now=now)


def hand_post_over(
    plan: Plan,
    post: Owner,
    holder: Person | None,
    labels: Sequence[str],
    *,
    note: str,
    by: Person,
    now: datetime,
) -> Handover:
    """Let another person hold a post from now on; its actions (`labels`) stay with it (needs its person).

    Raises Refused for an owner that is no post, and where the same person holds it already.
    """
    if post.kind is not OwnerKind.POST:
        raise Refused("holder", "Only a post has a holder")
    if (holder.id if holder else None) == post.person_id:
        raise Refused("holder", "Choose another holder")
    before = post.person.name if post.person else post.name
    details = difference(
        "Holder", post.person.name if post.person else "", holder.name if holder else "Nobody at present"
    )
    post.person = holder
    details += difference("Note", "", note.strip())
    record_change(f"{post.name} handed over", by=by, now=now, plan=plan, details=details)
    return _keep(plan, before, post, labels, note, by=by, now=now)


def _keep(
    plan: Plan, from_name: str, to: Owner, labels: Sequence[str], note: str, *, by: Person, now: datetime
) -> Handover:
    row = Handover(
        plan_id=plan.id,
        from_name=from_name,
        to_owner=to,
        labels=list(labels),
        note=note.strip(),
        by_id=by.id,
        at=now,
    )
    db.session.add(row)
    return row
