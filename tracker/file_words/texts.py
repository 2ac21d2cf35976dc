"""Every text of a file, also those that readers skip: comments, tracked changes, properties, notes.

This is for finding words that must go, so it takes too much rather than too little, and no layout.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

from defusedxml.ElementTree import XMLParser

from tracker.file_words.pdf_texts import texts_of_pdf
from tracker.file_words.unsearched import Unsearched
from tracker.intake.archives import refuse_bombs
from tracker.intake.model import UnreadableDocument

DEEPEST = 3  # files in files in files
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"RIFF")
_MAIL = re.compile(rb"\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}\r?\n")
# Elements that stand inside a paragraph, a cell or a shared string; the end of any other ends the words.
_INSIDE = {
    *("r", "t", "rPr", "rFonts", "b", "bCs", "i", "iCs", "u", "sz", "szCs", "color", "lang", "noProof"),
    *("latin", "solidFill", "srgbClr", "hyperlink", "delText", "ins", "del", "smartTag", "proofErr"),
    *("lastRenderedPageBreak", "bookmarkStart", "bookmarkEnd", "span", "a", "soft-page-break"),
}
_SPACES = {"tab", "br", "cr", "s", "line-break"}
_FAR_LETTERS = re.compile(r"[^\x00-\u024f\u2000-\u206f]")
_RTF_LETTER = re.compile(r"\\'([0-9a-f]{2})")
_RTF_CONTROL = re.compile(r"\\(?:par|line|tab|cell|row)\b ?|(\\[a-z]+-?\d* ?|[{}]|\\\*)")


def texts_of(data: bytes, depth: int = 0) -> Iterator[str]:
    """Every text of a file's content. Raises Unsearched for what cannot be looked through, or not all of it.

    What could be read comes first, so words may be found before that is raised.
    """
    if depth > DEEPEST:
        raise Unsearched("it holds files within files")
    if data.startswith(b"PK"):
        yield from _of_package(data, depth)
    elif b"%PDF-" in data[:1024]:
        for part in texts_of_pdf(data):
            if isinstance(part, bytes):
                yield from texts_of(part, depth + 1)
            else:
                yield part
    elif data.startswith(_OLD_OFFICE):
        yield from _of_old_office(data)
    elif data.startswith(_PICTURES):
        raise Unsearched("it is a picture")
    else:
        yield from _of_text(data, depth)


def _of_package(data: bytes, depth: int) -> Iterator[str]:
    """The texts of an Office or OpenDocument file: of every part that is XML, and of files within it."""
    try:
        refuse_bombs(data, "file", "it is damaged")
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for entry in package.infolist():
                yield entry.filename
                part = package.read(entry)
                if entry.filename.endswith((".xml", ".rels")):
                    yield from _of_xml(part)
                elif not part.startswith(_PICTURES):
                    # A logo in a letter is no reason to look through the letter by hand; a locked file is.
                    yield from texts_of(part, depth + 1)
    except UnreadableDocument as error:
        raise Unsearched(error.message) from None
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise Unsearched("it is damaged or protected with a password") from None


def _of_xml(part: bytes) -> tuple[str, str]:
    """The words between the marks, and those of attributes. Raises ValueError where it is not XML."""
    parser = XMLParser(target=_Words())
    try:
        parser.feed(part)
        found: tuple[str, str] = parser.close()
    except SyntaxError as error:
        raise ValueError(str(error)) from None
    return found


class _Words:
    """Gathers the words of a part as they come, put together where a change of type cuts them."""

    def __init__(self) -> None:
        self._found: list[str] = []
        self._attributes: list[str] = []
        self._words: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._attributes += attributes.values()
        self._mark(tag)

    def end(self, tag: str) -> None:
        self._mark(tag)

    def data(self, words: str) -> None:
        self._words.append(words)

    def close(self) -> tuple[str, str]:
        self._mark("")
        return "\n".join(self._found), "\n".join(self._attributes)

    def _mark(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name in _SPACES:
            self._words.append(" ")
        elif name not in _INSIDE:
            words, self._words = "".join(self._words), []
            if words.strip():
                self._found.append(words)


def _of_old_office(data: bytes) -> Iterator[str]:
    """What stands in an Office file from before 2007 or an Outlook message, in one alphabet or the other."""
    if _ENCRYPTED in data:
        raise Unsearched("it is protected with a password")
    yield data.decode("cp1252", "replace")
    for shifted in (data, data[1:]):
        # What lies around the words is no text and reads as letters of far alphabets: it ends no word.
        yield _FAR_LETTERS.sub(" ", shifted.decode("utf-16-le", "replace"))


def _of_text(data: bytes, depth: int) -> Iterator[str]:
    text = _decoded(data)
    yield text
    if text.startswith("{\\rtf"):
        letters = _RTF_LETTER.sub(lambda found: bytes([int(found[1], 16)]).decode("cp1252", "replace"), text)
        yield _RTF_CONTROL.sub(lambda found: "" if found[1] else " ", letters)
    elif _MAIL.match(data):
        message = message_from_bytes(data, policy=default)
        yield from (str(value) for value in message.values())
        for part in message.walk():
            inside = part.get_payload(decode=True)
            if isinstance(inside, bytes) and inside != data:
                yield from texts_of(inside, depth + 1)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
