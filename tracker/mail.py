"""Mails: written with the change they speak of, sent by the worker after the commit (tracker.postbox)."""

from collections.abc import Collection
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload

from tracker.config import Settings
from tracker.database import db
from tracker.models import MailKind, OutgoingMail, Plan, Round, RoundAsk, UnwantedMail
from tracker.postbox import IntoFiles
from tracker.rules.mails import MAY_DO_WITHOUT
from tracker.signing import LINK_MARK, token_of


def send_later(
    to: str,
    subject: str,
    text: str,
    *,
    plan: Plan | None,
    now: datetime,
    html: str = "",
    kind: MailKind = MailKind.ACCOUNT,
    asking: Round | None = None,
    ask: RoundAsk | None = None,
) -> OutgoingMail:
    """Add a mail to the transaction. It leaves only when that is committed, and never twice on purpose.

    `plan` is the one whose matters it speaks of: its leads can remove personal data from what is kept of the
    mail. None for a mail about an account. `asking` and `ask` are the round it belongs to and what that
    asks of its reader; LINK_MARK in its texts becomes their signed link when it leaves.
    """
    settings: Settings = current_app.config["SETTINGS"]
    domain = settings.mail_from.rpartition("@")[2] or "localhost"
    mail = OutgoingMail(
        message_id=make_msgid(domain=domain),
        plan_id=plan.id if plan else None,
        to_address=to,
        subject=" ".join(subject.split())[:300],
        text=text,
        html=html,
        kind=kind,
        round_id=asking.id if asking else None,
        ask_id=ask.id if ask else None,
        send_after=now,
        created_at=now,
    )
    db.session.add(mail)
    return mail


def as_message(mail: OutgoingMail, settings: Settings) -> EmailMessage:
    """Return the mail as it goes over the wire. The Message-ID stays the same however often it is tried.

    Needs its `ask` loaded, whose link is written in here, so that it is kept nowhere.
    """
    link = link_address(mail.ask.link_key, settings) if mail.ask and mail.ask.link_key else ""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail.to_address
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at.astimezone(UTC))
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text.replace(LINK_MARK, link))
    if mail.html:
        message.add_alternative(mail.html.replace(LINK_MARK, link), subtype="html")
    return message


def rewrite_files(mail_ids: Collection[int]) -> None:
    """Write mails again that were written into files, after personal data was removed from them."""
    settings: Settings = current_app.config["SETTINGS"]
    files = IntoFiles(settings)
    for mail in db.session.scalars(
        sa.select(OutgoingMail).where(OutgoingMail.id.in_(mail_ids)).options(joinedload(OutgoingMail.ask))
    ):
        files.rewrite(as_message(mail, settings))


def link_address(key: str, settings: Settings) -> str:
    """Return the address of a round's link, signed."""
    return page_address("answering.follow_link", token=token_of(key, settings.secret_key))


def page_address(endpoint: str, **values: object) -> str:
    """Return a page's whole address, for mails: it begins with BASE_URL, also where there is no request."""
    base: str = current_app.config["SETTINGS"].base_url
    return base + current_app.url_map.bind("").build(endpoint, values)


def who_wants(kind: MailKind, person_ids: Collection[int]) -> set[int]:
    """Return those of the people who want mails of this kind (one query). Some kinds cannot be refused."""
    if kind.value not in MAY_DO_WITHOUT:
        return set(person_ids)
    refused = db.session.scalars(
        sa.select(UnwantedMail.person_id).where(
            UnwantedMail.kind == kind, UnwantedMail.person_id.in_(person_ids)
        )
    )
    return set(person_ids) - set(refused)
