"""Who is mentioned in a comment."""

import pytest

from tracker.rules.mentions import mentioned

READERS = {1: "Asha Patel", 2: "Asha Patel-Jones", 3: "Ben Okoro", 4: "Mary Ann Lee", 5: "Mary Holt"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nobody at all", []),
        ("@Ben can you look?", [3]),
        ("@ben okoro, can you look?", [3]),
        ("Ask @Asha Patel.", [1]),
        ("Ask @Asha Patel-Jones.", [2]),
        ("@Asha is two people", []),
        ("@Mary is two people, @Mary Holt is one", [5]),
        ("@Benjamin is somebody else", []),
        ("write to ben@example.gov.uk", []),
        ("mail@ben", []),
        ("(@Ben) and @Mary Ann Lee and @Ben again", [3, 4]),
        ("@", []),
    ],
)
def test_names_behind_an_at_sign_are_mentioned(text: str, expected: list[int]) -> None:
    assert mentioned(text, READERS) == expected


def test_two_people_of_one_name_cannot_be_told_apart() -> None:
    assert mentioned("@Jo Brown", {1: "Jo Brown", 2: "Jo Brown"}) == []
