"""Footnotes as Word keeps them: a part of their own, and a call in the text.

python-docx has no interface for them, so the part is written here. Word numbers the calls itself, in the
order of the text, which is the order in which the page numbers them.
"""

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from tracker.reports.word.markup import Bookmarks, Element, run, texts, w

_SEPARATORS = ((-1, "separator"), (0, "continuationSeparator"))


class Notes:
    """Collects the footnotes of a document."""

    def __init__(self, bookmarks: Bookmarks) -> None:
        self._part = w("footnotes", *(_separator(key, kind) for key, kind in _SEPARATORS))
        self._bookmarks = bookmarks
        self._last = 0

    def call(self, number: str, text: str) -> list[Element]:
        """Return the call of a new footnote, with a bookmark that repeated calls refer to."""
        self._last += 1
        mark = run(w("footnoteRef"), properties=[w("rStyle", val="FootnoteReference")])
        paragraph = w("p", w("pPr", w("pStyle", val="FootnoteText")), mark, run(*texts(f" {text}")))
        self._part.append(w("footnote", paragraph, id=self._last))
        call = run(w("footnoteReference", id=self._last), properties=[w("rStyle", val="FootnoteReference")])
        return self._bookmarks.around(anchor_of(number), [call])

    def put_into(self, document: Document) -> None:
        """Add the part with the notes to a document, and name its separators in the settings."""
        part = Part(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            serialize_part_xml(self._part),
            document.part.package,
        )
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        told = w("footnotePr", *(w("footnote", id=key) for key, _ in _SEPARATORS))
        document.settings.element.find(f"{{{_namespace()}}}compat").addprevious(told)


def anchor_of(number: str) -> str:
    """Return the anchor of a footnote's call."""
    return f"footnote {number}"


def _separator(key: int, kind: str) -> Element:
    spacing = w("pPr", w("spacing", after=0, line=240, lineRule="auto"))
    return w("footnote", w("p", spacing, run(w(kind))), type=kind, id=key)


def _namespace() -> str:
    from docx.oxml.ns import nsmap

    return nsmap["w"]
