"""Asks printed as paragraphs: sections without list marks, and requirement tables printed cell by cell."""

from __future__ import annotations

import re
from itertools import pairwise

from tracker.intake.ask_lists import AskList
from tracker.intake.document_text import Block
from tracker.intake.phrases import even

ASKING = re.compile(
    r"\b(?:should|must|needs? to|ensure|make sure|is required to|are required to|requires? .* to)\b",
    re.IGNORECASE,
)
_BACK = re.compile(r"(?:They|This|These|It|Their)\b")
_NEW_ASK = re.compile(rf"(?!{_BACK.pattern})[A-Z][^.]{{2,110}}?\b(?:should|must|needs? to)\b")
_NONE = re.compile(
    r"\b(?:no|none|not (?:made|make|identified|identify|raised|raise|found|find)|without)\b[^.]{0,40}"
    r"\b(?:recommendations?|requirements?|areas?|actions?|identified|made|raised)\b|^\W*(?:none|nil|n/a)\W*$",
    re.IGNORECASE,
)
_ACTIVITY = re.compile(
    r"(?:Accommodation for persons|Treatment of disease|Diagnostic and screening|Surgical procedures|"
    r"Personal care|Nursing care|Assessment or medical|Family planning|Maternity and midwifery|"
    r"Transport services|Regulated activit)",
)
# The number of a regulation in a column of its own, also broken: "34", "(2001)".
_CELL = re.compile(r"^(?:Reg\.?|\d{1,3}[A-Z]?\s*(?:\((?:19|20)\d\d\))?|\((?:19|20)\d\d\))$")
# Beginnings of the later paragraphs of one requirement.
_GOES_ON = re.compile(
    r"(?:In particular|Specifically|In addition|This (?:includes|means|should|must|is to)|Namely)\b"
)
# "Safeguarding service users from abuse and improper treatment" has the most words.
_LONGEST_TITLE = 8
_REQUIREMENT_END = re.compile(r"(?:\)|\])[.;]?$")


def take_requirement(current: AskList, block: Block) -> None:
    """A paragraph of a requirement table printed cell by cell: a new ask once the one before is complete."""
    rule = f"requirement under “{current.heading}”"
    if _CELL.match(block.text):
        current.cell_given()
        return
    begins, current.between = current.between or not current.asks, False
    if begins:
        current.add(block, block.text, None, rule)
        return
    ask = current.asks[-1]
    goes_on = block.text[:1] in "(‘'“" or block.text[:1].islower() or bool(_GOES_ON.match(block.text))
    if not goes_on and (ask.timescale is not None or _REQUIREMENT_END.search(ask.text)):
        current.add(block, block.text, None, rule)
    else:
        ask.extend(block)


def take_regulation(current: AskList, block: Block) -> None:
    """A paragraph of a table of breached regulations printed cell by cell, beside regulated activities."""
    if re.match(r"Regulations? \d", block.text):
        current.add(block, block.text, None, f"regulation under “{current.heading}”")
    elif current.asks and not _ACTIVITY.match(block.text) and even(block.text) not in ("regulation",):
        # A regulation's title ("Staffing") is short and has no stop; what breaches it may have none either.
        if not block.text.endswith((".", ";")) and len(block.text.split()) <= _LONGEST_TITLE:
            current.asks[-1].extend(block)
            return
        # Where several regulations are printed before what breaches them, each is given its own in turn.
        index = min(current.answered, len(current.asks) - 1)
        current.asks[index].extend(block)
        current.answered = index + 1


def asks_from_paragraphs(current: AskList) -> None:
    """A section without list marks: its paragraphs that ask are the asks, else all of a short section."""
    blocks = [block for block in current.paragraphs if not block.text.rstrip().endswith(":")]
    if current.allows_paragraphs:
        blocks = _first_run(blocks)
    asking = [block for block in blocks if ASKING.search(block.text)]
    if not current.allows_paragraphs and len(blocks) > 12:
        return
    if not asking and not current.allows_paragraphs:
        blocks = [block for block in blocks if not _NONE.search(block.text)]
    for block in asking or ([] if current.allows_paragraphs else blocks):
        for text in _parted(block) if current.allows_paragraphs else [block.text]:
            if current.allows_paragraphs and current.asks and _BACK.match(text):
                # "This should include …" below a page's end or the name of a body speaks of the ask above.
                current.asks[-1].text += f" {text}"
                current.asks[-1].last = block
                continue
            ask = current.add(block, text, None, f"paragraph under “{current.heading}”")
            if not (current.allows_paragraphs and asking):
                ask.doubt = "It is a paragraph without a bullet or number under a heading for asks."


def _first_run(blocks: list[Block]) -> list[Block]:
    """The paragraphs up to the first long one that begins with no ask once the asking has begun."""
    run: list[Block] = []
    for block in blocks:
        first = re.split(r"(?<=[.!?])\s+(?=[A-Z‘“])", block.text, maxsplit=1)[0]
        if run and len(block.text) > 60 and not ASKING.search(first):
            break
        if run or ASKING.search(block.text):
            run.append(block)
    return run


def _parted(block: Block) -> list[str]:
    """A paragraph cut where a line begins a sentence that asks somebody new: table rows without rules."""
    cuts = [
        at
        for at in block.breaks
        if re.search(r"[.!?]\s*$", block.text[:at]) and _NEW_ASK.match(block.text[at:])
    ]
    texts = [block.text[begin:end].strip() for begin, end in pairwise([0, *cuts, len(block.text)])]
    for at, _ in block.turns:
        rest = block.text[at:]
        if re.search(r"[.!?]\s*$", block.text[:at]) and len(rest) > 60 and not ASKING.search(rest):
            # A page ends with the ask; whether its paragraph does cannot be seen.
            texts[-1] = texts[-1].removesuffix(rest).strip()
    return texts
