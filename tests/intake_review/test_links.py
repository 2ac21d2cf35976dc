"""Which passages start linked to a proposal: those it names, and those that clearly say the same."""

from tracker.operations.intake_links import Link, suggested_links

ASKS = [
    "Improve the health information that care leavers receive before they leave care.",
    "Develop a commissioning strategy, so that services meet need (paragraphs 94 and 96).",
    "Strengthen supervision in every team.",
]


def suggest(number: str, text: str, *, marked: bool = True) -> Link | None:
    return suggested_links([(number, text)], ASKS, [marked], [text, "Staff stay.", "Visits are on time."])[0]


def test_an_ask_that_names_the_paragraph_settles_it() -> None:
    assert suggest("96", "The strategy is weak.", marked=False) == Link(1, is_clear=True)
    assert suggest("9", "Nothing alike is said here.") is None


def test_a_marked_finding_that_says_the_same_is_linked() -> None:
    found = suggest(
        "81", "The health information that care leavers receive when they leave is poor and late."
    )
    assert found == Link(
        0, is_clear=True, shared=("health", "information", "care", "leavers", "receive", "leave")
    )


def test_a_faint_likeness_is_offered_and_not_chosen() -> None:
    found = suggest(
        "57", "Foster carers say that information about children comes late, and health checks too."
    )
    assert found is None or not found.is_clear


def test_passages_without_any_ask_are_left_alone() -> None:
    assert suggested_links([("1", "Something must be done.")], [], [True], []) == [None]


def test_a_passage_that_fits_two_asks_alike_is_not_chosen_for_either() -> None:
    asks = [
        f"Improve the health information that {who} receive before they leave." for who in ("boys", "girls")
    ]
    text = "The health information that young people receive before they leave is poor and late."
    [found] = suggested_links([("81", text)], asks, [True], [text, "Staff stay.", "Visits are on time."])
    assert found is None or not found.is_clear


def test_the_words_of_an_ask_may_stand_far_apart_in_a_finding() -> None:
    found = suggest(
        "94",
        "The council has no commissioning strategy that is up to date. It has asked families what they "
        "need, and services are bought one by one.",
    )
    assert found is not None
    assert (found.place, found.is_clear) == (1, True)
