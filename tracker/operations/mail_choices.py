"""Which mails somebody wants. Those that ask for something cannot be refused."""

from collections.abc import Collection

import sqlalchemy as sa

from tracker.database import db
from tracker.models import MailKind, Person, UnwantedMail
from tracker.operations.turns import take_turn
from tracker.rules.mails import MAY_DO_WITHOUT


def wanted_kinds(person: Person) -> list[str]:
    """Return the kinds of mails that could be refused and were not."""
    refused = db.session.scalars(
        sa.select(UnwantedMail.kind).where(UnwantedMail.person_id == person.id)
    ).all()
    return [kind for kind in MAY_DO_WITHOUT if MailKind(kind) not in refused]


def choose_mails(person: Person, wanted: Collection[str]) -> None:
    """Keep which of the mails that may be refused the person wants; others are not touched."""
    # Of two forms at once the second waits, and replaces what the first chose.
    take_turn(person)
    db.session.execute(sa.delete(UnwantedMail).where(UnwantedMail.person_id == person.id))
    for kind in MAY_DO_WITHOUT:
        if kind not in wanted:
            db.session.add(UnwantedMail(person_id=person.id, kind=MailKind(kind)))
