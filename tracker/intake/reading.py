"""Reads one document from bytes to facts. Pure: no database, no web framework, no network, no clock."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from tracker.intake.asks import read_asks
from tracker.intake.blocks import structure
from tracker.intake.bodies_apart import with_bodies_apart
from tracker.intake.cell_tables import with_cell_tables
from tracker.intake.dates import read_dates
from tracker.intake.dates_apart import with_dates_apart
from tracker.intake.document_text import Structure
from tracker.intake.findings import read_findings
from tracker.intake.frameworks import Framework, frameworks, is_known_heading, recognise
from tracker.intake.furniture import without_furniture
from tracker.intake.inspectors import read_inspectors
from tracker.intake.judgements import read_judgements
from tracker.intake.label_tables import with_label_tables
from tracker.intake.leftovers import read_leftovers
from tracker.intake.lines import Pages
from tracker.intake.model import Reading, UnreadableDocument
from tracker.intake.pdf_lines import pdf_pages
from tracker.intake.provider import read_provider
from tracker.intake.scans import Progress
from tracker.intake.sniff import sniff
from tracker.intake.tables import with_tables
from tracker.intake.text_lines import decode, text_pages
from tracker.intake.text_tables import with_set_tables

__all__ = ["UnreadableDocument", "read_document", "read_text"]

_EXTENSIONS = {
    "pdf": ("pdf",),
    "word": ("docx", "docm"),
    "writer": ("odt",),
    "web": ("html", "htm", "xhtml"),
    "text": ("txt", "md", "text", "csv"),
}
_NAMES = {
    "pdf": "a PDF",
    "word": "a Word document",
    "writer": "an OpenDocument text",
    "web": "a web page",
    "text": "plain text",
}


def read_document(data: bytes, filename: str, progress: Progress | None = None) -> Reading:
    """Read a file by what it is. `filename` only serves to say when the name promises something else.

    `progress` is told of every page of a scan. Raises UnreadableDocument with a sentence for the lead. An
    empty file gives a reading that says so.
    """
    form = sniff(data)
    if form == "empty":
        return _empty("The file is empty.")
    pages = _pages(form, data, progress)
    reading = _read(pages)
    if pages.scanned:
        # Letters may be misread: every ask is shown as doubtful.
        reading = _doubting(reading)
    suffix = filename.rsplit(".", 1)[-1].lower() if "." in filename else ""
    if suffix and suffix not in _EXTENSIONS[form]:
        warning = f"The name ends in .{suffix[:10]}, but the file is {_NAMES[form]}. It was read as that."
        return Reading.from_dict({**reading.to_dict(), "warnings": [warning, *reading.warnings]})
    return reading


def _pages(form: str, data: bytes, progress: Progress | None) -> Pages:
    """The lines of a file by its form. Libraries of the rarer forms are loaded by the file that needs them,
    for a reading process starts anew for each upload."""
    if form == "pdf":
        return pdf_pages(data, progress)
    if form == "word":
        from tracker.intake.word_lines import word_pages

        return word_pages(data)
    if form == "writer":
        from tracker.intake.writer_lines import writer_pages

        return writer_pages(data)
    if form == "web":
        from tracker.intake.web_lines import web_pages

        return web_pages(data)
    return text_pages(decode(data))


def read_text(text: str) -> Reading:
    """Read pasted text. Text without words gives a reading that says so."""
    if not text.strip():
        return _empty("There is no text.")
    return _read(text_pages(text))


def _doubting(reading: Reading) -> Reading:
    doubt = "It was recognised from a scan: compare it with the page."
    asks = tuple(replace(ask, sure=False, doubt=ask.doubt or doubt) for ask in reading.recommendations)
    warning = "This is a scan. Its words were recognised by a program, which misreads some."
    return replace(reading, recommendations=asks, warnings=(warning, *reading.warnings))


def _empty(message: str) -> Reading:
    return Reading(kind="unknown", kind_title=frameworks()["unknown"].title, message=message)


def _read(document: Pages) -> Reading:
    """Lines → furniture removed → blocks → facts."""
    cleaned = with_tables(without_furniture(document), is_known_heading)
    cleaned = with_set_tables(cleaned, is_known_heading)
    for put_together in (with_label_tables, with_cell_tables, with_dates_apart, with_bodies_apart):
        cleaned = put_together(cleaned, is_known_heading)
    if not cleaned.lines:
        return _empty("The document holds no text.")
    parts = structure(cleaned, is_known_heading)
    framework, _ = recognise(parts.text[:12_000])
    front = "\n".join("\n".join(filter(None, line.cells)) or line.text for line in cleaned.lines[:260])
    titles = _title_lines(parts)
    is_letter = framework.kind in ("focused_visit", "jtai", "jar_progress", "send_area", "unknown")
    is_letter = is_letter or any(line.startswith("Dear ") for line in titles)
    is_paper = framework.kind in ("improvement_plan", "self_evaluation")
    if is_paper:
        # The dates in a plan's table are those of its actions.
        table = next((n for n, line in enumerate(cleaned.lines[:260]) if len(line.cells) > 3), 260)
        front = "\n".join("\n".join(filter(None, line.cells)) or line.text for line in cleaned.lines[:table])
    dates = read_dates(front[:9000], parts.text, is_letter, is_paper)
    asks = read_asks(framework, parts)
    findings = read_findings(parts, asks)
    lines_text = "\n".join(_line_text(line.text, line.cells, line.gap) for line in cleaned.lines)
    return Reading(
        kind=framework.kind,
        kind_title=framework.title,
        provider=read_provider(framework, front[:6000], titles),
        inspected_from=dates.inspected_from,
        inspected_to=dates.inspected_to,
        published=dates.published,
        inspectors=read_inspectors(lines_text, parts.text)
        if framework.kind not in ("improvement_plan", "self_evaluation")
        else (),
        judgements=read_judgements(framework, parts),
        recommendations=tuple(asks),
        findings=tuple(findings),
        unmatched=tuple(read_leftovers(framework, parts, asks, findings)),
        message=None if asks else _why_none(framework, parts),
        source_text=parts.text,
        page_starts=parts.page_starts,
    )


def _title_lines(parts: Structure) -> list[str]:
    """The first lines of a document; a title that is wrapped is one of them."""
    lines: list[str] = []
    for block in parts.blocks[:40]:
        if block.cells:
            lines += filter(None, block.cells)
        elif block.kind == "heading":
            lines.append(block.text)
        else:
            ends = pairwise([0, *block.breaks, len(block.text)])
            lines += (block.text[begin:end].strip() for begin, end in ends)
    return lines[:40]


def _line_text(text: str, cells: tuple[str, ...], gap: bool) -> str:
    return ("\n" if gap else "") + (" | ".join(cells) if cells else text)


def _why_none(framework: Framework, parts: Structure) -> str:
    """Why nothing is proposed, in words."""
    if framework.none_message:
        return framework.none_message
    if framework.kind == "unknown":
        return (
            "The kind of document was not recognised and no list under a heading such as "
            "“Recommendations” or "
            "“Areas for improvement” was found. Nothing is proposed."
        )
    return (
        f"This was read as: {framework.title}. It holds no list of recommendations or areas for improvement, "
        "so nothing is proposed."
    )
