"""Bytes of a plan to tables, whatever kind of file it is. Names and extensions lie; the content counts."""

from __future__ import annotations

from tracker.sheets.model import MOST_CHARACTERS, Book, UnreadableSheet
from tracker.sheets.packages import Package, package_of

_CALLED = {
    Package.WORKBOOK: ("an Excel workbook", (".xlsx", ".xlsm", ".xltx", ".xltm")),
    Package.WORD: ("a Word document", (".docx", ".docm", ".dotx")),
    Package.TEXT: ("text with columns", (".csv", ".tsv", ".txt", ".tab", ".md")),
}


def read_book(data: bytes, filename: str) -> Book:
    """Return the tables of a file. Raises UnreadableSheet with a sentence for what cannot be read."""
    package = package_of(data)
    if package is Package.WORKBOOK:
        from tracker.sheets.workbooks import read_workbook as read
    elif package is Package.WORD:
        from tracker.sheets.word_tables import read_word as read
    else:
        from tracker.sheets.text_tables import read_text as read
    book = read(data)
    if sum(len(cell.text) for table in book.tables for row in table.rows for cell in row) > MOST_CHARACTERS:
        raise UnreadableSheet(
            f"The file holds more than {MOST_CHARACTERS:,} characters. Copy the plan alone into a new file "
            "and bring that in."
        )
    if not any(table.rows for table in book.tables):
        refused = next((table.refused for table in book.tables if table.refused), "")
        raise UnreadableSheet(
            f"The file cannot be read. {refused}" if refused else "There is nothing in any table of the file."
        )
    called, endings = _CALLED[package]
    ending = f".{filename.rpartition('.')[2].lower()}" if "." in filename else ""
    notes = book.notes
    if ending and ending not in endings:
        notes = (f"The name ends in {ending}, but the file is {called}. It was read as that.", *notes)
    return Book(book.tables, notes)
