"""The text of a report in sheets and paragraphs, and its passages."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from tracker.intake_review.source import LONGEST_SHEET, Mark, paragraphs, sheet_of, sheets


def shown(text: str, marks: list[Mark]) -> list[list[tuple[str, str]]]:
    found = paragraphs(text, 0, len(text), marks)
    return [[(piece.text, piece.mark.anchor if piece.mark else "") for piece in line] for line in found]


def test_a_report_without_pages_is_one_sheet_until_it_is_long() -> None:
    assert [sheet.name for sheet in sheets("short", [0])] == ["all of it"]
    long = "\n".join(["A sentence of a report."] * 1000)
    cut = sheets(long, [0])
    assert [sheet.name for sheet in cut] == ["part 1 of 3", "part 2 of 3", "part 3 of 3"]
    assert all(long[sheet.end - 1] == "\n" for sheet in cut[:-1])


def test_sheets_are_the_pages_of_a_document() -> None:
    assert [sheet.name for sheet in sheets("onetwo", [0, 3])] == ["page 1 of 2", "page 2 of 2"]
    assert sheet_of(3, sheets("onetwo", [0, 3])).place == 2


def test_a_passage_over_two_paragraphs_is_marked_in_both_and_named_once() -> None:
    text = "One two\nthree four"
    found = paragraphs(text, 0, len(text), [Mark("a", 4, 13, label="1")])
    assert [[(p.text, bool(p.mark), len(p.opens), len(p.closes)) for p in line] for line in found] == [
        [("One ", False, 0, 0), ("two", True, 1, 0)],
        [("three", True, 0, 1), (" four", False, 0, 0)],
    ]


def test_of_overlapping_passages_the_shorter_is_marked_and_both_keep_their_place() -> None:
    text = "abcdef"
    marks = [Mark("whole", 0, 6), Mark("part", 0, 3)]
    assert shown(text, marks) == [[("abc", "part"), ("def", "whole")]]
    ((first, _),) = paragraphs(text, 0, 6, marks)
    assert {mark.anchor for mark in first.opens} == {"whole", "part"}


@given(
    st.text(alphabet="ab \n\f", max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5),
)
def test_no_word_is_lost_or_doubled(text: str, ranges: list[tuple[int, int]]) -> None:
    marks = [Mark(str(number), min(pair), max(pair)) for number, pair in enumerate(ranges)]
    joined = "".join(piece.text for line in paragraphs(text, 0, len(text), marks) for piece in line)
    assert "".join(joined.split()) == "".join(text.split())


@given(st.integers(0, 60_000), st.lists(st.integers(0, 60_000), max_size=8))
def test_sheets_cover_the_text_without_gaps(length: int, starts: list[int]) -> None:
    cut = sheets("word " * (length // 5), starts)
    assert cut[0].start == 0
    assert all(first.end == second.start for first, second in itertools.pairwise(cut))
    assert all(sheet.end - sheet.start <= LONGEST_SHEET for sheet in cut)
