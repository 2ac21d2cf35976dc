"""Texts that people wrote, made ready for a page: Markdown as safe HTML, and citations told from the rest.

Everything a person wrote is escaped. Markdown is for commentary alone: it is rendered with HTML off, then
reduced to a short list of elements, so that nothing in it can be fetched or run.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from tracker.reports.words import tied
from tracker.rules.citations import EVIDENCE, evidence_cited, numbers_in

_KEPT = {"p", "ul", "ol", "li", "strong", "em", "blockquote", "br", "h3", "a", "code"}
# Around a citation while Markdown is made into HTML: private characters, which no text keeps.
_BEGIN, _END = "\ue000", "\ue001"
_HELD = re.compile(rf"[ \t]*{_BEGIN}([E\d,]+){_END}")
_SPACED = re.compile(r"[ \t]*" + EVIDENCE.pattern, re.IGNORECASE)
_LAST_WORD = re.compile(r"[^\s<>&;]{1,24}$")


@dataclass(frozen=True)
class Piece:
    """Some of a text, as safe HTML, and the evidence cited after it. `last` is the word that ends it.

    The number of a note must not stand on another line than that word.
    """

    head: Markup
    last: Markup
    numbers: tuple[int, ...]


def markdown(text: str) -> Markup:
    """Return commentary as safe HTML: paragraphs, lists, emphasis, quotations, headings of level 3."""
    reader = MarkdownIt("commonmark", {"html": False}).disable("image")
    return _html(reader, reader.parse(text))


def markdown_pieces(text: str) -> list[Piece]:
    """Return commentary as safe HTML, parted behind each citation. In code there is none."""
    reader = MarkdownIt("commonmark", {"html": False}).disable("image")
    tokens = reader.parse(text.replace(_BEGIN, "").replace(_END, ""))
    for token in tokens:
        for part in token.children or ():
            if part.type == "text":
                part.content = EVIDENCE.sub(_hold, part.content)
    found, start = [], 0
    whole = str(_html(reader, tokens))
    for citation in _HELD.finditer(whole):
        head = whole[start : citation.start()]
        last = _LAST_WORD.search(head)
        tail = last[0] if last else ""
        found.append(_safe(head[: len(head) - len(tail)], tail, numbers_in(citation[1])))
        start = citation.end()
    return [*found, _safe(whole[start:], "", ())]


def pieces(text: str) -> list[Piece]:
    """Return a plain text, escaped, parted behind each citation."""
    found, start = [], 0
    for citation in _SPACED.finditer(text):
        before = text[start : citation.start()]
        head, last = tied(before)
        gap = " " if last and (head or before[:1].isspace()) else ""
        found.append(Piece(escape(head + gap), escape(last), numbers_in(citation[1])))
        start = citation.end()
    return [*found, Piece(escape(text[start:]), escape(""), ())]


def not_cited(text: str, numbers: Collection[int]) -> tuple[int, ...]:
    """Return those of an action's evidence that its text does not cite itself."""
    said = evidence_cited(text)
    return tuple(number for number in numbers if number not in said)


def _hold(citation: re.Match[str]) -> str:
    return f"{_BEGIN}{','.join(f'E{number}' for number in numbers_in(citation[1]))}{_END}"


def _html(reader: MarkdownIt, tokens: list[Token]) -> Markup:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3"
    rendered = reader.renderer.render(tokens, reader.options, {})
    clean = nh3.clean(
        rendered, tags=_KEPT, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"}
    )
    return Markup(clean)  # noqa: S704 - reduced to the elements above


def _safe(head: str, last: str, numbers: tuple[int, ...]) -> Piece:
    # Parts of what was made safe; markup may stand open between two pieces, never within a tag.
    return Piece(Markup(head), Markup(last), numbers)  # noqa: S704
