"""Parts of a document with a page of their own size: upright for text, across for wide tables."""

from dataclasses import dataclass

from tracker.reports.word.markup import Element, w

_TWIPS = 1440 / 25.4
_SIDES = 18  # millimetres


@dataclass(frozen=True)
class Section:
    """A page of A4; `width` and `height` in millimetres."""

    width: int
    height: int

    @property
    def room(self) -> float:
        """Return the width between the margins, in millimetres."""
        return self.width - 2 * _SIDES


PORTRAIT = Section(210, 297)
LANDSCAPE = Section(297, 210)


def shaped(section: Section, *before: Element, is_first: bool = False) -> Element:
    """Return the properties of a section; the first has a cover without running lines."""
    size = w("pgSz", w=_twips(section.width), h=_twips(section.height))
    if section is LANDSCAPE:
        size = w("pgSz", w=_twips(section.width), h=_twips(section.height), orient="landscape")
    margin = w(
        "pgMar", top=_twips(24), right=_twips(_SIDES), bottom=_twips(20), left=_twips(_SIDES),
        header=_twips(11), footer=_twips(10), gutter=0,
    )  # fmt: skip
    return w("sectPr", *before, size, margin, *([w("titlePg")] if is_first else []))


def end_section(written: list[Element], section: Section) -> None:
    """End a section with the last paragraph written."""
    last = written[-1] if written and written[-1].tag.endswith("}p") else None
    if (
        last is None
        or last.find(f"{last.tag.removesuffix('p')}pPr/{last.tag.removesuffix('p')}sectPr") is not None
    ):
        last = w("p")
        written.append(last)
    own = last.find(f"{last.tag.removesuffix('p')}pPr")
    if own is None:
        own = w("pPr")
        last.insert(0, own)
    own.append(shaped(section))


def _twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS)
