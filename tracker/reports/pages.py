"""Reading a PDF of ours back: how many pages it has, and its words."""

from collections import Counter

import pypdfium2


def pages_of(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def words_of(pdf: bytes) -> Counter[str]:
    """Return the words of a PDF and how often each stands there.

    Plain numbers are left out: page numbers depend on the layout, which may differ after an upgrade. So may
    where a line is broken, hence words that end in a hyphen are joined with what follows.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    joined = text.replace("\ufffe", "").replace("\xad", "").replace("-\r\n", "-").replace("-\n", "-")
    return Counter(word for word in joined.split() if not word.isdecimal())
