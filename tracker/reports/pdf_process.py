"""A report is laid out in a process of its own, which may open no connection and read no file but our parts.

The worker's memory is free again when the report is made, and a report that needs too much of it takes
nothing else along. The process comes from one that has loaded the renderer, so starting it costs nothing.
"""

import multiprocessing
import sys
import sysconfig
import tempfile
from multiprocessing.connection import Connection
from os import fsdecode
from os.path import abspath
from pathlib import Path
from typing import Any

from tracker.reports.progress import Progress

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tracker.reports.pdf"])

_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "urllib.",
    "ftplib.",
    "http.",
)
_PROJECT = Path(__file__).resolve().parents[2]


class RenderFailed(RuntimeError):
    """A report could not be laid out; says why, for the log."""


def pdf_of(html: str, *, on_page: Progress | None = None) -> bytes:
    """Return the PDF/UA-1 of a whole HTML page, made in a process of its own.

    `on_page` is called in this process. Raises RenderFailed where the PDF could not be made.
    """
    with tempfile.TemporaryDirectory(prefix="report-") as scratch:
        return _made(html, scratch, on_page)


def _made(html: str, scratch: str, on_page: Progress | None) -> bytes:
    receiver, sender = _processes.Pipe(duplex=False)
    process = _processes.Process(target=_make, args=(sender, html, scratch), daemon=True)
    process.start()
    sender.close()
    try:
        while isinstance(told := receiver.recv(), tuple):
            if on_page is not None:
                on_page(*told)
    except EOFError:
        process.join()
        raise RenderFailed(
            f"the process that laid the report out ended with {process.exitcode}; "
            "-9 mostly means that the machine had too little memory"
        ) from None
    finally:
        receiver.close()
        process.kill()
        process.join()
    if isinstance(told, str):
        raise RenderFailed(told)
    assert isinstance(told, bytes)  # nothing else is sent
    return told


def _make(sender: Connection, html: str, scratch: str) -> None:
    """Send pages as they are laid out, then the PDF, or what went wrong."""
    from tracker.reports.pdf import html_to_pdf

    confine(scratch)
    try:
        sender.send(html_to_pdf(html, on_page=lambda page, expected: sender.send((page, expected))))
    except Exception as failure:
        sender.send(f"{type(failure).__name__}: {failure}")


def confine(scratch: str) -> None:
    """Let this process open no connection and start no program, and read our parts and `scratch` alone.

    `scratch` is a folder of its own, for what is made on the way. For the rest of the process's life: an
    audit hook cannot be taken out again.
    """
    tempfile.tempdir = scratch
    ours = {_PROJECT, *map(Path, sysconfig.get_paths().values()), Path(sys.base_prefix), Path(sys.prefix)}
    readable = {path for one in ours for path in (one.absolute(), one.resolve())}
    readable |= {Path(scratch), Path("/dev/null"), Path("/dev/urandom")}
    # What the site keeps lies within the project where nothing else is set.
    kept = {_PROJECT.absolute() / "instance", _PROJECT.resolve() / "instance"}

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"the renderer may not do this: {event}")
        if event == "open" and isinstance(arguments[0], str | bytes):
            path = Path(abspath(fsdecode(arguments[0])))  # noqa: PTH100 - what links lead to may lie elsewhere
            above = {path, *path.parents}
            if above.isdisjoint(readable) or not above.isdisjoint(kept):
                raise PermissionError(f"the renderer may not open this: {path}")

    sys.addaudithook(watch)
