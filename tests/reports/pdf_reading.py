"""Reading a PDF back: its text page by page, and the headings of its tags."""

import ctypes
import re

import pypdfium2
import pypdfium2.raw as pdfium


def page_texts(pdf: bytes) -> list[str]:
    """Return the text of each page in reading order, white space made single, soft hyphens taken out."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def filled(pdf: bytes) -> list[float]:
    """Return how far down each page is used, from 0 to 1, between its running head and its foot."""
    head, foot = 24 * 72 / 25.4, 20 * 72 / 25.4
    document = pypdfium2.PdfDocument(pdf)
    try:
        shares = []
        for page in document:
            room = page.get_height() - head - foot
            low = [bottom for _, bottom, _, _ in (item.get_bounds() for item in page.get_objects())]
            shares.append(1 - (min((one for one in low if one > foot), default=room + foot) - foot) / room)
        return shares
    finally:
        document.close()


def squeezed(text: str) -> str:
    """Return the text as a reader hears it: one space between words, no soft hyphens or line-end hyphens."""
    return re.sub(r"\s+", " ", text.replace("\u00ad", "").replace("\ufffe", "")).strip()


def tagged_headings(pdf: bytes) -> list[tuple[str, str]]:
    """Return level ("H1") and text of each heading in the structure tree, in order."""
    document = pypdfium2.PdfDocument(pdf)
    found: list[tuple[str, str]] = []
    try:
        for page in document:
            texts = _marked_texts(page)
            tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
            for place in range(pdfium.FPDF_StructTree_CountChildren(tree)):
                _walk(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place), texts, found)
            pdfium.FPDF_StructTree_Close(tree)
    finally:
        document.close()
    return found


def _marked_texts(page: pypdfium2.PdfPage) -> dict[int, str]:
    texts: dict[int, str] = {}
    text_page = page.get_textpage()
    for item in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
        mark = pdfium.FPDFPageObj_GetMarkedContentID(item.raw)
        size = pdfium.FPDFTextObj_GetText(item.raw, text_page.raw, None, 0)
        buffer = (ctypes.c_ushort * (size // 2))()
        pdfium.FPDFTextObj_GetText(item.raw, text_page.raw, buffer, size)
        text = bytes(buffer).decode("utf-16-le").rstrip("\0")
        texts[mark] = texts.get(mark, "") + text
    return texts


def _type(element: pdfium.FPDF_STRUCTELEMENT) -> str:
    size = pdfium.FPDF_StructElement_GetType(element, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_StructElement_GetType(element, buffer, size)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def _walk(element: pdfium.FPDF_STRUCTELEMENT, texts: dict[int, str], found: list[tuple[str, str]]) -> None:
    kind = _type(element)
    if re.fullmatch(r"H\d", kind):
        found.append((kind, squeezed(" ".join(_texts(element, texts)))))
        return
    for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, place)
        if child:
            _walk(child, texts, found)


def _texts(element: pdfium.FPDF_STRUCTELEMENT, texts: dict[int, str]) -> list[str]:
    found = []
    for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, place)
        if child:
            found += _texts(child, texts)
            continue
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, place)
        if mark in texts:
            found.append(texts[mark])
    return found
