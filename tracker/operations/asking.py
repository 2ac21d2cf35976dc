"""Asking owners for an update: who can be asked, and the record that somebody did. The mail is not here."""

from collections.abc import Sequence
from datetime import datetime

from tracker.database import db
from tracker.models import Action, Asking, Owner, OwnerKind, Person
from tracker.operations.history import difference, record_change
from tracker.operations.owners import owner_name


def address_of(owner: Owner | None) -> str:
    """Return the e-mail address at which an owner can be asked, "" where there is none (needs `person`)."""
    if owner is None:
        return ""
    if owner.kind is OwnerKind.PARTNER:
        return owner.contact_email
    return owner.person.email if owner.person and not owner.person.is_removed else ""


def why_not_ask(action: Action) -> str:
    """Return why nobody can be asked about an action, in words; "" where somebody can."""
    owner = action.lead_officer
    if owner is None:
        return "Nobody leads it yet"
    if not address_of(owner):
        return f"{owner_name(owner)} has no e-mail address here"
    return ""


def record_asking(actions: Sequence[Action], words: str, *, by: Person, now: datetime) -> None:
    """Ask for an update of each action, and write down who was asked (needs who is named on them)."""
    for action in actions:
        db.session.add(Asking(action_id=action.id, by_id=by.id, at=now, words=words.strip()))
        record_change(
            f"{owner_name(action.lead_officer)} asked for an update on {action.label}",
            by=by,
            now=now,
            action=action,
            details=difference("Question", "", words.strip()),
        )
