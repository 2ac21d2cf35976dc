"""Two people on one draft: what is stored now beside what somebody else entered. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.formatting import clipped, long_date
from tracker.operations.intake_draft import (
    Choice,
    DraftFacts,
    DraftPassage,
    DraftProposal,
    DraftReview,
    RepeatChoice,
    TrayChoice,
)

_CHOICES = {Choice.KEEP: "Keep", Choice.DROP: "Leave out", None: "Not decided"}
_FACTS = {
    "kind": "Kind of inspection",
    "title": "What to call it in the plan",
    "provider": "Provider",
    "inspected_from": "First day of the inspection",
    "inspected_to": "Last day of the inspection",
    "published": "Published",
    "received_on": "Received by the council",
}
_NOTHING = "Nothing"
_REPEATS = {
    RepeatChoice.LINK: "Asked before: link them",
    RepeatChoice.SAME: "The same: no new number",
    RepeatChoice.OTHER: "Something else",
    None: "Not decided",
}


@dataclass(frozen=True)
class Difference:
    """One thing that two people have differently: as it is stored, and as it was entered."""

    what: str
    stored: str
    entered: str


def differences(stored: DraftReview, entered: DraftReview, priorities: dict[int, str]) -> list[Difference]:
    """Return what differs, in the order of the page; `priorities` are the plan's titles by id."""
    found = [
        Difference(words, _day(getattr(stored.facts, name)), _day(getattr(entered.facts, name)))
        for name, words in _FACTS.items()
    ]
    found.append(Difference("Inspectors", _names(stored.facts), _names(entered.facts)))
    found.append(Difference("Judgements", _judgements(stored.facts), _judgements(entered.facts)))
    for number, proposal in enumerate(stored.proposals, start=1):
        mine = entered.find(proposal.key)
        if mine is None:
            found.append(Difference(f"Proposal {number}", clipped(proposal.text, 200), "No longer there"))
        else:
            found.extend(_of_proposal(number, proposal, mine, stored.facts.published, priorities))
    added = [each for each in entered.proposals if stored.find(each.key) is None]
    found.extend(Difference("A proposal", "Not there", clipped(each.text, 200)) for each in added)
    mine_by_key = {entry.key: entry for entry in entered.tray}
    for entry in stored.tray:
        other = mine_by_key.get(entry.key, entry)
        what = f"Passage: {clipped(entry.text, 80)}"
        found.append(Difference(what, _passage(stored, entry), _passage(entered, other)))
    return [each for each in found if each.stored != each.entered]


def _of_proposal(
    number: int, theirs: DraftProposal, mine: DraftProposal, published: str, priorities: dict[int, str]
) -> list[Difference]:
    named = f"Proposal {number}"
    return [
        Difference(named, _CHOICES[theirs.choice], _CHOICES[mine.choice]),
        Difference(f"{named}, words", clipped(theirs.text, 400), clipped(mine.text, 400)),
        Difference(f"{named}, number as printed", theirs.number or _NOTHING, mine.number or _NOTHING),
        Difference(f"{named}, timescale", theirs.timescale or _NOTHING, mine.timescale or _NOTHING),
        Difference(f"{named}, section", theirs.section or _NOTHING, mine.section or _NOTHING),
        Difference(f"{named}, due date", _due(theirs, published), _due(mine, published)),
        Difference(f"{named}, priority", _priority(theirs, priorities), _priority(mine, priorities)),
        Difference(f"{named}, asked before", _REPEATS[theirs.repeat_choice], _REPEATS[mine.repeat_choice]),
    ]


def _priority(proposal: DraftProposal, priorities: dict[int, str]) -> str:
    return proposal.new_priority or priorities.get(proposal.priority_id or 0, "None yet")


def _due(proposal: DraftProposal, published: str) -> str:
    return long_date(proposal.due(published)[0]) or _NOTHING


def _day(value: str) -> str:
    return long_date(value) or _NOTHING


def _names(facts: DraftFacts) -> str:
    return ", ".join(facts.inspectors) or _NOTHING


def _judgements(facts: DraftFacts) -> str:
    return "; ".join(f"{area}: {grade}" for area, grade in facts.judgements) or _NOTHING


def _passage(review: DraftReview, entry: DraftPassage) -> str:
    if entry.choice is TrayChoice.LEAVE:
        return "Leave out"
    linked = review.find(entry.proposal)
    if entry.choice is None or linked is None:
        return "Not decided"
    return f"{'Link to' if entry.choice is TrayChoice.LINK else 'Made'} proposal {review.place(linked)}"
