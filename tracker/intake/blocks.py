"""Lines to blocks: headings, paragraphs, list items and table rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from tracker.intake.document_text import Block, Structure, assemble
from tracker.intake.fields import field_of
from tracker.intake.lines import Line, Pages
from tracker.intake.markers import Marker, is_reference, marker_of
from tracker.intake.typesetting import (
    body_size,
    is_address_like,
    is_name_asked,
    is_year_of,
    right_edge,
    sets_items_apart,
)

_ENDED = re.compile(r"[.!?;:][’”'\")\]]*\s*\d{0,2}$")
_DANGLING = re.compile(r"(?:,|\b(?:in|of|the|and|or|to|for|with|an|by|from|on|at|that|which|their|its|as))$")
_LABEL = re.compile(r"[A-Z][a-z]+(?: [A-Za-z()]+){0,3}: ?(?=[A-Z\d]|$)")
_OPEN = re.compile(r"\([^()]*$")
_SENTENCE_END = re.compile(r"[.!?][’”'\")\]]*\s*\d{0,2}$")


def structure(document: Pages, is_known_heading: Callable[[str], bool]) -> Structure:
    """Rejoin lines into blocks. `is_known_heading` knows the headings the frameworks name."""
    builder = _Builder(document, is_known_heading)
    lines = document.lines
    for line, following in pairwise([*lines, None]):
        if line is not None:
            builder.following = following
            builder.take(line)
    builder.finish()
    return assemble(builder.blocks, len(document.pages))


class _Builder:
    """Takes lines one by one and decides of each whether it goes on with the block in hand."""

    def __init__(self, document: Pages, is_known_heading: Callable[[str], bool]) -> None:
        self.blocks: list[Block] = []
        self.is_known_heading = is_known_heading
        lines = document.lines
        self.body = body_size(lines)
        self.edge = right_edge(lines)
        self.is_wrapped = document.source == "pdf" or (document.source == "text" and self.edge <= 140)
        self.source = document.source
        self.sizes = sorted({line.size for line in lines if line.size > self.body * 1.07}, reverse=True)
        self.spaced = sets_items_apart(lines)
        self.block: Block | None = None
        self.last: Line | None = None
        self.following: Line | None = None
        self.stacked = 0
        self.first_right = 0.0

    def take(self, line: Line) -> None:
        marker = None if line.cells else self._marker(line)
        if line.style == "heading" and marker is not None:
            # "Recommendation 1" as a heading numbers the paragraph below it; other numbers are the heading's.
            marker = marker if marker.family == "label" and marker.length == len(line.text) else None
        if line.cells:
            cells = line.cells
            self._open(Block("row", line.text, line.page, cells=cells, left=line.left, uneven=line.uneven))
        elif marker is not None:
            text = line.text[marker.length :].strip()
            if self._is_stacked(marker, text):
                self.stacked += 1
            else:
                self.stacked = 0
                self._open(Block("item", text, line.page, marker, 0, line.left, line.bold, line.size))
        elif self.block is None or (self._begins_in_stack(line) if self._in_stack() else self._begins(line)):
            self._open(self._of_stack(line) or self._plain(line))
        else:
            self._join(line)
        self.last = line

    def _marker(self, line: Line) -> Marker | None:
        """The line's marker, unless the line goes on with a sentence that merely wraps at a number."""
        marker = marker_of(line.text)
        if marker is None or marker.family == "bullet" or line.style == "item":
            if marker and marker.glyph in "-–—" and self._goes_on(line) and not self._is_beside(marker, line):
                return None
            return marker
        if (
            marker.family == "label"
            and len(line.text) > marker.length
            and line.text[marker.length :][:1].islower()
        ):
            return None
        if self._goes_on(line) and not (self.block and self._follows(marker)):
            return None
        return marker

    def _is_stacked(self, marker: Marker, text: str) -> bool:
        """True for one more bullet alone: a conversion may print all bullets of a list before its words."""
        block = self.block
        above = block.marker if block is not None and not block.text else None
        return not text and marker.family == "bullet" and above is not None and above.family == "bullet"

    def _in_stack(self) -> bool:
        return self.stacked > 0 and self.block is not None and self.block.marker is not None

    def _begins_in_stack(self, line: Line) -> bool:
        """The same as `_begins` while bullets are left: items may end without a stop and begin small."""
        block, last = self.block, self.last
        if block is None or last is None or not block.text:
            return False
        if self.is_known_heading(line.text) or (line.gap and line.text[0].isupper()):
            return True
        if line.text[0].islower():
            ended = block.text[-1] in ".;" or last.right < self.edge * 0.75
            return ended and not _DANGLING.search(block.text[-24:])
        return block.text[-1] == ";" or self._is_short(line)

    def _of_stack(self, line: Line) -> Block | None:
        """The line as the item that one of the bullets above is for, if one is left."""
        block, left = self.block, self.stacked
        if not left or block is None or block.marker is None or self.is_known_heading(line.text):
            self.stacked = 0
            return None
        self.stacked -= 1
        return Block("item", line.text, line.page, block.marker, left=block.left, size=line.size)

    def _is_beside(self, marker: Marker, line: Line) -> bool:
        """True when the item in hand has the same mark at the same indent."""
        block = self.block
        same = block is not None and block.marker is not None and block.marker.glyph == marker.glyph
        return same and block is not None and abs(block.left - line.left) < 3

    def _goes_on(self, line: Line) -> bool:
        """True when the sentence in hand is unfinished and nothing separates this line from it."""
        if (
            self.block is None
            or self.last is None
            or not self.block.text
            or self.block.kind in ("heading", "row")
        ):
            return False
        if (line.gap and line.page == self.last.page) or line.whole or self.last.whole:
            return False
        if line.size and (line.bold != self.last.bold or line.left < self.last.left - 12):
            return False
        return not _ENDED.search(self.block.text[-24:]) and not self._is_short(line)

    def _follows(self, marker: Marker) -> bool:
        """True when the marker is the next number after the last item with a number."""
        for block in reversed(self.blocks[-12:] + ([self.block] if self.block else [])):
            if block.marker and block.marker.family == marker.family and block.marker.number:
                previous, this = block.marker.number, marker.number or ""
                if previous.isdigit() and this.isdigit():
                    return int(this) == int(previous) + 1
                return True
        return False

    def _plain(self, line: Line) -> Block:
        rank = line.rank
        if not rank and line.size > self.body * 1.07 and line.size in self.sizes:
            rank = self.sizes.index(line.size) + 1
        is_heading = line.style == "heading" or (bool(rank) and len(line.text) < 160)
        kind = "heading" if is_heading else "paragraph"
        known = self.is_known_heading(line.text)
        if not rank and line.bold and self.body:
            rank = len(self.sizes) + 1
        return Block(
            kind, line.text, line.page, rank=rank, left=line.left, bold=line.bold, size=line.size, known=known
        )

    def _begins(self, line: Line) -> bool:
        """True when an unmarked line opens a new block."""
        block, last = self.block, self.last
        if block is None or last is None:
            return True
        text = line.text
        if block.kind == "row":
            return True
        if not block.text:
            return False
        if text.lower().startswith("(recommendation"):
            return False
        if last.whole or line.whole or line.style:
            return True
        apart = line.gap and line.page == last.page
        if (_OPEN.search(block.text[-200:]) and not apart) or is_year_of(block.text, text):
            return False
        if (field_of(text) and block.kind != "heading") or self._is_labelled(text, block):
            return True
        if self.is_known_heading(text) and not (self._goes_on(line) and text[0].islower()):
            return True
        if block.known and self.is_known_heading(block.text):
            return self._is_short(line) or not self.is_known_heading(f"{block.text} {text}")
        if not self.is_wrapped:
            return not (text[0].islower() and not _ENDED.search(block.text[-24:]))
        if line.size:
            return self._begins_on_page(line, block, last)
        if not line.gap and block.kind == "item" and is_name_asked(block.text, text):
            return False
        if line.gap:
            return not (text[0].islower() and not _SENTENCE_END.search(block.text[-24:])) or (
                block.kind != "item" and len(block.text) < 40 and line.page == last.page
            )
        if is_address_like(text) and is_address_like(last.text) and block.lines < 2:
            return True
        if self._is_short(line):
            return not (text[0].islower() and not _SENTENCE_END.search(last.text[-24:]))
        return block.kind == "item" and self._is_set_apart(line)

    def _is_set_apart(self, line: Line) -> bool:
        """True for a short line in capitals between an item and running text: a heading without space."""
        following = self.following
        return (
            following is not None
            and line.text[0].isupper()
            and line.right < self.edge * 0.6
            and line.text[-1] not in ".,;:)’”"
            and self._begins_text(following)
            and not _DANGLING.search(self.last.text[-24:] if self.last else "")
        )

    def _begins_text(self, following: Line) -> bool:
        """True for the first line of running text, or for the next item below a sentence that has ended."""
        if self.block is not None and self.block.marker and self.last is not None:
            marker = marker_of(following.text)
            if marker and marker.family == "bullet" == self.block.marker.family and not following.gap:
                return bool(_SENTENCE_END.search(self.last.text[-24:]))
        return following.text[0].isupper() and following.right > self.edge * 0.6

    def _begins_on_page(self, line: Line, block: Block, last: Line) -> bool:
        """The same where positions and fonts are known."""
        text = line.text
        if abs(line.size - last.size) > 0.6 or (
            line.bold != last.bold and (block.bold or not text[0].islower())
        ):
            return True
        if line.page != last.page:
            if text[0].islower() and not _SENTENCE_END.search(block.text[-24:]):
                return False
            if is_reference(text):
                return False
            if block.kind == "item" and line.left < block.left + 4:
                # Items that do not hang, each set apart from the next: a full line may well go on.
                return not self.spaced or self._is_short(line) or block.lines < 2 or block.hangs
            if block.kind == "heading":
                return True
            return (
                bool(_SENTENCE_END.search(block.text[-24:])) and self._is_short(line)
            ) or line.left > block.left + 30
        if block.kind == "item" and line.left < block.left - 2:
            return True
        if block.kind == "item" and self.spaced and not line.gap:
            return False
        if line.gap and abs(line.top - last.top) > 2:
            return True
        if line.left > last.right + 15 or (line.left > block.left + 120 and block.kind != "item"):
            return True
        if self._is_short(line):
            return not (text[0].islower() and not _SENTENCE_END.search(last.text[-24:]))
        return False

    @staticmethod
    def _is_labelled(text: str, block: Block) -> bool:
        """A line of a title page such as "Inspection dates: …", which is never part of the line above it."""
        label = _LABEL.match(text)
        titled = block.kind != "item" and len(block.text) < 160
        return label is not None and titled and not _ENDED.search(block.text[-24:])

    def _is_short(self, line: Line) -> bool:
        """True when the line before left room for the first word of this one: its break was meant."""
        last = self.last
        if last is None or not self.is_wrapped:
            return True
        if _DANGLING.search(last.text[-24:]):
            return False
        word = line.text.split(" ", 1)[0]
        if not line.size and last.right > self.edge + 4:
            # Two lines of a hyphenated word were joined: where the line would have ended is not known.
            return bool(_SENTENCE_END.search(last.text[-24:])) and line.text[0].isupper()
        if line.size:
            width = (last.right - last.left) / max(len(last.text), 1)
            return last.right + width * (len(word) + 1) < self.edge - width * 3
        return last.right + len(word) + 1 < self.edge - 6

    def _join(self, line: Line) -> None:
        block = self.block
        if block is None or self.last is None:
            return
        if block.page != line.page and self.last.page != line.page:
            block.turns.append((len(block.text) + 1, line.page))
        block.breaks.append(len(block.text) + 1)
        if not block.text:
            block.text = line.text
        elif re.search(r"\w-$", block.text[-2:]) and line.text[0].islower():
            # Compound words keep their hyphen: scores, readers and searches all even it out.
            block.text += line.text
        else:
            block.text += " " + line.text
        block.lines += 1
        block.hangs = block.hangs and line.left > block.left + 4

    def _open(self, block: Block) -> None:
        self.finish()
        self.block = block

    def finish(self) -> None:
        """Close the block in hand."""
        block = self.block
        self.block = None
        if block is None or not (block.text or block.marker):
            return
        if block.kind == "paragraph" and self._looks_like_heading(block):
            block.kind = "heading"
        self.blocks.append(block)

    def _looks_like_heading(self, block: Block) -> bool:
        """Short, without a full stop, and set apart: by its font where known, else by its shortness."""
        text = block.text
        if self.is_known_heading(text):
            return True
        if (
            len(text) > 120
            or block.lines > 2
            or text[-1] in ".,;"
            or not (text[0].isupper() or text[0].isdigit())
            or re.search(r"[.;:]\s*\([^()]*(?:\([^()]*\)[^()]*)*\)$", text)
        ):
            return False
        if self.source in ("pdf", "word"):
            return block.bold
        return len(text) < 100 and not is_address_like(text)
