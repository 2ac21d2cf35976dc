"""The council's logo is frozen with a report, and a report is made without one that is gone."""

from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from tests.pages import check_page
from tests.parts import pdf_ua_failures
from tests.reports.sample_report import sample_snapshot
from tracker.report_screens.making import docx_form
from tracker.reports.html import report_html
from tracker.reports.logo import LARGEST, logo_address
from tracker.reports.pdf import html_to_pdf
from tracker.reports.snapshot import Snapshot
from tracker.rules.report_kinds import ReportKind

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 6" width="200" height="60">'
    '<rect width="6" height="6" fill="#17404a"/><image href="http://evil.example/x.png"/></svg>'
)


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    file = tmp_path / "logo.png"
    Image.new("RGB", (400, 120), "#8f1414").save(file)
    return file


def with_logo(address: str, kind: ReportKind = ReportKind.BOARD) -> Snapshot:
    base = sample_snapshot(1)
    return replace(base, kind=kind, council=replace(base.council, logo=address))


def pictures_on_the_first_page(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(list(document[0].get_objects([pdfium.FPDF_PAGEOBJ_IMAGE])))
    finally:
        document.close()


@pytest.mark.parametrize("kind", [ReportKind.BOARD, ReportKind.SCRUTINY])
def test_the_logo_stands_on_the_first_page_with_words_for_it(logo: Path, kind: ReportKind) -> None:
    snapshot = with_logo(logo_address(logo), kind)
    page = report_html(snapshot)
    check_page(page)
    pdf = html_to_pdf(page)
    assert pdf_ua_failures(pdf) == []
    assert pictures_on_the_first_page(pdf) == 1
    assert Snapshot.from_json(snapshot.to_json()) == snapshot


def test_a_drawing_is_a_logo_too_and_fetches_nothing(tmp_path: Path) -> None:
    file = tmp_path / "logo.svg"
    file.write_text(SVG)
    snapshot = with_logo(logo_address(file))
    pdf = html_to_pdf(report_html(snapshot))
    assert pdf_ua_failures(pdf) == []
    assert b"evil.example" not in pdf
    document = docx_form(snapshot).data
    assert isinstance(document, bytes)
    assert document[:2] == b"PK"


def test_a_report_is_made_without_a_logo_that_is_gone_or_too_large(tmp_path: Path, logo: Path) -> None:
    logo.unlink()
    large = tmp_path / "large.svg"
    large.write_text(" " * (LARGEST + 1))
    for file in (logo, large, tmp_path, None):
        assert logo_address(file) == ""
    assert "<img" not in report_html(with_logo(""))


def test_nothing_but_a_picture_is_a_logo() -> None:
    for address in ("http://evil.example/x.png", "data:text/html;base64,AAAA", 'x" onerror="alert(1)'):
        assert "<img" not in report_html(with_logo(address))
