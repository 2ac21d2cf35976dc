"""Numbered findings of an inspection, and which of them are marked "(Recommendation)"."""

from __future__ import annotations

import re

from tracker.intake.blocks import Structure
from tracker.intake.model import MarkedFinding, Passage, ProposedRecommendation

_MARK = re.compile(r"\(\s*recommendations?(?:\s+\d[\d, and]*)?\s*\)\s*[.;]?", re.IGNORECASE)


def read_findings(structure: Structure, asks: list[ProposedRecommendation]) -> list[MarkedFinding]:
    """Numbered paragraphs that are no asks, and every paragraph that carries the mark, numbered or not.

    A mark on what stands below a numbered paragraph, up to the next heading, marks that paragraph.
    """
    taken = [(ask.passage.start, ask.passage.end) for ask in asks]
    findings: list[MarkedFinding] = []
    apart = True
    for block in structure.blocks:
        apart = apart or block.kind == "heading"
        if block.kind in ("row", "heading") or any(start <= block.start < end for start, end in taken):
            continue
        marked = bool(_MARK.search(block.text))
        numbered = (
            block.marker is not None
            and block.marker.family in ("number", "decimal")
            and (marked or len(block.text) > 60)
        )
        passage = Passage(block.page, block.start, block.end)
        if numbered:
            apart = False
            findings.append(MarkedFinding(block.number, block.text, passage, marked))
        elif marked:
            belongs = not apart or block.kind == "item" or len(block.text) < 30
            _mark(findings, block.text, passage, belongs)
    return findings


def _mark(findings: list[MarkedFinding], text: str, passage: Passage, belongs: bool) -> None:
    """Mark the finding a loose mark belongs to, or keep the passage as a marked finding of its own."""
    near = findings and findings[-1].number and passage.start - findings[-1].passage.end < 4000
    if findings and near and belongs and not findings[-1].is_marked:
        last = findings[-1]
        findings[-1] = MarkedFinding(last.number, last.text, last.passage, True)
    elif len(text) > 30 and not (near and belongs):
        findings.append(MarkedFinding(None, text, passage, True))
