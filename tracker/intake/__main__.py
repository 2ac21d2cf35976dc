"""Reads files in this process and writes each reading as one line of JSON.

`python tracker/intake/__main__.py MEGABYTES SECONDS` takes requests ({"path", "filename"}, one a line) on its
standard input until that ends. It runs on its own, within limits, so that a hostile file can harm nothing
but this process. Started by its path, it loads the reader alone and nothing of the web application.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from types import ModuleType


def without_application() -> None:
    """Register `tracker` as a bare package, so that importing the reader does not import the application."""
    if "tracker" not in sys.modules:
        bare = ModuleType("tracker")
        bare.__path__ = [str(Path(__file__).resolve().parents[1])]
        sys.modules["tracker"] = bare


def limit(megabytes: int, seconds: int) -> None:
    """Bound this process's memory, processor time and the files it may write; 0 means no bound."""
    for what, amount in (
        (resource.RLIMIT_AS, megabytes * 1024 * 1024),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        if not amount and what != resource.RLIMIT_CORE:
            continue
        try:
            resource.setrlimit(what, (amount, amount))
        except (ValueError, OSError):  # Not every system knows every limit (macOS refuses RLIMIT_AS).
            continue


def answer(path: str, filename: str) -> dict[str, object]:
    """{"reading": …} or {"unreadable": "…"} for one file."""
    from tracker.intake.reading import UnreadableDocument, read_document

    try:
        return {"reading": read_document(Path(path).read_bytes(), filename, _tell).to_dict()}
    except UnreadableDocument as error:
        return {"unreadable": error.message}
    except OSError as error:
        return {"unreadable": f"The file could not be opened: {error.strerror or error}."}
    except (MemoryError, RecursionError):
        return {"unreadable": "This document needs more memory to read than is allowed. Upload a part of it."}


def _tell(page: int, pages: int) -> None:
    """Say that a page of a scan is being recognised, which takes its time."""
    sys.stdout.write(json.dumps({"page": page, "pages": pages}) + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Answer requests until the input ends."""
    without_application()
    megabytes, seconds = (int(each) for each in arguments)
    limit(megabytes, seconds)
    for line in sys.stdin:
        request = json.loads(line)
        sys.stdout.write(json.dumps(answer(request["path"], request["filename"])) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
