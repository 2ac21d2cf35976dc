"""What a lead has decided so far about a report: plain values, kept as JSON with the draft.

It starts from what the reader found and is all that confirming looks at; the reading itself never changes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.formatting import clipped
from tracker.intake.model import Passage, Reading
from tracker.operations.intake_links import suggested_links
from tracker.rules.calendar import due_from_timescale

LONGEST_NUMBER = 40
LONGEST_TIMESCALE = 200
LONGEST_LINE = 300


class Choice(StrEnum):
    """What the lead decided about a proposal."""

    KEEP = "keep"
    DROP = "drop"


class TrayChoice(StrEnum):
    """What the lead decided about a passage that belongs to no recommendation."""

    LEAVE = "leave"
    ADD = "add"
    LINK = "link"


class ActionPlanChoice(StrEnum):
    """Whether the council has to send an action plan because of this report."""

    DUE = "due"
    NONE = "none"  # none is due, or it was sent already


class RepeatChoice(StrEnum):
    """What the lead decided about a proposal that resembles an earlier recommendation."""

    LINK = "link"  # a recommendation of its own, shown as asked before
    SAME = "same"  # the earlier one again: a finding on it, without a number of its own
    OTHER = "other"  # something else


@dataclass
class DraftProposal:
    """One proposed recommendation. `key` names it for as long as the draft lives; its place may change."""

    key: int
    text: str
    at: int  # where it stands in the source, which also orders the proposals
    number: str = ""
    timescale: str = ""
    section: str = ""
    passage: Passage | None = None  # None: written by the lead, and not found in the source
    why: str = ""  # by what the reader found it
    doubt: str = ""
    choice: Choice | None = None
    due_by_hand: bool = False
    due_on: date | None = None  # only where it was chosen by hand
    priority_id: int | None = None
    new_priority: str = ""
    repeats: int | None = None  # id of the earlier recommendation it was compared with
    repeat_choice: RepeatChoice | None = None

    @property
    def is_known(self) -> bool:
        """Return whether it only comes back to a recommendation that the plan already has."""
        return self.repeat_choice is RepeatChoice.SAME and self.choice is not Choice.DROP

    def due(self, published: str) -> tuple[date | None, str]:
        """Return the due date and its reason: the one chosen by hand, else what the timescale sets."""
        if self.due_by_hand:
            return (
                self.due_on,
                "Chosen when the report was brought in" if self.due_on else "No due date chosen",
            )
        due_on, reason = due_from_timescale(self.timescale or None, full_day(published))
        return due_on, reason[:300]


@dataclass
class DraftPassage:
    """A passage in the tray. `proposal` is the key of the proposal linked to, or made from it."""

    key: int
    text: str
    passage: Passage
    why: str
    number: str = ""  # of the paragraph, as printed
    is_marked: bool = False
    closest: int | None = None  # key of the proposal it resembles most, where it resembles any
    shared: list[str] = field(default_factory=list)  # words that both use
    choice: TrayChoice | None = None
    proposal: int | None = None


@dataclass
class DraftFacts:
    """The facts of the inspection. Days are "YYYY-MM-DD", "YYYY-MM" or ""."""

    kind: str
    title: str
    provider: str = ""
    inspected_from: str = ""
    inspected_to: str = ""
    published: str = ""
    received_on: str = ""
    inspectors: list[str] = field(default_factory=list)
    judgements: list[tuple[str, str]] = field(default_factory=list)
    action_plan: ActionPlanChoice | None = None  # None: nobody has chosen yet


@dataclass
class DraftReview:
    """All decisions on a draft."""

    facts: DraftFacts
    proposals: list[DraftProposal] = field(default_factory=list)
    tray: list[DraftPassage] = field(default_factory=list)
    next_key: int = 1

    @property
    def kept(self) -> list[DraftProposal]:
        """Return the proposals that become recommendations, in order."""
        return [each for each in self.proposals if each.choice is Choice.KEEP and not each.is_known]

    @property
    def known(self) -> list[DraftProposal]:
        """Return the proposals that come back to a recommendation which the plan already has."""
        return [proposal for proposal in self.proposals if proposal.is_known]

    @property
    def undecided(self) -> list[DraftProposal]:
        """Return the proposals without a choice."""
        return [each for each in self.proposals if each.choice is None and not each.is_known]

    @property
    def undecided_tray(self) -> list[DraftPassage]:
        """Return the passages without a choice, and those linked to a proposal that is left out or gone."""
        kept = {proposal.key for proposal in self.proposals if proposal.choice is not Choice.DROP}
        return [
            passage
            for passage in self.tray
            if passage.choice is None or (passage.choice is TrayChoice.LINK and passage.proposal not in kept)
        ]

    def find(self, key: int | None) -> DraftProposal | None:
        """Return the proposal with this key, if it is still there."""
        return next((proposal for proposal in self.proposals if proposal.key == key), None)

    def place(self, proposal: DraftProposal) -> int:
        """Return its number on the page, from 1."""
        return self.proposals.index(proposal) + 1

    def to_dict(self) -> dict[str, Any]:
        """Return the review as JSON-ready values."""
        data = asdict(self)
        for proposal in data["proposals"]:
            proposal["due_on"] = proposal["due_on"].isoformat() if proposal["due_on"] else None
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> DraftReview:
        """Rebuild a review from `to_dict()`, also after a trip through JSON."""
        facts = data["facts"]
        return cls(
            facts=DraftFacts(
                **{
                    **facts,
                    "judgements": [(area, grade) for area, grade in facts["judgements"]],
                    "action_plan": ActionPlanChoice(chosen) if (chosen := facts.get("action_plan")) else None,
                }
            ),
            proposals=[
                DraftProposal(
                    **{
                        **each,
                        "passage": Passage(**each["passage"]) if each["passage"] else None,
                        "choice": Choice(each["choice"]) if each["choice"] else None,
                        "due_on": date.fromisoformat(each["due_on"]) if each["due_on"] else None,
                        "repeat_choice": RepeatChoice(repeat)
                        if (repeat := each.get("repeat_choice"))
                        else None,
                    }
                )
                for each in data["proposals"]
            ],
            tray=[
                DraftPassage(
                    **{
                        **each,
                        "passage": Passage(**each["passage"]),
                        "choice": TrayChoice(each["choice"]) if each["choice"] else None,
                    }
                )
                for each in data["tray"]
            ],
            next_key=data["next_key"],
        )


def full_day(written: str) -> date | None:
    """Return the day where one is written in full, None for a month or nothing."""
    return date.fromisoformat(written) if len(written) == 10 else None


def review_of(reading: Reading) -> DraftReview:
    """Return the decisions a draft starts with: sure proposals kept, doubtful ones open.

    Passages that clearly belong to a proposal start linked to it.
    """
    review = DraftReview(
        facts=DraftFacts(
            kind=reading.kind,
            title=clipped(reading.kind_title, LONGEST_LINE),
            provider=clipped(reading.provider or "", LONGEST_LINE),
            inspected_from=reading.inspected_from or "",
            inspected_to=reading.inspected_to or "",
            published=reading.published or "",
            inspectors=[clipped(name, LONGEST_LINE) for name in reading.inspectors],
            judgements=[
                (clipped(each.area, LONGEST_LINE), clipped(each.grade, 200)) for each in reading.judgements
            ],
        )
    )
    for key, found in enumerate(reading.recommendations, start=1):
        review.proposals.append(
            DraftProposal(
                key=key,
                # An empty line in the words would ask for a split.
                text="\n".join(line for line in found.text.splitlines() if line.strip()),
                at=found.passage.start,
                number=(found.number or "")[:LONGEST_NUMBER],
                timescale=clipped(found.timescale or "", LONGEST_TIMESCALE),
                section=clipped(found.section or "", LONGEST_LINE),
                passage=found.passage,
                why=_sentence(found.rule),
                doubt=_sentence(found.doubt or "") or ("" if found.sure else "We are not sure of it."),
                choice=Choice.KEEP if found.sure else None,
            )
        )
    review.next_key = len(review.proposals) + 1
    _fill_tray(review, reading)
    return review


def _fill_tray(review: DraftReview, reading: Reading) -> None:
    """Offer every marked finding and every passage that sounds like an ask, in the order of the source."""
    marked = {finding.passage: finding for finding in reading.findings if finding.is_marked}
    waiting = {each.passage: (each.text, _sentence(each.why)) for each in reading.unmatched}
    for finding in marked.values():
        # The mark says more than a likeness of words can; whether something resembles it is worked out below.
        waiting[finding.passage] = (finding.text, "It is marked “(Recommendation)”.")
    numbers = {finding.passage: finding.number or "" for finding in reading.findings}
    passages = sorted(waiting, key=lambda passage: (passage.start, passage.end))
    links = suggested_links(
        [(numbers.get(passage, ""), waiting[passage][0]) for passage in passages],
        [proposal.text for proposal in review.proposals],
        [passage in marked for passage in passages],
        [finding.text for finding in reading.findings],
    )
    for key, (passage, link) in enumerate(zip(passages, links, strict=True), start=1):
        text, why = waiting[passage]
        entry = DraftPassage(
            key, text, passage, why, number=numbers.get(passage, ""), is_marked=passage in marked
        )
        if link is not None:
            entry.closest, entry.shared = review.proposals[link.place].key, list(link.shared)
        if link is not None and link.is_clear:
            entry.choice, entry.proposal = TrayChoice.LINK, entry.closest
        review.tray.append(entry)


def _sentence(words: str) -> str:
    """Return words as a sentence of their own."""
    words = words.strip()
    if not words:
        return ""
    return words[0].upper() + words[1:] + ("" if words[-1] in ".!?" else ".")
