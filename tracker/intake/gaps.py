"""Before which lines a page leaves clear space: what parts paragraphs where nothing else does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tracker.intake.lines import Line


def with_gaps(pages: Sequence[Sequence[Line]]) -> list[tuple[Line, ...]]:
    """The pages of a document with `gap` set on each line that stands further from the one above than usual.

    What is usual on a page is told from the page; one of many short paragraphs is told from the others.
    """
    sizes = Counter(line.size for page in pages for line in page)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    distances = Counter(
        round(below.top - above.top, 1)
        for page in pages
        for above, below in pairwise(page)
        if above.size == below.size == size and 4 < below.top - above.top < 40 and not below.cells
    )
    most = distances.most_common(1)
    pitch = most[0][0] if most and most[0][1] > 5 else 0.0
    return [tuple(_marked(page, size, pitch)) for page in pages]


def _marked(lines: Sequence[Line], size: float, pitch: float) -> Iterable[Line]:
    distances = sorted(
        round(below.top - above.top, 1) for above, below in pairwise(lines) if 4 < below.top - above.top < 40
    )
    if not distances:
        return lines
    usual = distances[len(distances) // 3]
    common = Counter(line.size for line in lines).most_common(1)[0][0]
    if pitch and common == size:
        usual = min(usual, pitch)
    marked = [lines[0].but(gap=True)]
    for above, below in pairwise(lines):
        distance = below.top - above.top
        # The lines of a large title stand further apart than those of the text.
        grown = below.size / common if common and below.size == above.size else 1.0
        gap = distance > usual * max(1.0, grown) * 1.25 + 1 or distance < -usual * 2
        marked.append(below.but(gap=True) if gap else below)
    return marked
