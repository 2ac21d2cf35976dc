"""The synthetic documents of this folder, and ways to print them as other files."""

import io
import json
from html import escape
from pathlib import Path
from typing import Any

import docx
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


def outcome_of(data: bytes, name: str) -> Reading | UnreadableDocument:
    """The reading of a file, or the refusal to read it."""
    try:
        return read_document(data, name)
    except UnreadableDocument as refused:
        return refused
