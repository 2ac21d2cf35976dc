"""Reads one file in this process and writes its tables as one line of JSON.

`python tracker/sheets/__main__.py PATH NAME MEGABYTES SECONDS` runs on its own, within limits, so that a
hostile file can harm nothing but this process. Started by its path, it loads nothing of the web application.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType


def main(arguments: list[str]) -> int:
    """Print {"book": …} or {"unreadable": "…"}."""
    path, name, megabytes, seconds = arguments
    if "tracker" not in sys.modules:
        # A bare package, so that importing the reader does not import the application.
        bare = ModuleType("tracker")
        bare.__path__ = [str(Path(__file__).resolve().parents[1])]
        sys.modules["tracker"] = bare
    from tracker.intake.__main__ import limit

    limit(int(megabytes), int(seconds))
    from tracker.sheets.model import UnreadableSheet
    from tracker.sheets.reading import read_book

    answer: dict[str, object]
    try:
        answer = {"book": read_book(Path(path).read_bytes(), name).to_dict()}
    except UnreadableSheet as error:
        answer = {"unreadable": error.message}
    except OSError as error:
        answer = {"unreadable": f"The file could not be opened: {error.strerror or error}."}
    except (MemoryError, RecursionError):
        answer = {
            "unreadable": "This file needs more memory to read than is allowed. "
            "Copy the plan alone into a new file and bring that in."
        }
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
