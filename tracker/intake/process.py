"""Reading in a process of its own, with limits, so that no upload can stop or fill the server."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Timer

from tracker.intake.model import Reading, UnreadableDocument

_READER = Path(__file__).resolve().parent / "__main__.py"
SECONDS_A_SCANNED_PAGE = 70.0
# Where systems put the program that recognises scans.
_PATH = os.pathsep.join((os.defpath, "/usr/local/bin", "/opt/homebrew/bin"))
_FAILED = (
    "This document could not be read: it is damaged, or built in a way we do not understand. "
    "Save it again as PDF or as a Word document, or paste its text."
)


def read_in_process(
    path: Path,
    filename: str,
    *,
    seconds: float,
    megabytes: int,
    progress: Callable[[int, int], None] | None = None,
) -> Reading:
    """Read a file as `read_document` does, within `seconds` and `megabytes` of memory.

    Recognising a scan takes longer: its pages are given time of their own, and `progress` is told of each.
    Raises UnreadableDocument, also when a limit is passed or the process dies.
    """
    with Reader(megabytes=megabytes, processor_seconds=math.ceil(seconds) + 1) as reader:
        return reader.read(path, filename, seconds=seconds, progress=progress)


class Reader:
    """A reading process that takes one file after another; it is started again after it had to be stopped."""

    def __init__(self, *, megabytes: int, processor_seconds: int = 0) -> None:
        self._limits = (str(megabytes), str(processor_seconds))
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def read(
        self, path: Path, filename: str, *, seconds: float, progress: Callable[[int, int], None] | None = None
    ) -> Reading:
        """Read one file. Raises UnreadableDocument as `read_in_process` does."""
        process = self._process = self._process or self._start()
        too_late: list[bool] = []

        def stop() -> None:
            too_late.append(True)
            process.kill()

        timer = _timer(seconds, stop)
        try:
            line = _ask(process, {"path": str(path), "filename": filename})
            while line.startswith('{"page"'):
                # A scan: each of its pages is given its own time, and there is a most of pages.
                timer.cancel()
                timer = _timer(max(seconds, SECONDS_A_SCANNED_PAGE), stop)
                told = json.loads(line)
                if progress is not None:
                    progress(told["page"], told["pages"])
                line = _next(process)
        finally:
            timer.cancel()
        if not line:
            self.stop()
            if too_late:
                raise UnreadableDocument(
                    f"Reading this document took longer than {seconds:g} seconds and was stopped. "
                    "Upload the part that holds the recommendations, or paste its text."
                )
            raise UnreadableDocument(_FAILED)
        answer = json.loads(line)
        if "unreadable" in answer:
            raise UnreadableDocument(answer["unreadable"])
        return Reading.from_dict(answer["reading"])

    def stop(self) -> None:
        """End the process, if one runs."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, str(_READER), *self._limits],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            # Nothing of the server's settings and secrets is handed to the process that opens uploads.
            env={"PATH": _PATH, "PYTHONUTF8": "1"},
        )


def _ask(process: subprocess.Popen[str], request: dict[str, str]) -> str:
    """Send a request and wait for its one line; empty when the process died."""
    if process.stdin is None or process.stdout is None:
        return ""
    try:
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
    except (OSError, ValueError):
        return ""
    return _next(process)


def _next(process: subprocess.Popen[str]) -> str:
    """The next line the process writes; empty when it died."""
    try:
        return process.stdout.readline() if process.stdout is not None else ""
    except (OSError, ValueError):
        return ""


def _timer(seconds: float, stop: Callable[[], None]) -> Timer:
    timer = Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    return timer
