"""What an edition makes of texts: passages it may not hold are gone, citations are filled in.

This happens once, to every text of the value, so that no form of a report can hold what its edition may not.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from tracker.reports import measuring
from tracker.reports.snapshot import Snapshot
from tracker.rules.citations import fill_measures, keep_citations
from tracker.rules.ladders import Audience, Edition
from tracker.rules.passages import readable

AUDIENCES = {
    Edition.PUBLIC: frozenset({Audience.PUBLIC}),
    Edition.MEMBERS: frozenset({Audience.PUBLIC, Audience.MEMBERS}),
}


def for_edition(snapshot: Snapshot) -> Snapshot:
    """Return the value with its texts as readers of its edition may have them.

    Passages for others are left out. `{m:CODE}` becomes what the measure shows. Of `[E12]` those citations
    stay whose evidence is in the report; of others nothing is left.
    """
    audiences = AUDIENCES[snapshot.edition]
    evidence = snapshot.evidence_by_number
    measures = {one.code.upper(): measuring.citation(one) for one in snapshot.measures if one.code}

    def read(text: str) -> str:
        return fill_measures(keep_citations(readable(text, audiences), evidence), measures)

    result: Snapshot = with_texts(snapshot, read)
    return result


def with_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Return a frozen value with every text in it changed; what does not change stays the same object."""
    if isinstance(value, str) and not isinstance(value, Enum):
        # Most texts have no mark of any kind.
        return change(value) if ":::" in value or "[" in value or "{" in value else value
    if isinstance(value, tuple):
        parts = tuple(with_texts(one, change) for one in value)
        return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
    if is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for one in fields(value):
            old = getattr(value, one.name)
            if (new := with_texts(old, change)) is not old:
                changed[one.name] = new
        return replace(value, **changed) if changed else value
    return value
