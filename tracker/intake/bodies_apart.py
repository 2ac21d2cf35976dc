"""Takes the names of a "Responsible body" column out of the asks that a text prints them into."""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.intake.ask_headings import is_body
from tracker.intake.lines import Line, Pages, chunks

_HEAD = re.compile(r"responsible (?:body|bodies|organisations?)|lead (?:body|agency)", re.IGNORECASE)
_PIECE = re.compile(r"(?:and )?[A-Z][\w’'.-]*(?: (?:[A-Z][\w’'.-]*|and|of|the|&))*")
_NAME_AT_END = re.compile(r"\b(?:[A-Z][\w’'-]*|by|of|at|in|the|from|with|for)$")
# "… as agreed with" / "Orrin Vale Council" / "and its partners": the name is the sentence's own.
_NAME_FOLLOWS = re.compile(r"\b(?:by|from|with|between)$")
_ASKED_BELOW = re.compile(r"(?:should|must|needs?)\b")
_MOST_WORDS = 6


def with_bodies_apart(document: Pages, is_known_heading: Callable[[str], bool]) -> Pages:
    """A text with each such name below the words it was printed into; everything else as it was."""
    if document.source != "text":
        return document
    made: list[Line] = []
    inside = False
    for group in chunks(document.lines):
        if _HEAD.fullmatch(group[-1].text):
            inside = True
        elif inside and is_known_heading(group[0].text) and not is_body(group[0].text):
            inside = False
        made += _apart(group) if inside else group
    return document.with_lines(made)


def _apart(group: list[Line]) -> list[Line]:
    """The lines of a group, and below them the pieces of names that stood between or behind their words."""
    texts = [line.text for line in group]
    pieces: list[str] = []
    for at in range(1, len(texts) - 1):
        # A line of nothing but a name, in the middle of a sentence.
        if _is_piece(texts[at]) and texts[at + 1][:1].islower() and not _is_needed(texts, at):
            pieces.append(texts[at])
            texts[at] = ""
    ends = len(texts)
    while pieces and ends > 1 and _is_piece(texts[ends - 1]):
        ends -= 1
    pieces += [text for text in texts[ends:] if text]
    return _put_below(group, texts[:ends], pieces) if pieces else group


def _is_needed(texts: list[str], at: int) -> bool:
    """True where a sentence would be broken without the name on this line."""
    above, below = texts[at - 1], texts[at + 1]
    named = bool(_ASKED_BELOW.match(below)) and above.endswith((" and", ","))
    return named or bool(_NAME_FOLLOWS.search(above))


def _is_piece(text: str) -> bool:
    return bool(_PIECE.fullmatch(text)) and len(text.split()) <= _MOST_WORDS


def _put_below(group: list[Line], texts: list[str], pieces: list[str]) -> list[Line]:
    """The lines without the pieces, also where one stands behind the words of a line that goes on below."""
    known = sorted({*pieces, "Council", "ICB"}, key=len, reverse=True)
    made = []
    for at, (line, text) in enumerate(zip(group, texts, strict=False)):
        goes_on = at + 1 < len(texts) and texts[at + 1][:1].islower()
        behind = next((piece for piece in known if goes_on and text.endswith(f" {piece}")), "")
        words = text.removesuffix(behind).rstrip()
        # "… by Harlmere Council" is a name in the sentence itself.
        if behind and not _NAME_AT_END.search(words):
            text = words
            pieces.append(behind)
        if text:
            made.append(line if text == line.text else line.but(text=text))
    name = " ".join(dict.fromkeys(pieces))
    return [*made, group[-1].but(text=name, whole=True, raw=name)]
