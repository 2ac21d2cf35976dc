"""Looking through files in a process of its own, with limits, so that no file can stop a page."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

_PROGRAM = Path(__file__).resolve().parent / "__main__.py"
SECONDS = 45.0
MEGABYTES = 1024
_TOO_LONG = "the search took too long"


@dataclass(frozen=True)
class Looked:
    """What came of one file: an excerpt where it holds the words, or why it could not be looked through."""

    holds: str = ""
    unsearched: str = ""


def look_through(
    paths: Sequence[Path], words: str, *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> list[Looked]:
    """Look for the words in each file, within so many seconds for all and megabytes of memory."""
    looked: list[Looked] = []
    end = time.monotonic() + seconds
    while len(looked) < len(paths):
        left = end - time.monotonic()
        if left <= 0:
            looked += [Looked(unsearched=_TOO_LONG)] * (len(paths) - len(looked))
            break
        looked += _run(paths[len(looked) :], words, left, megabytes)
        if len(looked) < len(paths):
            # The process ended at this file: because of it, or because the time was over.
            late = time.monotonic() >= end
            looked.append(Looked(unsearched=_TOO_LONG if late else "it is damaged"))
    return looked


def _run(paths: Sequence[Path], words: str, seconds: float, megabytes: int) -> list[Looked]:
    """Return what a process said of the files, as far as it came."""
    with subprocess.Popen(
        [sys.executable, str(_PROGRAM), str(megabytes), str(math.ceil(seconds) + 1)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        # Nothing of the server's settings and secrets is handed to the process that opens uploads.
        env={"PYTHONUTF8": "1"},
    ) as process:
        timer = Timer(seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            request = json.dumps({"words": words, "paths": [str(path) for path in paths]})
            answer, _ = process.communicate(request + "\n")
        finally:
            timer.cancel()
    # A line that was cut off in the middle was not said.
    lines = answer.splitlines(keepends=True)
    return [Looked(**json.loads(line)) for line in lines if line.endswith("\n")]
