"""The synthetic documents of this folder, and ways to print them as other files."""

import io
import json
import zipfile
from base64 import b64encode
from html import escape
from pathlib import Path
from typing import Any

import docx
import pypdfium2 as pdfium
import pytest

from tracker.intake.model import Reading, UnreadableDocument
from tracker.intake.reading import read_document

SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))


def text_of(name: str) -> str:
    return (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")


def truth_of(name: str) -> dict[str, Any]:
    truth: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    return truth


def pdf_of(body: str, css: str = "") -> bytes:
    """A PDF laid out from HTML, with a running title and page numbers on every page."""
    weasyprint = pytest.importorskip("weasyprint")
    page = (
        '@page{size:A5;margin:20mm 16mm;@top-left{content:"Invented running title"}'
        '@bottom-right{content:"Page " counter(page)}}'
        "body{font:11pt serif}h2{font-size:14pt}table{width:100%;border-collapse:collapse}"
        "td,th{padding:6pt;vertical-align:top;text-align:left;font-weight:normal}"
    )
    made: bytes = weasyprint.HTML(string=f"<style>{page}{css}</style>{body}").write_pdf()
    return made


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def word_of(*parts: str | list[list[str]]) -> bytes:
    """A DOCX: "# " is a heading, "* " a bullet, "- " a bullet below it, a list of lists a table."""
    document = docx.Document()
    for part in parts:
        if isinstance(part, list):
            table = document.add_table(len(part), len(part[0]))
            for row, cells in zip(table.rows, part, strict=True):
                for cell, text in zip(row.cells, cells, strict=True):
                    cell.text = text
        elif part.startswith("# "):
            document.add_heading(part[2:], 1)
        elif part.startswith("* "):
            document.add_paragraph(part[2:], style="List Bullet")
        elif part.startswith("- "):
            document.add_paragraph(part[2:], style="List Bullet 2")
        elif part.startswith("1 "):
            document.add_paragraph(part[2:], style="List Number")
        else:
            document.add_paragraph(part)
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


def writer_of(*parts: str | list[list[str]], extra: str = "") -> bytes:
    """An ODT: "# " is a heading, "* " a bullet, "1 " a numbered item, a list of lists a table."""
    names = {
        name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
        for name in ("office", "text", "table", "style")
    }
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in names.items())
    body = ""
    for part in parts:
        if isinstance(part, list):
            rows = (
                "".join(f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in row)
                for row in part
            )
            inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
            body += f"<table:table>{inside}</table:table>"
        elif part.startswith("# "):
            body += f'<text:h text:outline-level="1">{escape(part[2:])}</text:h>'
        elif part.startswith(("* ", "1 ")):
            style = "dots" if part[0] == "*" else "count"
            body += (
                f'<text:list text:style-name="{style}" text:continue-numbering="true">'
                f"<text:list-item><text:p>{escape(part[2:])}</text:p></text:list-item></text:list>"
            )
        else:
            body += f"<text:p>{escape(part)}</text:p>"
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>"
        '<text:list-style style:name="count"><text:list-level-style-number text:level="1"/></text:list-style>'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        f"</office:document-content>{extra}"
    )
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return stored.getvalue()


def scan_of(document: bytes) -> bytes:
    """The pages of a PDF as slightly turned, grey and grainy pictures in a PDF without text."""
    weasyprint = pytest.importorskip("weasyprint")
    pictures = ""
    with pdfium.PdfDocument(document) as pages:
        for page in pages:
            picture = page.render(scale=2.3, grayscale=True).to_pil().rotate(0.4, fillcolor=250)
            stored = io.BytesIO()
            picture.save(stored, "PNG")
            pictures += f'<img src="data:image/png;base64,{b64encode(stored.getvalue()).decode()}">'
    css = "@page{size:A5;margin:0}img{display:block;width:148mm;height:209mm}"
    made: bytes = weasyprint.HTML(string=f"<style>{css}</style>{pictures}").write_pdf()
    return made


def outcome_of(data: bytes, name: str) -> Reading | UnreadableDocument:
    """The reading of a file, or the refusal to read it."""
    try:
        return read_document(data, name)
    except UnreadableDocument as refused:
        return refused
