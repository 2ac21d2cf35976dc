"""Statuses by word, letter, sign and colour."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.ladders import DELIVERY_STEPS, IMPACT_STEPS, Delivery, Impact
from tracker.sheets.colours import family_of
from tracker.sheets.statuses import of_colour, read_delivery, read_impact

B, G, A, R, N = (
    Delivery.DELIVERED,
    Delivery.ON_TRACK,
    Delivery.AT_RISK,
    Delivery.OFF_TRACK,
    Delivery.NOT_STARTED,
)


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("Blue", B),
        ("B", B),
        ("Complete", B),
        ("completed.", B),
        ("B - Complete", B),
        ("Delivered (B)", B),
        ("100%", B),
        ("✔", B),
        ("Green", G),
        ("g", G),
        ("RAG: Green", G),
        ("Green: on track", G),
        ("On  track", G),
        ("In progress", G),
        ("🟢", G),
        ("Gwyrdd", G),
        ("Amber", A),
        ("Yellow", A),
        ("Amber - some delay", A),
        ("Amber - on track", A),  # the colour is the status, the words are its meaning there
        ("Red", R),
        ("Overdue", R),
        ("RED", R),
        ("Coch", R),
        ("Grey", N),
        ("Not started", N),
        ("Not yet due", N),
        ("0%", N),
    ],
)
def test_a_status_is_known_by_its_words(text: str, step: Delivery) -> None:
    assert read_delivery(text) is step


@pytest.mark.parametrize(
    "text",
    ["", "Amber/Green", "Red to amber", "Purple", "60%", "3", "x", "See notes", "Complete - late", "w" * 500],
)
def test_what_is_no_status_or_two_is_not_guessed(text: str) -> None:
    assert read_delivery(text) is None


def test_our_own_words_are_known_whatever_their_case() -> None:
    for delivery, step in DELIVERY_STEPS.items():
        assert read_delivery(step.word.upper()) is delivery
    for impact, words in IMPACT_STEPS.items():
        assert read_impact(words.word) is impact
    assert read_impact("Children are safer") is None
    assert read_impact("Too early to say") is Impact.TOO_EARLY


def test_the_plans_own_words_and_letters_come_before_the_usual_ones() -> None:
    own = dict(DELIVERY_STEPS)
    own[Delivery.DELIVERED] = replace(own[Delivery.DELIVERED], word="Embedded", letter="G")
    own[Delivery.ON_TRACK] = replace(own[Delivery.ON_TRACK], word="Delivered", letter="D")
    for text in ("embedded", "G", "g  Embedded", "G - Embedded"):
        assert read_delivery(text, own) is Delivery.DELIVERED
    assert read_delivery("Delivered", own) is Delivery.ON_TRACK
    assert read_delivery("Green", own) is Delivery.ON_TRACK, "the usual words are known as well"
    assert read_delivery("Complete", own) is Delivery.DELIVERED
    impacts = dict(IMPACT_STEPS)
    impacts[Impact.TOO_EARLY] = replace(impacts[Impact.TOO_EARLY], word="No signs", letter="1")
    assert read_impact("no signs", impacts) is read_impact("1", impacts) is Impact.TOO_EARLY
    assert read_impact("Too early", impacts) is Impact.TOO_EARLY


@given(st.text(max_size=120))
def test_no_words_make_reading_a_status_fail(text: str) -> None:
    assert read_delivery(text) in {None, *Delivery}
    assert read_impact(text) in {None, *Impact}


@pytest.mark.parametrize(
    ("colour", "family"),
    [
        ("FF0000", "red"),
        ("FFC00000", "red"),
        ("FFC7CE", "red"),  # Excel's own “bad”
        ("FFC000", "amber"),
        ("FFFF00", "amber"),
        ("FFEB9C", "amber"),
        ("ED7D31", "amber"),
        ("00B050", "green"),
        ("92D050", "green"),
        ("C6EFCE", "green"),
        ("0070C0", "blue"),
        ("00B0F0", "blue"),
        ("DDEBF7", "blue"),
        ("BFBFBF", "grey"),
        ("7030A0", "purple"),
        ("000000", "black"),
        ("FFFFFF", ""),
        ("FEFEFE", ""),
        ("", ""),
        ("auto", ""),
        ("red", ""),
    ],
)
def test_a_colour_belongs_to_a_family(colour: str, family: str) -> None:
    assert family_of(colour) == family


def test_a_tint_of_a_theme_changes_the_lightness_and_not_the_family() -> None:
    assert family_of("70AD47", 0.6) == "green"
    assert family_of("70AD47", -0.5) == "green"
    assert family_of("FFFFFF", -0.15) == "grey"
    assert family_of("000000", 0.5) == "grey"


def test_white_and_purple_say_nothing_about_delivery() -> None:
    assert [of_colour(each) for each in ("blue", "green", "amber", "red", "grey", "purple", "")] == [
        B,
        G,
        A,
        R,
        N,
        None,
        None,
    ]


@given(st.text(max_size=10), st.floats(allow_nan=False))
def test_no_colour_makes_reading_fail(colour: str, tint: float) -> None:
    assert family_of(colour, tint) in {"", "red", "amber", "green", "blue", "grey", "purple", "black"}


def test_a_colour_means_what_the_plan_uses_it_for() -> None:
    own = dict(DELIVERY_STEPS)
    own[B] = replace(own[B], colour="green")
    own[G] = replace(own[G], colour="purple")
    assert [of_colour(each, own) for each in ("green", "purple", "red", "grey")] == [B, G, R, N]
    assert of_colour("blue", own) is None, "blue is usually Delivered, which this plan shows in green"
    assert read_delivery("Green", own) is read_delivery("RAG: green", own) is B
    assert read_delivery("Blue", own) is None
    assert read_delivery("Green: on track", own) is B, "the colour is the status, the words its meaning"
    own[N] = replace(own[N], colour="teal")
    assert of_colour("blue", own) is N, "teal looks like a blue in a cell"
    own[A] = replace(own[A], colour="blue")
    assert of_colour("blue", own) is A
