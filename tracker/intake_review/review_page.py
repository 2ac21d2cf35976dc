"""The review page as a value: the sheet of the report that is shown, and the forms beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from tracker.formatting import clipped
from tracker.forms import Form
from tracker.intake_review.beside import Beside, JudgementTable, enter_repeats, judgement_table
from tracker.intake_review.forms import (
    NO_PRIORITY,
    FactsForm,
    JudgementForm,
    ProposalForm,
    RestForm,
    priority_from,
    priority_value,
)
from tracker.intake_review.pictures import has_pictures
from tracker.intake_review.source import Mark, Piece, Sheet, paragraphs, sheet_of, sheets, trimmed
from tracker.models import IntakeDraft, Priority
from tracker.operations.deadlines import choice_of, count
from tracker.operations.intake_draft import (
    Choice,
    DraftPassage,
    DraftProposal,
    DraftReview,
    RepeatChoice,
    TrayChoice,
)
from tracker.operations.intake_editing import (
    Source,
    add_by_hand,
    decide_on_passage,
    leave_the_rest,
    link_as_suggested,
    set_priority_of_the_rest,
    split_at_empty_lines,
    suggestion_for,
)
from tracker.operations.repeats import LikelyRepeat, find_repeats

EMPTY_JUDGEMENTS = 2
MOST_JUDGEMENTS = 80
_LINK = "link-"

Posted = MultiDict[str, str]


@dataclass(frozen=True)
class TrayRow:
    """A passage of the tray, the words it goes by, and the value its select shows."""

    entry: DraftPassage
    name: str
    sheet: Sheet
    value: str
    still_open: bool
    closest: (
        int | None
    )  # number of the proposal it is close to, where it is close to one that is not left out
    closest_words: str


@dataclass(frozen=True)
class Elsewhere:
    """Another sheet that holds proposals: which ones, from their first to their last number."""

    sheet: Sheet
    first: int
    last: int


class ReviewPage:
    """One view of a draft. `posted` is what a person sent, None for what is stored."""

    def __init__(
        self,
        draft: IntakeDraft,
        beside: Beside,
        place: int | None,
        posted: Posted | None = None,
    ) -> None:
        reading = draft.reading or {}
        self.draft, self.posted, self.beside = draft, posted, beside
        self.review = DraftReview.from_dict(draft.decisions)
        self.source = Source(reading["source_text"], reading["page_starts"])
        self.message, self.warnings = reading["message"], reading["warnings"]
        self.sheets = sheets(self.source.text, self.source.page_starts)
        self.sheet = self._sheet(place)
        self.priorities = _priority_choices(self.review, beside.priorities)
        self._names = dict(self.priorities)
        self.counted = count(self.review)
        action_plan = choice_of(self.review, self.counted, beside.today)
        self.facts = FactsForm(self.review.facts, action_plan, posted)
        self.repeats = find_repeats(self.review, beside.earlier)
        self.judgements = self._judgement_forms()
        self.proposals = [
            ProposalForm(proposal, self.review.facts.published, self.priorities, posted)
            for proposal in self._shown()
        ]
        self.rest = RestForm(self.priorities, posted)

    @property
    def forms(self) -> list[Form]:
        """Return every form of the page, in its order."""
        return [self.facts, *self.proposals, self.rest, *self.judgements]

    def is_valid(self, *, adding: bool) -> bool:
        """Check all forms, so that every error is shown at once. Adding by hand asks for words."""
        verdicts = [form.validate() for form in self.forms]
        if adding and not self.rest.added.data:
            self.rest.added.errors = ["Write what the inspectors ask for"]
            return False
        return all(verdicts)

    def entered(self) -> DraftReview:
        """Return the decisions with everything that was sent put into them; the page stays as it is."""
        review = DraftReview.from_dict(self.review.to_dict())
        self.facts.write_to(review.facts)
        review.facts.judgements = [
            (form.area.data or "", form.grade.data or "")
            for form in self.judgements
            if form.area.data or form.grade.data
        ]
        shown = [(form, review.find(form.proposal.key)) for form in self.proposals]
        for form, proposal in shown:
            if proposal is not None:
                form.write_to(proposal)
        for _, proposal in shown:
            if proposal is not None:
                split_at_empty_lines(review, proposal, self.source)
        if self.posted is not None:
            enter_repeats(review, self.repeats, self.posted.to_dict(), self.beside.earlier)
        self._enter_tray(review)
        if self.rest.added.data:
            add_by_hand(review, self.rest.added.data, self.source, self.sheet.start)
        priority_id, title = priority_from(self.rest.priority.data)
        title = self.rest.new_priority.data or title
        if priority_id or title:
            set_priority_of_the_rest(review, None if title else priority_id, title)
        return review

    def lost(self) -> list[str]:
        """Return the words sent for proposals that somebody else merged or removed meanwhile."""
        if self.posted is None:
            return []
        gone = [key for key in self.posted.getlist("keys") if self.review.find(key_from(key)) is None]
        return [words for key in gone if (words := self.posted.get(f"p{key}-words", "").strip())]

    def place_of(self, proposal: DraftProposal) -> int:
        """Return the number a proposal has on the page."""
        return self.review.place(proposal)

    def sheet_of(self, position: int) -> Sheet:
        """Return the sheet a character stands on."""
        return sheet_of(position, self.sheets)

    def priority_of(self, proposal: DraftProposal) -> str:
        """Return the words of a proposal's priority."""
        value = priority_value(proposal.priority_id, proposal.new_priority)
        return self._names.get(value, "") if value != NO_PRIORITY else ""

    def repeat_of(self, proposal: DraftProposal) -> LikelyRepeat | None:
        """Return what a proposal seems to ask again, unless the lead said that it does not."""
        found = (row for row in self.repeats if row.proposal.key == proposal.key)
        return next((row for row in found if row.choice is not RepeatChoice.OTHER), None)

    def repeat_value(self, row: LikelyRepeat) -> str:
        """Return what the choice beside an earlier recommendation shows: what was sent, else what holds."""
        stored = str(row.choice or "")
        return stored if self.posted is None else self.posted.get(f"r{row.proposal.key}", stored)

    @property
    def judged(self) -> JudgementTable:
        """Return the judgements beside those of the inspection before."""
        facts = self.review.facts
        return judgement_table(facts.judgements, facts.provider, facts.published, self.beside.previous)

    @property
    def has_picture(self) -> bool:
        """Return whether the page can be shown as a picture."""
        return has_pictures(self.draft.file) and self.sheet.page <= len(self.source.page_starts)

    @property
    def anchors(self) -> list[str]:
        """Return the ids of the passages on the sheet, for where the text is not shown."""
        return [mark.anchor for mark in self._marks() if self.sheet.holds(mark.start)]

    @property
    def paragraphs(self) -> list[list[Piece]]:
        """Return the text of the sheet with its passages marked."""
        return paragraphs(self.source.text, self.sheet.start, self.sheet.end, self._marks())

    @property
    def elsewhere(self) -> list[Elsewhere]:
        """Return the other sheets with proposals."""
        places: dict[int, list[int]] = {}
        for number, proposal in enumerate(self.review.proposals, start=1):
            places.setdefault(self.sheet_of(proposal.at).place, []).append(number)
        return [
            Elsewhere(self.sheets[place - 1], min(numbers), max(numbers))
            for place, numbers in sorted(places.items())
            if place != self.sheet.place
        ]

    @property
    def kept_elsewhere(self) -> int:
        """Return how many proposals of other sheets are kept."""
        here = {form.proposal.key for form in self.proposals}
        return sum(1 for proposal in self.review.kept if proposal.key not in here)

    @property
    def tray(self) -> list[TrayRow]:
        """Return the passages of the tray, those still open first."""
        still_open = {entry.key for entry in self.review.undecided_tray}
        rows = [self._row(entry, entry.key in still_open) for entry in self.review.tray]
        return sorted(rows, key=lambda row: not row.still_open)

    @property
    def suggested(self) -> int:
        """Return how many open passages have a suggestion."""
        return sum(1 for row in self.tray if row.still_open and row.closest)

    @property
    def linkable(self) -> list[tuple[str, str]]:
        """Return the choices that link a passage to a proposal, with its first words."""
        return [
            (f"{_LINK}{proposal.key}", f"Link to proposal {number}: {clipped(proposal.text, 40)}")
            for number, proposal in enumerate(self.review.proposals, start=1)
            if proposal.choice is not Choice.DROP
        ]

    def _shown(self) -> list[DraftProposal]:
        """Return the proposals the page shows: those of the sheet, or those that were sent."""
        if self.posted is not None:
            sent = {key_from(key) for key in self.posted.getlist("keys")}
            return [proposal for proposal in self.review.proposals if proposal.key in sent]
        return [proposal for proposal in self.review.proposals if self.sheet_of(proposal.at) == self.sheet]

    def _sheet(self, place: int | None) -> Sheet:
        if place is not None and 1 <= place <= len(self.sheets):
            return self.sheets[place - 1]
        first = next(iter(self.review.proposals), None)
        return self.sheet_of(first.at) if first else self.sheets[0]

    def _judgement_forms(self) -> list[JudgementForm]:
        stored = self.review.facts.judgements
        count = len(stored) + EMPTY_JUDGEMENTS
        if self.posted is not None:
            sent = [key for key in self.posted if key.startswith("j") and key.endswith("-area")]
            count = min(MOST_JUDGEMENTS, len(sent))
        rows = [*stored, *([("", "")] * count)][:count]
        return [JudgementForm(place, *row, formdata=self.posted) for place, row in enumerate(rows, start=1)]

    def _marks(self) -> list[Mark]:
        shown = {form.proposal.key for form in self.proposals}
        return [
            mark if mark.of in shown else replace(mark, href="")
            for mark in review_marks(self.review, self.source.text)
        ]

    def _row(self, entry: DraftPassage, still_open: bool) -> TrayRow:
        sheet = self.sheet_of(entry.passage.start)
        name = f"Paragraph {entry.number}, {sheet.short.lower()}" if entry.number else sheet.short
        stored = "" if still_open else _tray_value(entry)
        value = stored if self.posted is None else self.posted.get(f"t{entry.key}", stored)
        closest = suggestion_for(self.review, entry)
        if closest is None:
            return TrayRow(entry, name, sheet, value, still_open, None, "")
        return TrayRow(entry, name, sheet, value, still_open, self.place_of(closest), closest.text)

    def _enter_tray(self, review: DraftReview) -> None:
        if self.posted is None:
            return
        for entry in list(review.tray):
            value = self.posted.get(f"t{entry.key}")
            if value is None:
                continue
            if value.startswith(_LINK):
                linked = review.find(key_from(value.removeprefix(_LINK)))
                decide_on_passage(
                    review, entry, TrayChoice.LINK if linked else None, linked.key if linked else None
                )
            elif value in (TrayChoice.ADD, TrayChoice.LEAVE):
                decide_on_passage(review, entry, TrayChoice(value), None)
            else:
                decide_on_passage(review, entry, None, None)
        match self.posted.get("do"):
            case "tray-link":
                link_as_suggested(review)
            case "tray-leave":
                leave_the_rest(review)


def review_marks(review: DraftReview, text: str) -> list[Mark]:
    """Return the passages of the proposals, with links to them, and those of the tray."""
    marks: list[Mark] = []
    for number, proposal in enumerate(review.proposals, start=1):
        if proposal.passage is None:
            continue
        start, end = trimmed(text, proposal.passage.start, proposal.passage.end)
        marks.append(
            Mark(
                f"passage-{proposal.key}",
                start,
                end,
                label=str(number),
                href=f"#proposal-{proposal.key}",
                spoken="Proposal ",
                doubtful=bool(proposal.doubt) and proposal.choice is None,
                of=proposal.key,
            )
        )
    for entry in review.tray:
        if entry.choice is not TrayChoice.ADD:
            start, end = trimmed(text, entry.passage.start, entry.passage.end)
            marks.append(Mark(f"passage-u{entry.key}", start, end, doubtful=True))
    return marks


def _tray_value(entry: DraftPassage) -> str:
    return f"{_LINK}{entry.proposal}" if entry.choice is TrayChoice.LINK else str(entry.choice or "")


def _priority_choices(review: DraftReview, priorities: Sequence[Priority]) -> list[tuple[str, str]]:
    """Return the plan's priorities and the new ones named in this draft, as a select shows them."""
    new = dict.fromkeys(proposal.new_priority for proposal in review.proposals if proposal.new_priority)
    gone = {proposal.priority_id for proposal in review.proposals} - {each.id for each in priorities} - {None}
    return [
        (NO_PRIORITY, "No priority yet"),
        *((priority_value(each.id, ""), each.title) for each in priorities),
        *((priority_value(None, title), f"{title} (new)") for title in new),
        *(
            (priority_value(each, ""), "A priority that was removed meanwhile")
            for each in sorted(filter(None, gone))
        ),
    ]


def key_from(words: str) -> int | None:
    """Return a key that a form sent, None for what is none."""
    return int(words) if words.isascii() and words.isdecimal() and len(words) < 7 else None
