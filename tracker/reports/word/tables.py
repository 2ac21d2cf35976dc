"""Tables as real Word tables: a head that repeats, rows that stay whole, a name for who cannot see them."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tracker.reports.word.markup import Element, w, writable

STYLES = Path(__file__).resolve().parents[1] / "styles"
_TWIPS = 1440 / 25.4  # twentieths of a point in a millimetre
_WIDTH = re.compile(r"\.([\w-]+) col:nth-child\((\d+)\) ?\{ ?width: ([\d.]+)mm")
_LEAST = 14.0  # millimetres that a column without a width of its own gets at least

Cell = Callable[[Element, str, bool], list[Element]]


def table_of(table: Element, name: str, room: float, fill: Cell) -> Element:
    """Return a table of the page as one of Word, `room` millimetres wide.

    `fill` makes the paragraphs of a cell, with its alignment and whether it is a heading.
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
    for row in table.iter("tr"):
        made.append(_row(row, columns, fill))
    return made


def _row(row: Element, columns: list[int], fill: Cell) -> Element:
    is_head = row.getparent().tag == "thead"
    rules = []
    if "long" not in (row.get("class") or "").split():
        rules.append(w("cantSplit"))
    if is_head:
        rules.append(w("tblHeader"))
    made = w("tr", *([w("trPr", *rules)] if rules else []))
    for cell, width in zip((one for one in row if one.tag in ("td", "th")), columns, strict=False):
        side = "right" if "num" in (cell.get("class") or "").split() else ""
        content = fill(cell, side, cell.tag == "th")
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
    given = {place: wide for place, wide in given.items() if place < count}
    left = count - len(given)
    taken = sum(given.values())
    share = max((room - taken) / left, _LEAST) if left else 0
    wide = [given.get(place, share) for place in range(count)]
    return [round(one * room / sum(wide) * _TWIPS) for one in wide]


@cache
def widths() -> dict[str, dict[int, float]]:
    """Return the widths of columns in millimetres that our style sheets give to each class of tables."""
    found: dict[str, dict[int, float]] = {}
    for sheet in sorted(STYLES.glob("*.css")):
        for name, place, wide in _WIDTH.findall(sheet.read_text()):
            found.setdefault(name, {})[int(place) - 1] = float(wide)
    return found
