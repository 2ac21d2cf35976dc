"""What a lead does with the proposals and passages of a draft: split, merge, add, decide. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.intake.model import Passage
from tracker.operations.intake_draft import Choice, DraftPassage, DraftProposal, DraftReview, TrayChoice
from tracker.operations.intake_matching import find_passage

WIDEST_GAP = 500  # characters between two passages that may become one
_EMPTY_LINE = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True)
class Source:
    """The text of the report and where its pages begin."""

    text: str
    page_starts: Sequence[int]


def split_at_empty_lines(review: DraftReview, proposal: DraftProposal, source: Source) -> None:
    """Make one proposal of each part between empty lines; nothing where there is one part.

    The first keeps the printed number and the key. Each part is looked for in the passage of the whole.
    """
    parts = [part.strip() for part in _EMPTY_LINE.split(proposal.text) if part.strip()]
    if len(parts) < 2:
        proposal.text = parts[0] if parts else ""
        return
    whole = proposal.passage
    pieces = [proposal]
    for words in parts[1:]:
        piece = replace(proposal, key=review.next_key, text=words, number="")
        review.next_key += 1
        pieces.append(piece)
    proposal.text = parts[0]
    for piece in pieces:
        if whole is not None:
            piece.passage = find_passage(piece.text, source.text, source.page_starts, whole) or whole
            piece.at = piece.passage.start
    place = review.proposals.index(proposal)
    review.proposals[place : place + 1] = pieces


def merge_with_next(review: DraftReview, proposal: DraftProposal) -> DraftProposal | None:
    """Join a proposal with the one after it and return it; None where it is the last.

    The words stand one after the other; what the first does not say is taken from the second. Passages that
    pointed to the second point to the first.
    """
    place = review.proposals.index(proposal)
    if place + 1 == len(review.proposals):
        return None
    second = review.proposals.pop(place + 1)
    proposal.text = f"{proposal.text} {second.text}".strip()
    proposal.number = proposal.number or second.number
    proposal.section = proposal.section or second.section
    proposal.timescale = proposal.timescale or second.timescale
    if proposal.priority_id is None and not proposal.new_priority:
        proposal.priority_id, proposal.new_priority = second.priority_id, second.new_priority
    proposal.passage = _hull(proposal.passage, second.passage)
    proposal.choice, proposal.doubt = Choice.KEEP, ""
    for entry in review.tray:
        if entry.choice is TrayChoice.LINK and entry.proposal == second.key:
            entry.proposal = proposal.key
        if entry.closest == second.key:
            entry.closest = proposal.key
    return proposal


def add_by_hand(review: DraftReview, words: str, source: Source, at: int) -> DraftProposal:
    """Add a proposal in the lead's own words at the place `at`, or where the words stand in the report."""
    passage = find_passage(words, source.text, source.page_starts)
    why = "Added by hand." if passage is None else "Added by hand; the words stand in the report."
    return _insert(review, words, passage.start if passage else at, passage, why)


def decide_on_passage(
    review: DraftReview, entry: DraftPassage, choice: TrayChoice | None, proposal: int | None
) -> None:
    """Keep what should happen to a passage. Adding makes a proposal; a changed mind takes it away."""
    if entry.choice is TrayChoice.ADD:
        if choice is TrayChoice.ADD:
            return
        made = review.find(entry.proposal)
        if made is not None and made.passage == entry.passage:
            review.proposals.remove(made)
    entry.choice, entry.proposal = choice, proposal if choice is TrayChoice.LINK else None
    if choice is TrayChoice.ADD:
        words = " ".join(entry.text.split())
        made = _insert(review, words, entry.passage.start, entry.passage, "Added from what was not matched.")
        entry.proposal = made.key


def link_as_suggested(review: DraftReview) -> None:
    """Link every open passage for which there is a suggestion to the proposal it is closest to."""
    for entry in review.undecided_tray:
        if (closest := suggestion_for(review, entry)) is not None:
            decide_on_passage(review, entry, TrayChoice.LINK, closest.key)


def leave_the_rest(review: DraftReview, *, even_suggested: bool = False) -> None:
    """Leave every open passage without a recommendation; those with a suggestion only where asked to."""
    for entry in review.undecided_tray:
        if even_suggested or suggestion_for(review, entry) is None:
            decide_on_passage(review, entry, TrayChoice.LEAVE, None)


def suggestion_for(review: DraftReview, entry: DraftPassage) -> DraftProposal | None:
    """Return the proposal that a passage is close to, None where there is none or it is left out."""
    closest = review.find(entry.closest)
    return None if closest is None or closest.choice is Choice.DROP else closest


def set_priority_of_the_rest(review: DraftReview, priority_id: int | None, new_priority: str) -> None:
    """Put every proposal without a priority under this one."""
    for proposal in review.proposals:
        if proposal.priority_id is None and not proposal.new_priority:
            proposal.priority_id, proposal.new_priority = priority_id, new_priority


def _insert(review: DraftReview, words: str, at: int, passage: Passage | None, why: str) -> DraftProposal:
    made = DraftProposal(key=review.next_key, text=words, at=at, passage=passage, why=why, choice=Choice.KEEP)
    review.next_key += 1
    place = sum(1 for proposal in review.proposals if proposal.at <= at)
    review.proposals.insert(place, made)
    return made


def _hull(first: Passage | None, second: Passage | None) -> Passage | None:
    if first is None or second is None:
        return first or second
    # Two asks from different parts of a report do not make everything between them a passage.
    if second.start - first.end > WIDEST_GAP or first.start - second.end > WIDEST_GAP:
        return first
    start, end = min(first.start, second.start), max(first.end, second.end)
    return Passage(min(first.page, second.page), start, end)
