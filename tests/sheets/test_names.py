"""Who is named in a cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sheets.names import names_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ann Bell", ["Ann Bell"]),
        ("Ann Bell / Jo Marsh", ["Ann Bell", "Jo Marsh"]),
        ("Ann Bell/Jo Marsh", ["Ann Bell", "Jo Marsh"]),
        ("Ann Bell and Jo Marsh", ["Ann Bell", "Jo Marsh"]),
        ("Ann Bell; Jo Marsh", ["Ann Bell", "Jo Marsh"]),
        ("Ann Bell\nJo Marsh\n", ["Ann Bell", "Jo Marsh"]),
        ("Ann Bell, Jo Marsh", ["Ann Bell", "Jo Marsh"]),
        ("Ann Bell, Head of Practice", ["Ann Bell, Head of Practice"]),
        ("Ann Bell, Head of Practice, Jo Marsh", ["Ann Bell, Head of Practice", "Jo Marsh"]),
        ("Bell, Ann", ["Bell, Ann"]),
        ("Head of Fostering and Adoption", ["Head of Fostering and Adoption"]),
        ("Head of Service (Ann Bell)", ["Head of Service (Ann Bell)"]),
        ("AD/HoS", ["AD/HoS"]),
        ("Ann Bell, Ann Bell", ["Ann Bell"]),
        ("Lead: Ann Bell / Support: Jo Marsh", ["Ann Bell", "Jo Marsh"]),
        ("Support: Jo Marsh, Sam Roe\nLead: Ann Bell", ["Ann Bell", "Jo Marsh", "Sam Roe"]),
        ("1. Ann Bell\n2. Jo Marsh", ["Ann Bell", "Jo Marsh"]),
        ("Ann Bell with Jo Marsh", ["Ann Bell", "Jo Marsh"]),
        ("Lead Practitioner", ["Lead Practitioner"]),
        ("", []),
        ("TBC", []),
        ("-", []),
        ("Vacant", []),
        ("To be appointed", []),
    ],
)
def test_names_are_parted_where_people_part_them(text: str, words: list[str]) -> None:
    assert [named.words for named in names_in(text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "Dr Ann Bell",
        "Bell, Ann",
        "Ann Bell (Head of Service)",
        "Head of Service (Ann Bell)",
        "Ann Bell - AD",
        "ANN BELL",
        "Ann Bell <ann.bell@x.example>",
        "Lead: Ann Bell",
    ],
)
def test_the_name_of_the_person_is_among_the_candidates(text: str) -> None:
    assert "ann bell" in names_in(text)[0].candidates


def test_an_address_is_found_in_lower_case() -> None:
    assert names_in("Ann Bell Ann.Bell@Harlmere.example")[0].email == "ann.bell@harlmere.example"


@given(st.text(max_size=300))
def test_no_words_make_reading_names_fail(text: str) -> None:
    for named in names_in(text):
        assert named.words
        assert len(named.words) <= 200
