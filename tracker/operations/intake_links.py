"""Which passages of a report seem to belong to which of its asks: pure functions on text."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from tracker.intake.likeness import Likeness, stems

# A link is clear from a likeness and a lead over the next ask, in pairs: what is very alike needs less lead.
# An unmarked passage needs more of both. Found by trying on reports that name the paragraphs of their asks,
# and on others that mark their findings, so that no wrong link was clear.
_MARKED_BARS = ((0.40, 1.8), (0.28, 3.2), (0.22, 3.7))
_UNMARKED_BARS = ((0.50, 2.5),)
# What is less clear is offered only where both ways of weighing agree and this many telling words are shared:
# on the same reports, five of six such offers were right.
_POSSIBLE, _FEWEST_SHARED = 0.15, 3
_MOST_SHOWN, _NOT_SHOWN = 6, frozenset(("what", "like", "through", "make", "says"))
_PARAGRAPHS = re.compile(r"\bparagraphs? (\d+(?:(?:,| and|, and) ?\d+)*)", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """The ask that a passage seems to belong to: its place, whether clearly, and words that both use."""

    place: int
    is_clear: bool
    shared: tuple[str, ...] = ()


def suggested_links(
    passages: Sequence[tuple[str, str]], asks: Sequence[str], marked: Sequence[bool], others: Sequence[str]
) -> list[Link | None]:
    """Return for each passage (its paragraph's number and its text) the ask it seems to belong to.

    An ask that names the paragraph ("paragraph 124") settles it. Else two ways of weighing words have to
    agree: how much of the ask the passage holds, and how much the two have in common. Both weigh a word by
    how rare it is in the document (`others` are its findings). Passages that inspectors marked need less.
    Where the two agree on several words and are less clear, the link says so; else there is none.
    """
    if not asks:
        return [None] * len(passages)
    named = {number: place for place, ask in enumerate(asks) for number in _paragraphs_named(ask)}
    held, common = Likeness([*others, *asks]), _InCommon(asks, others)
    found: list[Link | None] = []
    for (number, text), is_marked in zip(passages, marked, strict=True):
        if number in named:
            found.append(Link(named[number], is_clear=True))
            continue
        place, in_common, lead = _first(common.scores(text))
        most_held, share, other_lead = _first([held.score(ask, text) for ask in asks])
        shared = _words_of_both(asks[place], text)
        if place != most_held or len(shared) < 2:
            found.append(None)
            continue
        likeness, both_leads = (in_common + share) / 2, lead * other_lead
        bars = _MARKED_BARS if is_marked else _UNMARKED_BARS
        is_clear = any(likeness >= least and both_leads >= ahead for least, ahead in bars)
        is_possible = likeness >= _POSSIBLE and len(shared) >= _FEWEST_SHARED
        shown = tuple(word for word in shared if word not in _NOT_SHOWN)[:_MOST_SHOWN]
        found.append(Link(place, is_clear, shown) if is_clear or is_possible else None)
    return found


class _InCommon:
    """How much a passage and an ask have in common, from 0 to 1: the cosine of their weighed words.

    A passage begins with what it is about, so its first sentence counts twice. A word that several asks use
    tells them apart the less.
    """

    def __init__(self, asks: Sequence[str], others: Sequence[str]) -> None:
        self._asks = [stems(ask) for ask in asks]
        self._in_asks = Counter(word for ask in self._asks for word in ask)
        self._everywhere = self._in_asks + Counter(word for text in others for word in stems(text))
        self._texts = len(asks) + len(others)

    def scores(self, passage: str) -> list[float]:
        """Return how much each ask and a passage have in common."""
        first = stems(re.split(r"(?<=[.!?])\s", passage.strip(), maxsplit=1)[0])
        words = {word: 2 if word in first else 1 for word in stems(passage)}
        length = math.sqrt(sum((times * self._weight(word)) ** 2 for word, times in words.items()))
        return [self._cosine(ask, words, length) for ask in self._asks]

    def _cosine(self, ask: Set[str], words: Mapping[str, int], length: float) -> float:
        product = sum(words[word] * self._weight(word) ** 2 for word in ask if word in words)
        both = length * math.sqrt(sum(self._weight(word) ** 2 for word in ask))
        return product / both if both else 0.0

    def _weight(self, word: str) -> float:
        rare = math.log((self._texts + 1) / (self._everywhere[word] + 0.5))
        telling = (
            math.log((len(self._asks) + 1) / (self._in_asks[word] + 0.5)) if word in self._in_asks else 1
        )
        return rare * telling


def _words_of_both(ask: str, passage: str) -> tuple[str, ...]:
    """Return the telling words of an ask that a passage uses too, whatever their ending, each once."""
    both = stems(ask) & stems(passage)
    words: dict[str, str] = {}
    for word in re.findall(r"[a-z]{3,}", ask.lower()):
        for stem in stems(word) & both:
            words.setdefault(stem, word)
    return tuple(words.values())


def _first(scores: Sequence[float]) -> tuple[int, float, float]:
    """Return the place of the highest score (the first of equals), the score, and its lead over the next."""
    place = max(range(len(scores)), key=lambda at: scores[at])
    next_best = max((score for at, score in enumerate(scores) if at != place), default=0.0)
    return place, scores[place], scores[place] / max(next_best, 0.01)


def _paragraphs_named(ask: str) -> list[str]:
    return [number for run in _PARAGRAPHS.findall(ask) for number in re.findall(r"\d+", run)]
