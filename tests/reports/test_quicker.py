"""The shortcuts for the renderer leave every report as it would be without them."""

from collections import Counter
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from PIL.ImageChops import difference
from weasyprint import HTML

from tests.reports.pdf_reading import page_texts
from tests.reports.sample_report import sample_snapshot
from tracker.reports import pdf, quicker
from tracker.reports.html import report_html
from tracker.reports.quicker import pages


@pytest.fixture(scope="module")
def page() -> str:
    return report_html(sample_snapshot(4))


@pytest.fixture(scope="module")
def usual(page: str) -> bytes:
    """The report without any shortcut."""
    return made(page, ())


def made(page: str, pieces: tuple[str, ...]) -> bytes:
    with quicker.shortcuts(pieces):
        written: bytes = pdf.lay_out(page).write_pdf(pdf_variant="pdf/ua-1")
    return written


def test_what_is_kept_gives_the_same_bytes(page: str, usual: bytes) -> None:
    kept = tuple(piece for piece in quicker.PIECES if piece not in ("marks", "packing"))
    assert made(page, kept) == usual


def test_streams_that_are_packed_faster_hold_the_same() -> None:
    words = "".join(f"<p>{number} words of a page</p>" for number in range(300))
    page = f"<!doctype html><html lang=en><title>Words</title><style></style>{words}"
    faster, usual = made(page, ("packing",)), made(page, ())
    assert faster != usual
    assert len(faster) < 1.05 * len(usual)
    assert unpacked(faster) == unpacked(usual)


def test_a_page_is_laid_out_again_only_where_it_names_a_later_one(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    times: Counter[int] = Counter()
    make = pages._original_make_page

    def counted(*given: Any) -> Any:
        times[given[4]] += 1
        return make(*given)

    monkeypatch.setattr(pages, "_original_make_page", counted)
    with quicker.shortcuts():
        pdf.lay_out(page)
    again = [number for number, count in times.items() if count > 1]
    assert again[0] == 2  # the contents
    assert len(again) == 3
    assert max(times.values()) == 2  # five, and three times, without


def test_marks_that_are_drawn_once_look_the_same_everywhere(page: str, usual: bytes) -> None:
    once, each = made(page, ("marks",)), usual
    assert len(once) < len(each)
    assert page_texts(once) == page_texts(each)
    for one, other in zip(pictures(once), pictures(each), strict=True):
        # A place is rounded elsewhere, so a dot at an edge may differ by one of 255 shades.
        darkest = max(shade for shade, dots in enumerate(difference(one, other).histogram()) if dots)
        assert darkest <= 1


def test_the_shorter_style_sheet_of_all_pages_gives_the_same_bytes(
    page: str, usual: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf.ReportPage, "_ua_stylesheets", HTML._ua_stylesheets)
    assert made(page, ()) == usual


def test_a_document_after_others_in_one_process_is_the_same() -> None:
    """What is kept goes with the fonts of a document, here while an earlier one is still there."""
    first, second = (
        f'<!doctype html><html lang="{lang}"><title>Words</title>'
        f'<style>p{{font:{size}pt "Report Sans"}}</style>'
        f"<p>Equal words, {other} and tŷ<p>Equal words"
        for lang, size, other in (("en-GB", 12, "Ελληνικά"), ("cy", 9, "한국어"))
    )
    alone = pdf.html_to_pdf(first)
    with quicker.shortcuts():
        earlier = pdf.lay_out(second)
        assert pdf.html_to_pdf(first) == alone
        after = earlier.write_pdf(pdf_variant="pdf/ua-1")
    assert after == made(second, quicker.PIECES)


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


def unpacked(data: bytes) -> list[bytes]:
    with pikepdf.open(BytesIO(data)) as document:
        streams = [one for one in document.objects if isinstance(one, pikepdf.Stream)]
        return [one.read_bytes() for one in streams if one.get("/Type") not in ("/XRef", "/ObjStm")]


def pictures(data: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=1).to_pil().convert("L") for page in document]
    finally:
        document.close()
