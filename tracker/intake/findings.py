"""Numbered findings of an inspection, and which of them are marked "(Recommendation)"."""

from __future__ import annotations

import re
from bisect import bisect_right

from tracker.intake.document_text import Structure
from tracker.intake.model import MarkedFinding, Passage, ProposedRecommendation

_MARK = re.compile(r"\(\s*recommendations?(?:\s+\d[\d, and]*)?\s*\)\s*[.;]?", re.IGNORECASE)


class Taken:
    """The places in a document that asks take."""

    def __init__(self, asks: list[ProposedRecommendation]) -> None:
        ranges = sorted((ask.passage.start, ask.passage.end) for ask in asks)
        self._starts = [start for start, _ in ranges]
        self._ends = [end for _, end in ranges]

    def __contains__(self, at: int) -> bool:
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._ends[index]


def read_findings(structure: Structure, asks: list[ProposedRecommendation]) -> list[MarkedFinding]:
    """Numbered paragraphs that are no asks, and every paragraph that carries the mark, numbered or not.

    A mark on what stands below a numbered paragraph, up to the next heading, marks that paragraph.
    """
    taken = Taken(asks)
    findings: list[MarkedFinding] = []
    apart = True
    for block in structure.blocks:
        apart = apart or block.kind == "heading"
        if block.kind in ("row", "heading") or block.start in taken:
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
