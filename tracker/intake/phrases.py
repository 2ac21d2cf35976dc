"""Phrases of the framework files: evened text, and sets of phrases with `*` for anything."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

_EVENED = str.maketrans("‘’`´“”‐‑–—", "''''\"\"----")
_AROUND = " .:;?!*-•|◼▪●■□◾‣➢➤►❖◆\uf0b7\uf0a7\uf0d8\uf0fc\uf06e"
_NUMBER_BEFORE = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]?|[a-h][.)])\s+(?=[a-z])")


@lru_cache(maxsize=4096)
def even(text: str) -> str:
    """A heading or phrase with the differences that do not matter taken away."""
    text = " ".join(text.lower().translate(_EVENED).split()).strip(_AROUND)
    return _NUMBER_BEFORE.sub("", text)


def small_letters(text: str) -> str:
    """A text in small letters, with every letter where it was."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(letter if len(letter.lower()) > 1 else letter.lower() for letter in text)


def even_phrase(phrase: str) -> str:
    """As `even`, but an asterisk keeps its meaning."""
    return even(phrase.replace("*", "\x01")).replace("\x01", "*")


def pattern(phrase: str) -> str:
    """The regular expression a phrase stands for."""
    return re.escape(even_phrase(phrase)).replace(r"\*", ".{0,120}?")


@cache
def within(phrase: str) -> re.Pattern[str]:
    """Finds a phrase at word borders in evened text."""
    return re.compile(rf"(?<!\w)(?:{pattern(phrase)})(?!\w)")


@cache
def beginning(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Matches evened text that begins with one of the phrases."""
    return re.compile("(?:" + "|".join(pattern(phrase) for phrase in phrases) + r")(?!\w)")


class Phrases:
    """A set of phrases that a heading, evened, may be as a whole."""

    def __init__(self, phrases: Iterable[str] = ()) -> None:
        every = [even_phrase(phrase) for phrase in phrases]
        self.plain = frozenset(phrase for phrase in every if "*" not in phrase)
        self.open = tuple(dict.fromkeys(phrase for phrase in every if "*" in phrase))
        self._pattern: re.Pattern[str] | None = None

    def match(self, evened: str) -> bool:
        """True when the text is one of the phrases from beginning to end."""
        if evened in self.plain:
            return True
        if not self.open or not evened:
            return False
        if self._pattern is None:
            # Compiled when first needed: most documents ask one framework only.
            self._pattern = re.compile("|".join(f"(?:{pattern(phrase)})" for phrase in self.open))
        return self._pattern.fullmatch(evened) is not None

    def __or__(self, other: Phrases) -> Phrases:
        return Phrases((*self.plain, *self.open, *other.plain, *other.open))
