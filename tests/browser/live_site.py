"""The product as `make run` starts it: its own instance folder and port, the real server and worker."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from setup.paths import ROOT

PATIENCE = 180.0
"""Seconds until a start has failed; the sample council alone takes a few on a busy machine."""


@dataclass
class LiveSite:
    """A running site: where it answers, where its files are, and everything it has printed."""

    address: str
    instance: Path
    said: list[str] = field(default_factory=list)
    is_serving: bool = False

    def link_said(self) -> str:
        """Return the one-time link that an empty start prints for the first administrator."""
        [link] = [line for line in self.said if line.startswith(f"{self.address}/")]
        return link


@contextmanager
def running(instance: Path, **settings: str) -> Iterator[LiveSite]:
    """Run the product on an instance folder until the block is left; SETTINGS as for `make run`."""
    port = _free_port()
    site = LiveSite(f"http://127.0.0.1:{port}", instance)
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BASE_URL")},
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "INSTANCE_PATH": str(instance),
        **settings,
    }
    with _process(environment) as process:
        told = threading.Event()
        reader = threading.Thread(target=_read, args=(process, site, told), daemon=True)
        reader.start()
        try:
            told.wait(PATIENCE)
            assert site.is_serving, "It did not start:\n" + "\n".join(site.said)
            yield site
        finally:
            stopped_by_itself = site.is_serving and process.poll() is not None
            process.send_signal(signal.SIGTERM)
            process.wait(90)
            reader.join()
        assert not stopped_by_itself, "It stopped by itself:\n" + "\n".join(site.said)


def _process(environment: Mapping[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "setup.run"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _read(process: "subprocess.Popen[str]", site: LiveSite, told: threading.Event) -> None:
    """Keep what the site prints, so that it never waits, and tell when it serves or has ended."""
    assert process.stdout is not None
    for line in process.stdout:
        site.said.append(line.rstrip("\n"))
        if "Ctrl-C stops it" in line:
            site.is_serving = True
            told.set()
    told.set()


def _free_port() -> int:
    """Return a port nobody listens on, from below those that the system gives to what asks for any port.

    The site takes it only after a while; meanwhile a browser's own connections must not.
    """
    while True:
        port = secrets.choice(range(20_000, 30_000))
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)):
                return port
