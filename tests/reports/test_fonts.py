"""Every script is printed, with our own fonts alone; what none can print is a box that is named."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from setup import report_fonts
from setup.paths import REPORT_FONTS
from tests.parts import pdf_ua_failures
from tests.reports.pdf_reading import page_texts
from tracker.reports.fonts import fonts_of_other_scripts, letters_of
from tracker.reports.pdf_process import pdf_of

WORDS = {
    "Welsh": "Cynllun gwella’r tŷ ŵyneb Ŵ Ŷ",
    "Greek": "Ελληνικά",
    "Russian": "Русский",
    "Arabic": "محمد عبد الله",
    "Kurdish": "کوردی ێ ڵ ڕ",
    "Urdu": "ٹھیک",
    "Hebrew": "שלום עולם",
    "Bengali": "বাংলা",
    "Punjabi": "ਪੰਜਾਬੀ",
    "Tamil": "தமிழ்",
    "Tigrinya": "ትግርኛ",
    "Chinese": "你好",
    "Korean": "한국어",
    "emoji": "😀",
    "signs": "→ ✓ ⚠",
}
PAGE = (
    '<!doctype html><html lang="en-GB"><head><title>Letters</title><style>body{font:12pt "Report Sans"}'
    "</style></head><body><h1>Letters</h1>%s</body></html>"
)


@pytest.fixture(scope="module")
def printed() -> bytes:
    return pdf_of(PAGE % "".join(f"<p>{words}</p>" for words in WORDS.values()))


def test_every_script_is_printed_and_can_be_copied(printed: bytes) -> None:
    text = page_texts(printed)[0].replace("\u2060", "")
    for name, words in WORDS.items():
        assert words in text, name
    assert "□" not in text


def test_a_page_of_all_scripts_conforms_and_embeds_our_fonts_alone(printed: bytes) -> None:
    assert pdf_ua_failures(printed) == []
    with pikepdf.open(BytesIO(printed)) as document:
        fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        names = {str(one.BaseFont) for one in fonts if one.get("/Type") == "/Font"}
        described = [one for one in fonts if one.get("/Type") == "/FontDescriptor"]
        assert all("/FontFile2" in one or "/FontFile3" in one for one in described)
    assert len(names) > 8
    assert all("+Report-" in name for name in names), names


def test_the_same_words_are_the_same_bytes_whatever_fonts_the_machine_has(
    printed: bytes, tmp_path: Path
) -> None:
    """Another machine: other fonts, another home, another language."""
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>")
    program = (
        "import sys; from tests.reports import test_fonts as t; from tracker.reports.pdf import html_to_pdf;"
        "sys.stdout.buffer.write(html_to_pdf(t.PAGE % ''.join(f'<p>{w}</p>' for w in t.WORDS.values())))"
    )
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C", "PYTHONHASHSEED": "7",
                   "FONTCONFIG_FILE": str(configuration)}  # fmt: skip
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", program], cwd=root, env=environment,
                          capture_output=True, check=True)  # fmt: skip
    assert done.stdout == printed


def test_a_character_that_no_font_has_is_a_box_and_is_named() -> None:
    letters = letters_of(PAGE % "<p>A name: 𠮷 and 你</p>")
    assert letters.missing == ("𠮷",)
    pdf = pdf_of(PAGE % "<p>A name: 𠮷 and 你</p>")
    assert "A name: □ and 你" in page_texts(pdf)[0]
    assert pdf_ua_failures(pdf) == []


def test_a_page_in_our_own_letters_needs_no_other_font() -> None:
    assert letters_of(PAGE % WORDS["Welsh"]).fonts == ()


def test_the_fonts_that_are_asked_for_are_those_that_are_fetched() -> None:
    assert report_fonts.is_current()
    assert set(fonts_of_other_scripts()) == {report_fonts.file_name(one) for one in report_fonts.PACKAGES}
    licences = {path.name for path in REPORT_FONTS.glob("*.licence.txt")}
    assert licences == {name.replace(".woff", ".licence.txt") for name in fonts_of_other_scripts()}
