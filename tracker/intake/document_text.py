"""Blocks of a document, and the text shown to the lead.

Each block keeps the exact range it takes in the source text, so that every fact found in it can be shown
where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.intake.markers import Marker


@dataclass(slots=True)
class Block:
    """A heading, paragraph, item or row. `text` is without the marker; `start`/`end` include it.

    `rank` orders headings where the file tells (1 is the highest, 0 unknown); `left` is the indent.
    """

    kind: str
    text: str
    page: int
    marker: Marker | None = None
    rank: int = 0
    left: float = 0.0
    bold: bool = False
    size: float = 0.0
    cells: tuple[str, ...] = ()
    lines: int = 1
    start: int = 0
    end: int = 0
    turns: list[tuple[int, int]] = field(default_factory=list)
    known: bool = False
    hangs: bool = True
    breaks: list[int] = field(default_factory=list)
    uneven: bool = False

    @property
    def number(self) -> str | None:
        """The number printed before an item."""
        return self.marker.number if self.marker else None


@dataclass(frozen=True, slots=True)
class Structure:
    """All blocks of a document, with the source text they point into."""

    blocks: tuple[Block, ...]
    text: str
    page_starts: tuple[int, ...]


def assemble(blocks: list[Block], pages: int) -> Structure:
    """Write the source text and give each block its range in it."""
    parts: list[str] = []
    at = 0
    page = 1
    starts = [0]
    for block in blocks:
        while page < block.page:
            starts.append(at)
            page += 1
        prefix = _prefix(block)
        text = " | ".join(block.cells) if block.cells else prefix + block.text
        block.start = at
        block.end = at + len(text)
        for offset, turned in block.turns:
            while page < turned:
                starts.append(min(at + len(prefix) + offset, block.end))
                page += 1
        parts.append(text)
        at = block.end + 1
    starts.extend([at] * (pages - len(starts)))
    return Structure(tuple(blocks), "\n".join(parts), tuple(starts[: max(pages, 1)]))


def _prefix(block: Block) -> str:
    """The marker as shown before an item."""
    marker = block.marker
    if marker is None:
        return ""
    if marker.family == "bullet":
        return "• "
    if marker.family == "label":
        return f"{marker.glyph.capitalize()} {marker.number}: "
    if marker.family == "letter":
        return f"({marker.number}) "
    return f"{marker.number} " if marker.family in ("r", "decimal") else f"{marker.number}. "
