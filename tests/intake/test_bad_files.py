"""Files that cannot be read get a clear sentence, in bounded time and memory."""

import io
import time
import zipfile
from pathlib import Path

import pytest

from tests.intake.sample_files import outcome_of, paragraphs, pdf_of, text_of, word_of, writer_of
from tracker.intake.model import UnreadableDocument
from tracker.intake.reading import read_document, read_text


def _refusal(data: bytes, name: str) -> str:
    with pytest.raises(UnreadableDocument) as refused:
        read_document(data, name)
    return refused.value.message


def _encrypted(data: bytes) -> bytes:
    pikepdf = pytest.importorskip("pikepdf")
    stored = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(stored, encryption=pikepdf.Encryption(owner="o", user="u"))
    return stored.getvalue()


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\x00" * 50])
def test_an_empty_file_is_read_and_holds_nothing(data: bytes) -> None:
    reading = read_document(data, "a.pdf")
    assert reading.recommendations == ()
    assert reading.message == "The file is empty."
    assert read_text("  \n").message == "There is no text."


def test_a_pdf_with_a_password() -> None:
    assert "password" in _refusal(_encrypted(pdf_of("<p>Hello")), "a.pdf")


def test_a_pdf_cut_off_in_the_middle_is_read_or_refused_with_a_sentence() -> None:
    whole = pdf_of(paragraphs(*["Words."] * 200))
    for share in (0.01, 0.3, 0.6, 0.9):
        outcome = outcome_of(whole[: int(len(whole) * share)], "a.pdf")
        if isinstance(outcome, UnreadableDocument):
            assert "damaged" in outcome.message or "no text" in outcome.message


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "old Office file"),
        (b"{\\rtf1\\ansi hello}", "RTF"),
        (bytes(range(256)) * 20, "not a document"),
        (b"PK\x03\x04" + b"rubbish" * 30, "damaged"),
    ],
)
def test_other_types_are_named(data: bytes, word: str) -> None:
    assert word in _refusal(data, "report.pdf")


def test_a_spreadsheet_is_not_taken_for_a_word_document() -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert "spreadsheet" in _refusal(stored.getvalue(), "report.docx")


def test_a_word_document_that_unpacks_to_gigabytes_is_not_opened() -> None:
    good = word_of("Hello")
    stored = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good)) as source,
        zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            bomb.writestr(
                entry.filename,
                content + b" " * 80_000_000 if entry.filename == "word/document.xml" else content,
            )
    started = time.process_time()
    assert "unpacks" in _refusal(stored.getvalue(), "a.docx")
    assert time.process_time() - started < 5


def test_an_opendocument_text_that_unpacks_to_gigabytes_is_not_opened() -> None:
    assert "unpacks" in _refusal(writer_of("Hello", extra=" " * 80_000_000), "a.odt")


@pytest.mark.parametrize("extra", ["<", "<!DOCTYPE x [<!ENTITY y 'z'>]>"])
def test_an_opendocument_text_with_damaged_or_hostile_xml(extra: str) -> None:
    assert "damaged" in _refusal(writer_of("Hello", extra=extra), "a.odt")


def test_a_pdf_of_five_thousand_pages_is_refused_at_once() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    stored = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(5_000):
            document.add_blank_page(page_size=(200, 200))
        document.save(stored)
    started = time.process_time()
    assert "5,000 pages" in _refusal(stored.getvalue(), "a.pdf")
    assert time.process_time() - started < 5


def test_a_pdf_page_of_a_million_characters_is_read_in_bounded_time() -> None:
    pikepdf = pytest.importorskip("pikepdf")
    stored = io.BytesIO()
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(600, 800))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=document.make_indirect(font)))
        words = b"(Leaders should see each child) Tj 0 -1 Td " * 33_000
        page.Contents = document.make_stream(b"BT /F 1 Tf 10 790 Td " + words + b"ET")
        document.save(stored)
    started = time.process_time()
    outcome_of(stored.getvalue(), "a.pdf")
    assert time.process_time() - started < 60


def test_a_word_document_with_damaged_xml() -> None:
    good = word_of("Hello")
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(stored, "w") as damaged:
        for entry in source.infolist():
            content = source.read(entry)
            damaged.writestr(
                entry.filename,
                content[: len(content) // 2] if entry.filename == "word/document.xml" else content,
            )
    assert "damaged" in _refusal(stored.getvalue(), "a.docx")


def test_a_word_document_named_pdf_is_read_as_what_it_is() -> None:
    reading = read_document(word_of("# Recommendations", "* See each child alone."), "report.pdf")
    assert [ask.text for ask in reading.recommendations] == ["See each child alone."]
    assert reading.warnings == (
        "The name ends in .pdf, but the file is a Word document. It was read as that.",
    )


def test_a_file_is_what_it_is_and_not_what_it_is_called() -> None:
    reading = read_document(text_of("send-tables").encode(), "report.pdf")
    assert reading.kind == "send_area"
    assert reading.warnings == ("The name ends in .pdf, but the file is plain text. It was read as that.",)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "Recommendations\n\n1. " + "word " * 200_000,
        "(" * 300_000,
        "• " * 200_000,
        "a\t" * 200_000,
        "Inspection dates: " * 20_000,
        "1 May 2024 to " * 20_000,
        "\n".join(["Recommendations"] * 20_000),
        "|" * 200_000,
        "Requirement      Due date\n" * 20_000,
        "Requirement      Due date\n\n" + "See each child      1 May 2024\n" * 5_000,
        "Ref   Recommendation   Due date\n\n" + "a   " * 60_000,
        "•\n" * 10_000 + "See each child\n" * 5_000,
        "A b " + " " * 400_000 + "c",
        "Lead inspector: " + "Ann Bell, " * 20_000,
        "Ref\n\nRecommendation\n\nDue date\n\n" * 1_000,
    ],
)
def test_monstrous_text_is_read_in_bounded_time(text: str) -> None:
    started = time.process_time()
    read_text(text)
    assert time.process_time() - started < 12


def test_a_raised_number_alone_at_the_end_of_a_page_is_no_page_number() -> None:
    reading = read_text("Recommendations\n1. Keep every receipt.\n²\n\fNotes to the accounts\n②\n")
    assert "Keep every receipt." in reading.recommendations[0].text


def test_welsh_and_right_to_left_text_is_read() -> None:
    welsh = "Arolygiad gan Estyn\n\nArgymhellion\nA1 Gwella presenoldeb\nA2 Cryfhau hunanwerthuso\n"
    reading = read_text(f"{welsh}\nתודה רבה لكم\n")
    assert reading.kind == "estyn"
    assert [(ask.number, ask.text) for ask in reading.recommendations] == [
        ("A1", "Gwella presenoldeb"),
        ("A2", "Cryfhau hunanwerthuso"),
    ]
    assert "תודה" in reading.source_text


def test_a_missing_file_of_many_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    from tracker.intake.many import read_many

    good = tmp_path / "good.txt"
    good.write_text(text_of("jtai"), encoding="utf-8")
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing")
    results = dict(read_many([good, bad, tmp_path / "absent.txt"]))
    assert getattr(results[good], "kind", None) == "jtai"
    assert isinstance(results[bad], UnreadableDocument)
    assert isinstance(results[tmp_path / "absent.txt"], UnreadableDocument)
