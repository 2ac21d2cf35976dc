"""The parts of a report's value: plain facts as they stood on the report's day.

Texts are as people wrote them, unescaped; the templates escape. Everything is a tuple, so that a value can
be compared and never changed. Names and posts are copied in: a later change of the plan does not reach
them.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.reports.stored import added_in
from tracker.rules.ladders import Audience, Delivery, Direction, EvidenceKind, Impact, Verdict


@dataclass(frozen=True)
class Council:
    """Whose report it is. The colours are "#rrggbb"; the first carries text and is dark enough for white.

    `logo` is a PNG or SVG picture as "data:image/…;base64,…", or "": it is frozen with the report.
    """

    name: str
    first_colour: str = "#17404a"
    second_colour: str = "#e0a526"
    logo: str = field(default="", metadata=added_in(2))


@dataclass(frozen=True)
class Meeting:
    """The dated meeting of a body that receives the report; `place` may hold the time as well."""

    body: str
    on: date | None = None
    place: str = ""


@dataclass(frozen=True)
class DeliveryStep:
    """How the plan shows one step of the delivery ladder; `colour` names an entry of the palette."""

    step: Delivery
    word: str
    letter: str
    meaning: str
    colour: str


@dataclass(frozen=True)
class ImpactStep:
    """How the plan shows one step of the impact ladder, as 0 to 3 bars and a word."""

    step: Impact
    word: str
    meaning: str
    bars: int


VACANT = " (vacant post)"  # behind the name of a post that nobody holds


@dataclass(frozen=True)
class Name:
    """A person or a partner body by name, with the post held ("" where none is known).

    A vacant post and somebody who left do not answer for anything; their name says which of the two it is.
    """

    name: str
    post: str = ""
    answers: bool = field(default=True, metadata=added_in(3))


@dataclass(frozen=True)
class DateMove:
    """One move of a due date. `old` is None where a date was set for the first time after the start."""

    moved_on: date
    old: date | None
    new: date | None
    reason: str = ""
    approved_by: str = ""


@dataclass(frozen=True)
class Milestone:
    """A dated step of an action."""

    title: str
    due: date
    done_on: date | None = None


@dataclass(frozen=True)
class Update:
    """What an owner said on a day. `entered_by` names a lead who entered it for the author."""

    on: date
    author: str
    entered_by: str = ""
    done: str = ""
    difference: str = ""
    next: str = ""
    forecast: date | None = None


@dataclass(frozen=True)
class EvidenceFile:
    """The file of an evidence item: its name, its content by its SHA-256, its size in bytes."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Evidence:
    """One evidence item by its number in the plan.

    In the public edition an item for members is `withheld`: its texts are empty and it is "available to
    members on request". Items for officers are in no report.
    """

    number: int
    title: str
    kind: EvidenceKind
    audience: Audience = Audience.PUBLIC
    effective: date | None = None
    shows: str = ""
    where: str = ""
    verdict: Verdict | None = None
    checked_by: str = ""
    checked_on: date | None = None
    withheld: bool = False
    file: EvidenceFile | None = field(default=None, metadata=added_in(2))


@dataclass(frozen=True)
class Action:
    """One action: what was declared, what the record shows by the rules, and why they differ.

    `explained` is the newest update that says what was done, where `update` says that nothing has changed.
    """

    label: str
    title: str
    recommendations: tuple[int, ...]
    declared: Delivery
    record: Delivery
    impact: Impact
    record_impact: Impact
    description: str = ""
    how_we_will_know: str = ""
    service: str = ""
    lead_officer: Name | None = None
    accountable: Name | None = None
    contributors: tuple[Name, ...] = ()
    start: date | None = None
    original_due: date | None = None
    due: date | None = None
    moves: tuple[DateMove, ...] = ()
    reasons: tuple[str, ...] = ()
    impact_reasons: tuple[str, ...] = ()
    keep_reason: str = ""
    days_late: int = 0
    is_flattering: bool = False
    is_verified: bool = False
    verified_on: date | None = None
    is_challenged: bool = False
    update: Update | None = None
    milestones: tuple[Milestone, ...] = ()
    evidence: tuple[int, ...] = ()
    explained: Update | None = field(default=None, metadata=added_in(3))


@dataclass(frozen=True)
class Recommendation:
    """What an inspection asks for, in its own words; `source` is the index of its inspection, if it has one.

    `title` is the plan's short title, "" where nobody gave one; `due_reason` how its due date was worked out
    or why it changed.
    """

    number: int
    title: str
    text: str
    source: int | None = None
    printed_number: str = ""
    section: str = ""
    page: int | None = None
    timescale: str = ""
    due: date | None = None
    closed_on: date | None = None
    closing_statement: str = ""
    response: str = ""
    response_reason: str = ""
    declared: Delivery = Delivery.NOT_STARTED
    record: Delivery = Delivery.NOT_STARTED
    record_impact: Impact = Impact.TOO_EARLY
    actions: tuple[str, ...] = ()
    due_reason: str = field(default="", metadata=added_in(3))


@dataclass(frozen=True)
class ScaleMark:
    """Where the council put itself on a day, from 0 (not safe) to 10 (no concern)."""

    on: date
    value: int


@dataclass(frozen=True)
class SafetyMap:
    """The newest Signs of Safety map of a priority: its points, and the scale from its first map on."""

    written_on: date
    working_well: tuple[str, ...] = ()
    worried_about: tuple[str, ...] = ()
    needs_to_happen: tuple[str, ...] = ()
    how_we_will_know: tuple[str, ...] = ()
    scale: tuple[ScaleMark, ...] = ()


@dataclass(frozen=True)
class Priority:
    """A heading of the plan. Number 0 gathers the recommendations that no priority holds yet."""

    number: int
    title: str
    introduction: str = ""
    recommendations: tuple[Recommendation, ...] = ()
    safety_map: SafetyMap | None = None


@dataclass(frozen=True)
class Reading:
    """The value of a measure on a day."""

    on: date
    value: Decimal
    note: str = ""


@dataclass(frozen=True)
class Comparator:
    """What others reach, e.g. "England"."""

    name: str
    value: Decimal
    on: date | None = None


@dataclass(frozen=True)
class Measure:
    """A performance indicator with its readings, oldest first. Unit "%" is printed behind every value."""

    title: str
    direction: Direction
    unit: str = ""
    description: str = ""
    source: str = ""
    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    target_on: date | None = None
    readings: tuple[Reading, ...] = ()
    comparators: tuple[Comparator, ...] = ()
    priorities: tuple[int, ...] = ()
    services: tuple[str, ...] = ()
    code: str = field(default="", metadata=added_in(2))
    recommendations: tuple[int, ...] = field(default=(), metadata=added_in(3))


@dataclass(frozen=True)
class Judgement:
    """A grade that inspectors gave to an area."""

    area: str
    grade: str


@dataclass(frozen=True)
class Inspection:
    """Where recommendations came from. Dates are as printed: "2026-05-12", "2026-05" or ""."""

    title: str
    kind: str
    provider: str = ""
    inspected_from: str = ""
    inspected_to: str = ""
    published: str = ""
    inspectors: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()


@dataclass(frozen=True)
class Leader:
    """Who answers for what: labels of the actions a person leads and of those they are accountable for."""

    name: str
    post: str = ""
    leads: tuple[str, ...] = ()
    accountable_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class Commentary:
    """The council's own words in one section, as Markdown."""

    section: str
    text: str
    heading: str = ""
    written_on: date | None = None
    introduction: str = field(default="", metadata=added_in(2))


@dataclass(frozen=True)
class Section:
    """A section of the board report where the plan put it; None: it holds what it usually does."""

    key: str
    is_printed: bool = True
    measures: tuple[str, ...] | None = None  # by code
    services: tuple[str, ...] | None = None  # by name
    priorities: tuple[int, ...] | None = None  # by number


@dataclass(frozen=True)
class GlossaryEntry:
    """A word that the report explains."""

    term: str
    meaning: str


@dataclass(frozen=True)
class Signature:
    """Who signed the report, and on which day."""

    name: str
    on: date


@dataclass(frozen=True)
class Question:
    """What a member put to the plan's leads about an earlier report, and what came of it.

    Those who asked and replied are named with their posts, "" where none is known.
    `kind` and `status` are in words. `about` names the part, `place` an action or page the member named.
    """

    kind: str
    text: str
    about: str
    report: int
    asked_by: str
    asked_on: date
    place: str = ""
    audience: Audience = Audience.PUBLIC
    owner: str = ""
    due: date | None = None
    status: str = ""
    reply: str = ""
    replied_by: str = ""
    replied_on: date | None = None
    asked_by_post: str = field(default="", metadata=added_in(4))
    replied_by_post: str = field(default="", metadata=added_in(4))
