"""Files of every kind, good and bad: read or refused with a sentence, in bounded time and memory."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.worksheet import Worksheet

from tests.sheets.workbooks import GREEN, Filled, document, workbook
from tracker.sheets.model import LONGEST_CELL, Book, UnreadableSheet
from tracker.sheets.process import read_in_process
from tracker.sheets.reading import read_book

ROWS: list[list[object]] = [["No", "Recommendation", "RAG"], [1, "Listen", "Green"], [2, "Learn", "Red"]]
TEXTS = [["No", "Recommendation", "RAG"], ["1", "Listen", "Green"], ["2", "Learn", "Red"]]


def texts(book: Book) -> list[list[str]]:
    return [[cell.text for cell in row] for row in book.tables[0].rows]


def refusal(data: bytes, name: str = "plan.xlsx") -> str:
    with pytest.raises(UnreadableSheet) as refused:
        read_book(data, name)
    return refused.value.message


def repacked(data: bytes, part: str, change: bytes | None) -> bytes:
    """Return a package with one part changed, or left out."""
    stored = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            if entry.filename == part and change is None:
                continue
            target.writestr(
                entry.filename,
                change if entry.filename == part and change is not None else source.read(entry),
            )
    return stored.getvalue()


def test_a_workbook_a_csv_and_a_word_table_say_the_same() -> None:
    csv = "No,Recommendation,RAG\r\n1,Listen,Green\r\n2,Learn,Red\r\n"
    assert texts(read_book(workbook(ROWS), "plan.xlsx")) == TEXTS
    assert texts(read_book(csv.encode(), "plan.csv")) == TEXTS
    assert texts(read_book(document(TEXTS), "plan.docx")) == TEXTS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separated_text_is_read_in_any_encoding_and_with_any_separator(encoding: str, separator: str) -> None:
    rows = [["No", "Recommendation", "RAG"], ["1", "Children’s plans – café", "Green"], ["2", "Learn", "Red"]]
    text = "\n".join(separator.join(row) for row in rows)
    assert texts(read_book(text.encode(encoding), "plan.csv")) == rows


def test_a_cell_of_a_csv_may_hold_lines_and_separators() -> None:
    book = read_book(b'No,Recommendation\n1,"Listen, then\nwrite ""it"" down"\n', "plan.csv")
    assert texts(book)[1] == ["1", 'Listen, then\nwrite "it" down']


def test_a_table_written_with_bars_loses_its_frame() -> None:
    text = "| No | Recommendation |\n|----|:--------------|\n| 1 | Listen |\n| 2 | Learn |\n"
    assert texts(read_book(text.encode(), "plan.md"))[1:] == [["1", "Listen"], ["2", "Learn"]]


def test_values_are_read_as_they_are_shown() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for value, form in (
        (7.0, "General"),
        (0.97, "0%"),
        (1.1, "0.00"),
        (date(2027, 3, 31), "dd/mm/yy"),
        (datetime(2027, 3, 31), "mmm-yy"),  # noqa: DTZ001 - a spreadsheet knows no time zones
        (45555, "General"),
        (True, "General"),
        ("  two   words \r\nnext ", "General"),
    ):
        sheet.append([value])
        sheet.cell(sheet.max_row, 1).number_format = form
    stored = io.BytesIO()
    book.save(stored)
    assert [row[0] for row in texts(read_book(stored.getvalue(), "plan.xlsx"))] == [
        "7",
        "97%",
        "1.10",
        "31 March 2027",
        "31 March 2027",
        "45555",
        "Yes",
        "two words\nnext",
    ]


def test_colours_are_read_from_the_theme_and_the_list_of_indexed_ones_too() -> None:
    fills = [Color(theme=9), Color(theme=5, tint=0.4), Color(indexed=10), Color(indexed=64), Color(theme=0)]
    book = read_book(workbook([["A"], *([Filled("x", fill)] for fill in fills)]), "plan.xlsx")
    # Office's own theme: accent 6 is orange, accent 2 a dark red.
    assert [row[0].colour for row in book.tables[0].rows[1:]] == ["amber", "red", "red", "", ""]


def test_a_lone_sign_has_the_colour_of_its_letters() -> None:
    def paint(sheet: Worksheet) -> None:
        for at, colour in enumerate(("FFFF0000", "FF00B050", "FF000000"), start=2):
            sheet.cell(at, 2).font = Font(color=colour)

    data = workbook([["Action", "RAG"], ["Listen", "●"], ["Learn", "●"], ["Ask", "●"]], touch=paint)
    rows = read_book(data, "plan.xlsx").tables[0].rows
    assert [row[1].colour for row in rows[1:]] == ["red", "green", ""]


def test_what_is_hidden_is_read_and_told() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    book = read_book(workbook(ROWS, touch=hide), "plan.xlsx")
    assert texts(book) == TEXTS
    assert book.tables[0].hidden_rows == (3,)
    assert book.notes == ("“Plan” has hidden columns, which were read as well: B.",)
    assert Book.from_dict(book.to_dict()) == book


def test_colours_that_rules_give_are_not_seen_and_that_is_told() -> None:
    def paint(sheet: Worksheet) -> None:
        red = PatternFill(bgColor="FFFF0000")
        rule = CellIsRule(operator="equal", formula=['"Red"'], fill=red)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add("C2:C9", rule)

    book = read_book(workbook(ROWS, touch=paint), "plan.xlsx")
    assert texts(book) == TEXTS
    assert "“Plan” colours cells by rules (conditional formatting)" in book.notes[0]


def test_shading_and_merged_cells_of_a_word_table_are_read() -> None:
    data = document([["Recommendation", "RAG"], ["Listen", ("", "00B050")], ["Learn", ("", "FF0000")]])
    assert [row[1].colour for row in read_book(data, "plan.docx").tables[0].rows] == ["", "green", "red"]


def test_formulas_count_by_the_value_saved_with_them_and_hollow_ones_are_told() -> None:
    book = read_book(workbook([["Recommendation", "RAG"], ["Listen", '=IF(1=1,"Green","Red")']]), "plan.xlsx")
    assert texts(book)[1] == ["Listen", ""]
    assert "1 cells hold a formula without its result" in book.notes[0]


def test_a_workbook_with_macros_is_read_without_them() -> None:
    data = workbook(ROWS)
    stored = io.BytesIO(data)
    with zipfile.ZipFile(stored, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 not to be run")
    assert texts(read_book(stored.getvalue(), "plan.xlsm")) == TEXTS


def test_the_content_counts_and_not_the_name() -> None:
    book = read_book(workbook(ROWS), "plan.csv")
    assert texts(book) == TEXTS
    assert book.notes == ("The name ends in .csv, but the file is an Excel workbook. It was read as that.",)


ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    + b"\x00" * 500
    + "EncryptedPackage".encode("utf-16-le")
    + b"\x00" * 99
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (ENCRYPTED, "protected with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "older than 2007"),
        (b"%PDF-1.7 words", "This is a PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "This is a web page"),
        (b"{\\rtf1 words}", "an RTF file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x01" * 20, "not a spreadsheet"),
        (b"PK\x03\x04 broken", "damaged or was cut off"),
        (b"Only a sentence without columns.", "no columns"),
        (b"Recommendation\nListen\nLearn\n", "no columns"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(data: bytes, words: str) -> None:
    assert words in refusal(data)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("xl/workbook.bin", "binary workbook"),
        ("content.xml", "OpenDocument"),
        ("ppt/presentation.xml", "presentation"),
        ("readme.txt", "compressed folder"),
    ],
)
def test_other_packages_are_named(part: str, words: str) -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr(part, "x")
    assert words in refusal(stored.getvalue())


def test_a_workbook_cut_off_anywhere_is_refused_and_never_a_crash() -> None:
    whole = workbook(ROWS)
    for share in (0.05, 0.3, 0.6, 0.9, 0.99):
        assert "damaged" in refusal(whole[: int(len(whole) * share)])


def test_a_workbook_with_broken_parts_is_refused_with_a_sentence() -> None:
    whole = workbook(ROWS)
    for part in (
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/styles.xml",
        "xl/_rels/workbook.xml.rels",
    ):
        for change in (b"<broken", b"", b"\x00\x01"):
            assert "damaged" in refusal(repacked(whole, part, change)), part
    assert "damaged" in refusal(repacked(whole, "xl/worksheets/sheet1.xml", None))


def test_entities_of_a_hostile_workbook_are_not_expanded() -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
        b'<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><worksheet xmlns='
        b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>&c;</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    assert "damaged" in refusal(repacked(workbook(ROWS), "xl/worksheets/sheet1.xml", bomb))


def test_a_workbook_that_unpacks_to_far_more_than_its_size_is_not_opened() -> None:
    data = repacked(workbook(ROWS), "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 30_000_000)
    started = time.process_time()
    assert "unpacks to far more" in refusal(data)
    assert time.process_time() - started < 5


def test_a_very_long_sheet_is_refused_and_the_others_are_read() -> None:
    long: list[list[object]] = [["No", "Recommendation"], *([n, "Listen"] for n in range(1_200))]
    assert "More than 1,000 rows" in refusal(workbook(long))
    book = read_book(workbook(ROWS, more={"Data": long}), "plan.xlsx")
    assert [table.refused[:20] for table in book.tables] == ["", "More than 1,000 rows"]


def test_rows_far_below_the_plan_do_not_hold_it_up() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    sheet.cell(1_048_576, 16_384, "stray")
    stored = io.BytesIO()
    book.save(stored)
    started = time.process_time()
    assert texts(read_book(stored.getvalue(), "plan.xlsx")) == TEXTS
    assert time.process_time() - started < 10


def test_a_cell_of_a_million_characters_is_cut_and_says_so() -> None:
    text = "No,Recommendation\n1," + "x" * 1_000_000 + "\n2,Learn\n"
    cell = read_book(text.encode(), "plan.csv").tables[0].rows[1][1]
    assert (len(cell.text), cell.cut) == (LONGEST_CELL, True)


def test_characters_that_no_database_keeps_are_replaced() -> None:
    book = read_book(f"No,Recommendation\n1,a\x07b\u200bc\ufeffd\n2,{'x' * 99}\n".encode(), "plan.csv")
    assert texts(book)[1] == ["1", "a\ufffdbcd"]


def test_a_word_document_without_a_table_is_told_from_a_damaged_one() -> None:
    assert "no table" in refusal(document(), "plan.docx")
    assert "damaged" in refusal(repacked(document(TEXTS), "word/document.xml", b"<broken"), "plan.docx")


def test_reading_in_a_process_of_its_own_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(workbook([["Recommendation", "RAG"], ["Listen", Filled(None, GREEN)]]))
    assert read_in_process(path, "plan.xlsx") == read_book(path.read_bytes(), "plan.xlsx")


def test_limits_of_time_and_memory_are_said_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_bytes(workbook([["Recommendation", "RAG"]] + [[f"Listen {n}", "Green"] for n in range(900)]))
    with pytest.raises(UnreadableSheet, match=r"longer than 0\.01 seconds"):
        read_in_process(path, "plan.xlsx", seconds=0.01)
    large = tmp_path / "large"
    large.write_bytes(b"No,Some words that go on and on\n" * 2_000_000)
    with pytest.raises(UnreadableSheet, match=r"could not be read|more memory"):
        read_in_process(large, "plan.csv", megabytes=150)
    with pytest.raises(UnreadableSheet, match="could not be opened"):
        read_in_process(tmp_path / "absent", "plan.xlsx")
