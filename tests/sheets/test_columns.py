"""Columns by their headings, wherever those stand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sheets.workbooks import AMBER, GREEN, RED, Filled, document, workbook
from tracker.sheets.columns import Layout, headings_of, layout_of, recognise
from tracker.sheets.headings import MEANING_WORDS, Meaning, meaning_of
from tracker.sheets.model import Book, Table
from tracker.sheets.reading import read_book

M = Meaning


def book_of(rows: Any, **more: Any) -> Book:
    return read_book(workbook(rows, **more), "plan.xlsx")


def table_of(rows: Any, **more: Any) -> Table:
    return book_of(rows, **more).tables[0]


def meanings(rows: Any, **more: Any) -> list[Meaning | None]:
    return layout_of(table_of(rows, **more)).meanings


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Recommendation", M.RECOMMENDATION),
        ("Ofsted recommendation", M.RECOMMENDATION),
        ("What needs to improve?", M.RECOMMENDATION),
        ("Area for Improvement (AFI)", M.RECOMMENDATION),
        ("Action", M.ACTION),
        ("Action required", M.ACTION),
        ("What we will do", M.ACTION),
        ("Lead", M.LEAD),
        ("Lead Officer", M.LEAD),
        ("Owner", M.LEAD),
        ("Who is responsible?", M.LEAD),
        ("By whom", M.LEAD),
        ("By when", M.DUE),
        ("Timescale", M.DUE),
        ("Target date", M.DUE),
        ("Due", M.DUE),
        ("Deadline / completion date", M.DUE),
        ("RAG", M.STATUS),
        ("BRAG", M.STATUS),
        ("RAG status (Nov)", M.STATUS),
        ("Progress update", M.PROGRESS),
        ("Update – November", M.PROGRESS),
        ("Evidence", M.EVIDENCE),
        ("Success measure", M.SUCCESS),
        ("How will we know it has made a difference?", M.SUCCESS),
        ("KPI", M.SUCCESS),
        ("Impact", M.DIFFERENCE),
        ("Impact on children and families", M.DIFFERENCE),
        ("Priority", M.PRIORITY),
        ("No.", M.NUMBER),
        ("Ref", M.NUMBER),
        ("#", M.NUMBER),
        ("Action no", M.ACTION_NUMBER),
        ("Start date", M.START),
        ("Accountable director", M.DIRECTOR),
        ("Next steps", M.NEXT),
        ("Swyddog arweiniol", M.LEAD),
        ("Argymhelliad", M.RECOMMENDATION),
        ("Cynnydd", M.PROGRESS),
        ("Budget", None),
        ("", None),
        ("x" * 500, None),
    ],
)
def test_a_heading_is_known_in_the_usual_words(heading: str, meaning: Meaning | None) -> None:
    assert meaning_of(heading) is meaning


def test_every_heading_of_our_own_export_is_known_as_what_it_is() -> None:
    assert {meaning: meaning_of(words) for meaning, words in MEANING_WORDS.items()} == {
        # Without its rows “Impact” may hold words or steps; the cells below decide.
        **{meaning: meaning for meaning in Meaning},
        M.IMPACT: M.DIFFERENCE,
    }


def test_titles_above_the_headings_are_passed_over() -> None:
    rows = [
        ["Saltmere Council: action plan and progress update"],
        ["Priority: listening", None, "Owner: Head of practice"],
        [],
        ["No", "Recommendation", "Action", "Owner"],
        [1, "Listen", "Ask at visits", "Ann Bell"],
    ]
    layout = layout_of(table_of(rows))
    assert table_of(rows).numbers[layout.header] == 4
    assert layout.meanings == [M.NUMBER, M.RECOMMENDATION, M.ACTION, M.LEAD]
    assert layout.use


def test_of_several_status_columns_the_last_that_is_filled_holds() -> None:
    rows = [
        ["Recommendation", "RAG Q1", "RAG Q2", "RAG Q3"],
        ["Listen", "Red", "Amber", None],
        ["Learn", "Red", "Green", None],
    ]
    assert meanings(rows) == [M.RECOMMENDATION, None, M.STATUS, None]


def test_headings_in_two_rows_are_read_together() -> None:
    rows = [
        ["Recommendation", "Dates", None, "Progress", None],
        [None, "Start", "End", "RAG", "Comment"],
        ["Listen", "1/4/26", "31/3/27", "Green", "Asked 40 children"],
    ]
    table = table_of(rows, merges=["A1:A2", "B1:C1", "D1:E1"])
    layout = layout_of(table)
    assert layout.depth == 2
    assert headings_of(table, 0, 2)[1:] == [
        "Dates: Start",
        "Dates: End",
        "Progress: RAG",
        "Progress: Comment",
    ]
    assert layout.meanings == [M.RECOMMENDATION, M.START, M.DUE, M.STATUS, M.PROGRESS]


def test_how_urgent_something_is_is_no_heading_of_the_plan() -> None:
    rows = [["Recommendation", "Action", "Priority"], ["Listen", "Ask", "High"], ["Learn", "Read", "Low"]]
    assert meanings(rows) == [M.RECOMMENDATION, M.ACTION, None]


def test_impact_in_words_and_impact_in_steps_are_told_apart_by_the_cells() -> None:
    words = [["Action", "Impact"], ["Ask", "Children say they are heard"]]
    steps = [["Action", "Impact"], ["Ask", "Some evidence"], ["Read", "Too early"]]
    assert meanings(words) == [M.ACTION, M.DIFFERENCE]
    assert meanings(steps) == [M.ACTION, M.IMPACT]


def test_colours_without_a_heading_are_offered_as_the_status() -> None:
    rows = [
        ["Recommendation", "Action", None],
        ["Listen", "Ask", Filled(None, RED)],
        ["Learn", "Read", Filled(None, GREEN)],
        ["Write", "Note", Filled(None, AMBER)],
    ]
    layout = layout_of(table_of(rows))
    assert layout.colours_from == 2


def test_a_column_painted_in_one_colour_is_decoration() -> None:
    rows = [["Recommendation", "Action"], ["Listen", Filled("Ask", GREEN)], ["Learn", Filled("Read", GREEN)]]
    assert layout_of(table_of(rows)).colours_from == -1


def test_of_several_sheets_those_with_a_plan_are_used_and_hidden_ones_are_not() -> None:
    plan = [["Recommendation", "Action"], ["Listen", "Ask"]]
    other = [["Recommendation", "Action"], ["Learn", "Read"]]
    book = book_of(plan, more={"Key": [["B", "Complete"]], "Old": other, "Copy": plan}, hidden=["Old"])
    assert [layout.use for layout in recognise(book.tables)] == [True, False, False, False]


def test_a_table_that_word_parted_in_two_is_read_on() -> None:
    first = [["No", "Recommendation", "RAG"], ["1", "Listen", "Green"]]
    book = read_book(document(first, [["2", "Learn", "Red"]]), "plan.docx")
    layouts = recognise(book.tables)
    assert layouts[1].use
    assert layouts[1].first_row == 0
    assert layouts[1].meanings == layouts[0].meanings


def test_a_sheet_without_headings_is_not_used_and_can_be_told_about() -> None:
    layout = layout_of(table_of([["Budget", 2026], ["Paper", 12]]))
    assert not layout.use
    assert layout.header == -1


def test_a_layout_survives_json() -> None:
    layout = layout_of(table_of([["No", "Recommendation", "RAG"], [1, "Listen", "Green"]]))
    assert Layout.from_dict(layout.to_dict()) == layout


def test_two_rows_of_headings_are_one_also_where_nothing_is_merged() -> None:
    rows = [
        ["No", "Recommendation", "Action", "Who", None, "Dates", None, "RAG"],
        [None, None, None, "Lead", "Accountable", "Start", "End", None],
        [1, "Listen", "Ask at visits", "Ann Bell", "Sue Hall", "1/4/26", "31/3/27", "Green"],
    ]
    layout = layout_of(table_of(rows))
    assert (layout.header, layout.depth) == (0, 2)
    assert layout.meanings[3:] == [M.LEAD, M.DIRECTOR, M.START, M.DUE, M.STATUS]
    assert headings_of(table_of(rows), 0, 2)[3:5] == ["Who: Lead", "Who: Accountable"]
