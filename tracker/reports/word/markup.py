"""The pieces of WordprocessingML that reports are written with."""

import re
from collections.abc import Iterable
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

Element = Any  # lxml ships no types

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SOFT_HYPHEN = "\xad"


def w(tag: str, *children: Element, **attributes: object) -> Element:
    """Return an element of Word's own vocabulary: w("pStyle", val="Quote") is <w:pStyle w:val="Quote"/>."""
    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element


def texts(words: str) -> Iterable[Element]:
    """Return the elements of a text; soft hyphens are an element of their own, or Word would print them."""
    for place, part in enumerate(writable(words).split(_SOFT_HYPHEN)):
        if place:
            yield w("softHyphen")
        if part:
            text = w("t")
            text.text = part
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            yield text


def writable(words: str) -> str:
    """Return a text with □ in place of the signs that no XML can hold."""
    return _UNWRITABLE.sub("□", words)


def run(*content: Element, properties: Iterable[Element] = ()) -> Element:
    """Return a run with its properties first, as the format asks."""
    own = list(properties)
    return w("r", *([w("rPr", *own)] if own else []), *content)


def field(code: str, result: Iterable[Element]) -> list[Element]:
    """Return a field that shows `result`, runs, until somebody lets Word work it out anew."""
    instruction = w("instrText")
    instruction.text = f" {code} "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [
        run(w("fldChar", fldCharType="begin")),
        run(instruction),
        run(w("fldChar", fldCharType="separate")),
        *result,
        run(w("fldChar", fldCharType="end")),
    ]


def hidden_field(code: str) -> list[Element]:
    """Return a field that has nothing to show, such as an entry of the contents; Word wants it hidden."""
    begin, instruction, _, end = field(code, ())
    for one in (begin, instruction, end):
        one.insert(0, w("rPr", w("vanish")))
    return [begin, instruction, end]


class Bookmarks:
    """Hands out bookmarks: numbers, and names that Word accepts, one for each anchor of the page."""

    _LONGEST = 40

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._last = 0

    def name(self, anchor: str) -> str:
        """Return the name for an anchor: letters, digits and underscores, unlike any other."""
        if anchor not in self._names:
            name = re.sub(r"\W", "_", anchor, flags=re.ASCII)[: self._LONGEST]
            if not name[:1].isalpha() or name in self._names.values():
                name = f"place_{len(self._names) + 1}"
            self._names[anchor] = name
        return self._names[anchor]

    def around(self, anchor: str, content: Iterable[Element] = ()) -> list[Element]:
        """Return the content with the bookmark of an anchor around it."""
        self._last += 1
        start = w("bookmarkStart", id=self._last, name=self.name(anchor))
        return [start, *content, w("bookmarkEnd", id=self._last)]
