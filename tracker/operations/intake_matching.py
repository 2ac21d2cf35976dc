"""Which words stand where, and which passages say the same: pure functions on text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from tracker.intake.likeness import Likeness, stems
from tracker.intake.model import Passage

# Found by trying asks of invented councils: from the first share on a repeat is chosen already, below the
# second none is offered, and between them only one that stands out from the next by so much.
SURE_REPEAT, FAINT_REPEAT, LEAD_OF_REPEAT = 0.36, 0.21, 1.35
SAME_WORDS = 88  # per cent, by letters


@dataclass(frozen=True)
class Repeat:
    """The earlier ask that a new one resembles most: its place in the list, and whether clearly."""

    place: int
    is_clear: bool


def likely_repeats(asks: Sequence[str], earlier: Sequence[str]) -> list[Repeat | None]:
    """Return for each new ask the earlier one that it seems to repeat, None where none is alike enough.

    Both are short and say different things about one subject, so what counts is how much of each the other
    covers, on average. Words that nearly agree letter by letter are a repeat whatever else the plan holds.
    """
    likeness = Likeness([*asks, *earlier])
    return [_likely_repeat(likeness, ask, earlier) for ask in asks]


def _likely_repeat(likeness: Likeness, ask: str, earlier: Sequence[str]) -> Repeat | None:
    said = stems(ask)
    scores: list[tuple[float, int]] = []
    for place, other in enumerate(earlier):
        shared = len(said & stems(other))
        if fuzz.token_sort_ratio(ask.casefold(), other.casefold()) >= SAME_WORDS:
            return Repeat(place, is_clear=True)
        if shared >= 2:
            alike = (likeness.score(ask, other) + likeness.score(other, ask)) / 2
            scores.append((alike, -place))
    scores.sort(reverse=True)
    if not scores:
        return None
    first, second = scores[0][0], scores[1][0] if len(scores) > 1 else 0.0
    if first < FAINT_REPEAT or (first < SURE_REPEAT and first < second * LEAD_OF_REPEAT):
        return None
    place = -scores[0][1]
    return Repeat(place, is_clear=first >= SURE_REPEAT and len(said & stems(earlier[place])) >= 3)


def find_passage(
    words: str, source: str, page_starts: Sequence[int], within: Passage | None = None
) -> Passage | None:
    """Return where the words stand in the source (or in a part of it), however they are broken into lines.

    None where they do not stand there, or are too long to look for.
    """
    parts = words.split()
    if not parts or len(parts) > 2000:
        return None
    pattern = re.compile(r"\s+".join(re.escape(part) for part in parts))
    start, end = (within.start, within.end) if within else (0, len(source))
    match = pattern.search(source, start, end)
    if match is None:
        return None
    return Passage(page_of(match.start(), page_starts), match.start(), match.end())


def page_of(position: int, page_starts: Sequence[int]) -> int:
    """Return the page, from 1, on which a character of the source stands."""
    return max(1, sum(1 for start in page_starts if start <= position))
