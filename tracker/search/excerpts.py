"""The part of a text where what was searched for stands."""

import re
from collections.abc import Sequence

AROUND = 80  # characters before the first hit
LONGEST = 240


def excerpt(texts: Sequence[str], words: Sequence[str]) -> list[tuple[str, bool]]:
    """Return the first text with a hit, cut around it, as (part, is a hit) pairs; else the first text."""
    hits = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    lines = [" ".join(text.split()) for text in texts]
    line = next((each for each in lines if hits.search(each)), lines[0] if lines else "")
    first = hits.search(line)
    start = max(0, first.start() - AROUND) if first else 0
    cut = line[start : start + LONGEST]
    shown = ("…" if start else "") + cut + ("…" if start + LONGEST < len(line) else "")
    parts: list[tuple[str, bool]] = []
    at = 0
    for hit in hits.finditer(shown):
        parts += [(shown[at : hit.start()], False), (hit.group(), True)]
        at = hit.end()
    parts.append((shown[at:], False))
    return [part for part in parts if part[0]]
