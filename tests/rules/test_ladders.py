import itertools

import pytest

from tracker.rules.ladders import (
    CHECK_WORDS,
    DELIVERY_STEPS,
    IMPACT_STEPS,
    LADDER_ORDER,
    PALETTE,
    PRINT_ORDER,
    Delivery,
    Impact,
    Verdict,
    is_better,
    worse_of,
)


def test_letters_in_print_order_are_r_a_n_g_b() -> None:
    assert "".join(DELIVERY_STEPS[step].letter for step in PRINT_ORDER) == "RANGB"


def test_letters_on_the_ladder_are_n_g_a_r_b() -> None:
    assert "".join(DELIVERY_STEPS[step].letter for step in LADDER_ORDER) == "NGARB"


def test_every_step_has_a_word_a_meaning_and_a_colour_of_the_palette() -> None:
    assert set(DELIVERY_STEPS) == set(Delivery)
    assert set(IMPACT_STEPS) == set(Impact)
    for step in [*DELIVERY_STEPS.values(), *IMPACT_STEPS.values()]:
        assert step.word
        assert step.meaning
        assert step.colour in PALETTE


def test_impact_is_drawn_as_none_to_three_bars() -> None:
    assert [IMPACT_STEPS[step].bars for step in Impact] == [0, 1, 2, 3]


@pytest.mark.parametrize("name", PALETTE)
def test_text_on_a_colour_of_the_palette_has_enough_contrast(name: str) -> None:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted([luminance(PALETTE[name].fill), luminance(PALETTE[name].text)])
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (Delivery.DELIVERED, Delivery.ON_TRACK),
        (Delivery.ON_TRACK, Delivery.NOT_STARTED),
        (Delivery.NOT_STARTED, Delivery.AT_RISK),
        (Delivery.AT_RISK, Delivery.OFF_TRACK),
        (Impact.SUSTAINED, Impact.EMBEDDED),
        (Impact.EMBEDDED, Impact.SOME_EVIDENCE),
        (Impact.SOME_EVIDENCE, Impact.TOO_EARLY),
    ],
)
def test_one_step_is_better_than_the_other(better: Delivery | Impact, worse: Delivery | Impact) -> None:
    assert is_better(better, worse)
    assert not is_better(worse, better)


@pytest.mark.parametrize("step", [*Delivery, *Impact])
def test_no_step_is_better_than_itself(step: Delivery | Impact) -> None:
    assert not is_better(step, step)


def test_the_two_ladders_are_never_compared() -> None:
    for delivery, impact in itertools.product(Delivery, Impact):
        with pytest.raises(TypeError):
            is_better(delivery, impact)


def test_worse_of_two_steps_does_not_depend_on_their_order() -> None:
    for one, other in itertools.product(Delivery, Delivery):
        assert worse_of(one, other) == worse_of(other, one) == min(one, other, key=PRINT_ORDER.index)


def test_evidence_whose_check_was_withdrawn_counts_as_not_checked() -> None:
    assert CHECK_WORDS[Verdict.WITHDRAWN] == CHECK_WORDS[None] == "Not checked yet"
