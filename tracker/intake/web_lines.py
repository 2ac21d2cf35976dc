"""HTML to lines: headings, paragraphs, list items and table rows in document order, through html5lib."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import html5lib

from tracker.intake.lines import Line, Pages
from tracker.intake.text_lines import LONGEST_LINE, clean, decode

_SKIPPED = {
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "svg",
    "head",
    "form",
    "button",
}
_BLOCKS = {
    "p", "div", "section", "article", "main", "blockquote", "pre", "dt", "dd", "figcaption", "address",
    "body", "html", "ul", "ol", "dl", "table", "tbody", "thead", "tfoot", "caption", "fieldset", "aside",
    "details", "summary",
}  # fmt: skip
_DEEPEST = 200


def web_pages(data: bytes) -> Pages:
    """Lines of a web page as one page; site navigation, scripts and forms are left out."""
    root = html5lib.parse(decode(data), namespaceHTMLElements=False)
    walker = _Walker()
    walker.walk(root, 0)
    walker.flush()
    return Pages("web", (tuple(walker.lines),))


class _Walker:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.words: list[str] = []
        self.lists: list[int | None] = []
        self.facts: dict[str, object] = {}

    def flush(self) -> None:
        """End the paragraph in hand."""
        text = " ".join(clean("".join(self.words)).split())[:LONGEST_LINE]
        self.words = []
        facts, self.facts = self.facts, {}
        if text:
            marker = str(facts.pop("marker", ""))
            self.lines.append(Line(marker + text, 1, gap=True, whole=True, **facts))  # type: ignore[arg-type]

    def walk(self, node: Element, depth: int) -> None:
        """Take up a node and what follows it inside its parent."""
        tag = str(node.tag)
        if tag and tag not in _SKIPPED and depth < _DEEPEST:
            self._open(node, tag, depth)
        self.words.append(node.tail or "")

    def _open(self, node: Element, tag: str, depth: int) -> None:
        if tag == "tr":
            self.flush()
            cells = tuple(_flat(cell) for cell in node if cell.tag in ("td", "th"))
            if any(cells):
                self.lines.append(Line(" ".join(filter(None, cells)), 1, cells=cells, whole=True))
            return
        heading = len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()
        block = heading or tag in _BLOCKS or tag == "li"
        if block or tag == "br":
            self.flush()
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        if heading:
            self.facts = {"style": "heading", "rank": int(tag[1])}
        elif tag == "li":
            self.facts = {"style": "item", "left": float(len(self.lists)), "marker": self._marker()}
        self.words.append(node.text or "")
        for child in node:
            self.walk(child, depth + 1)
        if block:
            self.flush()
        if tag in ("ul", "ol"):
            self.lists.pop()

    def _marker(self) -> str:
        if self.lists and self.lists[-1] is not None:
            self.lists[-1] += 1
            return f"{self.lists[-1]}. "
        return "• "


def _flat(cell: Element) -> str:
    return " ".join(clean("".join(cell.itertext())).split())[:LONGEST_LINE]
