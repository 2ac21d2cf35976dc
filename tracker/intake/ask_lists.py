"""One list of asks while it is being read: its heading, its items, and how items are told from sub-items."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracker.intake.document_text import Block
from tracker.intake.markers import Marker

_SMALL = "-–—o○◦"


@dataclass(slots=True)
class Ask:
    """One ask being put together. `first` and `last` are the blocks its words stand in."""

    text: str
    first: Block
    last: Block
    number: str | None = None
    timescale: str | None = None
    section: str | None = None
    part: str | None = None
    rule: str = ""
    doubt: str | None = None
    from_table: bool = False
    list_number: int = 0

    def extend(self, block: Block) -> None:
        """Take up a sub-item or a continuing paragraph."""
        lettered = f"({block.number}) " if block.marker and block.marker.family == "letter" else ""
        self.text = f"{self.text} {lettered}{block.text}".strip()
        self.last = block


@dataclass(slots=True)
class AskList:
    """The list being read: its heading, the part of the report it stands in, and what its items are like."""

    heading: str
    part: str | None
    rank: int
    allows_paragraphs: bool = False
    has_requirements: bool = False
    has_regulations: bool = False
    marker: Marker | None = None
    left: float = 0.0
    timescale: str | None = None
    subheading: str | None = None
    asks: list[Ask] = field(default_factory=list)
    paragraphs: list[Block] = field(default_factory=list)
    paused: bool = False
    nested: bool = False
    between: bool = False
    answered: int = 0

    def add(self, block: Block, text: str, number: str | None, rule: str) -> Ask:
        """Begin a new ask."""
        ask = Ask(
            text=text,
            first=block,
            last=block,
            number=number,
            timescale=self.timescale,
            section=self.subheading or self.heading,
            part=self.part,
            rule=rule,
        )
        self.asks.append(ask)
        return ask

    def is_deeper(self, block: Block) -> bool:
        """True when an item of the list's own family is a sub-item, by indent or by a smaller bullet."""
        if block.marker is None or self.marker is None:
            return False
        if block.marker.family != "bullet":
            return block.marker.family == "letter" and block.marker.glyph != self.marker.glyph
        # Where indents are lost, small letters after "…:" in a list of capitals show the sub-items.
        small = block.text[:1].islower() and bool(self.asks) and not self.asks[0].text[:1].islower()
        self.nested = small and (self.nested or self.asks[-1].text.endswith(":"))
        if self.nested:
            return True
        step = 8.0 if block.size else 1.0
        if block.left > self.left + step:
            return bool(self.asks)
        if block.left < self.left - step:
            self.left = block.left
        return block.marker.glyph in _SMALL and self.marker.glyph not in _SMALL

    def continues_with(self, block: Block) -> bool:
        """After words between items, a numbered list goes on only with its next number."""
        last, this = (self.asks[-1].number or "") if self.asks else "", block.number or ""
        last, this = re.sub(r"\D", "", last), re.sub(r"\D", "", this)
        return bool(last and this) and int(this) == int(last) + 1

    def cell_given(self) -> None:
        """A cell of another column ("34 (2001)") stands between the asks: what follows is a new one."""
        self.between = True

    def date_given(self, when: str) -> None:
        """A date that stands alone below or beside the asks belongs to the first one still without."""
        for ask in self.asks:
            if ask.timescale is None:
                ask.timescale = when
                return
