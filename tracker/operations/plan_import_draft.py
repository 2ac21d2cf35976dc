"""What a lead has decided so far about an existing plan: plain values, kept as JSON with the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from tracker.rules.ladders import Audience, Delivery
from tracker.rules.step_words import Ladders
from tracker.sheets.columns import Layout, recognise
from tracker.sheets.model import Book
from tracker.sheets.names import Named, even_name
from tracker.sheets.rows import Choices, PlanRow, Skipped, rows_of

NOBODY = "nobody"  # the choice that a name stands for nobody
POST = "post"  # the choice that a name is kept as a post that nobody holds yet
OWNER, PERSON = "owner:", "person:"  # before the id of an owner of the plan, of a person with an account
NO_STATUS = "none"


@dataclass
class ImportDecisions:
    """All decisions on a draft. `statuses`, `days` and `people` are by the words of the file."""

    layouts: list[Layout]
    columns_checked: bool = False
    words_checked: bool = False
    statuses: dict[str, str] = field(default_factory=dict)  # a Delivery's value, or NO_STATUS
    days: dict[str, str] = field(default_factory=dict)  # an ISO day, "" for no day
    people: dict[str, str] = field(
        default_factory=dict
    )  # even name → OWNER or PERSON and an id, POST, NOBODY
    left_out: list[str] = field(default_factory=list)  # keys of rows
    audience: Audience = Audience.OFFICERS  # of the evidence references that are made

    @property
    def choices(self) -> Choices:
        """Return what reading the rows has to know of the decisions."""
        return Choices(
            statuses={
                words: None if step == NO_STATUS else Delivery(step) for words, step in self.statuses.items()
            },
            days={words: date.fromisoformat(day) if day else None for words, day in self.days.items()},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the decisions as JSON-ready values."""
        return {**asdict(self), "layouts": [layout.to_dict() for layout in self.layouts]}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> ImportDecisions:
        """Rebuild the decisions from `to_dict()`, also after a trip through JSON."""
        return cls(
            **{
                **data,
                "layouts": [Layout.from_dict(each) for each in data["layouts"]],
                "audience": Audience(data["audience"]),
            }
        )


def decisions_of(book: Book, ladders: Ladders) -> ImportDecisions:
    """Return the decisions that a draft starts with."""
    return ImportDecisions(layouts=recognise(book.tables, ladders))


def rows_in(book: Book, decisions: ImportDecisions, ladders: Ladders) -> tuple[list[PlanRow], list[Skipped]]:
    """Return the rows of all tables that are used, and those passed over.

    `ladders` are the words of the plan for its statuses: they are understood before the usual ones.
    """
    rows: list[PlanRow] = []
    skipped: list[Skipped] = []
    choices = replace(decisions.choices, ladders=ladders)
    for place, (table, layout) in enumerate(zip(book.tables, decisions.layouts, strict=True)):
        if layout.use:
            found, passed = rows_of(place, table, layout, choices)
            rows += found
            skipped += passed
    return rows, skipped


def names_of(rows: Sequence[PlanRow]) -> dict[str, tuple[Named, int]]:
    """Return each name of the rows with how many rows it stands in, by its even form, in order."""
    found: dict[str, tuple[Named, int]] = {}
    for row in rows:
        for named in dict.fromkeys((*row.leads, *row.directors, *row.contributors)):
            key = even_name(named.words)
            found[key] = (found[key][0] if key in found else named, found.get(key, (named, 0))[1] + 1)
    return found
