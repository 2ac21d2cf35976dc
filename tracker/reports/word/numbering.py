"""Real lists: bullets, and numbers that begin at 1 in each list."""

from docx.document import Document

from tracker.reports.word.markup import Element, w

_LEVELS = 4
_STEP = 340  # twentieths of a point that each level is set in


class Numbering:
    """The lists of one document."""

    bullets = 1

    def __init__(self, document: Document) -> None:
        self._root = document.part.numbering_part.element
        self._root.clear()
        self._root.append(_kind(0, "bullet"))
        self._root.append(_kind(1, "decimal"))
        self._root.append(w("num", w("abstractNumId", val=0), numId=self.bullets))
        self._last = self.bullets

    def numbered(self) -> int:
        """Return the key of a new numbered list."""
        self._last += 1
        starts = (w("lvlOverride", w("startOverride", val=1), ilvl=level) for level in range(_LEVELS))
        self._root.append(w("num", w("abstractNumId", val=1), *starts, numId=self._last))
        return self._last


def _kind(key: int, form: str) -> Element:
    levels = []
    for level in range(_LEVELS):
        shown = "•" if form == "bullet" else f"%{level + 1}."
        place = w("pPr", w("ind", left=_STEP * (level + 1), hanging=_STEP))
        looks = (w("numFmt", val=form), w("lvlText", val=shown), w("lvlJc", val="left"))
        levels.append(w("lvl", w("start", val=1), *looks, place, ilvl=level))
    return w("abstractNum", w("multiLevelType", val="hybridMultilevel"), *levels, abstractNumId=key)
