"""The words that a report explains: those of the glossary that stand in it, and no others."""

import re
from collections.abc import Iterator, Sequence

from markupsafe import escape


class Glossary:
    """The terms of a glossary with their meanings, as far as what was printed before uses them.

    `add` takes each part of the report as it is printed. Iterating gives the pairs of term and meaning.
    """

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = pairs
        self._printed: list[str] = []

    def add(self, printed: str) -> str:
        """Note a part of the page that is printed. Returns "" for a template."""
        self._printed.append(printed)
        return ""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for term, meaning in self._pairs:
            pattern = _pattern(term)
            if any(pattern.search(one) for one in self._printed):
                yield term, meaning


def _pattern(term: str) -> re.Pattern[str]:
    """Return what finds a term, also in its plural and as a past form; a short form only in capitals."""
    words = re.escape(str(escape(term.strip())))
    if term.isupper():
        return re.compile(rf"(?<!\w){words}s?(?!\w)")
    if words.endswith("y"):
        return re.compile(rf"(?<!\w){words[:-1]}(?:y|ies|ied|ying)(?!\w)", re.IGNORECASE)
    return re.compile(rf"(?<!\w){words}(?:s|es|ed)?(?!\w)", re.IGNORECASE)
