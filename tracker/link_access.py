"""Who comes through the signed link of a round: what it opens, and why it opens nothing any more.

Views for them say `@for_link_holders` and get what the round asks, and no action but their own. Nobody is
signed in by it: the session notes which link this browser followed, and every request asks whether it holds.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, TypeVar

import sqlalchemy as sa
from flask import abort, current_app, session
from sqlalchemy.orm import joinedload

from tracker.clock import now
from tracker.config import Settings
from tracker.database import db
from tracker.formatting import long_date
from tracker.models import Action, Naming, Owner, OwnerKind, Part, Round, RoundAsk, RoundEntry
from tracker.permissions import Permission
from tracker.signing import key_in

Answer = TypeVar("Answer")
MOST_LINKS = 5  # that one browser holds; the session is a cookie


class LinkEnded(Exception):
    """A link of a round opens nothing (any more); the message says why and whom to ask."""


def take_link(ask: RoundAsk) -> None:
    """Let this browser answer by a link from now on; which link it was is kept, so that another ends it."""
    links = {**session.get("links", {}), str(ask.id): ask.link_key}
    session["links"] = dict(list(links.items())[-MOST_LINKS:])


def held_ask(ask_id: int) -> RoundAsk:
    """Return what this browser's link asks. Raises LinkEnded where it holds none, or one that ended."""
    held = session.get("links", {}).get(str(ask_id))
    if held is None:
        raise LinkEnded("Open the link in your mail again: this browser does not hold it any more.")
    return get_ask_by_key(held)


def get_ask_by_token(token: str) -> RoundAsk:
    """Return what the link in a mail asks. Raises LinkEnded for one that is not ours or opens nothing."""
    settings: Settings = current_app.config["SETTINGS"]
    return get_ask_by_key(key_in(token, settings.secret_key))


def get_ask_by_key(key: str | None) -> RoundAsk:
    """Return what a link asks, with its round and plan. Raises LinkEnded for one that opens nothing."""
    ask = _load_ask(RoundAsk.link_key == key) if key else None
    if ask is None:
        raise LinkEnded(
            "This link is not whole, or was replaced by a newer one. Open the newest mail about the round "
            "and follow the link in it; if a line break has cut it, copy all of it."
        )
    why = why_link_ended(ask, now())
    if why:
        raise LinkEnded(why)
    return ask


def why_link_ended(ask: RoundAsk, moment: datetime) -> str:
    """Return why a link opens nothing, in words; "" while it does. Needs round, plan, and persons loaded."""
    lead = f"{ask.round.opened_by.name} ({ask.round.opened_by.email})"
    if ask.person and ask.person.is_removed:
        return f"This link belonged to somebody who no longer works with this plan. Ask {lead}."
    if ask.link_revoked_at is not None:
        return f"This link was taken back on {long_date(ask.link_revoked_at)}. Ask {lead} for another."
    if ask.link_expires_at is None or moment >= ask.link_expires_at:
        return (
            f"This link ended with {long_date(ask.link_works_until)}, after its round of updates had closed. "
            f"What you saved is kept. For anything new, ask {lead}."
        )
    return ""


def actions_of_link(ask: RoundAsk) -> sa.Select[int]:
    """Return the ids of the actions a link opens: those its round asks for which are still the owner's own.

    An action handed over, a post with another holder, a partner with another contact: not theirs any more.
    """
    is_theirs = sa.and_(sa.func.lower(Owner.contact_email) == ask.email, Owner.kind == OwnerKind.PARTNER)
    if ask.person_id is not None:  # or a post that nobody holds would be the contact's
        is_person = sa.and_(Owner.person_id == ask.person_id, Owner.kind != OwnerKind.PARTNER)
        is_theirs = sa.or_(is_theirs, is_person)
    return (
        sa.select(RoundEntry.action_id)
        .join(Naming, Naming.action_id == RoundEntry.action_id)
        .join(Owner, Owner.id == Naming.owner_id)
        .where(RoundEntry.ask_id == ask.id, Naming.part == Part.LEAD_OFFICER, is_theirs)
    )


def for_link_holders(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """Declare an endpoint for who came through a link, and hand its view what the round asks of them.

    An action in the address has to be one the link opens, else 404. Raises LinkEnded.
    """

    @wraps(view)
    def checked(**arguments: Any) -> Answer:
        ask = arguments["ask"] = held_ask(arguments["ask"])
        if "action" in arguments:
            number, _, sequence = arguments["action"].partition(".")
            action = db.session.scalar(
                sa.select(Action).where(
                    Action.id.in_(actions_of_link(ask)),
                    Action.first_number == int(number),
                    Action.sequence == int(sequence),
                )
            )
            arguments["action"] = action or abort(404)
        return view(**arguments)

    checked.permission = Permission.ANSWER_BY_LINK  # type: ignore[attr-defined]
    return checked


def _load_ask(which: sa.ColumnElement[bool]) -> RoundAsk | None:
    return db.session.scalar(
        sa.select(RoundAsk)
        .where(which)
        .options(
            joinedload(RoundAsk.person),
            joinedload(RoundAsk.round).options(joinedload(Round.plan), joinedload(Round.opened_by)),
        )
    )
