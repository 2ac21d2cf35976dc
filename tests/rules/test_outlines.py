"""The order of the report's sections."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.outlines import arranged, is_fixed, kind_of, moved, next_own, usual_order

USUAL = usual_order([1, 2])


def test_without_an_order_of_its_own_a_plan_has_the_usual_one() -> None:
    assert arranged((), USUAL) == USUAL


def test_a_new_priority_follows_its_neighbour_wherever_that_was_put() -> None:
    stored = ("questions", "priority-1", "own-1", *(key for key in usual_order([]) if key != "questions"))
    order = arranged(stored, USUAL)
    assert order.index("priority-2") == order.index("priority-1") + 1
    assert order[0] == "questions"


def test_what_is_gone_is_left_out_and_what_the_plan_added_stays() -> None:
    assert "priority-9" not in arranged(("priority-9", "own-1"), USUAL)
    assert "own-1" in arranged(("priority-9", "own-1"), USUAL)


@given(st.permutations(USUAL), st.sampled_from(USUAL), st.integers(-30, 30))
def test_moving_keeps_every_section_once(order: list[str], key: str, places: int) -> None:
    after = moved(order, key, places)
    assert sorted(after) == sorted(order)
    assert [one for one in after if one != key] == [one for one in order if one != key]


def test_added_sections_get_a_key_that_none_ever_had() -> None:
    assert next_own(["overview"]) == "own-1"
    assert next_own(["own-2", "own-1"]) == "own-3"


def test_the_fixed_sections_are_the_first_two_and_the_appendices() -> None:
    assert [key for key in ("glance", "changed", "app-a", "app-d") if not is_fixed(key)] == []
    assert not any(is_fixed(key) for key in USUAL)
    assert kind_of("nothing") is None
