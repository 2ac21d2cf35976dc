"""Scanned pages to lines: each page is drawn by PDFium and read by Tesseract, where that is installed.

Nothing leaves the machine. Why Tesseract: docs/decisions/0015-tesseract-for-scans.md.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from itertools import groupby

import pypdfium2 as pdfium

from tracker.intake.lines import Line
from tracker.intake.model import UnreadableDocument

MOST_SCANNED_PAGES = 80
_DOTS_PER_INCH = 200
_SECONDS_A_PAGE = 60
# How bullets come out: round ones as a letter or sign, square ones as signs or an "m", often two of them.
_MISREAD = re.compile(r"(?:[e©®¢°«»oO0#m=w@™■]|[m™@H][@™]) (?=\w)")
_NO_WORD = "©®¢°«»@™■"  # what no sentence begins with
_LEAST_SURE = 20.0
_MOST_POINTS = 2_000.0
_WITHOUT = (
    "This PDF is a scan: its pages are pictures without text. Ask the sender for the original, or have "
    "the administrator install Tesseract (on Debian and Ubuntu: apt-get install tesseract-ocr) and try again."
)

Progress = Callable[[int, int], None]


def program() -> str | None:
    """The path of the Tesseract program, None where it is not installed."""
    return shutil.which("tesseract")


def scanned_pages(document: pdfium.PdfDocument, progress: Progress | None = None) -> list[list[Line]]:
    """Lines of every page, recognised from its picture. `progress` is told the page and how many there are.

    Raises UnreadableDocument where Tesseract is not installed, or the scan is too long.
    """
    found = program()
    if found is None:
        raise UnreadableDocument(_WITHOUT)
    count = len(document)
    if count > MOST_SCANNED_PAGES:
        raise UnreadableDocument(
            f"This PDF is a scan of {count} pages. The most that can be recognised is {MOST_SCANNED_PAGES}: "
            "upload the part that holds the recommendations."
        )
    pages = []
    for index in range(count):
        if progress is not None:
            progress(index + 1, count)
        pages.append(_recognised(found, document[index], index + 1))
    return pages


def _recognised(program: str, page: pdfium.PdfPage, number: int) -> list[Line]:
    picture, scale = _picture(page)
    # One thread for a page: more of them mostly wait for each other.
    environment = {"OMP_THREAD_LIMIT": "1", "PATH": os.environ.get("PATH", os.defpath)}
    try:
        result = subprocess.run(
            [program, "stdin", "stdout", "--dpi", str(round(72 * scale)), "tsv"],
            input=picture,
            capture_output=True,
            timeout=_SECONDS_A_PAGE,
            env=environment,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return []
    return lines_of(result.stdout.decode("utf-8", errors="replace"), number, scale)


def _picture(page: pdfium.PdfPage) -> tuple[bytes, float]:
    """The page as a grey picture (PGM), and its dots per point. A poster is drawn smaller."""
    longest = max(page.get_width(), page.get_height(), 1.0)
    scale = _DOTS_PER_INCH / 72 * min(1.0, _MOST_POINTS / longest)
    bitmap = page.render(scale=scale, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    rows = bytes(bitmap.buffer)
    body = b"".join(rows[row * stride : row * stride + width] for row in range(height))
    bitmap.close()
    page.close()
    return b"P5\n%d %d\n255\n" % (width, height) + body, scale


def with_bullets(lines: list[Line]) -> list[Line]:
    """Bullets as Tesseract misreads them ("e", "©", "m@" before words in a list) as bullets again.

    A lone letter counts only where several lines of the page begin with it at one indent. A bullet that was
    not seen at all shows by what it leaves: a sentence that begins after clear space at the indent of the
    words of a list, with items of that list close by.
    """
    marked = [line for line in lines if _MISREAD.match(line.text)]
    made = []
    for line in lines:
        mark, _, words = line.text.partition(" ")
        like = sum(abs(other.left - line.left) < 4 for other in marked)
        if _MISREAD.match(line.text) and (like > 1 or len(mark) > 1 or mark in _NO_WORD):
            line = line.but(text=f"• {words.strip()}")
        made.append(line)
    for at in range(1, len(made) - 1):
        if _lost_its_bullet(made, at):
            made[at] = made[at].but(text=f"• {made[at].text}", left=_item_around(made, at))
    return made


def _lost_its_bullet(lines: list[Line], at: int) -> bool:
    line, above = lines[at], lines[at - 1]
    indent = _item_around(lines, at)
    spaces = sorted(b.top - a.top for a, b in itertools.pairwise(lines) if b.top > a.top)
    return (
        indent is not None
        and 6 < line.left - indent < 40
        and line.text[0].isupper()
        and above.text.endswith((".", ";", ":"))
        and bool(spaces)
        and line.top - above.top > spaces[len(spaces) // 4] * 1.5
    )


def _item_around(lines: list[Line], at: int) -> float | None:
    """The indent of the items close above or below a line, None where there are none or they differ."""
    close = [*lines[max(0, at - 6) : at], *lines[at + 1 : at + 9]]
    indents = [each.left for each in close if each.text.startswith("• ")]
    return min(indents) if indents and max(indents) - min(indents) < 4 else None


def lines_of(table: str, number: int, scale: float) -> list[Line]:
    """Lines from Tesseract's table of words (TSV), with positions in points."""
    words = []
    for row in table.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) == 12 and cells[0] == "5" and cells[11].strip() and float(cells[10]) >= _LEAST_SURE:
            words.append(cells)
    lines: list[Line] = []
    for _, group in groupby(words, key=lambda cells: cells[2:5]):
        line = list(group)
        left, top = (min(int(word[at]) for word in line) / scale for at in (6, 7))
        right = max(int(word[6]) + int(word[8]) for word in line) / scale
        height = sorted(int(word[9]) for word in line)[len(line) // 2] / scale
        lines.append(
            Line(
                " ".join(word[11] for word in line),
                number,
                left=round(left, 1),
                right=round(right, 1),
                top=round(top + height, 1),
                # Heights of words vary with their letters: no sizes are told apart in a scan.
                size=10.0,
            )
        )
    return lines
