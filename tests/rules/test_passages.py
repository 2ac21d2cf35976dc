"""Passages for some readers only: what each reader gets, also where the marks are not right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.ladders import Audience
from tracker.rules.passages import parted, public_part, readable

MEMBERS = (Audience.PUBLIC, Audience.MEMBERS)


@pytest.mark.parametrize(
    ("text", "public", "members"),
    [
        ("Plain.", "Plain.", "Plain."),
        ("A\n\n:::members\nB\n:::\n\nC", "A\n\nC", "A\n\n[Members only: B]\n\nC"),
        ("A :::members B ::: C", "A C", "A [Members only: B] C"),
        ("A ::: Members B ::: C", "A C", "A [Members only: B] C"),
        ("A :::officers B ::: C", "A C", "A C"),
        ("A :::members B :::officers C ::: D ::: E", "A E", "A [Members only: B] [Members only: D] E"),
        ("A :::officers B :::members C ::: D ::: E", "A E", "A E"),
        ("A :::public B ::: C", "A B C", "A B C"),
        ("A :::members B", "A", "A [Members only: B]"),
        ("A :::membres B ::: C", "A C", "A C"),
        ("A ::: B", "A B", "A B"),
        (
            ":::members\nB\n\n- C\n:::",
            "",
            "[Members only, from here]\n\nB\n\n- C\n\n[Members only, to here]",
        ),
    ],
)
def test_each_reader_gets_what_is_theirs(text: str, public: str, members: str) -> None:
    assert public_part(text) == public
    assert readable(text, MEMBERS) == members


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (":::members A", "is not ended"),
        ("A :::", "was not begun"),
        (":::membres A :::", "is not known"),
    ],
)
def test_marks_that_are_not_right_are_named(text: str, problem: str) -> None:
    assert problem in parted(text).problems[0]


@given(st.text(), st.text(), st.text())
def test_no_text_around_a_passage_lets_it_out(before: str, inside: str, after: str) -> None:
    secret = "Quillfeather"
    text = f"{before}\n:::officers\n{inside.replace(':::', '')}\n{secret}\n:::\n{after}"
    assert secret not in readable(text, MEMBERS)
    assert secret in readable(text, tuple(Audience))
