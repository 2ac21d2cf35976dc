"""The report's drawings as pictures that Word shows everywhere, drawn in the process of the PDFs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from io import BytesIO

import pypdfium2
from PIL.Image import Dither

from tracker.reports.pdf_process import pdf_of

_COLOURS = 64
_SCALE = 200 / 72  # 200 dots for each inch
_SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_SIZE = re.compile(r'<svg[^>]*? width="([\d.]+)pt" height="([\d.]+)pt"')
_LOGO = re.compile(r'<p class="logo">.*?</p>', re.DOTALL)
_TOLD = re.compile(r"<(title|desc)>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True)
class Drawing:
    """A drawing as PNG, its size in points, and what it shows in words."""

    png: bytes
    width: float
    height: float
    told: str

    def stream(self) -> BytesIO:
        """Return the picture as a file to read."""
        return BytesIO(self.png)


def parted(html: str) -> tuple[str, list[str]]:
    """Return a page with a marked place for each drawing, and the drawings in their order."""
    found: list[str] = []

    def taken(match: re.Match[str]) -> str:
        found.append(match[0])
        return f'<img data-drawing="{len(found) - 1}">'

    # A committee's template has the logo of its own.
    html = _LOGO.sub("", html)
    # The style in the head holds the shapes of the marks as drawings of its own.
    head, end_of_head, body = html.partition("</head>")
    return head + end_of_head + _SVG.sub(taken, body), found


def drawn(svgs: Sequence[str]) -> list[Drawing]:
    """Return the drawings as pictures; equal ones are drawn once. Raises ValueError without a size."""
    sizes = {svg: _size(svg) for svg in svgs}
    pictures = dict(zip(sizes, _pictures(sizes), strict=True))
    return [Drawing(pictures[svg], *sizes[svg], _told(svg)) for svg in svgs]


def _pictures(sizes: dict[str, tuple[float, float]]) -> list[bytes]:
    if not sizes:
        return []
    rules, places = [], []
    for place, (svg, (width, height)) in enumerate(sizes.items()):
        rules.append(f"@page p{place}{{size:{width}pt {height}pt}}")
        places.append(f'<div style="page:p{place}">{svg}</div>')
    style = f"<style>@page{{margin:0}}body{{margin:0}}svg{{display:block}}{''.join(rules)}</style>"
    page = (
        f'<html lang="en-GB"><head><title>Charts</title>{style}</head><body>{"".join(places)}</body></html>'
    )
    document = pypdfium2.PdfDocument(pdf_of(page))
    try:
        return [_png(document[place]) for place in range(len(sizes))]
    finally:
        document.close()


def _png(page: pypdfium2.PdfPage) -> bytes:
    stored = BytesIO()
    # Drawings have few colours: named ones take a third of the bytes.
    picture = page.render(scale=_SCALE).to_pil().convert("RGB").quantize(_COLOURS, dither=Dither.NONE)
    picture.save(stored, "PNG", optimize=True, dpi=(200, 200))
    return stored.getvalue()


def _size(svg: str) -> tuple[float, float]:
    match = _SIZE.match(svg)
    if match is None:
        raise ValueError("a drawing without a size")
    return float(match[1]), float(match[2])


def _told(svg: str) -> str:
    return " ".join(unescape(words) for _, words in _TOLD.findall(svg))
