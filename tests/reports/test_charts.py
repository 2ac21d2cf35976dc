"""Marks and charts: contrast in colour, order in grey, a title that says what is shown."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.contrast import contrast, luminance
from tracker.reports import charts
from tracker.reports.marks import INKS, ink_of, marks_css, own_pictures
from tracker.reports.pictures import measure_chart
from tracker.reports.snapshot import Snapshot, default_delivery_key
from tracker.rules.ladders import PALETTE, Delivery


@pytest.mark.parametrize("colour", sorted({*INKS, *PALETTE}))
def test_the_letter_can_be_read_on_every_ink(colour: str) -> None:
    for step in default_delivery_key():
        ink = ink_of(type(step)(step.step, step.word, step.letter, step.meaning, colour))
        assert contrast(ink.fill, ink.text) >= 4.5


def test_ink_rises_with_trouble_where_colours_are_as_given() -> None:
    fills = [
        luminance(ink_of(step).fill) for step in default_delivery_key() if step.step != Delivery.NOT_STARTED
    ]
    off_track, at_risk, on_track, delivered = fills
    assert off_track < on_track < at_risk < delivered


def test_every_picture_of_the_style_sheet_is_one_the_renderer_accepts() -> None:
    import re

    found = re.findall(r'url\("([^"]+)"\)', marks_css(default_delivery_key()))
    assert len(found) == 10
    assert set(found) <= own_pictures()


def test_each_step_has_a_shape_of_its_own() -> None:
    rules = marks_css(default_delivery_key()).splitlines()
    assert len({rule.split("<g")[0][-400:] for rule in rules}) == len(rules)


def test_a_bar_shows_letter_and_number_and_its_title_is_escaped() -> None:
    drawn = charts.status_bars(
        "A <b> title", [("Now <i>", {Delivery.OFF_TRACK: 2, Delivery.DELIVERED: 8})], default_delivery_key()
    )
    assert "<title>A &lt;b&gt; title</title>" in drawn
    assert "Now &lt;i&gt;" in drawn
    assert "R 2" in drawn
    assert "B 8" in drawn


def test_a_bar_without_actions_is_drawn_empty() -> None:
    assert "<rect" not in charts.status_bars("None", [("Now", {})], default_delivery_key())


def test_a_measure_chart_shows_target_dashed_and_comparators_by_name(snapshot: Snapshot) -> None:
    drawn = measure_chart(snapshot, snapshot.measures[0])
    for words in ("Target 95%", "Harlmere 92%", "Similar councils 88%", "England 85%", "stroke-dasharray"):
        assert words in drawn
    assert "92% in September 2026, up from 71% in December 2024. The target is 95%." in drawn


@given(some.lists(some.decimals(-(10**6), 10**6, places=2), min_size=1, max_size=12), some.booleans())
def test_any_readings_can_be_drawn_inside_the_picture(values: list[Decimal], small: bool) -> None:
    import re

    points = [(date(2025, 1 + place, 1), value) for place, value in enumerate(values)]
    drawn = charts.readings(
        "Title",
        points,
        [str(value) for value in values],
        own="Us",
        unit="",
        colour="#000000",
        target=charts.Line("Target", float(values[0]), "t"),
        width=238 if small else charts.WIDTH,
    )
    for x, y in re.findall(r'<circle cx="([\d.-]+)" cy="([\d.-]+)"', drawn):
        assert 0 <= float(x) <= charts.WIDTH
        assert 0 <= float(y) <= 142
