"""The page on which the rows are checked, as a value: what each becomes, and how many of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.formatting import counted
from tracker.operations.plan_import_draft import ImportDecisions, rows_in
from tracker.operations.plan_import_matching import KnownPlan, Outcome, Proposal, propose
from tracker.sheets.model import Book

PER_PAGE = 50
SHOWN = {
    "all": "All rows",
    "problems": "Rows to look at",
    "added": "Rows that add something",
    "there": "Rows already in the plan",
    "left_out": "Rows left out",
}
_OF_FILTER = {
    "added": {Outcome.ADDED},
    "there": {Outcome.THERE, Outcome.DIFFERS, Outcome.REPEATED},
    "left_out": {Outcome.LEFT_OUT},
}


@dataclass(frozen=True)
class Tab:
    """One filter with its count."""

    name: str
    words: str
    count: int
    is_shown: bool


class RowsPage:
    """The whole page: a page of rows, the counts, and what pressing the button would add."""

    def __init__(
        self, book: Book, decisions: ImportDecisions, known: KnownPlan, show: str = "all", page: int = 1
    ) -> None:
        self.notes = book.notes
        rows, self.skipped = rows_in(book, decisions, known.ladders)
        self.proposals = propose(rows, known, decisions.left_out)
        self.show = show if show in SHOWN else "all"
        shown = self._of(self.show)
        self.total = len(shown)
        self.pages = max(1, -(-self.total // PER_PAGE))
        self.page = min(max(1, page), self.pages)
        self.shown: Sequence[Proposal] = shown[(self.page - 1) * PER_PAGE : self.page * PER_PAGE]

    def _of(self, show: str) -> list[Proposal]:
        if show == "problems":
            return [
                each
                for each in self.proposals
                if each.outcome is not Outcome.LEFT_OUT
                and (each.row.problems or each.outcome in (Outcome.STOPPED, Outcome.DIFFERS))
            ]
        if show in _OF_FILTER:
            return [each for each in self.proposals if each.outcome in _OF_FILTER[show]]
        return list(self.proposals)

    @property
    def tabs(self) -> list[Tab]:
        """Return the filters."""
        return [Tab(name, words, len(self._of(name)), name == self.show) for name, words in SHOWN.items()]

    @property
    def stopped(self) -> list[Proposal]:
        """Return the rows that cannot be added as they are."""
        return [each for each in self.proposals if each.outcome is Outcome.STOPPED]

    @property
    def recommendations(self) -> int:
        """Return how many recommendations would be added."""
        return sum(1 for each in self.proposals if each.makes_recommendation)

    @property
    def actions(self) -> int:
        """Return how many actions would be added."""
        return sum(1 for each in self.proposals if each.makes_action)

    @property
    def button(self) -> str:
        """Return what the button does, with its numbers."""
        parts = [
            counted(number, word)
            for number, word in ((self.recommendations, "recommendation"), (self.actions, "action"))
            if number
        ]
        return f"Add {' and '.join(parts)} to the plan" if parts else "Finish: nothing is added"
