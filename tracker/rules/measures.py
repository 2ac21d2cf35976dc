"""What readings of a measure say: where a value stands against target and thresholds, and if those agree."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tracker.rules.ladders import Direction


class Band(StrEnum):
    """Where a value stands, best first. A value on a threshold is not past it."""

    MET = "met"
    SHORT = "short"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Limits:
    """What a measure is held against; None for what the plan has not set."""

    target: Decimal | None = None
    amber: Decimal | None = None
    red: Decimal | None = None


@dataclass(frozen=True)
class Misfit:
    """A limit that does not fit the others: the name of its field, and a sentence."""

    field: str
    message: str


def is_worse(direction: Direction, one: Decimal, other: Decimal) -> bool:
    """Whether one value is worse than the other; never where neither way is better."""
    if direction is Direction.NEITHER:
        return False
    return one < other if direction is Direction.HIGHER else one > other


def band_of(direction: Direction, value: Decimal, limits: Limits) -> Band | None:
    """Return the worst band a value has reached; None where there is nothing to hold it against."""
    if direction is Direction.NEITHER:
        return None
    if limits.red is not None and is_worse(direction, value, limits.red):
        return Band.RED
    if limits.amber is not None and is_worse(direction, value, limits.amber):
        return Band.AMBER
    if limits.target is None:
        return None
    return Band.SHORT if is_worse(direction, value, limits.target) else Band.MET


def misfits(direction: Direction, limits: Limits) -> list[Misfit]:
    """Return which limits contradict one another: from good to bad they are target, amber, red.

    Amber may equal the target, for every step below it to be amber; red has to be worse than both.
    """
    if direction is Direction.NEITHER:
        return [
            Misfit(name, f"Leave the {name} threshold empty, or say which way is better")
            for name, value in (("amber", limits.amber), ("red", limits.red))
            if value is not None
        ]
    way, not_way = ("lower", "higher") if direction is Direction.HIGHER else ("higher", "lower")
    better = "higher is better" if direction is Direction.HIGHER else "lower is better"
    found = []
    amber, target = limits.amber, limits.target
    if amber is not None and target is not None and is_worse(direction, target, amber):
        found.append(
            Misfit("amber", f"The amber threshold must not be {not_way} than the target, as {better}")
        )
    for name, other in (("amber threshold", amber), ("target", target)):
        if limits.red is not None and other is not None and not is_worse(direction, limits.red, other):
            found.append(Misfit("red", f"The red threshold must be {way} than the {name}, as {better}"))
            break
    return found
