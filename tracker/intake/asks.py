"""Finds what a document asks for: lists and tables under the headings its framework names.

One pass over the blocks. A heading opens a list, items and rows fill it, timescales above items hold until
the next, and a heading that is none of these closes it. Nothing here knows any particular document.
"""

from __future__ import annotations

import re

from tracker.intake.ask_headings import ADDRESSED, URGENCY, heading_text, is_body, may_head
from tracker.intake.ask_lists import Ask, AskList
from tracker.intake.ask_paragraphs import ASKING, asks_from_paragraphs, take_regulation, take_requirement
from tracker.intake.ask_rows import RowReader
from tracker.intake.document_text import Block, Structure
from tracker.intake.fields import field_of
from tracker.intake.frameworks import Framework, is_column_name, is_lead_in_sentence, not_asks
from tracker.intake.markers import Marker, is_reference
from tracker.intake.model import ProposedRecommendation
from tracker.intake.phrases import even
from tracker.intake.proposals import proposals
from tracker.intake.timescales import timescale_above, timescale_cell, timescale_in_lead

_LEADS_IN = re.compile(
    r"(?::|following (?:actions?|areas?|steps|improvements?)[^.]*[.:]?|should|must|to)\s*$", re.IGNORECASE
)
_LABELS = {
    "recommendation", "rec", "area for improvement", "cause of concern", "priority action", "requirement",
    "area for priority action", "afi",
}  # fmt: skip


def read_asks(framework: Framework, structure: Structure) -> list[ProposedRecommendation]:
    """All asks in document order, each with its passage, the rule that found it and any doubt about it."""
    if not framework.reads_asks:
        return []
    walker = _Walker(framework, structure)
    for index in range(len(structure.blocks)):
        walker.step(index)
    walker.close()
    return proposals(walker.asks, framework)


class _Walker:
    """Goes through the blocks once and keeps at most one list open."""

    def __init__(self, framework: Framework, structure: Structure) -> None:
        self.framework = framework
        self.blocks = structure.blocks
        self.asks: list[Ask] = []
        self.part: str | None = None
        self.open: AskList | None = None
        self.lists = 0
        self.rows = RowReader()

    def step(self, index: int) -> None:
        """Take one block."""
        block = self.blocks[index]
        block = self.rows.label_of(block) or block
        if block.kind == "row":
            if not self.rows.take(block, self.open, self._begin) and self.open and self.open.asks:
                self.close()
            return
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if block.marker is None and self.rows.goes_on_below(block.text, following):
            return
        if block.marker is not None and len(block.text) < 60 and self.rows.heads(following):
            return
        self.rows.end_table()
        if self._opens(block, index):
            return
        marker = block.marker
        if marker is not None and marker.family == "label" and self._label(block, marker):
            return
        if self.open is None:
            return
        current = self.open
        when = timescale_above(block.text) if marker is None or block.text.endswith(":") else None
        if current.has_requirements and marker is None and (due := timescale_cell(block.text)):
            current.date_given(due)
        elif when:
            current.timescale, current.paused = when, False
        elif current.asks and self._field(current, block):
            return
        elif marker is not None and not self._is_closing(block, marker):
            self._item(current, block, marker, index)
        elif marker is not None:
            self.close()
        elif current.has_regulations and not block.known:
            take_regulation(current, block)
        elif self._is_heading(current, block, index):
            self._heading(current, block, index)
        else:
            self._paragraph(current, block, following)

    def _is_closing(self, block: Block, marker: Marker) -> bool:
        """A numbered heading that ends a list ("3. Definitions of priorities")."""
        short = len(block.text) < 70 and not block.text.endswith((".", ";"))
        return (
            short and marker.family in ("number", "decimal") and self.framework.closes.match(even(block.text))
        )

    def _is_heading(self, current: AskList, block: Block, index: int) -> bool:
        """True for a heading, also for a short line above further items where lists have sub-headings."""
        if block.kind == "heading" or self.framework.closes.match(even(block.text)):
            return True
        if not self.framework.subheadings or len(block.text) > 60 or block.text.rstrip()[-1:] in ".;,":
            return False
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        return bool(
            following and following.marker and (not current.asks or self._leads_on(current, following))
        )

    # Opening and closing -------------------------------------------------------------------------------

    def _opens(self, block: Block, index: int) -> bool:
        """Open a list when the block is a heading for asks in this framework; note the heading of a part."""
        text = block.text.strip()
        if block.marker is None and (sentence := self.framework.opening_sentence(text)):
            self._start(AskList(sentence, self.part, block.rank))
            return True
        if not text or len(text) > 160 or text[0].islower() or (text[-1] in ".;," and len(text) > 30):
            return False
        if re.search(r"[a-z)]\. [A-Z]", text) or (block.marker and not may_head(block.marker, text)):
            return False
        evened = even(text)
        part = next((name for pattern, name in self.framework.parts if pattern.match(evened)), None)
        opens = bool(self.framework.opens.match(evened))
        if part is not None and block.marker is None:
            self.part = part
            if not opens:
                self.close()
                return True
        if block.marker is None and (
            self._is_column_head(evened, index) or self._is_regulation_head(evened, index)
        ):
            return True
        if not opens or (block.marker and self.open and self.open.asks and len(text.split()) > 4):
            return False
        self._start(
            AskList(heading_text(text), self.part, block.rank, bool(self.framework.paragraphs.match(evened)))
        )
        return True

    def _is_column_head(self, evened: str, index: int) -> bool:
        """Take "Requirement" above "Due date" as the head of a table printed cell below cell."""
        if not re.fullmatch(
            r"(?:statutory )?requirements?|recommendations?|areas? for priority action", evened
        ):
            return False
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if (
            following is None
            or following.marker
            or not re.fullmatch(r"due date|timescale|date", even(following.text))
        ):
            return False
        if self.open is None:
            self._start(AskList(heading_text(evened.capitalize()), self.part, 0))
        if self.open is not None:
            self.open.has_requirements = True
            self.open.paragraphs.clear()
        return True

    def _is_regulation_head(self, evened: str, index: int) -> bool:
        """Take "Regulated activity" above "Regulation" as the head of such a table, in the open list."""
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        if self.open is None or evened != "regulated activity" or following is None:
            return False
        if even(following.text) not in ("regulation", "regulations"):
            return False
        self.open.has_regulations = True
        self.open.paragraphs.clear()
        return True

    def _start(self, new: AskList) -> None:
        self.close()
        self.open = new

    def _begin(self, heading: str) -> AskList:
        """Open a list that no heading announced."""
        new = AskList(heading, self.part, 0)
        self._start(new)
        return new

    def close(self) -> None:
        """End the open list and keep what it holds."""
        current, self.open = self.open, None
        if current is None:
            return
        if not current.asks and current.paragraphs:
            asks_from_paragraphs(current)
        self.lists += 1
        for ask in current.asks:
            ask.list_number = self.lists
        self.asks.extend(current.asks)

    def _label(self, block: Block, marker: Marker) -> bool:
        """ "Recommendation 3: …" is an ask wherever it stands; its label opens a list where none is open."""
        if marker.glyph not in _LABELS or not block.text:
            return False
        current = self.open
        if current and current.asks and current.marker and current.marker.family != "label":
            if marker.number != "1":
                return False
            current = None
        if current is None or not current.asks:
            if current:
                # What stands above a labelled ask is what it was asked for.
                current.paragraphs.clear()
            heading = current.heading if current else f"{marker.glyph.capitalize()}s"
            current = AskList(heading, current.part if current else self.part, 0)
            self._start(current)
        current.marker, current.paused = marker, False
        text = block.text
        if (field := field_of(text)) and field[0] == "ask":
            text = field[1]
        current.add(block, text, block.number, f"labelled “{marker.glyph.capitalize()} {block.number}”")
        return True

    # Filling -------------------------------------------------------------------------------------------

    def _addresses(self, current: AskList, block: Block, index: int) -> bool:
        """Take "2. The trust should:" above 2.1 as a heading that names who is asked."""
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        below = following.marker if following is not None else None
        if below is None or following is None or below.family != "decimal":
            return False
        if not (ADDRESSED.match(block.text) and (below.number or "").startswith(f"{block.number}.")):
            return False
        current.subheading = f"{current.heading} – {heading_text(block.text)}"
        current.marker, current.left, current.paused = below, following.left, False
        return True

    def _item(self, current: AskList, block: Block, marker: Marker, index: int) -> None:
        if self._addresses(current, block, index):
            return
        rule = f"{'numbered item' if block.number else 'bullet'} under “{current.heading}”"
        if current.marker is None:
            if self._is_lead_in(block, index) or is_lead_in_sentence(block.text):
                return
            if marker.family == "letter" and (current.paragraphs or current.asks):
                if current.asks:
                    current.asks[-1].extend(block)
                else:
                    current.paragraphs.append(block)
                return
            current.marker, current.left = marker, block.left
            current.add(block, block.text, block.number, rule)
            return
        own = current.marker.family
        if marker.family == own and not current.is_deeper(block):
            if current.paused and not current.continues_with(block):
                self.close()
                return
            current.paused = False
            current.add(block, block.text, block.number, rule)
        elif self._is_foreign(current, marker, block):
            if not (own == "bullet" and self._is_lead_in(block, index)):
                self.close()
        elif current.asks:
            current.asks[-1].extend(block)

    def _is_foreign(self, current: AskList, marker: Marker, block: Block) -> bool:
        """True when an item of another family is no sub-item but the running text after the list."""
        own = current.marker.family if current.marker else ""
        if current.paused:
            return True
        if own == "bullet":
            return marker.family in ("number", "decimal", "r", "label")
        if own in ("number", "r") and marker.family == "decimal":
            return not (block.number or "").startswith(f"{current.asks[-1].number}.")
        if own in ("decimal", "letter"):
            return marker.family in ("number", "r", "label")
        if own == "label":
            return marker.family in ("number", "decimal") and not _LEADS_IN.search(current.asks[-1].text)
        return False

    def _is_lead_in(self, block: Block, index: int) -> bool:
        """A numbered paragraph that only leads in to the list ("15. … should take the following action.")."""
        if block.marker is None or block.marker.family not in ("number", "decimal"):
            return False
        if not _LEADS_IN.search(block.text) and "following" not in block.text[-60:]:
            return False
        following = next((b for b in self.blocks[index + 1 : index + 3] if b.text), None)
        if following is None or timescale_above(following.text):
            return True
        if following.marker is None or following.marker.family != "bullet":
            return False
        # A list of its own goes on with the next number after the bullets; a lead-in stands alone.
        for later in self.blocks[index + 1 : index + 60]:
            if later.kind == "heading":
                return True
            if later.marker and later.marker.family == block.marker.family:
                return False
        return True

    def _field(self, current: AskList, block: Block) -> bool:
        """A labelled fact below an ask: its date is kept, the rest is no ask and ends nothing."""
        if block.marker is not None:
            return False
        field = field_of(block.text)
        if field is None:
            return False
        role, value = field
        if role == "due" and (when := timescale_cell(value)):
            current.asks[-1].timescale = when
        current.paused = current.marker is not None and current.marker.family != "bullet"
        return True

    def _heading(self, current: AskList, block: Block, index: int) -> None:
        text = block.text.rstrip()
        if self.framework.closes.match(even(text)) or (text[-1:] == ":" and not_asks().match(even(text))):
            self.close()
            return
        if is_column_name(text):
            return
        if current.has_requirements and not current.asks and timescale_cell(text) is None and len(text) < 30:
            return
        following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
        lower = bool(block.rank and current.rank and block.rank > current.rank)
        begun = bool(current.asks or current.paragraphs)
        introduces = lower or text.endswith(":") or (self.framework.subheadings and not block.known)
        # A list that has not begun cannot be over: "High priority" above its first item.
        introduces = introduces or not (begun or block.known) or bool(URGENCY.fullmatch(text))
        if introduces and self._leads_on(current, following):
            plain = text.endswith(":") and not lower and not ADDRESSED.match(text)
            current.subheading = None if plain else f"{current.heading} – {heading_text(text)}"
            current.left = following.left if following and following.marker else current.left
            current.paused = False
            current.timescale = timescale_in_lead(text) or current.timescale
            return
        if current.allows_paragraphs and not current.asks and ASKING.search(text):
            current.paragraphs.append(block)
            return
        asked = bool(current.asks) or any(ASKING.search(each.text) for each in current.paragraphs)
        above = bool(block.rank and current.rank and block.rank <= current.rank)
        if current.allows_paragraphs and not above and (not (asked or block.known) or is_body(text)):
            # Names of bodies stand between the rows of a table that was printed cell by cell.
            return
        empty = not current.asks and not current.paragraphs
        if not (empty and (lower or len(text) > 60 or text.startswith("("))):
            self.close()

    def _leads_on(self, current: AskList, following: Block | None) -> bool:
        """True when what follows a sub-heading belongs to the list."""
        if following is None:
            return False
        if following.kind == "row":
            return True
        if following.marker is None:
            return (
                self.framework.subheadings and current.marker is None and bool(ASKING.search(following.text))
            )
        return current.marker is None or following.marker.family == current.marker.family

    def _paragraph(self, current: AskList, block: Block, following: Block | None) -> None:
        if block.text.endswith(":") and not_asks().match(even(block.text)):
            # "That Cabinet:" – what follows is asked of a meeting.
            self.close()
            return
        if following is not None and following.marker and (when := timescale_in_lead(block.text)):
            # "We recommend that, within three months, the force:" dates the items below it.
            current.timescale, current.paused = when, False
            return
        if is_lead_in_sentence(block.text):
            return
        if current.has_requirements:
            take_requirement(current, block)
            return
        if current.has_regulations:
            take_regulation(current, block)
            return
        if not current.asks:
            if len(current.paragraphs) < 60:
                current.paragraphs.append(block)
            return
        if self.framework.also.match(even(block.text[:120])):
            current.add(block, block.text, None, f"paragraph below the list under “{current.heading}”")
            return
        ask = current.asks[-1]
        family = current.marker.family if current.marker else ""
        unfinished = not re.search(r"[.!?;:)’'”]$", ask.text) and block.text[:1].islower()
        if unfinished or is_reference(block.text) or (family == "label" and ask.text.endswith(":")):
            ask.extend(block)
        elif family in ("number", "r", "label", "decimal"):
            current.paused = True
        elif not ask.from_table or not block.text[:1].islower():
            self.close()
