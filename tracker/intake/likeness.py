"""How alike a finding and an ask are, by the words they share; rare words of the document count most."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

_STEM = 6
_COMMON_WORDS = """
    the a an of to and or in on for with that this which who is are be was were been has have had
    not no their they them its it by from at as so than then when where how all each every any some
    many most more less such will would should must can could may also into out up about between
    within after before child children ensure make sure improve quality council authority local
    service services work staff need needs
"""
_COMMON = frozenset(_COMMON_WORDS.split())
# Found by trying: clearly alike; or not so clearly, but far more than any other ask.
_CLEAR, _FAINT, _LEAD = 0.30, 0.19, 1.35


def stems(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, cut to their beginnings."""
    return frozenset(word[:_STEM] for word in re.findall(r"[a-z]{3,}", text.lower()) if word not in _COMMON)


class Likeness:
    """Compares asks with findings of one document."""

    def __init__(self, passages: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        self._passages = 0
        for passage in passages:
            counts.update(stems(passage))
            self._passages += 1
        self._counts = counts

    def _weight(self, word: str) -> float:
        return math.log((self._passages + 1) / (self._counts[word] + 0.5))

    def score(self, ask: str, finding: str) -> float:
        """0 to 1: how much of what the ask says the finding says too."""
        asked = stems(ask)
        total = sum(self._weight(word) for word in asked)
        return sum(self._weight(word) for word in asked & stems(finding)) / total if total > 0 else 0.0

    def best(self, asks: Sequence[str], finding: str) -> int | None:
        """The index of the ask a finding belongs to, None when none is alike enough to be proposed."""
        scores = sorted(((self.score(ask, finding), -index) for index, ask in enumerate(asks)), reverse=True)
        if not scores:
            return None
        first = scores[0][0]
        second = scores[1][0] if len(scores) > 1 else 0.0
        alike = first >= _CLEAR or (first >= _FAINT and first >= second * _LEAD)
        return -scores[0][1] if alike else None
