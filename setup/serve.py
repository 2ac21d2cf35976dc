"""Runs the Procfile's processes until Ctrl-C, and says where the site is once it answers."""

import ctypes
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from setup.paths import ROOT, VENV_BIN
from setup.problem import SetupProblem

PATIENCE = 60.0
"""Seconds to wait for the first answer before saying that something is wrong."""

ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not listened on


def address_of(environment: Mapping[str, str]) -> tuple[str, int]:
    """HOST and PORT of ENVIRONMENT; raises SetupProblem for a port that is none."""
    host = environment.get("HOST") or "127.0.0.1"
    port = environment.get("PORT") or "5000"
    if not port.isdigit() or not 0 < int(port) < 65536:
        raise SetupProblem(f"PORT must be a number from 1 to 65535, but is “{port}”.")
    return host, int(port)


def refuse_taken_port(host: str, port: int) -> None:
    """Raise SetupProblem, saying what to do, unless a server can listen on HOST and PORT."""
    try:
        [(family, kind, protocol, _, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise SetupProblem(
            f"HOST is “{host}”, which is not an address of this machine: {error.strerror}."
        ) from None
    with socket.socket(family, kind, protocol) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else 5000
                raise SetupProblem(
                    f"Port {port} on {host} is already in use, perhaps by the tracker in another window. "
                    f"Stop that program, or choose another port: make run PORT={other}"
                ) from None
            raise SetupProblem(
                f"The tracker cannot listen on port {port} of {host}: {error.strerror}."
            ) from None


def answers(host: str, port: int) -> bool:
    """Whether a web server on HOST and PORT answers a request for its first page without breaking."""
    connection = http.client.HTTPConnection(ANY_ADDRESS.get(host, host), port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def site_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """ENVIRONMENT with what every process of the site agrees on, the virtual environment's programs first."""
    host, port = address_of(environment)
    shown = f"[{host}]" if ":" in host else host
    return {
        # The process runner gives each process a PORT of its own; links in mails have to name the site's.
        "BASE_URL": f"http://{shown}:{port}",
        **environment,
        "HOST": host,
        "PORT": str(port),
        "PATH": f"{VENV_BIN}{os.pathsep}{environment.get('PATH', os.defpath)}",
        "PYTHONUNBUFFERED": "1",
    }


def die_with_parent() -> None:
    """Have the kernel end this process if the one that started it is killed outright (Linux only)."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


class Stopped(Exception):
    """Somebody asked the site to stop."""


def stop(_signal: int, _frame: FrameType | None) -> None:
    """Turn a signal into an exception, the first time."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def serve(environment: Mapping[str, str], message: str, folder: Path = ROOT) -> int:
    """Run the Procfile in FOLDER until a signal or until one process ends; returns the exit code.

    ENVIRONMENT is site_environment's. Once the site answers, its address and MESSAGE are printed.
    """
    host, port = address_of(environment)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    # In a session of its own: Ctrl-C reaches only this process, which passes it on exactly once.
    runner = subprocess.Popen(
        # Settings come from the environment alone, as for every other command: no .env file is read here.
        [VENV_BIN / "honcho", "--app-root", folder, "--env", os.devnull, "start"],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    try:
        until = time.monotonic() + PATIENCE
        while runner.poll() is None and not answers(host, port):
            if time.monotonic() > until:
                print(f"No answer for {PATIENCE:.0f} seconds; the site's messages stand above.", flush=True)
                break
            time.sleep(0.1)
        else:
            if runner.poll() is None:
                print(f"\n{message}\n" if message else "")
                print(f"The tracker is at {environment['BASE_URL']} (Ctrl-C stops it)\n", flush=True)
        code = runner.wait()
        print("The tracker stopped by itself; the reason stands above.", file=sys.stderr)
        return code or 1
    except Stopped:
        print("\nStopping", flush=True)
        runner.terminate()
        runner.wait()
        print("Stopped. All data is kept; make run starts again.", flush=True)
        return 0
