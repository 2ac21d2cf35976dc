"""The shortcuts for the renderer leave every report as it would be without them."""

from collections.abc import Callable

import pypdfium2
import pytest
from PIL import Image
from PIL.ImageChops import difference
from weasyprint import HTML

from tests.reports.pdf_reading import page_texts
from tests.reports.sample_report import sample_snapshot
from tracker.reports import pdf, quicker
from tracker.reports.html import report_html


@pytest.fixture(scope="module")
def page() -> str:
    return report_html(sample_snapshot(4))


def made(page: str, pieces: tuple[str, ...]) -> bytes:
    with quicker.shortcuts(pieces):
        written: bytes = pdf.lay_out(page).write_pdf(pdf_variant="pdf/ua-1")
    return written


def test_what_is_kept_gives_the_same_bytes(page: str) -> None:
    kept = tuple(piece for piece in quicker.PIECES if piece != "marks")
    assert made(page, kept) == made(page, ())


def test_marks_that_are_drawn_once_look_the_same_everywhere(page: str) -> None:
    once, each = made(page, ("marks",)), made(page, ())
    assert len(once) < len(each)
    assert page_texts(once) == page_texts(each)
    for one, other in zip(pictures(once), pictures(each), strict=True):
        # A place is rounded elsewhere, so a dot at an edge may differ by one of 255 shades.
        darkest = max(shade for shade, dots in enumerate(difference(one, other).histogram()) if dots)
        assert darkest <= 1


def test_the_shorter_style_sheet_of_all_pages_gives_the_same_bytes(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = made(page, ())
    monkeypatch.setattr(pdf.ReportPage, "_ua_stylesheets", HTML._ua_stylesheets)
    assert made(page, ()) == short


def test_the_library_is_as_it_was_afterwards() -> None:
    before = names_in_the_library()
    with quicker.shortcuts():
        assert names_in_the_library() != before
    assert names_in_the_library() == before


def test_another_version_of_the_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = names_in_the_library()
    monkeypatch.setattr(quicker, "MEASURED_WITH", {"weasyprint": "1.0", "pydyf": "0.1"})
    with quicker.shortcuts():
        assert names_in_the_library() == before


def test_the_shortcuts_are_for_the_versions_that_are_installed() -> None:
    """An update of WeasyPrint has to measure them again, or take them out."""
    before = names_in_the_library()
    with quicker.shortcuts():
        changed = [one for one, two in zip(before, names_in_the_library(), strict=True) if one is not two]
    assert len(changed) > len(quicker.PIECES)


def names_in_the_library() -> list[Callable[..., object]]:
    return [getattr(place, name) for place, name, _, _ in quicker._replacements()]


def pictures(data: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=1).to_pil().convert("L") for page in document]
    finally:
        document.close()
