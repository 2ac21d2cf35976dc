"""Tables as real Word tables: a head that repeats, rows that stay whole, a name for who cannot see them."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from docx.oxml.ns import qn

from tracker.reports.word.markup import Element, w, writable

STYLES = Path(__file__).resolve().parents[1] / "styles"
_TWIPS = 1440 / 25.4  # twentieths of a point in a millimetre
_WIDTH = re.compile(r"\.([\w-]+) col:(?:nth-child\((\d+)\)|last-child) ?\{ ?width: ([\d.]+)mm")
_LEAST = 14.0  # millimetres that a column without a width of its own gets at least

_POINTS = 1 / 20  # of a twip
_BESIDE = 120  # twips between a cell and the next, as in the table's style

Cell = Callable[[Element, list[Element], float], list[Element]]


def table_of(table: Element, name: str, room: float, fill: Cell) -> Element:
    """Return a table of the page as one of Word, `room` millimetres wide.

    `fill` makes the paragraphs of a cell, with its alignment and its width in points.
    """
    columns = _columns(table, room)
    properties = w(
        "tblPr",
        w("tblStyle", val="ReportTable"),
        w("tblW", w=sum(columns), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblLook", val="04A0", firstRow=1, lastRow=0, firstColumn=1, lastColumn=0, noHBand=0, noVBand=1),
        w("tblCaption", val=writable(name)),
    )
    made = w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in columns)))
    rows = list(table.iter("tr"))
    made.extend(_row(row, columns, fill) for row in rows)
    if "whole" in (table.get("class") or "").split():
        _keep_together(made)
    return made


def _keep_together(made: Element) -> None:
    """Let every row but the last stay on the page of the row below it."""
    for row in made.findall(qn("w:tr"))[:-1]:
        for paragraph in row.iter(qn("w:p")):
            own = paragraph.get_or_add_pPr()
            if own.find(qn("w:keepNext")) is None:
                own.get_or_add_keepNext()


def _row(row: Element, columns: list[int], fill: Cell) -> Element:
    is_head = row.getparent().tag == "thead"
    rules = []
    if "long" not in (row.get("class") or "").split():
        rules.append(w("cantSplit"))
    if is_head:
        rules.append(w("tblHeader"))
    made = w("tr", *([w("trPr", *rules)] if rules else []))
    was_number = False
    for cell, width in zip((one for one in row if one.tag in ("td", "th")), columns, strict=False):
        is_number = "num" in (cell.get("class") or "").split()
        # Numbers stand at the right of their column, so words that follow need more room between.
        side = [w("jc", val="right")] if is_number else [w("ind", left=_BESIDE)] if was_number else []
        was_number = is_number
        content = fill(cell, side, (width - 2 * _BESIDE) * _POINTS)
        made.append(w("tc", w("tcPr", w("tcW", w=width, type="dxa")), *(content or [w("p")])))
    return made


def _columns(table: Element, room: float) -> list[int]:
    """Return the widths of the columns: those of the style sheet; the rest is shared by the others."""
    count = max(sum(1 for one in row if one.tag in ("td", "th")) for row in table.iter("tr"))
    given: dict[int, float] = {}
    element = table
    while element is not None:
        for name in (element.get("class") or "").split():
            given = {**widths().get(name, {}), **given}
        element = element.getparent()
    given = {place % count: wide for place, wide in sorted(given.items(), reverse=True) if place < count}
    left = count - len(given)
    taken = sum(given.values())
    share = max((room - taken) / left, _LEAST) if left else 0
    wide = [given.get(place, share) for place in range(count)]
    return [round(one * room / sum(wide) * _TWIPS) for one in wide]


@cache
def widths() -> dict[str, dict[int, float]]:
    """Return the widths of columns in millimetres that our style sheets give to each class of tables.

    Columns are counted from 0; -1 is the last, however many there are.
    """
    found: dict[str, dict[int, float]] = {}
    for sheet in sorted(STYLES.glob("*.css")):
        for name, place, wide in _WIDTH.findall(sheet.read_text()):
            found.setdefault(name, {})[int(place or 0) - 1] = float(wide)
    return found
