"""Reading a Word document of ours back: its words in order, each footnote at its call."""

import zipfile
from collections.abc import Iterator
from io import BytesIO

from defusedxml.ElementTree import fromstring
from docx.oxml.ns import nsmap

from tracker.reports.word.markup import Element

_W = f"{{{nsmap['w']}}}"


def words_of_docx(data: bytes) -> list[str]:
    """Return the words of a document as they are read, footnotes where they are called.

    Running lines and alternative texts are left out. Raises ValueError for what is no such document.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            body = fromstring(archive.read("word/document.xml"))
            notes = fromstring(archive.read("word/footnotes.xml"))
    except (zipfile.BadZipFile, KeyError, SyntaxError) as failure:
        raise ValueError(f"not a Word document: {failure}") from None
    told = {note.get(f"{_W}id"): note for note in notes}
    return " ".join(_texts(body, told)).split()


def _texts(element: Element, notes: dict[str | None, Element]) -> Iterator[str]:
    for run in element.iter(f"{_W}r"):
        yield "".join(
            (one.text or "") if one.tag == f"{_W}t" else " "
            for one in run
            if one.tag in (f"{_W}t", f"{_W}tab", f"{_W}br")
        )
        for call in run.iter(f"{_W}footnoteReference"):
            yield from _texts(notes[call.get(f"{_W}id")], notes)
