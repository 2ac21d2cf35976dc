"""Reading in a process of its own, with limits, so that no upload can stop or fill the server.

A plan is one file at a time, so the process ends with its file; reports, of which many are read in a row,
keep theirs (tracker.intake.process).
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from pathlib import Path

from tracker.sheets.model import Book, UnreadableSheet

SECONDS = 40.0
MEGABYTES = 1_024
_READER = Path(__file__).resolve().parent / "__main__.py"


def read_in_process(
    path: Path, filename: str, *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> Book:
    """Read a file as `read_book` does, within `seconds` and `megabytes` of memory.

    Raises UnreadableSheet, also when a limit is passed or the process dies.
    """
    command = [sys.executable, str(_READER), str(path), filename, str(megabytes), str(math.ceil(seconds) + 1)]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            # Nothing of the server's settings and secrets is handed to the process that opens uploads.
            env={"PATH": os.defpath, "PYTHONUTF8": "1"},
        )
    except subprocess.TimeoutExpired:
        raise UnreadableSheet(
            f"Reading this file took longer than {seconds:g} seconds and was stopped. "
            "Copy the plan alone into a new file and bring that in."
        ) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise UnreadableSheet(
            "This file could not be read: it is damaged, or built in a way we do not understand. "
            "Save it again as .xlsx and bring that in."
        ) from None
    if "unreadable" in answer:
        raise UnreadableSheet(answer["unreadable"])
    return Book.from_dict(answer["book"])
