"""`make run` as a whole, with the real server, worker and database."""

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from setup.paths import ROOT


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    ours = {"HOST": "127.0.0.1", "PORT": str(port), "SAMPLE": "no", "INSTANCE_PATH": str(tmp_path)}
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BASE_URL")}
    return kept | ours


@pytest.fixture
def running(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "setup.run"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        yield process
        process.send_signal(signal.SIGTERM)


def lines_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    pytest.fail(f"It ended before saying “{words}”:\n{said}")


def test_empty_start_serves_the_first_administrators_link_and_stops_cleanly(
    running: subprocess.Popen[str], environment: dict[str, str], tmp_path: Path
) -> None:
    said = lines_until(running, "Ctrl-C stops it")
    address = f"http://127.0.0.1:{environment['PORT']}"
    assert f"The tracker is at {address}" in said
    [link] = [line for line in said.splitlines() if line.startswith(f"{address}/")]
    with urlopen(link, timeout=60) as page:  # noqa: S310 - our own server
        assert page.status == 200
        assert "password" in page.read().decode()
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{address}/no-such-page", timeout=60)  # noqa: S310 - our own server
    running.send_signal(signal.SIGINT)
    said = lines_until(running, "Stopped.")
    assert "web.1 stopped (rc=0)" in said
    assert "worker.1 stopped (rc=0)" in said
    assert running.wait(60) == 0
    database = tmp_path / "tracker.db"
    assert database.stat().st_size > 0
    assert stat.filemode(database.stat().st_mode) == "-rw-------"


def test_settings_that_are_unsafe_are_refused_with_a_sentence(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "setup.run"],
        cwd=ROOT,
        env=environment | {"SECRET_KEY": "short"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 1
    assert "SECRET_KEY must have at least 32 characters" in done.stderr
    assert "Traceback" not in done.stderr
