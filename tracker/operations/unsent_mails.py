"""Trying mails again that were given up, once the mail server works."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from tracker.database import db
from tracker.models import JobState, OutgoingMail

# Links in mails last for 14 days at the most, and what is older asks nobody for anything any more.
WORTH_SENDING = timedelta(days=14)


def worth_sending(now: datetime) -> sa.ColumnElement[bool]:
    """Return the condition for mails that were given up and would still be of use.

    Mails whose address was removed as personal data are not among them: they have nowhere to go.
    """
    return sa.and_(
        OutgoingMail.state == JobState.FAILED,
        OutgoingMail.created_at >= now - WORTH_SENDING,
        OutgoingMail.to_address.contains("@"),
    )


def send_unsent(*, now: datetime) -> int:
    """Let the worker try them all again, each under its own Message-ID. Returns how many."""
    mails = db.session.scalars(sa.select(OutgoingMail).where(worth_sending(now)).with_for_update()).all()
    for mail in mails:
        mail.state, mail.tries, mail.send_after = JobState.WAITING, 0, now
    return len(mails)
