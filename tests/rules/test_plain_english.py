"""Hints for plain English: what is marked, and what is not."""

import pytest

from tracker.rules.plain_english import HintKind, explained, hints, sentences, spelt_out
from tracker.rules.short_forms import SHORT_FORMS


def found(text: str, kind: HintKind, glossary: tuple[str, ...] = ()) -> list[str]:
    return [one.words for one in hints(text, glossary, SHORT_FORMS) if one.kind is kind]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The IHA clinic and two IHAs", ["IHA"]),
        ("The NHS, GPs and the UK", []),
        ("Seen [E12], {m:CPP}, part II", []),
        ("Known MASH", []),
        ("https://example.org/ABC is a link", []),
        ("S47 and EHCP", ["EHCP"]),
    ],
)
def test_short_forms_that_nobody_spelt_out(text: str, expected: list[str]) -> None:
    assert found(text, HintKind.SHORT_FORM, ("MASH",)) == expected


def test_a_short_form_comes_with_what_it_stands_for_in_the_text_or_usually() -> None:
    [own] = hints("The initial help assessment (IHA) is late.", (), SHORT_FORMS)
    assert own.meaning == "initial help assessment"
    [usual] = hints("The IHA is late.", (), SHORT_FORMS)
    assert usual.meaning == "initial health assessment"
    [none] = hints("The XQZ is late.", (), SHORT_FORMS)
    assert (none.meaning, none.advice) == ("", "write it out, or explain it in the glossary")
    assert spelt_out("a multi-agency safeguarding hub (MASH)") == {"MASH": "multi-agency safeguarding hub"}
    assert explained("Two IHAs", {"IHA": "initial health assessment"}) == {"IHA": "initial health assessment"}


def test_a_sentence_of_more_than_25_words_is_long() -> None:
    assert found(f"{'word ' * 24}word.", HintKind.LONG_SENTENCE) == []
    assert found(f"{'word ' * 25}word.", HintKind.LONG_SENTENCE) == ["word word word word word word …"]
    points = "\n".join(f"- {'word ' * 9}" for _ in range(5))
    assert found(points, HintKind.LONG_SENTENCE) == [], "each point of a list is a sentence"
    assert sentences("One. Two?\n- Three\n### Four") == ["One.", "Two?", "Three", "Four"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We will review arrangements.", ["We will review arrangements"]),
        ("We considered a robust plan.", ["We considered a robust", "considered a robust plan"]),
        ("A serious case review and the independent reviewing officer", []),
        ("It is done as soon as possible", ["is done as soon as possible"]),
        ("Preview the page, consideration", []),
        ("81% were seen within a day, up from 58%.", []),
    ],
)
def test_vague_words(text: str, expected: list[str]) -> None:
    assert found(text, HintKind.VAGUE) == expected
