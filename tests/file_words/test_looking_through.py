"""Words are found wherever a file can hold them, and what cannot be looked through is said."""

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest
from openpyxl.comments import Comment
from PIL import Image

from tests.intake.sample_files import pdf_of
from tracker.file_words.process import Looked, look_through

NAME = "Tamsin Quillfeather"


def saved(document: "docx.document.Document | openpyxl.Workbook | pikepdf.Pdf") -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word_in_runs() -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph("We met Tamsin ")
    paragraph.add_run("Quill").bold = True
    paragraph.add_run("feather twice.")
    return saved(document)


def word_in_the_foot() -> bytes:
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = NAME
    return saved(document)


def word_by_its_author() -> bytes:
    document = docx.Document()
    document.core_properties.author = NAME
    return saved(document)


def word_struck_out() -> bytes:
    return package(
        {"word/document.xml": "<w><p><del><r><delText>Tamsin Quillfeather</delText></r></del></p></w>"}
    )


def workbook_in_two_cells() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Tamsin", "Quillfeather"])
    return saved(book)


def workbook_in_a_comment() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"].comment = Comment(f"Ask {NAME}", "Somebody")
    return saved(book)


def package(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def open_document() -> bytes:
    body = "<text:p>Met Tamsin<text:s/><text:span>Quill</text:span>feather.</text:p>"
    return package({"content.xml": f'<doc xmlns:text="urn:x">{body}</doc>'})


def presentation_within_a_document() -> bytes:
    inner = package({"ppt/slides/slide1.xml": f"<p><a><t>{NAME}</t></a></p>"})
    return package({"word/embeddings/slides.pptx": inner})


def pdf_by_its_title() -> bytes:
    pdf = pikepdf.open(io.BytesIO(pdf_of("<p>Nothing here.</p>")))
    pdf.docinfo["/Title"] = NAME
    return saved(pdf)


def pdf_in_a_comment() -> bytes:
    pdf = pikepdf.open(io.BytesIO(pdf_of("<p>Nothing here.</p>")))
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], Contents=f"Ask {NAME}"
    )
    pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([note]))
    return saved(pdf)


def pdf_with_a_file() -> bytes:
    pdf = pikepdf.open(io.BytesIO(pdf_of("<p>Nothing here.</p>")))
    pdf.attachments["letter.docx"] = word_in_runs()
    return saved(pdf)


def mail() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "somebody@harlmere.example", "A child"
    message.set_content(f"About {NAME}, as agreed – see below.", cte="base64")
    return bytes(message)


HOLDING: dict[str, Callable[[], bytes]] = {
    "text": lambda: f"About {NAME}.".encode(),
    "text in UTF-16": lambda: f"About {NAME}.".encode("utf-16"),
    "rich text": lambda: b"{\\rtf1\\ansi We met Tamsin {\\b Quill}feather.\\par}",
    "old Word": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x" + NAME.encode("utf-16-le"),
    "mail": mail,
    "Word, cut by bold letters": word_in_runs,
    "Word, its foot": word_in_the_foot,
    "Word, its author": word_by_its_author,
    "Word, struck out": word_struck_out,
    "Excel, two cells": workbook_in_two_cells,
    "Excel, a comment": workbook_in_a_comment,
    "OpenDocument": open_document,
    "PowerPoint within Word": presentation_within_a_document,
    "a folder packed": lambda: package({"notes.csv": f"Child,{NAME}".encode()}),
    "PDF, over two lines": lambda: pdf_of("<p>We met Tamsin<br>Quillfeather.</p>"),
    "PDF, hyphenated": lambda: pdf_of("<p>We met Tamsin Quill&shy;feather.</p>", "p{width:31mm}"),
    "PDF, its title": pdf_by_its_title,
    "PDF, a comment": pdf_in_a_comment,
    "PDF, a file in it": pdf_with_a_file,
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A file of every kind, with the name of a child somewhere in it."""
    folder = tmp_path_factory.mktemp("holding")
    made = {}
    for number, (kind, content) in enumerate(HOLDING.items()):
        made[kind] = folder / str(number)
        made[kind].write_bytes(content())
    return made


def test_words_are_found_in_every_kind_of_file(files: dict[str, Path]) -> None:
    looked = dict(zip(files, look_through(list(files.values()), "tamsin  QUILLFEATHER"), strict=True))
    assert [kind for kind, found in looked.items() if "Quillfeather" not in found.holds] == []


def test_files_without_the_words_are_left_in_peace(files: dict[str, Path]) -> None:
    assert look_through(list(files.values()), "Quillfeathers") == [Looked()] * len(files)


def test_what_cannot_be_looked_through_is_said(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(picture, "PNG")
    scan = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(scan, "PDF")
    locked = io.BytesIO()
    pikepdf.open(io.BytesIO(pdf_of("<p>x</p>"))).save(locked, encryption=pikepdf.Encryption("a", "b"))
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 300_000_000)
    contents = {
        "a picture": picture.getvalue(),
        "pages are pictures": scan.getvalue(),
        "protected with a password": locked.getvalue(),
        "damaged": b"PK\x03\x04 and nothing else",
        "unpacks to far more": bomb.getvalue(),
        "not where it was kept": b"",
    }
    paths = [tmp_path / str(number) for number in range(len(contents))]
    for path, content in zip(paths, contents.values(), strict=True):
        if content:
            path.write_bytes(content)
    for why, found in zip(contents, look_through(paths, NAME), strict=True):
        assert why in found.unsearched
        assert not found.holds


def test_the_words_of_a_partly_scanned_file_are_still_found(tmp_path: Path) -> None:
    scan = io.BytesIO()
    Image.new("RGB", (60, 60), "white").save(scan, "PDF")
    both = pikepdf.open(io.BytesIO(pdf_of(f"<p>{NAME}</p>")))
    both.pages.extend(pikepdf.open(scan).pages)
    (tmp_path / "both").write_bytes(saved(both))
    assert look_through([tmp_path / "both"], NAME)[0].holds


def test_a_search_that_takes_too_long_says_which_files_it_did_not_reach(files: dict[str, Path]) -> None:
    looked = look_through(list(files.values()), NAME, seconds=0.01)
    assert looked[-1].unsearched == "the search took too long"
    assert len(looked) == len(files)


def test_a_file_that_ends_the_process_is_said_and_the_next_is_looked_through(tmp_path: Path) -> None:
    large, small = tmp_path / "large", tmp_path / "small"
    large.write_bytes(b"Some words that go on and on.\n" * 4_000_000)
    small.write_text(NAME)
    found = look_through([large, small], NAME, megabytes=300)
    assert found[0].unsearched
    assert found[1].holds
