"""Starting and stopping the Procfile's processes, tried with a small site of our own."""

import os
import select
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from setup.paths import ROOT
from setup.problem import SetupProblem
from setup.serve import address_of, answers, refuse_taken_port, site_environment

SITE = """
import http.server, os, pathlib, socketserver
pathlib.Path(f"web.{os.getpid()}.pid").touch()
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Page).serve_forever()
"""
WORKER = """
import os, pathlib, subprocess, sys
pathlib.Path(f"worker.{os.getpid()}.pid").touch()
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
pathlib.Path(f"child.{child.pid}.pid").touch()
child.wait()
"""
START = "import os, sys; from pathlib import Path; from setup.serve import serve, site_environment; "
START += "sys.exit(serve(site_environment(os.environ), 'Sign in as anybody.', Path(sys.argv[1])))"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@pytest.fixture
def site(tmp_path: Path, free_port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The small site, being started; its processes leave files NAME.PID.pid in the folder."""
    (tmp_path / "site.py").write_text(textwrap.dedent(SITE))
    (tmp_path / "worker.py").write_text(textwrap.dedent(WORKER))
    (tmp_path / "Procfile").write_text(f"web: {sys.executable} site.py\nworker: {sys.executable} worker.py\n")
    with subprocess.Popen(
        [sys.executable, "-c", START, tmp_path],
        cwd=ROOT,
        env=os.environ | {"PORT": str(free_port), "HOST": "127.0.0.1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as process:
        yield process
        for pid in [process.pid, *started(tmp_path)]:
            if is_running(pid):
                os.kill(pid, signal.SIGKILL)


def started(folder: Path) -> list[int]:
    return [int(file.name.split(".")[1]) for file in folder.glob("*.pid")]


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def read_until(process: subprocess.Popen[bytes], words: str) -> str:
    """What PROCESS prints until WORDS are there, or to its end; fails after 60 silent seconds."""
    assert process.stdout is not None
    said = b""
    while words.encode() not in said:
        ready, _, _ = select.select([process.stdout], [], [], 60)
        assert ready, f"nothing more was said after:\n{said.decode()}"
        piece = os.read(process.stdout.fileno(), 4096)
        if not piece:
            break
        said += piece
    return said.decode()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_ends_everything_that_was_started(
    site: subprocess.Popen[bytes], tmp_path: Path, free_port: int, number: signal.Signals
) -> None:
    said = read_until(site, f"http://127.0.0.1:{free_port}")
    assert "Sign in as anybody." in said
    pids = started(tmp_path)
    assert len(pids) == 3
    assert all(is_running(pid) for pid in pids)
    site.send_signal(number)
    assert "Stopped. All data is kept" in read_until(site, "Stopped.")
    assert site.wait(60) == 0
    assert not [pid for pid in pids if is_running(pid)]


def test_site_that_stops_by_itself_is_a_failure(
    site: subprocess.Popen[bytes], tmp_path: Path, free_port: int
) -> None:
    read_until(site, f"http://127.0.0.1:{free_port}")
    [web] = [int(file.name.split(".")[1]) for file in tmp_path.glob("web.*.pid")]
    os.kill(web, signal.SIGKILL)
    assert "stopped by itself" in read_until(site, "stopped by itself")
    assert site.wait(60) != 0
    assert not [pid for pid in started(tmp_path) if is_running(pid)]


def test_port_in_use_is_refused_with_another_to_take(free_port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", free_port))
        other.listen()
        with pytest.raises(SetupProblem, match=f"already in use.*make run PORT={free_port + 1}"):
            refuse_taken_port("127.0.0.1", free_port)
    refuse_taken_port("127.0.0.1", free_port)


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(SetupProblem, match="from 1 to 65535"):
        address_of({"PORT": port})


def test_every_process_names_the_site_by_the_same_address() -> None:
    assert site_environment({"PORT": "8080"})["BASE_URL"] == "http://127.0.0.1:8080"
    assert (
        site_environment({"BASE_URL": "https://plan.example.org"})["BASE_URL"] == "https://plan.example.org"
    )


def test_nothing_answers_on_a_free_port(free_port: int) -> None:
    assert not answers("127.0.0.1", free_port)
