"""Pieces of a line as Word's paragraphs: runs, links, calls of notes, pictures."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.shared import Pt

from tracker.reports.word.charts import Drawing
from tracker.reports.word.inline import Anchor, Break, Note, Picture, Piece, Start, Style, Words
from tracker.reports.word.markup import Bookmarks, Element, field, run, texts, w, writable
from tracker.reports.word.notes import Notes, anchor_of

_SCHEMES = ("http://", "https://", "mailto:")
_SMALL = 24  # half points: the label of a part above its name


class Paragraphs:
    """Makes paragraphs of one document; knows its notes, its bookmarks and its drawings."""

    def __init__(self, document: Document, drawings: Sequence[Drawing]) -> None:
        self.bookmarks = Bookmarks()
        self.notes = Notes(self.bookmarks)
        self._document = document
        self._drawings = drawings
        self._pictures = 0
        self.room = 1000.0  # points that a picture may be wide
        self._waiting: list[str] = []

    def expect(self, anchor: str | None) -> None:
        """Let the next paragraph carry the bookmark of an anchor."""
        if anchor:
            self._waiting.append(anchor)

    def made(self, pieces: Iterable[Piece], style: str = "", *properties: Element) -> list[Element]:
        """Return the paragraphs of some pieces; `properties` are given to each of them."""
        found: list[Element] = []
        lines: list[tuple[str, list[Piece]]] = [(style, [])]
        for piece in pieces:
            if isinstance(piece, Start):
                lines.append((piece.style or style, []))
            else:
                lines[-1][1].append(piece)
        for own, line in lines:
            if line:
                found.append(self._one(line, own, [deepcopy(one) for one in properties]))
        return found

    def _one(self, line: Sequence[Piece], style: str, properties: Sequence[Element]) -> Element:
        named = [w("pStyle", val=style.replace(" ", ""))] if style else []
        content: list[Element] = []
        for anchor in self._waiting:
            content += self.bookmarks.around(anchor)
        self._waiting = []
        for piece in line:
            content += self._content(piece)
        own = [*named, *properties]
        return w("p", *([w("pPr", *own)] if own else []), *content)

    def _content(self, piece: Piece) -> list[Element]:
        match piece:
            case Words(text, style):
                return self._words(text, style)
            case Break():
                return [run(w("br"))]
            case Anchor(name):
                return self.bookmarks.around(name)
            case Note(number, text, anchor):
                call = self.notes.call(number, text)
                return self.bookmarks.around(anchor, call) if anchor else call
            case Picture(place):
                return [self._picture(self._drawings[place])]
        raise AssertionError(piece)

    def _words(self, text: str, style: Style) -> list[Element]:
        shown = f"\u00a0{text}\u00a0" if style.fill else text
        runs = [run(*texts(shown), properties=_properties(style))]
        if style.reference == "note":
            return field(f"NOTEREF {self.bookmarks.name(anchor_of(text))} \\h", runs)
        if style.reference:
            return field(f"PAGEREF {self.bookmarks.name(style.reference)} \\h", runs)
        if style.goal.startswith("#"):
            return [w("hyperlink", *runs, anchor=self.bookmarks.name(style.goal[1:]), history=1)]
        if style.goal.startswith(_SCHEMES):
            key = self._document.part.relate_to(style.goal, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link = w("hyperlink", *runs, history=1)
            link.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", key)
            return [link]
        return runs

    def _picture(self, drawing: Drawing) -> Element:
        self._pictures += 1
        fitting = min(1, self.room / drawing.width)
        shape: Any = self._document.part.new_pic_inline(
            drawing.stream(), Pt(drawing.width * fitting), Pt(drawing.height * fitting)
        )
        # The name of the file would be the machine's; the alternative text is what readers hear.
        shape.docPr.set("id", str(self._pictures))
        shape.docPr.set("name", f"Chart {self._pictures}")
        shape.docPr.set("descr", writable(drawing.told))
        shape.graphic.graphicData.pic.nvPicPr.cNvPr.set("name", f"Chart {self._pictures}")
        return run(w("drawing", shape))


def _properties(style: Style) -> list[Element]:
    """Return the properties of a run in the order that the format asks for."""
    found = []
    if style.goal and not style.reference:
        found.append(w("rStyle", val="Hyperlink"))
    if style.bold:
        found.append(w("b"))
    if style.struck:
        found.append(w("strike"))
    if style.colour:
        found.append(w("color", val=style.colour.lstrip("#")))
    if style.is_small:
        found.append(w("sz", val=_SMALL))
    if style.fill:
        found.append(w("bdr", val="single", sz=4, space=0, color=style.edge.lstrip("#")))
        found.append(w("shd", val="clear", color="auto", fill=style.fill.lstrip("#")))
    if style.raised:
        found.append(w("vertAlign", val="superscript"))
    return found
