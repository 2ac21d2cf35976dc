"""A report's page as one Word document. The same page gives the same bytes."""

from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import docx
import lxml.html
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.parser import parse_xml

from tracker.reports.packing import repacked
from tracker.reports.word.blocks import Blocks
from tracker.reports.word.charts import drawn, parted
from tracker.reports.word.look import Look
from tracker.reports.word.markup import field, run, texts, w, writable
from tracker.reports.word.numbering import Numbering
from tracker.reports.word.paragraphs import Paragraphs
from tracker.reports.word.sections import shaped

_STYLES = Path(__file__).parent / "styles.xml"
# Of the parts that python-docx starts a document with, the others only name the machine that made them.
_KEPT = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.THEME,
    RELATIONSHIP_TYPE.FONT_TABLE,
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
}


def html_to_docx(html: str, look: Look, on: date) -> bytes:
    """Return a page as a Word document that says it was made `on` a day, at no hour and by no person."""
    page, svgs = parted(html)
    tree = lxml.html.document_fromstring(page)
    document = _empty_document(look)
    paragraphs = Paragraphs(document, drawn(svgs))
    blocks = Blocks(paragraphs, Numbering(document), look)
    blocks.write(tree.find("body/main") if tree.find("body/main") is not None else tree.find("body"))
    _put_into(document, blocks, look)
    paragraphs.notes.put_into(document)
    _describe(document, tree, look, on)
    stored = BytesIO()
    document.save(stored)
    return repacked(stored.getvalue())


def _empty_document(look: Look) -> Document:
    """Return a document without content, with our styles, settings and running lines."""
    document = docx.Document()
    for part in (document.part, document.part.package):
        for key, relation in list(part.rels.items()):
            if relation.reltype not in _KEPT:
                del part.rels[key]
    styles = document.styles.element
    styles.clear()
    styles.extend(parse_xml(_STYLES.read_text().replace("COLOUR", look.colour.lstrip("#")))[:])
    settings = document.settings.element
    settings.clear()
    modern = w(
        "compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15
    )
    settings.extend(
        [
            w("zoom", percent=100),
            w("defaultTabStop", val=720),
            w("characterSpacingControl", val="doNotCompress"),
            w("compat", modern),
            w("themeFontLang", val="en-GB"),
            w("decimalSymbol", val="."),
            w("listSeparator", val=","),
        ]
    )
    return document


def _put_into(document: Document, blocks: Blocks, look: Look) -> None:
    body = document.element.body
    body.clear()
    body.extend(blocks.written)
    body.append(shaped(blocks.section))
    _running_lines(document, look, has_cover=blocks.has_cover)


def _running_lines(document: Document, look: Look, *, has_cover: bool) -> None:
    """Put council and plan over every page but the cover, and number, day and page under it."""
    first = document.sections[0]
    first.different_first_page_header_footer = has_cover
    head, foot = first.header.paragraphs[0]._p, first.footer.paragraphs[0]._p
    head.clear()
    foot.clear()
    head.extend([w("pPr", w("pStyle", val="Header")), run(*texts(f"{look.council}  |  {look.title}"))])
    page, pages = (field(code, [run(*texts("1"))]) for code in ("PAGE", "NUMPAGES"))
    told = [run(*texts(f"{look.foot}  |  Page ")), *page, run(*texts(" of ")), *pages]
    foot.extend([w("pPr", w("pStyle", val="Footer")), *told])


def _describe(document: Document, tree: lxml.html.HtmlElement, look: Look, on: date) -> None:
    moment = datetime.combine(on, time())
    told = document.core_properties
    told.title = writable(" ".join((tree.findtext("head/title") or look.title).split()))[:255]
    told.author = told.last_modified_by = writable(look.council)[:255]
    told.language = "en-GB"
    told.comments = told.keywords = told.subject = told.category = ""
    told.created = told.modified = moment
    told.revision = 1
