"""Files people bring: what they are (not what they are called), kept under their content hash.

They lie outside the database in INSTANCE_PATH/files/ab/abcdef…, and are served only as attachments through
the permission check of the page that lists them.
"""

import hashlib
import os
import secrets
import shutil
import zipfile
import zlib
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from flask import current_app

from tracker.database import db
from tracker.formatting import file_size
from tracker.models import Person, Plan, RoundAsk, StoredFile
from tracker.operations.errors import Refused
from tracker.operations.history import person_id_of

TEXT = "text/plain"
PDF = "application/pdf"
OLD_OFFICE = "application/x-ole-storage"  # Word, Excel, PowerPoint before 2007, and Outlook's messages
_OFFICE = {
    "word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
DOCX, XLSX = _OFFICE["word/"], _OFFICE["xl/"]
# Control characters other than tab, line feed, form feed and carriage return; old word processors end a text
# with 1A.
_NEVER_IN_TEXT = bytes(set(range(32)) - set(b"\t\n\f\r\x1a"))
_OPEN_DOCUMENT = {
    f"application/vnd.oasis.opendocument.{kind}": ending
    for kind, ending in (
        ("text", "odt"),
        ("spreadsheet", "ods"),
        ("presentation", "odp"),
        ("graphics", "odg"),
    )
}
# How a file of a type may be called. A text called "letter.html" would run as a page where it is opened.
_ENDINGS: dict[str, tuple[str, ...]] = {
    TEXT: ("txt", "csv", "tsv", "md", "eml", "ics", "rtf"),
    PDF: ("pdf",),
    _OFFICE["word/"]: ("docx", "docm", "dotx"),
    _OFFICE["xl/"]: ("xlsx", "xlsm", "xlsb"),
    _OFFICE["ppt/"]: ("pptx", "pptm", "ppsx"),
    OLD_OFFICE: ("doc", "xls", "ppt", "msg", "pub", "vsd"),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    **{kind: (ending,) for kind, ending in _OPEN_DOCUMENT.items()},
}
_STARTS = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
)


def content_type_of(data: bytes) -> str | None:
    """Return the type of the content, or None for what is not a PDF, Office document, image or text."""
    for start, kind in _STARTS:
        # Some producers put a few bytes before the PDF header; readers accept it within the first kilobyte.
        if data.startswith(start) or (kind == PDF and start in data[:1024]):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    if data.startswith(b"PK"):
        return _office_type(data)
    return TEXT if _reads_as_text(data) else None


def _reads_as_text(data: bytes) -> bool:
    """Return whether the content holds nothing that no text holds, whatever alphabet it is written in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeDecodeError:
            return False
    return len(data.translate(None, _NEVER_IN_TEXT)) == len(data)


def _office_type(data: bytes) -> str | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                kind = archive.read("mimetype").decode("ascii", "replace")
                return kind if kind in _OPEN_DOCUMENT else None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        return None
    return next(
        (kind for start, kind in _OFFICE.items() if any(name.startswith(start) for name in names)), None
    )


def read_upload(stream: IO[bytes], *, field: str = "file") -> bytes:
    """Return what an uploaded file holds. Raises Refused for an empty or too large one without reading it."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    _refuse_size(size, field)
    return stream.read()


def _refuse_size(size: int, field: str) -> None:
    limit = current_app.config["SETTINGS"].max_file_bytes
    if not size:
        raise Refused(field, "The file is empty. Choose another")
    if size > limit:
        raise Refused(field, f"The file has {file_size(size)}. It may have {file_size(limit)} at most")


def store_file(
    plan: Plan, name: str, data: bytes, *, by: Person | RoundAsk | None, now: datetime, field: str = "file"
) -> StoredFile:
    """Keep a file and return its row. Raises Refused for an empty, too large or unknown one.

    The bytes are on disk before the row is committed; a file without a row does no harm, a row without its
    file would.
    """
    _refuse_size(len(data), field)
    content_type = content_type_of(data)
    if content_type is None:
        raise Refused(
            field, "The file must be a PDF, a Word, Excel, PowerPoint or OpenDocument file, a picture or text"
        )
    return keep_bytes(plan, name, data, content_type, by=by, now=now)


def keep_bytes(
    plan: Plan, name: str, data: bytes, content_type: str, *, by: Person | RoundAsk | None, now: datetime
) -> StoredFile:
    """Keep bytes that we made or have checked, and return their row."""
    return keep_file(plan, name, BytesIO(data), content_type, by=by, now=now)


def keep_file(
    plan: Plan, name: str, file: IO[bytes], content_type: str, *, by: Person | RoundAsk | None, now: datetime
) -> StoredFile:
    """Keep what a file of ours holds, without reading it into memory at once, and return its row."""
    file.seek(0)
    sha256 = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    path = _path(sha256)
    size = file.seek(0, os.SEEK_END)
    if not path.exists():
        file.seek(0)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        with part.open("xb") as handle:
            shutil.copyfileobj(file, handle)
            handle.flush()
            os.fsync(handle.fileno())
        part.replace(path)
    return _row(plan, name, sha256, size, content_type, by=by, now=now)


def _row(
    plan: Plan,
    name: str,
    sha256: str,
    size: int,
    content_type: str,
    *,
    by: Person | RoundAsk | None,
    now: datetime,
) -> StoredFile:
    # Only the last part of the name: some browsers send a whole path.
    tidy = name.replace("\\", "/").rpartition("/")[2]
    tidy = "".join(letter for letter in tidy if letter.isprintable()).strip() or "file"
    row = StoredFile(
        plan_id=plan.id,
        sha256=sha256,
        name=tidy[-300:],
        content_type=content_type,
        size=size,
        added_by_id=person_id_of(by),
        added_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row


def purge_bytes(sha256: str) -> bool:
    """Delete bytes that no row needs any more (call after the commit). Returns whether they were deleted."""
    if not sha256 or db.session.scalar(sa.select(StoredFile.id).where(StoredFile.sha256 == sha256).limit(1)):
        return False
    _path(sha256).unlink(missing_ok=True)
    return True


def download_name(file: StoredFile) -> str:
    """Return the name to save the file under: as it came, with an ending that fits what it is."""
    endings = _ENDINGS.get(file.content_type, ())
    ending = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    return file.name if not endings or ending in endings else f"{file.name}.{endings[0]}"


def path_of(file: StoredFile) -> Path:
    """Return where the bytes of a stored file lie."""
    return _path(file.sha256)


def path_for(sha256: str) -> Path:
    """Return where bytes with this hash lie, if they are kept."""
    return _path(sha256)


def _path(sha256: str) -> Path:
    root: Path = current_app.config["SETTINGS"].instance_path
    return root / "files" / sha256[:2] / sha256
