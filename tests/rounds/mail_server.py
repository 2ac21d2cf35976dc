"""A real SMTP server on loopback, which can refuse, hang, and die half-way."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OnMessage = Callable[[int], str]


class Mailbox:
    """What a server took, by Message-ID, in order. `on_message` may answer otherwise than with 250.

    It is told how many messages came so far, this one among them; what it returns is said to the client.
    """

    def __init__(self, on_message: OnMessage | None = None) -> None:
        self.arrived: list[str] = []
        self.connections = 0
        self.on_message = on_message
        self.changed = threading.Condition()

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's own names
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.arrived.append(message_from_bytes(envelope.content)["Message-ID"])
        answer = self.on_message(len(self.arrived)) if self.on_message else "250 OK"
        with self.changed:
            self.changed.notify_all()
        return answer

    def wait_for(self, ready: Callable[[], bool], patience: float = 180) -> None:
        """Wait until something holds, looking whenever a message comes."""
        with self.changed:
            assert self.changed.wait_for(ready, patience), f"only {len(self.arrived)} messages came"


@contextmanager
def serving(mailbox: Mailbox, port: int = 0) -> Iterator[str]:
    """Let a server run that fills the mailbox; return its host:port."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=port or free_port(), ready_timeout=30)
    controller.start()
    try:
        yield f"127.0.0.1:{controller.port}"
    finally:
        controller.stop()


@contextmanager
def silent() -> Iterator[str]:
    """Let a server listen that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@contextmanager
def dying_after_data() -> Iterator[tuple[str, list[bytes]]]:
    """Let a server take one message whole and die before it has said so; return what it had read by then."""
    read: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            connection, _ = server.accept()
            with connection, connection.makefile("rwb") as lines:
                lines.write(b"220 here\r\n")
                lines.flush()
                answers = {b"EHLO": b"250 here", b"MAIL": b"250 OK", b"RCPT": b"250 OK", b"DATA": b"354 go"}
                for line in lines:
                    if line[:4].upper() in answers:
                        lines.write(answers[line[:4].upper()] + b"\r\n")
                        lines.flush()
                        if line.upper().startswith(b"DATA"):
                            break
                for line in lines:
                    read.append(line)
                    if line == b".\r\n":
                        return

        thread = threading.Thread(target=talk)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", read
        thread.join(30)


def free_port() -> int:
    """Return a port nobody listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port
