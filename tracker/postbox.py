"""How mails leave: by SMTP where MAIL_SERVER is set, else into .eml files under the instance folder.

One connection carries many mails, so that a round of hundreds does not greet the server hundreds of times.
"""

import contextlib
import smtplib
import ssl
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from tracker.config import Settings

TIMEOUT = 20  # seconds for each answer of the server
MOST_PER_CONNECTION = 100
FIRST_REST, LONGEST_REST = timedelta(seconds=1), timedelta(seconds=60)


class ServerUnavailable(Exception):
    """The server cannot be reached, went silent, or closes the conversation: no fault of the one mail."""


class Carrier(Protocol):
    """Something that takes one message at a time."""

    def send(self, message: EmailMessage) -> None:
        """Hand the message over. Raises ServerUnavailable, or what the server says against this message."""

    def close(self) -> None:
        """End the conversation; the next message begins another."""


class Postbox:
    """A carrier, and how long it is left alone after its server failed: 1, 2, 4 … 60 seconds.

    So an outage costs few tries of each mail, and a silent server does not hold up everything else.
    """

    def __init__(self, carrier: Carrier) -> None:
        """Take what carries the messages."""
        self._carrier = carrier
        self._rest, self._closed_until = FIRST_REST, datetime.min.replace(tzinfo=UTC)

    def is_open(self, now: datetime) -> bool:
        """Return whether a message may be handed over at this moment."""
        return now >= self._closed_until

    def send(self, message: EmailMessage, now: datetime) -> None:
        """Hand over a message, raising as its carrier does."""
        try:
            self._carrier.send(message)
        except ServerUnavailable:
            self._closed_until = now + self._rest
            self._rest = min(2 * self._rest, LONGEST_REST)
            raise
        self._rest = FIRST_REST

    def close(self) -> None:
        """End the conversation with the server, where nothing is left to send."""
        self._carrier.close()


def open_postbox(settings: Settings) -> Postbox:
    """Return the way mails leave by the settings."""
    return Postbox(BySmtp(settings) if settings.mail_server else IntoFiles(settings))


class BySmtp:
    """A conversation with the mail server, begun with the first message."""

    def __init__(self, settings: Settings) -> None:
        """Take who the server is and what it asks for."""
        self._settings = settings
        self._connection: smtplib.SMTP | None = None
        self._sent = 0

    def send(self, message: EmailMessage) -> None:
        """Hand over one message; see Carrier."""
        try:
            connection = self._open()
        except OSError as failure:  # also what smtplib raises
            self._drop()
            raise ServerUnavailable(_in_words(failure)) from failure
        try:
            connection.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError):
            raise  # about this message; the conversation goes on
        except smtplib.SMTPResponseException as failure:
            # 421: the server closes the conversation, whatever was said (RFC 5321, 4.2.2).
            if failure.smtp_code != 421:
                raise
            self._drop()
            raise ServerUnavailable(_in_words(failure)) from failure
        except OSError as failure:
            self._drop()
            raise ServerUnavailable(_in_words(failure)) from failure
        self._sent += 1

    def close(self) -> None:
        """Say goodbye, where there is a conversation."""
        if self._connection is not None:
            with contextlib.suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
        self._drop()

    def _open(self) -> smtplib.SMTP:
        if self._connection is not None and (self._sent >= MOST_PER_CONNECTION or not self._is_alive()):
            self.close()
        if self._connection is None:
            self._connection, self._sent = self._connect(), 0
        return self._connection

    def _is_alive(self) -> bool:
        """Return whether the server still listens: servers end conversations in which nothing is said."""
        try:
            return self._connection is not None and self._connection.noop()[0] == 250
        except (OSError, smtplib.SMTPException):
            return False

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        host, _, port = settings.mail_server.partition(":")
        secure = ssl.create_default_context()
        connection: smtplib.SMTP
        if settings.mail_security == "tls":
            connection = smtplib.SMTP_SSL(host, int(port or 465), timeout=TIMEOUT, context=secure)
        else:
            connection = smtplib.SMTP(host, int(port or 587), timeout=TIMEOUT)
        try:
            if settings.mail_security == "starttls":
                connection.starttls(context=secure)
            if settings.mail_user:
                connection.login(settings.mail_user, settings.mail_password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


class IntoFiles:
    """One .eml file per message, so that a trial needs no server."""

    def __init__(self, settings: Settings) -> None:
        """Take where the instance folder is."""
        self._folder = settings.instance_path / "mail"

    def send(self, message: EmailMessage) -> None:
        """Write the message; the same Message-ID is the same file."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._file_of(message)
        file.write_bytes(bytes(message))
        file.chmod(0o600)

    def rewrite(self, message: EmailMessage) -> None:
        """Write a message again where it was written before; one that left by a server has no file."""
        file = self._file_of(message)
        if file.exists():
            file.write_bytes(bytes(message))

    def _file_of(self, message: EmailMessage) -> Path:
        return self._folder / f"{message['Message-ID'].strip('<>').replace('/', '_')}.eml"

    def close(self) -> None:
        """Nothing is held open."""


def _in_words(failure: Exception) -> str:
    if isinstance(failure, smtplib.SMTPResponseException):
        said = failure.smtp_error
        return f"{failure.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return str(failure) or type(failure).__name__
