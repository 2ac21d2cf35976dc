"""What stands in a line: words with their looks, notes, links and pictures, in reading order.

White space is made single as browsers do it. Some elements of a table's cell begin a line of their own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tracker.reports.word.look import LATE, MUTED, Look
from tracker.reports.word.markup import Element

_SPACES = re.compile(r"[ \t\r\n\f]+")
_OWN_LINES = {"checked", "impact", "late", "record", "was"}  # what the style sheet shows so in cells
_APART = "\u2003"  # a wide space behind a mark, where several stand in a line


@dataclass(frozen=True)
class Style:
    """How words look; `goal` is "#anchor" or an address where they are a link, `reference` names a field."""

    bold: bool = False
    struck: bool = False
    raised: bool = False
    colour: str = ""
    fill: str = ""
    edge: str = ""
    is_small: bool = False
    goal: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Words:
    """Some words in one style."""

    text: str
    style: Style


@dataclass(frozen=True)
class Break:
    """A new line within the paragraph."""


@dataclass(frozen=True)
class Start:
    """A new paragraph, in a paragraph style ("" for that of the surroundings)."""

    style: str = ""


@dataclass(frozen=True)
class Anchor:
    """A place that others link to."""

    name: str


@dataclass(frozen=True)
class Note:
    """A footnote's call and its text."""

    number: str
    text: str
    anchor: str


@dataclass(frozen=True)
class Picture:
    """A drawing, by its place among the drawings of the page."""

    place: int


Piece = Words | Break | Start | Anchor | Note | Picture


def pieces_of(
    element: Element, look: Look, *, in_cell: bool = False, style: Style | None = None
) -> list[Piece]:
    """Return what an element holds, white space made single; nothing stands at the ends but words."""
    return _tidied(_inside(element, style or Style(), look, in_cell))


def _inside(element: Element, style: Style, look: Look, in_cell: bool) -> Iterator[Piece]:
    if element.text:
        yield Words(element.text, style)
    for child in element:
        if isinstance(child.tag, str):
            yield from _one(child, style, look, in_cell)
        if child.tail:
            yield Words(child.tail, style)


def _one(element: Element, style: Style, look: Look, in_cell: bool) -> Iterator[Piece]:
    classes = (element.get("class") or "").split()
    if "fn" in classes:
        yield Note(
            element.get("data-n"), " ".join("".join(element.itertext()).split()), element.get("id") or ""
        )
        return
    if anchor := element.get("id"):
        yield Anchor(anchor)
    if element.tag == "br":
        yield Break()
        return
    if element.tag == "img":
        if drawing := element.get("data-drawing"):
            yield Picture(int(drawing))
        return
    starts = in_cell and _begins_a_line(element, classes)
    if starts:
        yield Start("Table note" if element.tag == "small" or "checked" in classes else "")
    yield from _inside(element, _styled(element, classes, style, look), look, in_cell)
    if starts:
        yield Start()
    elif not in_cell and not {"mark", "impact"}.isdisjoint(classes):
        yield Words(_APART, style)


def _begins_a_line(element: Element, classes: list[str]) -> bool:
    if "record" in (element.getparent().get("class") or "").split():
        return False  # the record is one line, whatever it shows
    return element.tag in ("small", "p", "li", "div") or not _OWN_LINES.isdisjoint(classes)


def _styled(element: Element, classes: list[str], style: Style, look: Look) -> Style:
    tag: Any = element.tag
    if tag in ("b", "strong", "em"):
        style = replace(style, bold=True)
        parent = (element.getparent().get("class") or "").split()
        if ink := next((look.inks[one] for one in parent if one in look.inks), None):
            return replace(style, colour=ink.text, fill=ink.fill, edge=ink.edge)
    if tag == "del":
        style = replace(style, struck=True, colour=MUTED)
    if tag == "a":
        goal = element.get("href") or ""
        reference = goal[1:] if "cited" in classes else ""
        style = replace(style, goal=goal, reference=reference)
    if "late" in classes:
        style = replace(style, bold=True, colour=LATE)
    if "ref" in classes:
        style = replace(style, bold=True, colour=MUTED)
    if tag == "small" or not {"muted", "checked"}.isdisjoint(classes):
        style = replace(style, colour=MUTED, is_small=element.getparent().tag == "h2")
    if tag == "small" and element.getparent().tag == "th":
        style = replace(style, bold=False)  # a post below the name that heads the row
    if "again" in classes or "between" in classes:
        return replace(style, raised=True, reference="note" if "again" in classes else "")
    return style


def _tidied(pieces: Iterator[Piece]) -> list[Piece]:
    """Make white space single, drop it at the ends of paragraphs and lines, and drop empty paragraphs."""
    found: list[Piece] = []
    is_open = False  # whether something stands in the line, and a space may follow
    for piece in pieces:
        if isinstance(piece, Words):
            text = _SPACES.sub(" ", piece.text)
            if not is_open:
                text = text.removeprefix(" ")
            if text:
                is_open = not text.endswith(" ")
                found.append(replace(piece, text=text))
            continue
        if isinstance(piece, (Start, Break)):
            _trim(found)
            is_open = False
            if isinstance(piece, Start) and found and isinstance(found[-1], Break):
                found.pop()  # the paragraph begins the line
            if isinstance(piece, Start) and (not found or isinstance(found[-1], Start)):
                found[-1:] = [piece]
                continue
        elif not isinstance(piece, Anchor):
            is_open = True
        found.append(piece)
    _trim(found)
    while found and found[-1] == Start():
        found.pop()
        _trim(found)
    return found


def _trim(found: list[Piece]) -> None:
    """Take the space off the end of the last words."""
    place = len(found) - 1
    while place >= 0 and isinstance(found[place], Anchor):
        place -= 1
    last = found[place] if place >= 0 else None
    if isinstance(last, Words):
        shorter = last.text.removesuffix(" ")
        found[place : place + 1] = [replace(last, text=shorter)] if shorter else []
