"""Measures: where a value stands, and limits that contradict one another."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.rules.ladders import Direction
from tracker.rules.measures import Band, Limits, band_of, is_worse, misfits

HIGHER, LOWER, NEITHER = Direction.HIGHER, Direction.LOWER, Direction.NEITHER
NUMBERS = some.decimals(-1000, 1000, places=1)
MAYBE = some.none() | NUMBERS


def limits(target: object = None, amber: object = None, red: object = None) -> Limits:
    return Limits(*(None if one is None else Decimal(str(one)) for one in (target, amber, red)))


@pytest.mark.parametrize(
    ("direction", "value", "expected"),
    [
        (HIGHER, 96, Band.MET),
        (HIGHER, 95, Band.MET),
        (HIGHER, 94, Band.SHORT),
        (HIGHER, 90, Band.SHORT),
        (HIGHER, 89, Band.AMBER),
        (HIGHER, 80, Band.AMBER),
        (HIGHER, 79, Band.RED),
        (LOWER, 95, Band.MET),
        (LOWER, 96, Band.SHORT),
        (NEITHER, 5, None),
    ],
)
def test_a_value_stands_in_the_worst_band_it_reached(
    direction: Direction, value: int, expected: Band | None
) -> None:
    held = limits(95, 90, 80) if direction is HIGHER else limits(95)
    assert band_of(direction, Decimal(value), held) is expected


def test_without_a_target_a_good_value_stands_nowhere() -> None:
    assert band_of(HIGHER, Decimal(91), limits(amber=90)) is None
    assert band_of(HIGHER, Decimal(1), limits()) is None


@pytest.mark.parametrize(
    ("direction", "held", "fields"),
    [
        (HIGHER, limits(95, 90, 80), []),
        (HIGHER, limits(95, 95, 80), []),
        (HIGHER, limits(), []),
        (HIGHER, limits(95, None, 80), []),
        (HIGHER, limits(95, 96, 80), ["amber"]),
        (HIGHER, limits(95, 90, 90), ["red"]),
        (HIGHER, limits(95, None, 95), ["red"]),
        (HIGHER, limits(16, 18, 20), ["amber", "red"]),
        (LOWER, limits(16, 18, 20), []),
        (LOWER, limits(95, 90, 80), ["amber", "red"]),
        (NEITHER, limits(95), []),
        (NEITHER, limits(95, 90, 80), ["amber", "red"]),
    ],
)
def test_limits_must_get_worse_from_target_to_amber_to_red(
    direction: Direction, held: Limits, fields: list[str]
) -> None:
    assert [wrong.field for wrong in misfits(direction, held)] == fields


def test_a_misfit_says_which_way_it_has_to_be() -> None:
    (wrong,) = misfits(LOWER, limits(16, 18, 17))
    assert wrong.message == "The red threshold must be higher than the amber threshold, as lower is better"


@given(some.sampled_from([HIGHER, LOWER]), MAYBE, MAYBE, MAYBE, NUMBERS, NUMBERS)
def test_a_worse_value_never_stands_in_a_better_band(
    direction: Direction,
    target: Decimal | None,
    amber: Decimal | None,
    red: Decimal | None,
    one: Decimal,
    other: Decimal,
) -> None:
    held = Limits(target, amber, red)
    if misfits(direction, held) or not is_worse(direction, one, other):
        return
    bands = [None, *Band]
    if target is not None:
        assert bands.index(band_of(direction, one, held)) >= bands.index(band_of(direction, other, held))
