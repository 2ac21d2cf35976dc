"""Citations of evidence and measures in texts."""

import pytest

from tracker.rules.citations import (
    evidence_cited,
    fill_measures,
    keep_citations,
    measures_cited,
    without_citations,
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Seen [E12].", (12,)),
        ("Seen [E12, E3] and [e12].", (12, 3)),
        ("Seen [E1; E2 and E3].", (1, 2, 3)),
        ("Seen (E12), E12, [12], [E], [E12345678901].", ()),
    ],
)
def test_the_numbers_that_a_text_cites(text: str, numbers: tuple[int, ...]) -> None:
    assert evidence_cited(text) == numbers


def test_a_citation_that_is_not_known_leaves_nothing() -> None:
    assert (
        keep_citations("Seen [E1], heard [E2] and read [E1, E2].", {1}) == "Seen [E1], heard and read [E1]."
    )
    assert without_citations("Seen [E1].") == "Seen."


def test_measures_are_filled_in_by_their_codes() -> None:
    text = "On plans: {m:cpp}. Else {m:NONE}."
    assert measures_cited(text) == ("CPP", "NONE")
    assert fill_measures(text, {"CPP": "453"}) == "On plans: 453. Else (no such measure)."
