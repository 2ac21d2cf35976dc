from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.ladders import IMPACT_ORDER, PRINT_ORDER, Delivery, Impact, is_better
from tracker.rules.rollup import (
    count_by_impact,
    count_by_step,
    explain_impact,
    explain_roll_up,
    roll_up_delivery,
    roll_up_impact,
)

N, G, A, R, B = (
    Delivery.NOT_STARTED,
    Delivery.ON_TRACK,
    Delivery.AT_RISK,
    Delivery.OFF_TRACK,
    Delivery.DELIVERED,
)
STEPS = st.lists(st.sampled_from(Delivery))
ITEMS = st.lists(st.tuples(st.sampled_from(Delivery), st.sampled_from(Impact)))


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], N),
        ([N], N),
        ([N, N], N),
        ([G], G),
        ([A], A),
        ([R], R),
        ([B], B),
        ([B, B], B),
        ([B, N], G),
        ([B, G], G),
        ([N, G], G),
        ([B, N, A], A),
        ([N, A], A),
        ([B, B, B, R], R),
        ([A, R], R),
        ([N, R], R),
    ],
)
def test_delivery_of_a_whole(parts: list[Delivery], whole: Delivery) -> None:
    assert roll_up_delivery(parts) is whole


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([], Impact.TOO_EARLY),
        ([(G, Impact.SUSTAINED)], Impact.TOO_EARLY),
        ([(B, Impact.EMBEDDED)], Impact.EMBEDDED),
        ([(B, Impact.EMBEDDED), (B, Impact.SOME_EVIDENCE)], Impact.SOME_EVIDENCE),
        ([(B, Impact.EMBEDDED), (B, Impact.TOO_EARLY)], Impact.TOO_EARLY),
        ([(B, Impact.SUSTAINED), (G, Impact.TOO_EARLY)], Impact.SUSTAINED),
    ],
)
def test_impact_of_a_whole(parts: list[tuple[Delivery, Impact]], whole: Impact) -> None:
    assert roll_up_impact(parts) is whole


def test_counts_name_every_step_in_print_order() -> None:
    assert list(count_by_step([G, R, G]).items()) == [(R, 1), (A, 0), (N, 0), (G, 2), (B, 0)]
    assert list(count_by_impact([Impact.EMBEDDED])) == list(IMPACT_ORDER)


@pytest.mark.parametrize(
    ("parts", "late", "words"),
    [
        ([], 0, "No action yet"),
        ([R, G, G, B], 1, "1 of 4 actions is late"),
        ([R, R, G], 2, "2 of 3 actions are late"),
        ([R, G], 0, "1 of 2 actions is Off track"),
        ([R, R, G], 1, "2 of 3 actions are Off track, 1 late"),
        ([A, A, G], 0, "2 of 3 actions are At risk"),
        ([N, N], 0, "2 of 2 actions are Not started"),
        ([B], 0, "1 of 1 action is Delivered"),
        ([G, G], 0, "2 of 2 actions are On track"),
        ([N, B, G, N], 0, "Of 4 actions: 1 Delivered, 1 On track and 2 Not started"),
        ([N, B], 0, "Of 2 actions: 1 Delivered and 1 Not started"),
    ],
)
def test_a_roll_up_says_why(parts: list[Delivery], late: int, words: str) -> None:
    assert explain_roll_up(parts, late) == words


def test_a_roll_up_speaks_the_plans_own_words() -> None:
    own = {step: f"Own {step.value}" for step in Delivery}
    assert (
        explain_roll_up([A, G], noun="recommendation", words=own) == "1 of 2 recommendations is Own at_risk"
    )


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([(G, Impact.EMBEDDED)], "No action is delivered yet"),
        ([(B, Impact.TOO_EARLY), (B, Impact.EMBEDDED)], "1 of 2 delivered actions: Too early"),
        ([(B, Impact.EMBEDDED), (G, Impact.TOO_EARLY)], "1 of 1 delivered action: Embedded"),
    ],
)
def test_an_impact_roll_up_says_why(parts: list[tuple[Delivery, Impact]], words: str) -> None:
    assert explain_impact(parts) == words


@given(STEPS, st.randoms(use_true_random=False))
def test_the_order_of_the_parts_never_matters_for_delivery(parts: list[Delivery], chance: Random) -> None:
    shuffled = list(parts)
    chance.shuffle(shuffled)
    assert roll_up_delivery(shuffled) is roll_up_delivery(parts)
    assert explain_roll_up(shuffled) == explain_roll_up(parts)


@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_of_the_parts_never_matters_for_impact(
    parts: list[tuple[Delivery, Impact]], chance: Random
) -> None:
    shuffled = list(parts)
    chance.shuffle(shuffled)
    assert roll_up_impact(shuffled) is roll_up_impact(parts)


@given(STEPS, st.integers(0, 20), st.sampled_from(Delivery))
def test_a_part_that_gets_worse_never_improves_the_whole(
    parts: list[Delivery], at: int, worse: Delivery
) -> None:
    if not parts or not is_better(parts[at % len(parts)], worse):
        return
    changed = list(parts)
    changed[at % len(parts)] = worse
    assert not is_better(roll_up_delivery(changed), roll_up_delivery(parts))


@given(STEPS)
def test_a_delivered_part_never_hides_one_in_trouble(parts: list[Delivery]) -> None:
    whole = roll_up_delivery([*parts, B])
    in_trouble = {A, R} & set(parts)
    assert (whole in {A, R}) == bool(in_trouble)


@given(STEPS)
def test_rolling_up_in_two_stages_keeps_the_worst_in_sight(parts: list[Delivery]) -> None:
    half = len(parts) // 2
    stages = [roll_up_delivery(half_of) for half_of in (parts[:half], parts[half:]) if half_of]
    direct = roll_up_delivery(parts)
    if direct in {A, R}:
        assert roll_up_delivery(stages) is direct


@given(STEPS)
def test_counts_add_up_to_the_number_of_parts(parts: list[Delivery]) -> None:
    assert sum(count_by_step(parts).values()) == len(parts)
    assert tuple(count_by_step(parts)) == PRINT_ORDER
