"""Rows of meaning: what each row says, what carries down, and what is marked."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sheets.workbooks import AMBER, BLUE, GREEN, GREY, RED, Filled, workbook
from tracker.rules.ladders import Delivery, Impact
from tracker.sheets.columns import layout_of, recognise
from tracker.sheets.model import Book, Cell, Table, cell_of
from tracker.sheets.reading import read_book
from tracker.sheets.rows import Choices, PlanRow, Skipped, rows_of

HEADINGS = ["No", "Recommendation", "Action", "Lead", "By when", "RAG", "Progress"]


def read(rows: Any, choices: Choices | None = None, **more: Any) -> tuple[list[PlanRow], list[Skipped]]:
    table = read_book(workbook(rows, **more), "plan.xlsx").tables[0]
    return rows_of(0, table, layout_of(table), choices or Choices())


def problems(row: PlanRow) -> list[str]:
    return [problem.words for problem in row.problems]


def test_a_row_says_what_its_cells_say() -> None:
    rows, skipped = read(
        [
            HEADINGS,
            [1, "Listen", "Ask at visits", "Ann Bell", date(2027, 3, 31), "Green", "Half of them ask."],
        ]
    )
    assert skipped == []
    row = rows[0]
    assert (row.key, row.place) == ("0-2", "Plan, row 2")
    assert (row.rec_number, row.recommendation, row.action) == ("1", "Listen", "Ask at visits")
    assert [named.words for named in row.leads] == ["Ann Bell"]
    assert row.due.on == date(2027, 3, 31)
    assert (row.delivery, row.progress) == (Delivery.ON_TRACK, "Half of them ask.")
    assert row.problems == ()


def test_merged_cells_carry_down_and_so_do_words_typed_once() -> None:
    values = [
        HEADINGS,
        [1, "Listen", "Ask", "Ann", None, "Green", None],
        [None, None, "Write down", None, None, "Red", None],
        [2, "Learn", "Read", "Jo", None, "Blue", None],
        [None, None, "Teach", None, None, "Amber", None],
    ]
    rows, _ = read(values, merges=["A2:A3", "B2:B3", "D2:D3"])
    assert [(row.rec_number, row.recommendation, row.action) for row in rows] == [
        ("1", "Listen", "Ask"),
        ("1", "Listen", "Write down"),
        ("2", "Learn", "Read"),
        ("2", "Learn", "Teach"),
    ]
    assert [[named.words for named in row.leads] for row in rows] == [["Ann"], ["Ann"], ["Jo"], []]


def test_the_colour_of_a_cell_is_its_status_where_no_word_is() -> None:
    fills = (RED, AMBER, GREEN, BLUE, GREY, "FFFFFFFF", "FF7030A0")
    rows, _ = read(
        [HEADINGS, *([1, "Listen", f"Ask {fill}", "", "", Filled(None, fill), ""] for fill in fills)]
    )
    assert [row.delivery for row in rows] == [
        Delivery.OFF_TRACK,
        Delivery.AT_RISK,
        Delivery.ON_TRACK,
        Delivery.DELIVERED,
        Delivery.NOT_STARTED,
        None,
        None,
    ]
    assert [row.status_key for row in rows[-2:]] == ["", "colour:purple"]
    assert problems(rows[-1]) == ["The colour purple is no status we know"]


def test_words_say_more_than_the_colour_and_unknown_words_less() -> None:
    rows, _ = read(
        [
            HEADINGS,
            [1, "Listen", "Ask", "", "", Filled("Green", RED), ""],
            [1, "Listen", "Write", "", "", Filled("see note", RED), ""],
        ]
    )
    assert [row.delivery for row in rows] == [Delivery.ON_TRACK, Delivery.OFF_TRACK]


def test_a_word_on_a_colour_that_means_something_else_is_marked() -> None:
    told = ["“Green” stands on red: the words count"]
    green, late = Filled("Green", GREEN), Filled("Not started", RED)
    values = [[1, "Listen", f"Ask {n}", "", "", status, ""] for n, status in enumerate((green, late, late))]
    rows, _ = read([HEADINGS, *values, [1, "Listen", "Write", "", "", Filled("Green", RED), ""]])
    assert [problems(row) for row in rows] == [[], [], [], told]


def test_a_row_that_is_hidden_in_the_sheet_is_marked() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    rows, _ = read([HEADINGS, *([n, f"Listen {n}", "Ask", "", "", "", ""] for n in (1, 2))], touch=hide)
    assert [problems(row) for row in rows] == [[], ["The row is hidden or filtered out in the sheet"]]


def test_a_sheet_for_each_priority_is_named_by_it() -> None:
    rows, _ = read([["Action", "Lead", "By when"], ["Ask", "Ann Bell", ""]], title="Priority 2 - Practice")
    assert (rows[0].priority, rows[0].recommendation) == ("Practice", "Practice")
    assert "No recommendation" in problems(rows[0])[0]
    rows, _ = read([HEADINGS, [1, "Listen", "Ask", "", "", "", ""]], title="Sheet1")
    assert rows[0].priority == ""


def test_what_the_lead_says_about_a_word_holds_for_every_row_with_it() -> None:
    values = [
        HEADINGS,
        [1, "Listen", "Ask", "", "end Sept", "Purple", ""],
        [2, "Learn", "Read", "", "end Sept", "Blue", ""],
    ]
    chosen = Choices({"Purple": Delivery.AT_RISK, "Blue": None}, {"end Sept": date(2026, 9, 30)})
    rows, _ = read(values, chosen)
    assert [row.delivery for row in rows] == [Delivery.AT_RISK, None]
    assert [row.due.on for row in rows] == [date(2026, 9, 30)] * 2
    assert [row.problems for row in rows] == [(), ()]


def test_headings_across_the_table_are_the_priority_of_the_rows_below() -> None:
    values = [
        HEADINGS,
        ["Priority 1: Leadership"],
        [1, "Listen", "Ask", "", "", "", ""],
        ["Practice"],
        [2, "Learn", "Read", "", "", "", ""],
        HEADINGS,
        [3, "Write", "Note", "", "", "", ""],
        [],
        ["Key: B = done"],
    ]
    rows, skipped = read(values, merges=["A2:G2", "A4:G4"])
    assert [row.priority for row in rows] == ["Leadership", "Practice", "Practice"]
    assert [each.number for each in skipped] == [2, 4, 6, 9]


def test_a_recommendation_without_action_words_is_about_an_action_where_it_says_who_or_how() -> None:
    rows, _ = read(
        [
            ["No", "Recommendation", "Target date", "BRAG"],
            [1, "Listen", "30 June 2027", "Blue"],
            [2, "Learn", "30 June 2027", None],
        ]
    )
    assert [row.is_about_an_action for row in rows] == [True, False]


def test_rows_that_belong_nowhere_or_end_before_they_start_cannot_be_added() -> None:
    rows, _ = read(
        [
            ["Recommendation", "Action", "Start", "Due"],
            [None, "Ask", None, None],
            ["Learn", "Read", "1/5/26", "1/4/26"],
        ]
    )
    assert [row.cannot_be_added for row in rows] == [True, True]


def test_errors_of_the_spreadsheet_and_very_long_cells_are_marked() -> None:
    long = Cell(text="x", cut=True)
    table = Table(
        "Plan",
        rows=(
            tuple(map(Cell, ("Recommendation", "Action", "Progress"))),
            (Cell("Listen"), Cell("#REF!"), long),
        ),
        numbers=(1, 2),
    )
    rows, _ = rows_of(0, table, layout_of(table), Choices())
    assert problems(rows[0]) == [
        "Action: the cell shows an error, #REF!",
        "Progress: only the first 20,000 characters are kept",
    ]


def test_impact_is_a_step_or_words() -> None:
    values = [
        ["Recommendation", "Action", "Impact rating", "Impact"],
        ["Listen", "Ask", "Embedded", "Children say so"],
    ]
    rows, _ = read(values)
    assert (rows[0].impact, rows[0].difference) == (Impact.EMBEDDED, "Children say so")


def test_right_to_left_and_welsh_words_stay_as_they_are() -> None:
    values = [
        ["Rhif", "Argymhelliad", "Cam gweithredu", "Swyddog arweiniol", "Erbyn pryd", "Statws"],
        [1, "Gwella’r gwaith", "שיחה עם ילדים", "آن بل", "31 Mawrth 2027", "Gwyrdd"],
    ]
    rows, _ = read(values)
    assert (rows[0].recommendation, rows[0].action) == ("Gwella’r gwaith", "שיחה עם ילדים")
    assert rows[0].leads[0].words == "آن بل"
    assert (rows[0].due.on, rows[0].delivery) == (date(2027, 3, 31), Delivery.ON_TRACK)


words = st.text(max_size=40) | st.sampled_from(
    ["Recommendation", "Action", "RAG", "Due", "Progress", "Green", "end Sept", "1", "3.2", "Priority 1: x"]
)
cells = st.builds(
    lambda text, colour, across: cell_of(text, colour, across),
    words,
    st.sampled_from(["", "red", "green", "purple"]),
    st.integers(1, 6),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(cells, min_size=4, max_size=4), max_size=8))
def test_no_table_makes_recognising_and_reading_fail(rows: list[list[Cell]]) -> None:
    table = Table("T", tuple(tuple(row) for row in rows), tuple(range(1, len(rows) + 1)), may_go_on=True)
    book = Book((table, table))
    assert Book.from_dict(book.to_dict()) == book
    for place, (each, layout) in enumerate(zip(book.tables, recognise(book.tables), strict=True)):
        found, skipped = rows_of(place, each, layout, Choices())
        assert len(found) + len(skipped) <= len(each.rows)
