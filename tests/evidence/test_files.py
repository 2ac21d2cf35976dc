"""What a file is, by its content, and how it is kept."""

import io
import zipfile

import pytest
from flask import Flask

from tests.world import NOW, World
from tracker.database import db
from tracker.models import Plan, StoredFile
from tracker.operations.errors import Refused
from tracker.operations.files import content_type_of, download_name, path_of, store_file

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"


def packed(**entries: str) -> bytes:
    """Return an archive; "__" in a name stands for a slash."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in entries.items():
            archive.writestr(name.replace("__", "/"), text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\n\n%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (packed(word__document="x"), WORD),
        (packed(mimetype=OPEN_TEXT), OPEN_TEXT),
        (packed(mimetype=f"{OPEN_TEXT}\r\nSet-Cookie: a=b"), None),
        (packed(virus="x"), None),
        (b"PK\x03\x04 cut short", None),
        ("Schöne Grüße\n\tund mehr".encode(), "text/plain"),
        ("Schöne Grüße".encode("latin-1"), "text/plain"),
        ("Grüße".encode("utf-16"), "text/plain"),
        (b"\xff\xfe\x00\xd8", None),
        (b"MZ\x90\x00", None),
        (b"x" * 9000 + b"\x00", None),
        (b"\x1f\x8b\x08", None),
    ],
)
def test_a_file_is_what_it_holds_not_what_it_is_called(data: bytes, kind: str | None) -> None:
    assert content_type_of(data) == kind


@pytest.mark.parametrize(
    ("name", "kind", "served"),
    [
        ("rota.PDF", "application/pdf", "rota.PDF"),
        ("rota", "application/pdf", "rota.pdf"),
        ("letter.html", "text/plain", "letter.html.txt"),
        ("figures.csv", "text/plain", "figures.csv"),
        ("plan.exe", WORD, "plan.exe.docx"),
        ("notes.odt", OPEN_TEXT, "notes.odt"),
        ("old.kind", "application/unknown", "old.kind"),
    ],
)
def test_a_file_is_saved_under_an_ending_that_fits(name: str, kind: str, served: str) -> None:
    assert download_name(StoredFile(name=name, content_type=kind)) == served


def test_the_same_bytes_are_kept_once_outside_the_database(app: Flask, world: World) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        first = store_file(plan, "rota.pdf", b"%PDF-1.7", by=None, now=NOW)
        again = store_file(plan, "C:\\kerry\\again\r\n.pdf", b"%PDF-1.7", by=None, now=NOW)
        assert again.name == "again.pdf"
        assert path_of(first) == path_of(again)
        assert path_of(first).read_bytes() == b"%PDF-1.7"
        assert [each.name for each in path_of(first).parent.iterdir()] == [first.sha256]


def test_a_refused_file_leaves_nothing_behind(app: Flask, world: World) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        for data in (b"", b"MZ\x90\x00"):
            with pytest.raises(Refused):
                store_file(plan, "rota.pdf", data, by=None, now=NOW)
        assert not (app.config["SETTINGS"].instance_path / "files").exists()
