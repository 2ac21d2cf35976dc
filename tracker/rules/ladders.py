"""The two ladders, and the fixed lists that stand beside them.

Delivery asks whether we did it, impact asks whether it helped children. The steps are fixed. A plan
may change the word, letter, meaning and colour of a step, so what stands here are the defaults.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar


class Delivery(StrEnum):
    """How far an action has come."""

    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    DELIVERED = "delivered"


class Impact(StrEnum):
    """What difference an action has made for children."""

    TOO_EARLY = "too_early"
    SOME_EVIDENCE = "some_evidence"
    EMBEDDED = "embedded"
    SUSTAINED = "sustained"


class EvidenceKind(StrEnum):
    """Where evidence comes from."""

    DATA = "data"
    AUDIT = "audit"
    VOICE = "voice"


class Audience(StrEnum):
    """Who may read an evidence item or a marked passage."""

    PUBLIC = "public"
    MEMBERS = "members"
    OFFICERS = "officers"


class Edition(StrEnum):
    """For whom a report is: everybody, or the members who may also see exempt matter."""

    PUBLIC = "public"
    MEMBERS = "members"


class Verdict(StrEnum):
    """What a second person found when checking evidence. An item without a verdict has not been checked."""

    VERIFIED = "verified"
    CHALLENGED = "challenged"
    WITHDRAWN = "withdrawn"


class Direction(StrEnum):
    """Which way a measure has to go to get better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True)
class Shade:
    """A colour of the palette and the colour of text on it, both as "#rrggbb"."""

    fill: str
    text: str


# Text on each fill has a contrast of at least 4.5 to 1; a test works it out.
PALETTE: dict[str, Shade] = {
    "blue": Shade("#1d70b8", "#ffffff"),
    "green": Shade("#0f7a52", "#ffffff"),
    "amber": Shade("#ffbf47", "#0b0c0c"),
    "red": Shade("#ca3535", "#ffffff"),
    "white": Shade("#ffffff", "#505a5f"),
    "purple": Shade("#54319f", "#ffffff"),
    "teal": Shade("#0b6e75", "#ffffff"),
    "grey": Shade("#505a5f", "#ffffff"),
    "black": Shade("#0b0c0c", "#ffffff"),
}


@dataclass(frozen=True)
class Step:
    """How one step of a ladder is shown.

    `letter` is empty on the impact ladder, which is drawn as `bars` rising bars (0 to 3);
    `colour` names an entry of `PALETTE`.
    """

    word: str
    letter: str
    meaning: str
    colour: str
    bars: int = 0


DELIVERY_STEPS: dict[Delivery, Step] = {
    Delivery.NOT_STARTED: Step(
        "Not started", "N", "The start date has not come, or nobody has begun", "white"
    ),
    Delivery.ON_TRACK: Step("On track", "G", "Will be done by the due date", "green"),
    Delivery.AT_RISK: Step("At risk", "A", "May be late; the owner has a plan to put it right", "amber"),
    Delivery.OFF_TRACK: Step("Off track", "R", "Late, or cannot be done without help", "red"),
    Delivery.DELIVERED: Step(
        "Delivered", "B", "Done. Counts as finished only when its evidence has been verified", "blue"
    ),
}

IMPACT_STEPS: dict[Impact, Step] = {
    Impact.TOO_EARLY: Step("Too early", "", "No difference for children can be shown yet", "black", 0),
    Impact.SOME_EVIDENCE: Step(
        "Some evidence", "", "At least one verified source shows a difference", "black", 1
    ),
    Impact.EMBEDDED: Step(
        "Embedded", "", "Seen in all teams, from two kinds of verified evidence", "black", 2
    ),
    Impact.SUSTAINED: Step("Sustained", "", "Still true six months after it was embedded", "black", 3),
}

# From worst to best. The same order serves every printed count and the comparison below.
PRINT_ORDER: tuple[Delivery, ...] = (
    Delivery.OFF_TRACK,
    Delivery.AT_RISK,
    Delivery.NOT_STARTED,
    Delivery.ON_TRACK,
    Delivery.DELIVERED,
)

# The order in which an action normally goes through the steps; the update form offers them so.
LADDER_ORDER: tuple[Delivery, ...] = (
    Delivery.NOT_STARTED,
    Delivery.ON_TRACK,
    Delivery.AT_RISK,
    Delivery.OFF_TRACK,
    Delivery.DELIVERED,
)

IMPACT_ORDER: tuple[Impact, ...] = (
    Impact.TOO_EARLY,
    Impact.SOME_EVIDENCE,
    Impact.EMBEDDED,
    Impact.SUSTAINED,
)

KIND_WORDS: dict[EvidenceKind, str] = {
    EvidenceKind.DATA: "Data",
    EvidenceKind.AUDIT: "Audit or observation",
    EvidenceKind.VOICE: "Voice of children, families or staff",
}

# The kinds in running text: "Only data is verified".
KIND_NAMES: dict[EvidenceKind, str] = {
    EvidenceKind.DATA: "data",
    EvidenceKind.AUDIT: "audit or observation",
    EvidenceKind.VOICE: "the voice of children, families or staff",
}

AUDIENCE_WORDS: dict[Audience, str] = {
    Audience.PUBLIC: "Public",
    Audience.MEMBERS: "Members only",
    Audience.OFFICERS: "Officers only",
}

EDITION_WORDS: dict[Edition, str] = {
    Edition.PUBLIC: "Public edition",
    Edition.MEMBERS: "Members’ edition",
}

# What is shown beside an evidence item. Withdrawing a check takes the item back to where it was before.
CHECK_WORDS: dict[Verdict | None, str] = {
    Verdict.VERIFIED: "Verified",
    None: "Not checked yet",
    Verdict.CHALLENGED: "Challenged",
    Verdict.WITHDRAWN: "Not checked yet",
}

# What a line of the history says about a single check.
VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.VERIFIED: "Verified",
    Verdict.CHALLENGED: "Challenged",
    Verdict.WITHDRAWN: "Check withdrawn",
}

DIRECTION_WORDS: dict[Direction, str] = {
    Direction.HIGHER: "Higher is better",
    Direction.LOWER: "Lower is better",
    Direction.NEITHER: "Neither way is better",
}


Ladder = TypeVar("Ladder", Delivery, Impact)


def is_better(one: Delivery | Impact, other: Delivery | Impact) -> bool:
    """Whether `one` is a better step than `other` of the same ladder.

    On the delivery ladder *not started* stands between *at risk* and *on track*: it promises less than
    on track, but nothing has gone wrong yet. Raises TypeError when the ladders are mixed.
    """
    return _height(one, other) > _height(other, one)


def worse_of(one: Ladder, other: Ladder) -> Ladder:
    """The worse of two steps of one ladder."""
    return other if is_better(one, other) else one


def _height(step: Delivery | Impact, beside: Delivery | Impact) -> int:
    if isinstance(step, Delivery) and isinstance(beside, Delivery):
        return PRINT_ORDER.index(step)
    if isinstance(step, Impact) and isinstance(beside, Impact):
        return IMPACT_ORDER.index(step)
    raise TypeError("Delivery and impact are two ladders and cannot be compared")
