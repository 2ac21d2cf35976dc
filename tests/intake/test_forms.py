"""The text form and the PDF form of one document give the same result."""

from html import escape

import pytest

from tests.intake.sample_files import NAMES, pdf_of, text_of
from tracker.intake.model import Reading
from tracker.intake.reading import read_document

# Tables set with spaces or tabs, and indents that only a text file has, are not the same document once typed
# into a PDF line by line; their PDF forms are tested with printed tables in test_layouts.
ONLY_AS_TEXT = {
    "audit-table", "audit-wrapped-table", "childrens-home", "cqc-care-home", "fostering-2012",
    "fostering-agency", "ilacs-2019", "improvement-plan", "safeguarding-and-lac", "send-cells-apart",
}  # fmt: skip
TYPED = "@page{size:A3;margin:15mm}body{font:9pt 'DejaVu Sans Mono';white-space:pre}div{margin-bottom:9pt}"


def _asks(reading: Reading) -> list[tuple[str | None, str, str | None]]:
    return [(ask.number, ask.text, ask.timescale) for ask in reading.recommendations]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ONLY_AS_TEXT])
def test_text_and_pdf_of_one_document_give_the_same_asks(name: str) -> None:
    text = text_of(name)
    typed = pdf_of("".join(f"<div>{escape(part)}</div>" for part in text.split("\n\n")), TYPED)
    assert _asks(read_document(typed, "a.pdf")) == _asks(read_document(text.encode(), "a.txt"))
