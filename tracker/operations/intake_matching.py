"""Which words stand where, and which passages say the same: pure functions on text."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from tracker.intake.likeness import Likeness, stems
from tracker.intake.model import Passage

# Found by trying asks of invented councils: from the first share on a repeat is chosen already, below the
# second none is offered, and between them only one that stands out from the next by so much.
SURE_REPEAT, FAINT_REPEAT, LEAD_OF_REPEAT = 0.36, 0.21, 1.35
SAME_WORDS = 88  # per cent, by letters

# Below this share of an ask's weight a passage is no match. A clear one has a mean share and a lead over the
# next ask; found by trying on reports of five kinds, so that no wrong link was clear.
POSSIBLE_LINK = 0.2
_MARKED_BARS = ((0.42, 1.0), (0.37, 1.3), (0.28, 1.35), (0.18, 2.5))
_UNMARKED_BARS = ((0.6, 1.3), (0.38, 1.5))
_PARAGRAPHS = re.compile(r"\bparagraphs? (\d+(?:(?:,| and|, and) ?\d+)*)", re.IGNORECASE)

_WORD = re.compile(r"[^\W\d_]{3,}")
_ENDING = re.compile(r"(ing|ed|es|s|ly)$")
# Words that say nothing about what an ask is about, in any inspection.
_COMMON = frozenset(
    _WORD.findall(
        """
        and are been for from has have into its not that the their them they this was were which with who more
        than all any but these those where when also can could may should must ensure improve local authority
        children child young people services service including
        """
    )
)


@dataclass(frozen=True)
class Closest:
    """The ask a passage resembles most: its place in the list, and the share of its weight found (0 to 1)."""

    place: int
    share: float


def closest_asks(passages: Sequence[str], asks: Sequence[str]) -> list[Closest | None]:
    """Return for each passage the ask most of whose words it holds; rare words of the list weigh more.

    A finding is longer than the ask made from it, so what counts is how much of the ask it covers.
    """
    asked = [_stems(ask) for ask in asks]
    seen = Counter(stem for stems in asked for stem in stems)
    weights = {stem: math.log((len(asked) + 1) / (count + 0.5)) for stem, count in seen.items()}
    totals = [max(0.1, sum(weights[stem] for stem in stems)) for stems in asked]
    found: list[Closest | None] = []
    for passage in passages:
        stems = _stems(passage)
        shares = [
            (sum(weights[stem] for stem in ask & stems) / total, -place)
            for place, (ask, total) in enumerate(zip(asked, totals, strict=True))
        ]
        share, place = max(shares, default=(0.0, 0))
        found.append(Closest(-place, min(1.0, share)) if share > 0 else None)
    return found


@dataclass(frozen=True)
class Link:
    """The ask that a passage seems to belong to: its place in the list, and whether clearly."""

    place: int
    is_clear: bool


def suggested_links(
    passages: Sequence[tuple[str, str]], asks: Sequence[str], marked: Sequence[bool], others: Sequence[str]
) -> list[Link | None]:
    """Return for each passage (its paragraph's number and its text) the ask it seems to belong to.

    An ask that names the paragraph ("paragraph 124") settles it. Else two ways of weighing words have to
    agree, one by what is rare among the asks, one by what is rare in the whole document (`others` are its
    findings), and the ask has to stand out from the next. Passages that inspectors marked need less.
    """
    named = {number: place for place, ask in enumerate(asks) for number in _paragraphs_named(ask)}
    likeness = Likeness([*others, *asks])
    closest = closest_asks([text for _, text in passages], asks)
    found: list[Link | None] = []
    for (number, text), match, is_marked in zip(passages, closest, marked, strict=True):
        if number in named:
            found.append(Link(named[number], is_clear=True))
        elif match is None:
            found.append(None)
        else:
            scores = sorted(
                ((likeness.score(ask, text), -place) for place, ask in enumerate(asks)), reverse=True
            )
            share = (match.share + scores[0][0]) / 2
            lead = scores[0][0] / max(scores[1][0], 0.01) if len(scores) > 1 else 10.0
            shared = len(stems(asks[match.place]) & stems(text))
            agrees = -scores[0][1] == match.place and shared >= 3
            bars = _MARKED_BARS if is_marked else _UNMARKED_BARS
            is_clear = agrees and any(share >= least and lead >= ahead for least, ahead in bars)
            found.append(Link(match.place, is_clear) if is_clear or match.share >= POSSIBLE_LINK else None)
    return found


def _paragraphs_named(ask: str) -> list[str]:
    return [number for run in _PARAGRAPHS.findall(ask) for number in re.findall(r"\d+", run)]


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


def _stems(text: str) -> frozenset[str]:
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(_ENDING.sub("", word) for word in words if word not in _COMMON)
