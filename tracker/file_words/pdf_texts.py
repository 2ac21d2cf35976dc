"""The texts of a PDF: its text layer, properties, bookmarks, comments and form fields, and attached files."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tracker.file_words.unsearched import Unsearched

_HYPHENS = ("\ufffe\r\n", "\ufffe\n", "\ufffe", "\x02\r\n", "\x02\n", "\x02", "\u00ad")
# Of a comment and of a form field: who wrote it, what it says, what it is about, what was filled in.
_KEYS = (b"T", b"Contents", b"Subj", b"V", b"TU")


def texts_of_pdf(data: bytes) -> Iterator[str | bytes]:
    """Every text, and the content of every attached file.

    Raises Unsearched for a protected or damaged file; and at the end, where a page is a picture without text.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise Unsearched("it is damaged or protected with a password") from None
    try:
        yield from document.get_metadata_dict(skip_empty=True).values()
        yield from (bookmark.get_title() for bookmark in document.get_toc())
        pictures = 0
        for index in range(len(document)):
            page = document[index]
            text = _text_of(page)
            yield text
            yield from _of_annotations(page)
            pictures += not text.strip() and next(page.get_objects(max_depth=1), None) is not None
            page.close()
        for index in range(document.count_attachments()):
            yield document.get_attachment(index).get_name()
            yield bytes(document.get_attachment(index).get_data())
    except pdfium.PdfiumError:
        raise Unsearched("a part of it is damaged") from None
    finally:
        document.close()
    if pictures:
        raise Unsearched("some of its pages are pictures")


def _text_of(page: pdfium.PdfPage) -> str:
    layer = page.get_textpage()
    text: str = layer.get_text_range()
    layer.close()
    for hyphen in _HYPHENS:
        text = text.replace(hyphen, "")
    return text


def _of_annotations(page: pdfium.PdfPage) -> Iterator[str]:
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        for key in _KEYS:
            length = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
            if length > 2:  # bytes, with the two that end it
                held = ctypes.create_string_buffer(length)
                written = ctypes.cast(held, ctypes.POINTER(raw.FPDF_WCHAR))
                raw.FPDFAnnot_GetStringValue(annotation, key, written, length)
                yield held.raw[: length - 2].decode("utf-16-le", "replace")
        raw.FPDFPage_CloseAnnot(annotation)
