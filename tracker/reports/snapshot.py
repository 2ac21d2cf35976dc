"""The board report as a value: everything it shows, frozen on one day.

`build_snapshot` makes it from the plan, the templates turn it into pages, and issuing stores it. Whatever
is not in here cannot be in the report; nothing in here changes when the plan does.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tracker.reports.change_facts import Since
from tracker.reports.facts import (
    Action,
    Commentary,
    Council,
    DeliveryStep,
    Evidence,
    GlossaryEntry,
    ImpactStep,
    Inspection,
    Leader,
    Measure,
    Meeting,
    Name,
    Priority,
    Question,
    Recommendation,
    Section,
    Signature,
)
from tracker.reports.past import Event, TrendPoint
from tracker.reports.stored import added_in, canonical_json, read_json
from tracker.rules.ladders import (
    DELIVERY_STEPS,
    IMPACT_ORDER,
    IMPACT_STEPS,
    PRINT_ORDER,
    Delivery,
    Edition,
    Impact,
)
from tracker.rules.report_kinds import ReportKind

# 1: the board report. 2: kinds of report. 3: reasons of dates, who answers, what was explained.
# 4: posts of those who asked and replied, who joined and left.
# A field that comes later says so (`added_in`), so that reports which were stored before it are written as
# they were. Each release with new fields has a new version.
SCHEMA_VERSION = 4


def default_delivery_key() -> tuple[DeliveryStep, ...]:
    """Return the delivery ladder in its own words, worst first."""
    steps = ((step, DELIVERY_STEPS[step]) for step in PRINT_ORDER)
    return tuple(DeliveryStep(step, own.word, own.letter, own.meaning, own.colour) for step, own in steps)


def default_impact_key() -> tuple[ImpactStep, ...]:
    """Return the impact ladder in its own words, lowest first."""
    steps = ((step, IMPACT_STEPS[step]) for step in IMPACT_ORDER)
    return tuple(ImpactStep(step, own.word, own.meaning, own.bars) for step, own in steps)


@dataclass(frozen=True)
class Snapshot:
    """One plan on the day `as_at`, in one edition.

    `number` is None until the report is issued; every form then says "Draft". Services stand in the order of
    the child's journey, actions in the order of their labels, priorities and evidence by number, questions
    as they were asked. `since` is None where the body has had no report yet. `recommendation` is the number
    of the one that a recommendation sheet is about, and None for every other kind. `trend` holds the counts
    of earlier reports of the plan, to whatever body, the oldest first. `history` tells what happened to the
    recommendation of a sheet, the earliest first.
    """

    council: Council
    plan: str
    as_at: date
    edition: Edition = Edition.PUBLIC
    schema_version: int = SCHEMA_VERSION
    strapline: str = ""
    number: int | None = None
    meeting: Meeting | None = None
    director: Name | None = None
    stale_after_days: int = 35
    delivery_key: tuple[DeliveryStep, ...] = field(default_factory=default_delivery_key)
    impact_key: tuple[ImpactStep, ...] = field(default_factory=default_impact_key)
    inspections: tuple[Inspection, ...] = ()
    priorities: tuple[Priority, ...] = ()
    actions: tuple[Action, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    services: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    leaders: tuple[Leader, ...] = ()
    commentaries: tuple[Commentary, ...] = ()
    signed: Signature | None = None
    since: Since | None = None
    questions: tuple[Question, ...] = ()
    kind: ReportKind = field(default=ReportKind.BOARD, metadata=added_in(2))
    trend: tuple[TrendPoint, ...] = field(default=(), metadata=added_in(2))
    history: tuple[Event, ...] = field(default=(), metadata=added_in(2))
    recommendation: int | None = field(default=None, metadata=added_in(2))
    outline: tuple[Section, ...] = field(default=(), metadata=added_in(2))
    glossary: tuple[GlossaryEntry, ...] = field(default=(), metadata=added_in(2))
    evaluates_by_outline: bool = field(default=False, metadata=added_in(2))

    def to_json(self) -> str:
        """Return the canonical JSON: equal snapshots give equal texts."""
        return canonical_json(self, self.schema_version)

    @classmethod
    def from_json(cls, text: str) -> "Snapshot":
        """Return the snapshot that `to_json` wrote. Raises ValueError for a newer schema than this one."""
        snapshot = read_json(cls, text)
        if snapshot.schema_version > SCHEMA_VERSION:
            raise ValueError(f"this report was stored by a newer version (schema {snapshot.schema_version})")
        return snapshot

    @cached_property
    def check_code(self) -> str:
        """Return the code printed in the foot, e.g. "4F7C-91B2": it shows that a copy is the one issued.

        The first eight hexadecimal digits of the SHA-256 of the canonical JSON, which holds the edition.
        """
        digits = hashlib.sha256(self.to_json().encode()).hexdigest()[:8].upper()
        return f"{digits[:4]}-{digits[4:]}"

    @cached_property
    def delivery_step(self) -> dict[Delivery, DeliveryStep]:
        """Return how each step of the delivery ladder is shown."""
        return {own.step: own for own in self.delivery_key}

    @cached_property
    def impact_step(self) -> dict[Impact, ImpactStep]:
        """Return how each step of the impact ladder is shown."""
        return {own.step: own for own in self.impact_key}

    @cached_property
    def action_by_label(self) -> dict[str, Action]:
        """Return the actions by label."""
        return {action.label: action for action in self.actions}

    @cached_property
    def evidence_by_number(self) -> dict[int, Evidence]:
        """Return the evidence by number."""
        return {item.number: item for item in self.evidence}

    @cached_property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """Return every recommendation, priority by priority."""
        return tuple(one for priority in self.priorities for one in priority.recommendations)

    @cached_property
    def recommendation_by_number(self) -> dict[int, Recommendation]:
        """Return the recommendations by the plan's number."""
        return {one.number: one for one in self.recommendations}

    def commentary(self, section: str) -> Commentary | None:
        """Return the council's own words in a section, if it wrote any."""
        return next(
            (
                one
                for one in self.commentaries
                if one.section == section and (one.text.strip() or one.introduction.strip())
            ),
            None,
        )

    def heading_of(self, section: str) -> str:
        """Return the council's own heading of a section, or "" where it keeps the usual one."""
        return next((one.heading for one in self.commentaries if one.section == section), "")

    def actions_of(self, priority: Priority) -> tuple[Action, ...]:
        """Return the actions that answer a priority's recommendations, each once, in the order of labels."""
        labels = {label for one in priority.recommendations for label in one.actions}
        return tuple(action for action in self.actions if action.label in labels)
