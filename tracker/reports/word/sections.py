"""Parts of a document with a page of their own size: upright for text, across for wide tables."""

from dataclasses import dataclass

from tracker.reports.word.markup import Element, w

_TWIPS = 1440 / 25.4
_SIDES = 18  # millimetres


@dataclass(frozen=True)
class Section:
    """A page with its sides; `width` and `height` in millimetres."""

    width: int
    height: int

    @property
    def room(self) -> float:
        """Return the width between the margins, in millimetres."""
        return self.width - 2 * _SIDES


PORTRAIT = Section(210, 297)
LANDSCAPE = Section(297, 210)
LARGE_LANDSCAPE = Section(420, 297)


def shaped(section: Section) -> Element:
    """Return the properties of a section."""
    way = {"orient": "landscape"} if section.width > section.height else {}
    return w(
        "sectPr",
        w("pgSz", w=_twips(section.width), h=_twips(section.height), **way),
        w(
            "pgMar", top=_twips(24), right=_twips(_SIDES), bottom=_twips(20), left=_twips(_SIDES),
            header=_twips(11), footer=_twips(10), gutter=0,
        ),
    )  # fmt: skip


def end_section(written: list[Element], section: Section) -> None:
    """End a section with the last paragraph written, or an empty one where that cannot."""
    if not written or not written[-1].tag.endswith("}p") or written[-1].xpath("w:pPr/w:sectPr"):
        written.append(w("p"))
    written[-1].get_or_add_pPr().append(shaped(section))


def _twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS)
