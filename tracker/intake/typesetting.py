"""How a document is set, told from all its lines: its body size, how far lines reach, how items stand."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from tracker.intake.lines import Line
from tracker.intake.markers import marker_of

_NAMES = re.compile(r"[A-Z]\S*(?: (?:[A-Z]\S*|and|of|the|for|in))+")
_ASKED = re.compile(r"\b(?:should|must)(?: \w+){0,3}:$")
_DAY = re.compile(r"(?:\w+day )?\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+", re.IGNORECASE)


def body_size(lines: list[Line]) -> float:
    """The font size most letters are set in; 0 where no font is known."""
    weights: Counter[float] = Counter()
    for line in lines:
        weights[line.size] += len(line.text)
    return weights.most_common(1)[0][0] if weights else 0.0


def right_edge(lines: list[Line]) -> float:
    """How far full lines reach, told from lines that visibly go on in small letters on the next line."""
    going_on = sorted(
        line.right
        for line, following in pairwise(lines)
        if following.text[:1].islower() and not (following.gap or line.whole or line.cells or following.cells)
    )
    if len(going_on) >= 6:
        return going_on[int(len(going_on) * 0.95)]
    rights = sorted(line.right for line in lines if not line.cells)
    return rights[int(len(rights) * 0.97)] if rights else 0.0


def sets_items_apart(lines: list[Line]) -> bool:
    """True when nearly all list items of a page begin after a clear space."""
    same_page = (below for above, below in pairwise(lines) if above.page == below.page)
    items = [line.gap for line in same_page if marker_of(line.text)]
    return len(items) > 3 and sum(items) >= len(items) * 0.9


def is_address_like(text: str) -> bool:
    """Lines of a letterhead, an address or a list of names."""
    return (
        len(text) < 40
        and not re.search(r"[.?!]$", text)
        and bool(re.search(r"\d|@|^[A-Z]\w+( [A-Z]\w+)*$", text))
    )


def is_year_of(day: str, text: str) -> bool:
    """True for a year below its day ("14 February" above "2025")."""
    return bool(_DAY.fullmatch(day) and re.fullmatch(r"(?:19|20)\d\d", text))


def is_name_asked(above: str, text: str) -> bool:
    """True where the name of who is asked wraps ("… Hospitals NHS" above "Foundation Trust should:")."""
    # The line first: what stands above may be long.
    return bool(_ASKED.search(text) and _NAMES.fullmatch(above))
