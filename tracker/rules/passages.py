"""Passages of a text that are for some readers only.

    :::members
    What is exempt.
    :::

`:::officers` likewise. A mark may stand anywhere, also within a line. Where the marks are not right, more is
kept back rather than less: a passage that is not ended goes on to the end, a word we do not know counts as
officers.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from tracker.rules.ladders import AUDIENCE_WORDS, Audience

_MARK = re.compile(r":{3,}(?:(?P<word>[^\W\d_]+)|[ \t]+(?P<far>public|members|officers)\b)?", re.IGNORECASE)
_STRICTNESS = (Audience.PUBLIC, Audience.MEMBERS, Audience.OFFICERS)
_MANY_LINES = re.compile(r"\n{3,}")
_MANY_SPACES = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")


@dataclass(frozen=True)
class Passage:
    """A piece of a text without its marks, and who may read it."""

    audience: Audience
    text: str


@dataclass(frozen=True)
class Marked:
    """A text in its passages, and what is wrong with the marks, in words."""

    passages: tuple[Passage, ...]
    problems: tuple[str, ...]


def is_marked(text: str) -> bool:
    """Whether there is any mark in a text at all."""
    return ":::" in text


def parted(text: str) -> Marked:
    """Part a text into its passages. Within passages of both kinds the stricter one holds."""
    passages: list[Passage] = []
    problems: list[str] = []
    open_now: list[Audience] = []
    start = 0

    def close(end: int) -> None:
        audience = max(open_now, key=_STRICTNESS.index, default=Audience.PUBLIC)
        if end > start:
            passages.append(Passage(audience, text[start:end]))

    for mark in _MARK.finditer(text):
        close(mark.start())
        start = mark.end()
        if word := (mark["word"] or mark["far"] or "").lower():
            if word not in set(Audience):
                problems.append(f"“:::{word}” is not known: write :::members or :::officers")
            open_now.append(Audience(word) if word in set(Audience) else Audience.OFFICERS)
        elif open_now:
            open_now.pop()
        else:
            problems.append("“:::” ends a passage that was not begun")
    close(len(text))
    problems += [f"“:::{audience.value}” is not ended by “:::”" for audience in open_now]
    return Marked(tuple(passages), tuple(problems))


def readable(text: str, audiences: Collection[Audience]) -> str:
    """Return what readers of these audiences may read; passages that are not for everybody say so."""
    return _joined(text, lambda passage: _labelled(passage) if passage.audience in audiences else "")


def public_part(text: str) -> str:
    """Return what everybody may read."""
    return readable(text, (Audience.PUBLIC,))


def _joined(text: str, shown: Callable[[Passage], str]) -> str:
    if not is_marked(text):
        return text
    kept = "".join(shown(passage) for passage in parted(text).passages)
    return _MANY_SPACES.sub(" ", _MANY_LINES.sub("\n\n", kept)).strip()


def _labelled(passage: Passage) -> str:
    if passage.audience is Audience.PUBLIC:
        return passage.text
    inner = passage.text.strip()
    if not inner:
        return ""
    words = AUDIENCE_WORDS[passage.audience]
    if "\n" in inner:
        return f"\n\n[{words}, from here]\n\n{inner}\n\n[{words}, to here]\n\n"
    before, after = (" " if end in " \t" else "" for end in (passage.text[0], passage.text[-1]))
    return f"{before}[{words}: {inner}]{after}"
