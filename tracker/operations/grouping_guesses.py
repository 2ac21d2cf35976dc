"""Under which headings of its own report each recommendation could stand: pure functions on text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.intake.likeness import Likeness

# Below this share of an ask's words no finding says where it belongs. Found by trying on reports that name
# the paragraphs of their asks.
_LEAST_LIKENESS = 0.25
_OVERALL = re.compile(r"^(the )?overall\b", re.IGNORECASE)
_BEFORE = (
    r"^(?=[ \t\d.]*(?-i:[A-Z]))[ \t\d.]*(?:the )?(?:graded judgement (?:for|about) )?"
    r"(?:(?:the )?experiences?\s+and\s+progress\s+of\s+)?"
)
_AFTER = (
    r"\s*(?:\([A-Z]+\)\s*)?(?:(?:is|are)?[ \t]*[|:–-][^\n]*|(?:(?:is|are)\s+)?"
    r"(?:that\b|outstanding|good|requires? improvement|(?:in)?adequate|satisfactory)[^\n]*)?$"
)
_OPENING = re.compile(r"^(the )?experiences and progress of\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Ask:
    """A recommendation as grouping sees it: its words, its section, and where findings behind it stand."""

    text: str
    section: str = ""
    found_at: tuple[int, ...] = ()


@dataclass(frozen=True)
class Guess:
    """The heading an ask could stand under, and why; both "" where nothing tells.

    `rank` is the place of the heading among those of the report, from 0.
    """

    title: str = ""
    why: str = ""
    rank: int = 0


def guess_headings(
    asks: Sequence[Ask], areas: Sequence[str], findings: Sequence[tuple[int, str]], source: str
) -> list[Guess]:
    """Return a heading for each ask: the judged area in whose chapter findings speak of it, else its section.

    `findings` are the numbered paragraphs of the report with their places in its text. Areas count where
    they tell most asks apart, sections where there are several. Overall judgements are no heading.
    """
    by_area = _by_area(asks, areas, findings, source)
    placed = [guess for guess in by_area if guess.title]
    if len({guess.title for guess in placed}) > 1 and 2 * len(placed) > len(asks):
        return by_area
    if len({ask.section for ask in asks if ask.section}) > 1:
        why = "The report lists it under this heading"
        return [Guess(ask.section, why) if ask.section else Guess() for ask in asks]
    return [Guess()] * len(asks)


def _by_area(
    asks: Sequence[Ask], areas: Sequence[str], findings: Sequence[tuple[int, str]], source: str
) -> list[Guess]:
    chapters = _Chapters([area for area in areas if not _OVERALL.match(area)], source)
    texts = [(text, area) for start, text in findings if (area := chapters.at(start))]
    likeness = Likeness([*(text for text, _ in texts), *(ask.text for ask in asks)])
    named = {area.casefold(): area for area in areas}

    def guess(area: str, why: str) -> Guess:
        return Guess(_heading(area), why, areas.index(area))

    guesses = []
    for ask in asks:
        if area := named.get(ask.section.casefold(), ""):
            guesses.append(guess(area, "The report lists it under this heading"))
            continue
        behind = Counter(area for start in ask.found_at if (area := chapters.at(start)))
        if behind:
            guesses.append(
                guess(behind.most_common(1)[0][0], "A finding linked to it stands in that part of the report")
            )
            continue
        share, area = max(((likeness.score(ask.text, text), area) for text, area in texts), default=(0.0, ""))
        speaks = "A paragraph in that part of the report speaks of it"
        guesses.append(guess(area, speaks) if share >= _LEAST_LIKENESS else Guess())
    return guesses


def _heading(area: str) -> str:
    """Return an area as a plan would call it: without "The experiences and progress of"."""
    short = _OPENING.sub("", area)
    return short[:1].upper() + short[1:]


class _Chapters:
    """Where the judged areas are headings in the text, and so which one a place belongs to."""

    def __init__(self, areas: Sequence[str], source: str) -> None:
        places = sorted((match.start(), area) for area in areas for match in _headings(area, source))
        self._starts, self._areas = [start for start, _ in places], [area for _, area in places]

    def at(self, place: int) -> str:
        """Return the area whose heading is the last before a place, "" before the first."""
        before = bisect_right(self._starts, place)
        return self._areas[before - 1] if before else ""


def _headings(area: str, source: str) -> list[re.Match[str]]:
    """Return where an area stands on a line of its own, alone or with its grade, as a heading does."""
    words = r"\s+".join(re.escape(word) for word in _OPENING.sub("", area).split())
    return list(re.finditer(_BEFORE + words + _AFTER, source, re.IGNORECASE | re.MULTILINE)) if words else []
