"""What a file is, by its content. Names and extensions lie."""

from __future__ import annotations

import io
import re
import zipfile

from tracker.intake.model import UnreadableDocument

_UNREAD = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Office file (.doc, .xls or .ppt), or an Office file with a password",
    b"{\\rtf": "a rich text (RTF) file",
    b"\x1f\x8b": "a compressed archive",
    b"7z\xbc\xaf": "a compressed archive",
    b"Rar!": "a compressed archive",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"OggS": "a sound file",
    b"ID3": "a sound file",
}
_ADVICE = "Save it as PDF or as a Word document (.docx) and upload that."
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta\s|table[\s>]|div[\s>])", re.IGNORECASE)


def sniff(data: bytes) -> str:
    """Return "pdf", "word", "writer", "web", "text" or "empty".

    Raises UnreadableDocument for types we do not read, naming the type and what to do.
    """
    if not data.strip(b"\x00 \t\r\n\f"):
        return "empty"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _office(data)
    for magic, name in _UNREAD.items():
        if head.startswith(magic):
            raise UnreadableDocument(f"This file is {name}, which is not read here. {_ADVICE}")
    if _HTML.search(data[:4096]) and b"<" in head[:200]:
        return "web"
    if _is_binary(data[:65536]):
        raise UnreadableDocument(f"This file is not a document we can read. {_ADVICE}")
    return "text"


def _office(data: bytes) -> str:
    """Tell a Word document from the other things that are zip files."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnreadableDocument(
            "This file is damaged: it begins like a Word document but cannot be opened. "
            "Ask for it again, or save it again as PDF."
        ) from None
    if "word/document.xml" in names:
        return "word"
    if "content.xml" in names and b"opendocument.text" in data[:200]:
        return "writer"
    if "xl/workbook.xml" in names:
        raise UnreadableDocument(f"This file is a spreadsheet, which is not read here. {_ADVICE}")
    if "ppt/presentation.xml" in names:
        raise UnreadableDocument(f"This file is a presentation, which is not read here. {_ADVICE}")
    raise UnreadableDocument(f"This file is a compressed archive or another kind of package. {_ADVICE}")


def _is_binary(sample: bytes) -> bool:
    """Control characters that no text encoding puts there. UTF-16 and UTF-32 hold zero bytes and are text."""
    if sample[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False
    zeros = sample.count(0)
    if zeros:
        # UTF-16 without a mark has its zeros on one side only.
        return not (
            zeros > len(sample) * 0.3 and min(sample[::2].count(0), sample[1::2].count(0)) < zeros * 0.05
        )
    controls = sum(byte < 32 and byte not in (9, 10, 11, 12, 13, 26, 27) for byte in sample)
    return controls > len(sample) * 0.05
