"""The outline of the board report: which sections there are, which are fixed, and how others are arranged.

At a glance and What changed come first and the appendices last, always. Everything between can be moved,
renamed or left out, and a plan may add sections of its own ("own-1", "own-2", …).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

OWN = "own-"
PRIORITY = "priority-"


class Contents(StrEnum):
    """What can be said to belong in a section."""

    MEASURES = "measures"
    SERVICES = "services"
    PRIORITIES = "priorities"


@dataclass(frozen=True)
class SectionKind:
    """A section as we know it: its usual heading, and what can be chosen for it."""

    heading: str
    holds: tuple[Contents, ...] = ()
    has_heading: bool = True  # may be renamed


_EVERY = tuple(Contents)
FIRST: dict[str, SectionKind] = {
    "glance": SectionKind("At a glance", has_heading=False),
    "changed": SectionKind("What changed", has_heading=False),
}
_BEFORE: dict[str, SectionKind] = {
    "overview": SectionKind("Overview of services", (Contents.SERVICES,)),
    "data": SectionKind("High-level data", (Contents.MEASURES,)),
    "review": SectionKind("Review of the period"),
    "plan": SectionKind("Plan on a page", (Contents.PRIORITIES,)),
    "leaders": SectionKind("Impact of leaders", _EVERY),
    "journey": SectionKind("The child’s journey", (Contents.SERVICES,)),
}
_AFTER: dict[str, SectionKind] = {"questions": SectionKind("Questions from members")}
LAST: dict[str, SectionKind] = {
    "app-a": SectionKind("Every action", has_heading=False),
    "app-b": SectionKind("Evidence", has_heading=False),
    "app-c": SectionKind("Measures’ data", has_heading=False),
    "app-d": SectionKind("Key and glossary", has_heading=False),
}
_PRIORITY_KIND = SectionKind("", (Contents.MEASURES,))
_OWN_KIND = SectionKind("", _EVERY)
# The box on the first page, and the steps of a priority's story, which a plan may tell in its own words.
ASKS = "asks"
STEPS: dict[str, str] = {
    "said": "What we said we would do",
    "did": "What we did",
    "difference": "What difference it made",
    "gaps": "What is not there yet",
    "next": "What happens next",
}
_STEP = re.compile(rf"{PRIORITY}(\d{{1,9}})-({'|'.join(STEPS)})")
_PRIORITY_KEY = re.compile(rf"{PRIORITY}(\d{{1,9}})")
_OWN_KEY = re.compile(rf"{OWN}(\d{{1,9}})")


def kind_of(key: str) -> SectionKind | None:
    """Return what is known of a section, or None for a key that no section has."""
    if _PRIORITY_KEY.fullmatch(key):
        return _PRIORITY_KIND
    if _OWN_KEY.fullmatch(key):
        return _OWN_KIND
    return (FIRST | _BEFORE | _AFTER | LAST).get(key)


def is_fixed(key: str) -> bool:
    """Whether a section always stands where it stands."""
    return key in FIRST or key in LAST


def is_own(key: str) -> bool:
    """Whether a plan added the section itself."""
    return _OWN_KEY.fullmatch(key) is not None


def priority_number(key: str) -> int | None:
    """Return the number of the priority that a section, or a step of its story, is about; else None."""
    found = _PRIORITY_KEY.fullmatch(key) or _STEP.fullmatch(key)
    return int(found[1]) if found else None


def step_name(key: str) -> str:
    """Return the name of the step of a priority's story that a key of words is about, or ""."""
    found = _STEP.fullmatch(key)
    return STEPS[found[2]] if found else ""


def usual_order(priorities: Iterable[int]) -> tuple[str, ...]:
    """Return the keys of the sections that can be moved, in their usual order."""
    return (*_BEFORE, *(f"{PRIORITY}{number}" for number in priorities), *_AFTER)


def arranged(stored: Sequence[str], usual: Sequence[str]) -> tuple[str, ...]:
    """Return the keys in the plan's own order. What it does not know yet follows its usual neighbour.

    Sections that are gone, such as a priority that was removed, are left out; the plan's own stay.
    """
    order = [key for key in dict.fromkeys(stored) if key in usual or is_own(key)]
    for place, key in enumerate(usual):
        if key in order:
            continue
        before = next((one for one in reversed(usual[:place]) if one in order), None)
        order.insert(order.index(before) + 1 if before else 0, key)
    return tuple(order)


def moved(order: Sequence[str], key: str, by: int) -> tuple[str, ...]:
    """Return the order with one section moved by so many places, at most to either end."""
    if key not in order:
        return tuple(order)
    rest = [one for one in order if one != key]
    rest.insert(min(max(order.index(key) + by, 0), len(rest)), key)
    return tuple(rest)


def next_own(keys: Iterable[str]) -> str:
    """Return the key of the next section that the plan adds, which none of `keys` ever had."""
    numbers = [int(found[1]) for key in keys if (found := _OWN_KEY.fullmatch(key))]
    return f"{OWN}{max(numbers, default=0) + 1}"
