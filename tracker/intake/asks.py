"""Finds what a document asks for: lists and tables under the headings its framework names.

One pass over the blocks. A heading opens a list, items and rows fill it, timescales above items hold until
the next, and a heading that is none of these closes it. Nothing here knows any particular document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracker.intake.blocks import Block, Structure
from tracker.intake.frameworks import Framework, even, not_asks
from tracker.intake.markers import Marker
from tracker.intake.model import Passage, ProposedRecommendation
from tracker.intake.tables import Columns, columns_of
from tracker.intake.timescales import split_timescale, timescale_above, timescale_cell

_ASKING = re.compile(
    r"\b(?:should|must|needs? to|ensure|is required to|are required to|requires? .* to)\b", re.IGNORECASE
)
_LEADS_IN = re.compile(
    r"(?::|following (?:actions?|areas?|steps)[^.]*[.:]?|should|must|to)\s*$", re.IGNORECASE
)
_LONGEST = 2_500


@dataclass(slots=True)
class _Ask:
    """One ask being put together."""

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


@dataclass(slots=True)
class _List:
    """The list being read: its heading, the part of the report it stands in and what is known of its items."""

    heading: str
    part: str | None
    rank: int
    allows_paragraphs: bool
    marker: Marker | None = None
    left: float = 0.0
    timescale: str | None = None
    subheading: str | None = None
    columns: Columns | None = None
    asks: list[_Ask] = field(default_factory=list)
    paragraphs: list[Block] = field(default_factory=list)
    lead_in: bool = False
    paused: bool = False


def read_asks(framework: Framework, structure: Structure) -> list[ProposedRecommendation]:
    """All asks in document order, each with its passage, the rule that found it and any doubt about it."""
    if not framework.reads_asks:
        return []
    walker = _Walker(framework, structure)
    for index in range(len(structure.blocks)):
        walker.step(index)
    walker.close()
    return _finished(walker.asks, framework)


class _Walker:
    def __init__(self, framework: Framework, structure: Structure) -> None:
        self.framework = framework
        self.blocks = structure.blocks
        self.asks: list[_Ask] = []
        self.part: str | None = None
        self.open: _List | None = None
        self.columns: Columns | None = None

    def step(self, index: int) -> None:
        block = self.blocks[index]
        if block.kind == "row":
            self._row(block)
            return
        self.columns = None
        if self._opens(block, index):
            return
        evened = even(block.text)
        if block.kind == "item" and block.marker and block.marker.family == "label" and self._label(block):
            return
        if self.open is None:
            return
        when = timescale_above(block.text) if block.kind != "item" or block.text.endswith(":") else None
        if when:
            self.open.timescale = when
            self.open.paused = False
        elif block.kind == "item":
            self._item(block, index)
        elif block.kind == "heading" or self.framework.closes.match(evened):
            self._heading(block, index, evened)
        else:
            self._paragraph(block)

    def _opens(self, block: Block, index: int) -> bool:
        """Open a list when the block is one of the framework's headings for asks, or note a part's heading."""
        text = block.text.strip()
        if len(text) > 160 or not text or (text[-1] in ".;," and len(text) > 30):
            return False
        if block.kind == "item" and (
            not block.number or block.marker is None or block.marker.family == "letter"
        ):
            if not (block.marker and block.marker.family == "bullet" and text.endswith(":")):
                return False
        evened = even(text)
        for pattern, name in self.framework.parts:
            if pattern.match(evened) and block.kind != "item":
                self.part = name
                if not self.framework.opens.match(evened):
                    self.close()
                    return True
        if not self.framework.opens.match(evened):
            return False
        if block.kind == "item" and self.open is not None and self.open.asks and len(text.split()) > 4:
            return False
        if (
            self.open is not None
            and not self.open.asks
            and not self.open.paragraphs
            and _is_umbrella(self.open.heading)
        ):
            pass
        self.close()
        self.open = _List(
            heading=_heading_text(text),
            part=self.part,
            rank=block.rank,
            allows_paragraphs=bool(self.framework.paragraphs.match(evened)),
        )
        return True

    def _label(self, block: Block) -> bool:
        """ "Recommendation 3: …" is an ask wherever it stands; its label opens a list where none is open."""
        assert block.marker is not None
        word = block.marker.glyph
        if word not in ("recommendation", "rec", "area for improvement", "cause of concern", "priority action", "requirement", "area for priority action", "afi"):  # fmt: skip
            return False
        if not block.text or (
            self.open is not None
            and self.open.asks
            and self.open.marker
            and self.open.marker.family != "label"
        ):
            return False
        if self.open is None or (not self.open.asks and self.open.marker is None):
            part = self.open.part if self.open else self.part
            heading = self.open.heading if self.open else word.capitalize() + "s"
            self.close()
            self.open = _List(heading, part, 0, False)
        self.open.marker = block.marker
        self._add(block, block.text, block.number, f"labelled “{word.capitalize()} {block.number}”")
        return True

    def _item(self, block: Block, index: int) -> None:
        current = self.open
        assert current is not None and block.marker is not None
        family = block.marker.family
        if current.marker is None:
            if self._is_lead_in(block, index):
                current.lead_in = True
                return
            if family == "letter" and current.paragraphs:
                current.paragraphs.append(block)
                return
            current.marker, current.left = block.marker, block.left
            self._add(block, block.text, block.number, self._rule(block))
            return
        own = current.marker.family
        if family == own and not self._is_deeper(block, current):
            if current.paused and not self._continues(block, current):
                self.close()
                return
            current.paused = False
            self._add(block, block.text, block.number, self._rule(block))
        elif own == "bullet" and family in ("number", "decimal", "r", "label"):
            if self._is_lead_in(block, index):
                return
            self.close()
        elif own == "number" and family == "decimal" and len(current.asks) and block.number:
            self._append(block) if block.number.startswith(f"{current.asks[-1].number}.") else self.close()
        elif (
            (own in ("decimal", "letter") and family == "number")
            or (
                own == "label"
                and family in ("number", "decimal")
                and not _LEADS_IN.search(current.asks[-1].text)
            )
            or current.paused
        ):
            self.close()
        else:
            self._append(block)

    def _is_lead_in(self, block: Block, index: int) -> bool:
        """A numbered paragraph that only leads in to the list ("15. … should take the following action.")."""
        if block.marker is None or block.marker.family not in ("number", "decimal"):
            return False
        if not _LEADS_IN.search(block.text) and "following" not in block.text[-60:]:
            return False
        following = next((b for b in self.blocks[index + 1 : index + 3] if b.text), None)
        if following is None:
            return True
        if timescale_above(following.text):
            return True
        if following.kind != "item" or following.marker is None or following.marker.family != "bullet":
            return False
        # A list of its own goes on with the next number after the bullets; a lead-in stands alone.
        for later in self.blocks[index + 1 : index + 60]:
            if later.kind == "heading":
                return True
            if later.marker and later.marker.family == block.marker.family:
                return False
        return True

    def _is_deeper(self, block: Block, current: _List) -> bool:
        assert block.marker is not None and current.marker is not None
        if block.marker.family != "bullet":
            return block.marker.family == "letter" and block.marker.glyph != current.marker.glyph
        step = 8.0 if block.size else (1.0 if block.left < 20 and block.size == 0 else 1.0)
        if block.left > current.left + step:
            return bool(current.asks)
        if block.left < current.left - step:
            current.left = block.left
        small = block.marker.glyph in "-–—o○◦" and current.marker.glyph not in "-–—o○◦"
        return small

    def _continues(self, block: Block, current: _List) -> bool:
        """After words between items, a numbered list goes on only with its next number."""
        last, this = (current.asks[-1].number or ""), (block.number or "")
        return last.isdigit() and this.isdigit() and int(this) == int(last) + 1

    def _rule(self, block: Block) -> str:
        assert self.open is not None
        kind = "numbered item" if block.number else "bullet"
        return f"{kind} under “{self.open.heading}”"

    def _add(self, block: Block, text: str, number: str | None, rule: str) -> None:
        assert self.open is not None
        self.open.asks.append(
            _Ask(
                text=text,
                first=block,
                last=block,
                number=number,
                timescale=self.open.timescale,
                section=self.open.subheading or self.open.heading,
                part=self.open.part,
                rule=rule,
            )
        )

    def _append(self, block: Block) -> None:
        """A sub-item or a continuing paragraph belongs to the ask above it."""
        assert self.open is not None
        if not self.open.asks:
            return
        ask = self.open.asks[-1]
        lettered = f"({block.number}) " if block.marker and block.marker.family == "letter" else ""
        ask.text = f"{ask.text} {lettered}{block.text}".strip()
        ask.last = block

    def _heading(self, block: Block, index: int, evened: str) -> None:
        current = self.open
        assert current is not None
        if self.framework.closes.match(evened):
            self.close()
            return
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        leads_to_items = following is not None and (
            following.kind == "row"
            or (
                following.kind == "item"
                and following.marker is not None
                and (current.marker is None or following.marker.family == current.marker.family)
            )
        )
        lower = bool(block.rank and current.rank and block.rank > current.rank)
        if leads_to_items and (
            lower or block.text.rstrip().endswith(":") or (self._takes_subheadings() and not block.known)
        ):
            current.subheading = (
                f"{current.heading} – {_heading_text(block.text)}"
                if not block.text.rstrip().endswith(":") or lower
                else None
            )
            current.left = following.left if following and following.marker else current.left
            current.paused = False
            return
        if current.allows_paragraphs and not current.asks and _ASKING.search(block.text):
            current.paragraphs.append(block)
            return
        if (
            not current.asks
            and not current.paragraphs
            and (lower or len(block.text) > 60 or block.text.startswith("("))
        ):
            return
        self.close()

    def _takes_subheadings(self) -> bool:
        return self.framework.kind in ("cqc", "hmicfrs")

    def _paragraph(self, block: Block) -> None:
        current = self.open
        assert current is not None
        if not current.asks:
            if len(current.paragraphs) < 30:
                current.paragraphs.append(block)
            return
        ask = current.asks[-1]
        unfinished = not re.search(r"[.!?;:)’'”]$", ask.text) and block.text[:1].islower()
        if unfinished or (current.marker and current.marker.family == "label" and ask.text.endswith(":")):
            self._append(block)
        elif current.marker is not None and current.marker.family in ("number", "r", "label"):
            current.paused = True
        else:
            self.close()

    def _row(self, block: Block) -> None:
        """A row of a table: its head says which column holds the ask."""
        columns = columns_of(block.cells)
        if columns is not None:
            self.columns = columns
            return
        inside = self.open
        columns = self.columns
        if columns is None:
            columns = self._guess(block) if inside is not None else None
        if columns is None or columns.ask >= len(block.cells):
            if inside is not None and inside.asks:
                self.close()
            return
        text = block.cells[columns.ask].strip()
        if len(text) < 12:
            return
        if inside is None:
            inside = self.open = _List(columns.heading or "Table", self.part, 0, False)
        number = block.cells[columns.number].strip(" .") if 0 <= columns.number < len(block.cells) else ""
        when = timescale_cell(block.cells[columns.due]) if 0 <= columns.due < len(block.cells) else None
        if not number and not when and inside.asks and inside.asks[-1].from_table and text[:1].islower():
            inside.asks[-1].text += f" {text}"
            inside.asks[-1].last = block
            return
        printed = re.match(r"(?:R|Recommendation )?(\d{1,2}(?:\.\d{1,2})?)[.):]?\s+(?=[A-Z])", text)
        if not number and printed:
            number, text = printed[1], text[printed.end() :]
        self._add(block, text, number or None, f"table row under “{inside.heading}”")
        inside.asks[-1].timescale = when or inside.timescale
        inside.asks[-1].from_table = True
        inside.asks[-1].section = inside.heading

    def _guess(self, block: Block) -> Columns | None:
        """A table without a head inside a list of asks: the longest cell is the ask."""
        lengths = [len(cell) for cell in block.cells]
        ask = lengths.index(max(lengths))
        if lengths[ask] < 40 or (
            not _ASKING.search(block.cells[ask]) and not timescale_cell(block.cells[-1])
        ):
            return None
        number = (
            0 if ask and re.fullmatch(r"(?:R|Rec)?\s?\d{1,3}(?:\.\d+)?\.?", block.cells[0].strip()) else -1
        )
        due = next(
            (i for i, cell in enumerate(block.cells) if i not in (ask, number) and timescale_cell(cell)), -1
        )
        return Columns(ask, number, due)

    def close(self) -> None:
        """End the open list and keep what it holds."""
        current, self.open = self.open, None
        if current is None:
            return
        if not current.asks and current.paragraphs:
            self._from_paragraphs(current)
        self.asks.extend(current.asks)

    def _from_paragraphs(self, current: _List) -> None:
        """A section without list marks: its paragraphs that ask are the asks."""
        asking = [
            block
            for block in current.paragraphs
            if _ASKING.search(block.text) and not block.text.endswith(":")
        ]
        if not asking or (not current.allows_paragraphs and len(current.paragraphs) > 12):
            return
        self.open = current
        for block in asking:
            self._add(block, block.text, None, f"paragraph under “{current.heading}”")
            if not current.allows_paragraphs:
                current.asks[
                    -1
                ].doubt = "It is a paragraph without a bullet or number under a heading for asks."
        self.open = None


def _is_umbrella(heading: str) -> bool:
    return even(heading) in ("recommendations", "requirements")


def _heading_text(text: str) -> str:
    return re.sub(r"^\d+(?:\.\d+)*[.)]?\s+", "", text).strip().rstrip(" :?")


def _finished(asks: list[_Ask], framework: Framework) -> list[ProposedRecommendation]:
    """Asks as proposals: resolutions and repeats left out, sections named, timescales split off."""
    kept: list[_Ask] = []
    seen: dict[tuple[str, str | None], _Ask] = {}
    for ask in asks:
        ask.text = re.sub(r"\s+", " ", ask.text).strip()
        if not ask.text or not_asks().match(even(ask.text)) or len(re.sub(r"\W", "", ask.text)) < 8:
            continue
        text, own = split_timescale(ask.text)
        ask.text, ask.timescale = text, own or ask.timescale
        key = (re.sub(r"\W", "", ask.text.lower()), ask.number)
        if key in seen and (ask.number or ask.timescale == seen[key].timescale):
            continue
        seen[key] = ask
        kept.append(ask)
    _name_sections(kept)
    _doubt(kept)
    return [
        ProposedRecommendation(
            number=ask.number if framework.ask_numbers else None,
            text=ask.text,
            timescale=ask.timescale,
            section=ask.section,
            passage=Passage(ask.first.page, ask.first.start, ask.last.end),
            rule=ask.rule,
            sure=ask.doubt is None and framework.sure,
            doubt=ask.doubt or (None if framework.sure else "The kind of this document was not recognised."),
        )
        for ask in kept
    ]


def _name_sections(asks: list[_Ask]) -> None:
    """A section is named only where the document has more than one list: by part, by heading, or by both."""
    parts = {ask.part for ask in asks}
    headings = {ask.section for ask in asks}
    for ask in asks:
        names = []
        if len(parts) > 1:
            names.append(ask.part or "")
        if len(headings) > 1:
            names.append(ask.section or "")
        ask.section = " – ".join(filter(None, names)) or None


def _doubt(asks: list[_Ask]) -> None:
    """Say what looks wrong with an ask, in words."""
    previous: _Ask | None = None
    for ask in asks:
        if ask.doubt is None:
            if len(ask.text) < 20:
                ask.doubt = "It is very short: the text may be cut off."
            elif len(ask.text) > _LONGEST:
                ask.doubt = "It is very long: text that does not belong to it may have been joined."
            elif (
                previous is not None
                and previous.section == ask.section
                and (previous.number or "").isdigit()
                and (ask.number or "").isdigit()
                and int(ask.number or 0) > int(previous.number or 0) + 1
            ):
                ask.doubt = f"Numbers between {previous.number} and {ask.number} were not found."
        previous = ask
