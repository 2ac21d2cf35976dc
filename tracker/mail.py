"""Mails: written with the change they speak of, sent by the worker after the commit.

Without MAIL_SERVER they are written as .eml files under the instance folder, so that a trial needs no server.
"""

import smtplib
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from flask import current_app

from tracker.config import Settings
from tracker.database import db
from tracker.models import OutgoingMail, Plan

TIMEOUT = 20  # seconds


def send_later(
    to: str, subject: str, text: str, *, plan: Plan | None, now: datetime, html: str = ""
) -> OutgoingMail:
    """Add a mail to the transaction. It leaves only when that is committed, and never twice on purpose.

    `plan` is the one whose matters it speaks of: its leads can remove personal data from what is kept of the
    mail. None for a mail about an account.
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
        send_after=now,
        created_at=now,
    )
    db.session.add(mail)
    return mail


def sender(settings: Settings) -> Callable[[EmailMessage], None]:
    """Return how mails leave: by SMTP where a server is set, else into files."""
    return _by_smtp(settings) if settings.mail_server else _into_file(settings)


def as_message(mail: OutgoingMail, settings: Settings) -> EmailMessage:
    """Return the mail as it goes over the wire. The Message-ID stays the same however often it is tried."""
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = mail.to_address
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at.astimezone(UTC))
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


def _by_smtp(settings: Settings) -> Callable[[EmailMessage], None]:
    host, _, port = settings.mail_server.partition(":")

    def send(message: EmailMessage) -> None:
        secure = ssl.create_default_context()
        connection: smtplib.SMTP
        if settings.mail_security == "tls":
            connection = smtplib.SMTP_SSL(host, int(port or 465), timeout=TIMEOUT, context=secure)
        else:
            connection = smtplib.SMTP(host, int(port or 587), timeout=TIMEOUT)
        with connection:
            if settings.mail_security == "starttls":
                connection.starttls(context=secure)
            if settings.mail_user:
                connection.login(settings.mail_user, settings.mail_password)
            connection.send_message(message)

    return send


def _into_file(settings: Settings) -> Callable[[EmailMessage], None]:
    def send(message: EmailMessage) -> None:
        folder = settings.instance_path / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        name = message["Message-ID"].strip("<>").replace("/", "_")
        file = folder / f"{name}.eml"
        file.write_bytes(bytes(message))
        file.chmod(0o600)

    return send
