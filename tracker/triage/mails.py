"""The mail that asks an owner for an update: one to each, however many of their actions it is about."""

from collections.abc import Sequence
from datetime import datetime

from flask import current_app, render_template, url_for

from tracker.mail import send_later
from tracker.models import Action, MailKind, Owner, OwnerKind, Person, Plan
from tracker.operations.asking import address_of
from tracker.operations.owners import owner_name


def ask_by_mail(plan: Plan, actions: Sequence[Action], words: str, *, by: Person, now: datetime) -> list[str]:
    """Write one mail to each owner who can be asked about these actions; return the owners' names.

    The words of the question stay on My actions, as they may speak of families; only a partner's contact, who
    has no page to read them on, gets them by mail.
    """
    asked: dict[str, list[Action]] = {}
    owners: dict[str, Owner] = {}
    for action in actions:
        owner = action.lead_officer
        address = address_of(owner)
        if owner and address:
            asked.setdefault(address, []).append(action)
            owners.setdefault(address, owner)
    base: str = current_app.config["SETTINGS"].base_url
    for address, theirs in asked.items():
        partner = owners[address].kind is OwnerKind.PARTNER
        text = render_template(
            "email/ask_for_update.txt",
            plan=plan,
            actions=theirs,
            words=words.strip(),
            by=by,
            # A partner's contact has no account, so there is no page for them to open.
            page="" if partner else base + url_for("my_actions.show_my_actions"),
        )
        about = theirs[0].label if len(theirs) == 1 else f"{len(theirs)} actions"
        send_later(
            address,
            f"{by.name} asks for an update on {about}",
            text,
            plan=plan,
            kind=MailKind.QUESTION,
            now=now,
        )
    return [owner_name(owner) for owner in owners.values()]
