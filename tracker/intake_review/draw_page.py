"""Draws one page of a PDF as a PNG, with passages marked. Runs as a process of its own, within limits.

`python draw_page.py MEGABYTES SECONDS` takes one request on its standard input ({"path", "page", "passages"},
passages as [{"words", "doubtful"}]) and writes the picture to its standard output. It imports nothing of
ours, so that a hostile file meets no settings and no secrets. It ends with 1 where there is no picture.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

WIDTH, TALLEST = 1100, 2200  # pixels
MOST_WORDS = 400
_YELLOW, _LINE, _DASH = (255, 221, 0, 90), (138, 109, 0, 255), (11, 12, 12, 255)
# What PDFium puts where a word is divided at the end of a line.
_BETWEEN = r"[\s\ufffe\x02\u00ad-]*"
Box = tuple[float, float, float, float]


def limit(megabytes: int, seconds: int) -> None:
    """Bound this process's memory and processor time."""
    for what, amount in (
        (resource.RLIMIT_AS, megabytes * 1024 * 1024),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        try:
            resource.setrlimit(what, (amount, amount))
        except (ValueError, OSError):  # Not every system knows every limit.
            continue


def draw(path: str, number: int, passages: list[dict[str, Any]]) -> bytes:
    """Return the page, from 1, as a PNG. Raises IndexError for a page that is not there."""
    document = pdfium.PdfDocument(path)
    try:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1), TALLEST / max(height, 1))
        picture = page.render(scale=scale).to_pil().convert("RGB")
        marks = Image.new("RGBA", picture.size, (0, 0, 0, 0))
        pen = ImageDraw.Draw(marks)
        for passage in passages:
            for box in boxes_of(page, str(passage["words"])):
                _mark(pen, _on_picture(box, height, scale), bool(passage["doubtful"]))
        picture.paste(marks, (0, 0), marks)
    finally:
        document.close()
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def boxes_of(page: pdfium.PdfPage, words: str) -> list[Box]:
    """Return the boxes (left, bottom, right, top, in points) of words on a page; none where they are not."""
    parts = words.split()[:MOST_WORDS]
    if not parts:
        return []
    text_page = page.get_textpage()
    text = text_page.get_text_range()
    pattern = r"\s*".join(_BETWEEN.join(map(re.escape, part)) for part in parts)
    match = re.search(pattern, text)
    if match is None:
        return []
    count = text_page.count_rects(match.start(), match.end() - match.start())
    return [text_page.get_rect(index) for index in range(count)]


def _on_picture(box: Box, height: float, scale: float) -> Box:
    left, bottom, right, top = box
    return left * scale, (height - top) * scale, right * scale, (height - bottom) * scale


def _mark(pen: ImageDraw.ImageDraw, box: Box, doubtful: bool) -> None:
    left, top, right, bottom = box
    if not doubtful:
        pen.rectangle((left, top, right, bottom), fill=_YELLOW)
        pen.line((left, bottom + 2, right, bottom + 2), fill=_LINE, width=2)
        return
    at = left
    while at < right:
        pen.line((at, bottom + 2, min(at + 9, right), bottom + 2), fill=_DASH, width=3)
        at += 15


def main(arguments: list[str]) -> int:
    """Answer the one request."""
    megabytes, seconds = (int(each) for each in arguments)
    limit(megabytes, seconds)
    request = json.load(sys.stdin)
    try:
        made = draw(request["path"], request["page"], request["passages"])
    except (pdfium.PdfiumError, IndexError, MemoryError, OSError, ValueError):
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
