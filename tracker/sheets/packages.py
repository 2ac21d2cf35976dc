"""What a file is, by its content, and whether the package it may be can be opened at all."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import StrEnum

from tracker.sheets.model import UnreadableSheet

MOST_UNPACKED = 300 * 1024 * 1024
MOST_RATIO = 250  # how many times its size a large part may unpack to; sheets of equal rows squeeze well
_SAVE = "Open it in Excel, save it as an Excel workbook (.xlsx) and bring that in."
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB = re.compile(rb"<(?:!doctype\s+html|html|head|body|table[\s>])", re.IGNORECASE)


class Package(StrEnum):
    """What can be read."""

    WORKBOOK = "workbook"
    WORD = "word"
    TEXT = "text"


def package_of(data: bytes) -> Package:
    """Return what the content is. Raises UnreadableSheet for all else, saying what it is and what to do."""
    if not data.strip(b"\x00 \t\r\n\f"):
        raise UnreadableSheet("The file is empty.")
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data:
            raise UnreadableSheet(
                "The file is protected with a password. Open it, take the password away "
                "(File, Info, Protect Workbook), save it and bring that in."
            )
        raise UnreadableSheet(f"This is a file of an Office older than 2007, like .xls or .doc. {_SAVE}")
    if data.startswith(b"PK"):
        return _package(data)
    if b"%PDF-" in data[:1024]:
        raise UnreadableSheet(
            "This is a PDF. If it is an inspectors’ report, use “Bring in a report”. If it is a plan, "
            "ask for the spreadsheet or Word document it was made from."
        )
    if _WEB.search(data[:4096]):
        raise UnreadableSheet(f"This is a web page, whatever its name says. {_SAVE}")
    if data.startswith(b"{\\rtf"):
        raise UnreadableSheet("This is an RTF file. Save it as a Word document (.docx) and bring that in.")
    if _is_binary(data[:65536]):
        raise UnreadableSheet(
            "This is not a spreadsheet, a CSV file or a Word document. "
            "Choose the plan as .xlsx, .csv or .docx."
        )
    return Package.TEXT


def _package(data: bytes) -> Package:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
        raise UnreadableSheet(
            "The file is damaged or was cut off on its way: it begins like an Office file but cannot be "
            "opened. Open it where it was made, save it again and bring that in."
        ) from None
    _refuse_bombs(entries)
    if "xl/workbook.bin" in names:
        raise UnreadableSheet(f"This is a binary workbook (.xlsb). {_SAVE}")
    if any(name.startswith("xl/") for name in names):
        return Package.WORKBOOK
    if "word/document.xml" in names:
        return Package.WORD
    if "content.xml" in names:
        raise UnreadableSheet(f"This is an OpenDocument file. {_SAVE}")
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableSheet("This is a presentation. Choose the plan as .xlsx, .csv or .docx.")
    raise UnreadableSheet(
        "This is a compressed folder (zip) or another kind of package. "
        "Unpack it and choose the plan in it, as .xlsx, .csv or .docx."
    )


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a small file that unpacks to gigabytes. Unpacking checks that the directory told the truth."""
    total = 0
    for entry in entries:
        total += entry.file_size
        squeezed = entry.file_size > 20_000_000 and entry.file_size > entry.compress_size * MOST_RATIO
        if squeezed or total > MOST_UNPACKED:
            raise UnreadableSheet(
                "The file unpacks to far more than its size and was not opened. "
                "Copy the plan alone into a new workbook and bring that in."
            )
        if entry.flag_bits & 1:
            raise UnreadableSheet(
                "The file is protected with a password. Save it without one and bring that in."
            )


def _is_binary(sample: bytes) -> bool:
    """Return whether there are bytes that no text encoding puts there. UTF-16 holds zeros and is text."""
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    if sample.count(0):
        even, odd = sample[::2].count(0), sample[1::2].count(0)
        return not (even + odd > len(sample) * 0.3 and min(even, odd) < (even + odd) * 0.05)
    return sum(byte < 32 and byte not in (9, 10, 11, 12, 13, 26, 27) for byte in sample) > len(sample) * 0.02
