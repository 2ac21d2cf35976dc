"""ODT (OpenDocument text) to lines: headings, paragraphs, lists and tables in document order."""

from __future__ import annotations

import io
import zipfile
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from tracker.intake.archives import MOST_UNPACKED, refuse_bombs
from tracker.intake.lines import Line, Pages
from tracker.intake.model import UnreadableDocument
from tracker.intake.text_lines import LONGEST_LINE, clean

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SKIPPED = {f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}sequence-decls"}
_DEEPEST = 60
_DAMAGED = (
    "This OpenDocument text is damaged and cannot be opened. Save it again (or save it as PDF) and "
    "upload that."
)


def writer_pages(data: bytes) -> Pages:
    """Lines of an ODT as one page.

    Raises UnreadableDocument for damaged and encrypted files, and for files that unpack to far too much.
    """
    refuse_bombs(data, "OpenDocument text", _DAMAGED)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise UnreadableDocument(
                    "This OpenDocument text is protected with a password. Save a copy without it "
                    "and upload that."
                )
            with archive.open("content.xml") as stored:
                root = fromstring(stored.read(MOST_UNPACKED))
    except UnreadableDocument:
        raise
    except Exception:  # zipfile, zlib and the XML parser raise many types on damaged files.
        raise UnreadableDocument(_DAMAGED) from None
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    walker = _Walker(_bold_styles(root), _numbered_lists(root))
    if body is not None:
        walker.blocks(body, 0)
    return Pages("word", (tuple(walker.lines),))


def _bold_styles(root: Element) -> set[str]:
    return {
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        for facts in style.iter(f"{_STYLE}text-properties")
        if facts.get(f"{_FO}font-weight") == "bold"
    }


def _numbered_lists(root: Element) -> set[str]:
    """Names of list styles whose first level counts."""
    found = set()
    for style in root.iter(f"{_TEXT}list-style"):
        first = next(iter(style), None)
        if first is not None and first.tag == f"{_TEXT}list-level-style-number":
            found.add(style.get(f"{_STYLE}name", ""))
    return found


class _Walker:
    """Goes through the text once and counts its numbered lists."""

    def __init__(self, bold: set[str], numbered: set[str]) -> None:
        self.bold = bold
        self.numbered = numbered
        self.lines: list[Line] = []
        self.counts: dict[str, int] = {}

    def blocks(self, parent: Element, depth: int) -> None:
        """Take up the headings, paragraphs, lists and tables of a part of the text."""
        if depth > _DEEPEST:
            return
        for node in parent:
            if node.tag == f"{_TEXT}h":
                rank = node.get(f"{_TEXT}outline-level", "1")
                self._add(_words(node), style="heading", rank=int(rank) if rank.isdigit() else 1)
            elif node.tag == f"{_TEXT}p":
                self._paragraph(node)
            elif node.tag == f"{_TEXT}list":
                self._list(node, depth + 1, 1, "")
            elif node.tag == f"{_TABLE}table":
                self._table(node, depth + 1)
            elif node.tag not in _SKIPPED:
                self.blocks(node, depth + 1)

    def _paragraph(self, node: Element) -> None:
        spans = [span for span in node if span.tag == f"{_TEXT}span"]
        inside = bool(spans) and not (node.text or "").strip()
        bold = node.get(f"{_TEXT}style-name") in self.bold or (
            inside and all(span.get(f"{_TEXT}style-name") in self.bold for span in spans)
        )
        for text in _words(node).split("\n"):
            self._add(text, bold=bold)

    def _list(self, node: Element, depth: int, level: int, outer: str) -> None:
        style = node.get(f"{_TEXT}style-name", outer)
        if level == 1 and node.get(f"{_TEXT}continue-numbering") != "true":
            self.counts.pop(style, None)
        for item in node:
            if item.tag not in (f"{_TEXT}list-item", f"{_TEXT}list-header") or depth > _DEEPEST:
                continue
            first = True
            for part in item:
                if part.tag == f"{_TEXT}list":
                    self._list(part, depth + 1, level + 1, style)
                elif part.tag == f"{_TEXT}h":
                    self._add(_words(part), style="heading", rank=level)
                elif part.tag == f"{_TEXT}p":
                    marker = self._marker(style, level) if first else ""
                    self._add(
                        marker + _words(part).replace("\n", " "),
                        style="item" if first else "",
                        left=float(level),
                    )
                    first = False

    def _marker(self, style: str, level: int) -> str:
        if style not in self.numbered or level > 1:
            return "• " if level == 1 else "○ "
        self.counts[style] = self.counts.get(style, 0) + 1
        return f"{self.counts[style]}. "

    def _table(self, table: Element, depth: int) -> None:
        for row in table.iter(f"{_TABLE}table-row"):
            cells = [cell for cell in row if cell.tag == f"{_TABLE}table-cell"]
            texts = tuple(_flat(" ".join(_words(part) for part in _paragraphs(cell))) for cell in cells)
            if len(cells) == 1:
                self.blocks(cells[0], depth)
            elif any(texts):
                self.lines.append(
                    Line(" ".join(filter(None, texts))[:LONGEST_LINE], 1, cells=texts, whole=True, gap=True)
                )

    def _add(self, text: str, **facts: object) -> None:
        text = _flat(text)
        if text and text not in ("•", "○"):
            self.lines.append(Line(text, 1, whole=True, gap=True, **facts))  # type: ignore[arg-type]


def _paragraphs(cell: Element) -> list[Element]:
    return [node for node in cell.iter() if node.tag in (f"{_TEXT}p", f"{_TEXT}h")]


def _words(node: Element) -> str:
    """The text of a paragraph, with its tabs, spaces and line breaks; notes left out."""
    parts = [node.text or ""]
    for child in node:
        if child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag in (f"{_TEXT}tab", f"{_TEXT}s"):
            parts.append(" ")
        elif child.tag not in _SKIPPED:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _flat(text: str) -> str:
    return " ".join(clean(text[:LONGEST_LINE]).split())
