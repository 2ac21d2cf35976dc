"""Tables with printed rules: the lines a page draws tell which words share a cell and where rows end."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as raw

from tracker.intake.lines import Line

_THIN = 2.5
_LEAST_WIDTH, _LEAST_HEIGHT = 12.0, 7.0
_NEAR = 2.5
_MOST_OBJECTS = 6_000
_MOST_POINTS = 400
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Band:
    """One row of a ruled table: its upper and lower edge from the top of the page, and its columns' edges.

    `cut` is true where one of these edges is the page's end and no rule is drawn.
    """

    top: float
    bottom: float
    edges: tuple[float, ...]
    cut: bool = False

    def column(self, x: float) -> int:
        """The column a point stands in; -1 outside the table."""
        for index, (left, right) in enumerate(pairwise(self.edges)):
            if left <= x < right:
                return index
        return -1


def bands_of(page: object, height: float) -> list[Band]:
    """The rows of all ruled tables of two columns and more, from the top down.

    `page` is PDFium's page handle, `height` its height in points.
    """
    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    boxes: list[tuple[float, float, float, float]] = []
    for left, top, right, bottom in _boxes(page, height):
        if bottom - top <= _THIN and right - left >= _LEAST_WIDTH:
            across.append(((top + bottom) / 2, left, right))
        elif right - left <= _THIN and bottom - top >= _LEAST_HEIGHT:
            down.append(((left + right) / 2, top, bottom))
        elif right - left >= _LEAST_WIDTH and bottom - top >= _LEAST_HEIGHT:
            boxes.append((left, top, right, bottom))
    if len(down) < 3 or len(across) < 2:
        # A table may be drawn as boxes side by side; beside rules, boxes are only shading.
        for left, top, right, bottom in boxes:
            across += [(top, left, right), (bottom, left, right)]
            down += [(left, top, bottom), (right, top, bottom)]
    if len(down) < 3:
        return []
    missing = _missing_rules(across, down)
    across += missing
    ends = {at for at, _, _ in missing}
    bands = []
    for upper, lower in pairwise(_clustered([at for at, _, _ in across])):
        middle = (upper + lower) / 2
        edges = _clustered([at for at, top, bottom in down if top - _NEAR <= middle <= bottom + _NEAR])
        ruled = [
            (left, right) for at, left, right in across if min(abs(at - upper), abs(at - lower)) <= _NEAR
        ]
        if len(edges) >= 3 and lower - upper >= _LEAST_HEIGHT and _is_ruled(edges, ruled):
            bands.append(Band(upper, lower, tuple(edges), upper in ends or lower in ends))
    return bands


def _missing_rules(
    across: list[tuple[float, float, float]], down: list[tuple[float, float, float]]
) -> list[tuple[float, float, float]]:
    """Where three and more upright rules end together without a rule across: a page parts the row there."""
    found = []
    for end in (1, 2):
        for at in _clustered([each[end] for each in down]):
            sides = [each[0] for each in down if abs(each[end] - at) <= _NEAR]
            ruled = any(abs(other - at) <= _NEAR * 1.5 for other, _, _ in across)
            if not ruled and len(_clustered(sides)) >= 3:
                found.append((at, min(sides), max(sides)))
    return found


def with_rows(lines: list[Line], bands: Sequence[Band] = ()) -> list[Line]:
    """The pieces of each ruled row as one line with cells, where its first piece stands."""
    made: list[Line] = []
    rows: dict[int, int] = {}
    pieces: dict[int, list[list[str]]] = {}
    for line in lines:
        if line.cell is None:
            made.append(line)
            continue
        row, column, count = line.cell
        if row not in rows:
            rows[row] = len(made)
            made.append(line)
            pieces[row] = [[] for _ in range(count)]
        pieces[row][column].append(line.text)
        made[rows[row]] = _wider(made[rows[row]], line)
    for row, at in rows.items():
        cells = tuple(joined(texts) for texts in pieces[row])
        made[at] = made[at].but(
            cells=cells,
            cell=None,
            whole=True,
            gap=True,
            text=" ".join(filter(None, cells)),
            cut=row < len(bands) and bands[row].cut,
        )
    return made


def _wider(row: Line, piece: Line) -> Line:
    return row.but(
        left=min(row.left, piece.left), right=max(row.right, piece.right), top=min(row.top, piece.top)
    )


def joined(texts: Sequence[str]) -> str:
    """The lines of a cell as one text."""
    parts: list[str] = []
    last = ""
    for text in texts:
        hyphened = re.search(r"\w-$", last[-2:]) and text[:1].islower()
        # A narrow column breaks a date: "30/09/2" above "013".
        broken = _DATE.fullmatch(f"{last[-12:].rsplit(' ', 1)[-1]}{text.split(' ', 1)[0]}")
        parts.append(text if hyphened or broken else f" {text}")
        last = text
    return "".join(parts).strip()


def _is_ruled(edges: list[float], ruled: list[tuple[float, float]]) -> bool:
    """True when the rules above and below reach over most of the row's width."""
    left, right = edges[0], edges[-1]
    covered = sum(max(0.0, min(right, end) - max(left, begin)) for begin, end in ruled)
    return covered >= (right - left) * 0.8


def _clustered(values: list[float]) -> list[float]:
    """Sorted values, those that nearly coincide taken as one."""
    made: list[float] = []
    for value in sorted(values):
        if not made or value - made[-1] > _NEAR:
            made.append(value)
    return made


def _boxes(page: object, height: float) -> Iterator[tuple[float, float, float, float]]:
    """Left, top, right and bottom of every straight stroke and filled box, from the top of the page."""
    for item, matrix in _paths(page):
        for x0, y0, x1, y1 in _strokes(item, matrix):
            yield min(x0, x1), height - max(y0, y1), max(x0, x1), height - min(y0, y1)


def _paths(page: object) -> Iterator[tuple[object, raw.FS_MATRIX]]:
    """Path objects of the page and of the forms it shows, each with the matrix of what holds it."""
    identity = raw.FS_MATRIX(1, 0, 0, 1, 0, 0)
    for index in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        item = raw.FPDFPage_GetObject(page, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield item, identity
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            outer = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(item, outer)
            for inner in range(min(raw.FPDFFormObj_CountObjects(item), _MOST_OBJECTS)):
                part = raw.FPDFFormObj_GetObject(item, inner)
                if raw.FPDFPageObj_GetType(part) == raw.FPDF_PAGEOBJ_PATH:
                    yield part, outer


def _strokes(item: object, outer: raw.FS_MATRIX) -> Iterator[tuple[float, float, float, float]]:
    """The box of a simple path; the single strokes of one that draws a whole grid."""
    count = raw.FPDFPath_CountSegments(item)
    if count <= 6:
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            x0, y0 = _moved(left.value, bottom.value, outer)
            x1, y1 = _moved(right.value, top.value, outer)
            yield x0, y0, x1, y1
        return
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    last: tuple[float, float] | None = None
    begun: tuple[float, float] | None = None
    for index in range(min(count, _MOST_POINTS)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = _moved(*_moved(x.value, y.value, matrix), outer)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield *last, *point
            if raw.FPDFPathSegment_GetClose(segment) and begun is not None:
                yield *point, *begun
        last = point


def _moved(x: float, y: float, matrix: raw.FS_MATRIX) -> tuple[float, float]:
    return matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f
