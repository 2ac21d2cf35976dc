"""Looks for words in files, in this process, and writes what it finds as one line of JSON for each file.

`python tracker/file_words/__main__.py MEGABYTES SECONDS` takes one request ({"words", "paths"}) on its
standard input. Words that must go are never an argument, as others on the machine can read those.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType


def without_application() -> None:
    """Register `tracker` as a bare package, so that importing the reader does not import the application."""
    if "tracker" not in sys.modules:
        bare = ModuleType("tracker")
        bare.__path__ = [str(Path(__file__).resolve().parents[1])]
        sys.modules["tracker"] = bare


def look(path: str, words: str) -> dict[str, str]:
    """{"holds": the words and what stands around}, {"unsearched": why}, or {} where they are not in it."""
    from tracker.file_words.texts import texts_of
    from tracker.file_words.unsearched import Unsearched
    from tracker.rules.removal import excerpt, pattern_of

    pattern = pattern_of(words)
    before = ""
    try:
        for text in texts_of(Path(path).read_bytes()):
            # Two cells or paragraphs can hold a name between them.
            found = excerpt(text, pattern) or excerpt(f"{before[-200:]}\n{text}", pattern)
            if found:
                return {"holds": found}
            before = text
    except Unsearched as error:
        return {"unsearched": error.why}
    except OSError:
        return {"unsearched": "it is not where it was kept"}
    except (MemoryError, RecursionError):
        return {"unsearched": "it is too large"}
    return {}


def main(arguments: list[str]) -> int:
    """Answer the request and end."""
    without_application()
    from tracker.intake.__main__ import limit

    megabytes, seconds = (int(each) for each in arguments)
    limit(megabytes, seconds)
    request = json.loads(sys.stdin.readline())
    for path in request["paths"]:
        sys.stdout.write(json.dumps(look(path, request["words"])) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
