"""Taking words out of texts: where they stand, and what stands there afterwards."""

import json
import re
from typing import Any

REMOVED = "[removed]"
_AROUND = 60  # characters shown before and after a place
# Parts of a draft's decisions in which people's words stand before the colon: of statuses, days and names.
_KEYED_BY_WORDS = {"statuses", "days", "people"}


def pattern_of(words: str) -> re.Pattern[str]:
    """A pattern for whole words in any capitals, however they are spaced. Raises ValueError for no words."""
    parts = words.split()
    if not parts:
        raise ValueError("no words")
    return re.compile(r"(?<!\w)" + r"\s+".join(re.escape(part) for part in parts) + r"(?!\w)", re.IGNORECASE)


def without(text: str, pattern: re.Pattern[str]) -> str:
    """The text with "[removed]" for each place."""
    return pattern.sub(REMOVED, text)


def without_moving(text: str, pattern: re.Pattern[str]) -> str:
    """The text with each place replaced by as many characters, so that passages marked in it stay right.

    Where "[removed]" would be longer than the words, dashes stand instead.
    """

    def same_length(found: re.Match[str]) -> str:
        length = len(found[0])
        return REMOVED.ljust(length) if length >= len(REMOVED) else "–" * length

    return pattern.sub(same_length, text)


def without_in(value: Any, pattern: re.Pattern[str], key: str = "") -> Any:
    """A JSON value with the words taken out of every text; a "source_text" keeps its length."""
    if isinstance(value, str):
        return without_moving(value, pattern) if key == "source_text" else without(value, pattern)
    if isinstance(value, list):
        return [without_in(each, pattern, key) for each in value]
    if isinstance(value, dict):
        return {
            without(name, pattern) if key in _KEYED_BY_WORDS else name: without_in(each, pattern, name)
            for name, each in value.items()
        }
    return value


def texts_in(value: Any, key: str = "") -> list[str]:
    """Every text of a JSON value, or the text itself. `key` is the name that the value stands under."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for each in value for text in texts_in(each, key)]
    if isinstance(value, dict):
        names = list(value) if key in _KEYED_BY_WORDS else []
        return names + [text for name, each in value.items() for text in texts_in(each, name)]
    return []


def texts_of_signed(text: str) -> list[str]:
    """Every text of a stored JSON value as people wrote it, without names of fields and marks of JSON."""
    try:
        return texts_in(json.loads(text)) if text else []
    except ValueError:
        return [text]


def signed_without(text: str, pattern: re.Pattern[str]) -> str:
    """A stored JSON value with the words taken out of every text, as JSON in the same form."""
    try:
        value = json.loads(text)
    except ValueError:
        return without(text, pattern)
    kept = without_in(value, pattern)
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def excerpt(text: str, pattern: re.Pattern[str]) -> str:
    """The first place in a text with some of what stands around it; "" where the words do not stand in it."""
    found = pattern.search(text)
    if found is None:
        return ""
    start, end = max(0, found.start() - _AROUND), min(len(text), found.end() + _AROUND)
    return ("…" if start else "") + " ".join(text[start:end].split()) + ("…" if end < len(text) else "")
