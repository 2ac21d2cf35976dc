"""DOCX to lines: paragraphs, lists and tables in document order, through python-docx."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table

from tracker.intake.archives import refuse_bombs
from tracker.intake.lines import Line, Pages
from tracker.intake.model import UnreadableDocument
from tracker.intake.text_lines import LONGEST_LINE, clean

_DAMAGED = (
    "This Word document is damaged and cannot be opened. Open it in Word, save it again (or save it as PDF) "
    "and upload that."
)


def word_pages(data: bytes) -> Pages:
    """Lines of a DOCX. It has no fixed pages: page breaks set by hand count, else all is page 1.

    Raises UnreadableDocument for damaged files and for files that unpack to an unreasonable size.
    """
    refuse_bombs(data, "Word document", _DAMAGED)
    try:
        document = docx.Document(io.BytesIO(data))
        reader = _Reader(document)
        for block in document.iter_inner_content():
            reader.add(block)
    except UnreadableDocument:
        raise
    except Exception:  # python-docx and lxml raise dozens of types on damaged files.
        raise UnreadableDocument(_DAMAGED) from None
    return Pages("word", tuple(tuple(page) for page in reader.pages))


class _Reader:
    """Walks a document's blocks and numbers its automatic lists the way Word shows them."""

    def __init__(self, document: Any) -> None:
        self.pages: list[list[Line]] = [[]]
        self.counters: dict[tuple[str, int], int] = {}
        self.formats, self.starts = _numbering(document)
        # Asking python-docx for each paragraph's style searches all styles every time.
        self.styles = {style.style_id: style.name or "" for style in document.styles}

    def add(self, block: Any) -> None:
        if isinstance(block, Table):
            self._table(block)
        else:
            self._paragraph(block)

    def _paragraph(self, paragraph: Any) -> None:
        properties = paragraph._p.pPr
        given = properties.pStyle if properties is not None else None
        style = self.styles.get(given.val, "") if given is not None else ""
        if any(br.get(qn("w:type")) == "page" for br in paragraph._p.iter(qn("w:br"))):
            self.pages.append([])
        for text in _texts(paragraph):
            self._line(paragraph, text, style)

    def _line(self, paragraph: Any, text: str, style: str) -> None:
        page = len(self.pages)
        runs = [run for run in paragraph.runs if run.text.strip()]
        bold = bool(runs) and all(run.bold for run in runs)
        marker, depth = self._marker(paragraph, style)
        if style.startswith(("Heading", "Title")):
            rank = int(style[-1]) + 1 if style[-1].isdigit() else 1
            line = Line(f"{marker}{text}", page, style="heading", rank=rank, bold=True, whole=True, gap=True)
        elif marker:
            line = Line(f"{marker}{text}", page, left=float(depth), style="item", bold=bold, whole=True)
        else:
            line = Line(text, page, bold=bold, whole=True, gap=True)
        self.pages[-1].append(line)

    def _marker(self, paragraph: Any, style: str) -> tuple[str, int]:
        """The bullet or number Word prints before a list paragraph, with its depth."""
        found = _list_of(paragraph)
        if found is None:
            if not style.startswith("List"):
                return "", 0
            depth = int(style[-1]) - 1 if style[-1].isdigit() else 0
            if "Bullet" in style:
                return "• ", depth
            if "Number" not in style:
                return "", 0
            found = (style, depth)
        identity, depth = found
        form = self.formats.get((identity, depth), "decimal" if "Number" in style else "bullet")
        if form in ("bullet", "none"):
            return "• ", depth
        count = self.counters.get((identity, depth), self.starts.get((identity, depth), 1) - 1) + 1
        self.counters[(identity, depth)] = count
        for other in [key for key in self.counters if key[0] == identity and key[1] > depth]:
            del self.counters[other]
        if form in ("lowerLetter", "upperLetter") and count <= 26:
            letter = chr(96 + count)
            return f"({letter if form == 'lowerLetter' else letter.upper()}) ", depth
        return f"{count}. ", depth

    def _table(self, table: Table) -> None:
        page = len(self.pages)
        for row in table.rows:
            cells: list[str] = []
            seen: list[Any] = []
            for cell in row.cells:
                if any(cell._tc is other for other in seen):
                    continue
                seen.append(cell._tc)
                cells.append(_flat(cell.text))
            text = " ".join(filter(None, cells))
            if not text:
                continue
            if len(cells) == 1:
                # A table of one column is a frame around ordinary text.
                for block in row.cells[0].iter_inner_content():
                    self.add(block)
                continue
            self.pages[-1].append(Line(text[:LONGEST_LINE], page, cells=tuple(cells), whole=True, gap=True))


def _texts(paragraph: Any) -> list[str]:
    """Text of a paragraph, cut at the line breaks set by hand."""
    return [text for text in (_flat(part) for part in paragraph.text.split("\n")) if text]


def _flat(text: str) -> str:
    return " ".join(clean(text[:LONGEST_LINE]).split())


def _list_of(paragraph: Any) -> tuple[str, int] | None:
    """Identity and depth of the automatic list a paragraph belongs to."""
    properties = paragraph._p.pPr
    numbering = properties.numPr if properties is not None else None
    if numbering is None or numbering.numId is None or numbering.numId.val == 0:
        return None
    depth = numbering.ilvl.val if numbering.ilvl is not None else 0
    return str(numbering.numId.val), depth


def _numbering(document: Any) -> tuple[dict[tuple[str, int], str], dict[tuple[str, int], int]]:
    """Number format ("bullet", "decimal", "lowerLetter", …) and first number of every list and depth."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError, AttributeError):
        return {}, {}
    abstract: dict[str, dict[int, tuple[str, int]]] = {}
    for each in root.iter(qn("w:abstractNum")):
        levels = {}
        for level in each.iter(qn("w:lvl")):
            form = level.find(qn("w:numFmt"))
            levels[_whole(level.get(qn("w:ilvl")), 0)] = (
                form.get(qn("w:val")) if form is not None else "decimal",
                _start(level.find(qn("w:start"))),
            )
        abstract[each.get(qn("w:abstractNumId"))] = levels
    formats, starts = {}, {}
    for each in root.iter(qn("w:num")):
        link, identity = each.find(qn("w:abstractNumId")), each.get(qn("w:numId"))
        for depth, (form, start) in abstract.get(
            link.get(qn("w:val")) if link is not None else "", {}
        ).items():
            formats[(identity, depth)], starts[(identity, depth)] = form, start
        for override in each.iter(qn("w:lvlOverride")):
            if (begin := override.find(qn("w:startOverride"))) is not None:
                starts[(identity, _whole(override.get(qn("w:ilvl")), 0))] = _start(begin)
    return formats, starts


def _start(element: Any) -> int:
    return _whole(element.get(qn("w:val")), 1) if element is not None else 1


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 7 else otherwise
