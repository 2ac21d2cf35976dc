"""The tray: passages that sound like an ask and belong to none that was found."""

from __future__ import annotations

import re

from tracker.intake.document_text import Structure
from tracker.intake.findings import Taken
from tracker.intake.frameworks import Framework, is_lead_in_sentence, not_asks
from tracker.intake.likeness import Likeness
from tracker.intake.model import MarkedFinding, Passage, ProposedRecommendation, UnmatchedPassage
from tracker.intake.phrases import even

MOST = 40
_WHO = (
    r"authority|council|partnerships?|partners|leaders|managers|provider|trust|school|governors|agency|force|"
    r"board|service|home|registered person|chief constable|police|department|directorate|county|city"
)
_VERB = r"(?:must|should|needs? to|is required to|are required to)"
# Both are searched in small letters, sentence by sentence.
_WHO_MUST = re.compile(rf"[^.]*?\b(?:{_WHO})\b[^.]{{0,50}}?\b{_VERB}\b")
_CLAUSE = re.compile(
    r"\b(?:what|where|when|how|know|whether|if|than|that|who|which)\b[^.]{0,60}\b(?:must|should|needs? to)\b"
)
_ASKS = ("must", "should", "need to", "needs to", "required to")
_NOT = re.compile(
    r"\b(?:should you|you should|should not be read|must comply within|if you|complaint|crown "
    r"copyright|licence|"
    r"should be read|inspectors? should|should take the following|following actions?|in order to improve)\b",
    re.IGNORECASE,
)


def _asks(text: str) -> bool:
    """True for words in small letters that could ask: no others need be searched."""
    return any(word in text for word in _ASKS)


def _asking_sentence(text: str) -> str | None:
    """The first sentence that says what somebody must or should do."""
    if not _asks(text.lower()):
        return None
    for sentence in re.split(r"(?<=[.;])\s+", text):
        small = sentence.lower()
        if _asks(small) and _WHO_MUST.match(small) and not _CLAUSE.search(small):
            return sentence
    return None


def read_leftovers(
    framework: Framework,
    structure: Structure,
    asks: list[ProposedRecommendation],
    findings: list[MarkedFinding],
) -> list[UnmatchedPassage]:
    """Marked findings that resemble no ask, resolutions left out, and sentences with "must" or "should"."""
    taken = Taken(asks)
    found: list[UnmatchedPassage] = []
    texts = [ask.text for ask in asks]
    marked_ones = [finding for finding in findings if finding.is_marked]
    likeness = Likeness(block.text for block in structure.blocks if marked_ones and len(block.text) > 60)
    for finding in marked_ones:
        if likeness.best(texts, finding.text) is None:
            why = "Marked “(Recommendation)”, and no recommendation in the list resembles it."
            found.append(UnmatchedPassage(finding.text, finding.passage, why))
    marked = {finding.passage.start for finding in marked_ones}
    beside = False
    for block in structure.blocks:
        if block.kind == "heading":
            beside = bool(asks) and framework.yields.match(even(block.text))
        if block.kind in ("heading", "row") or block.start in marked or block.start in taken:
            continue
        if len(found) >= MOST:
            break
        passage = Passage(block.page, block.start, block.end)
        if block.kind == "item" and not_asks().match(even(block.text)):
            found.append(
                UnmatchedPassage(
                    block.text, passage, "A resolution asked of a meeting, not an inspector's ask."
                )
            )
        elif beside and block.kind == "item":
            found.append(
                UnmatchedPassage(
                    block.text, passage, "It stands under a heading for development, beside the asks."
                )
            )
        elif (
            40 < len(block.text) < 900
            and (sentence := _asking_sentence(block.text))
            and (framework.reads_asks or "must" in sentence)
            and not (_NOT.search(block.text) or is_lead_in_sentence(block.text))
        ):
            word = "must" if re.search(r"\bmust\b", sentence) else "should or needs to"
            found.append(
                UnmatchedPassage(block.text, passage, f"It says “{word}” outside the lists of asks.")
            )
    return found
