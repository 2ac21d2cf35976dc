"""How a report looks in Word: the council's colours, the inks of its marks, its running lines."""

from dataclasses import dataclass, field

from tracker.reports.marks import Ink, css_name, ink_of
from tracker.reports.snapshot import Snapshot

MUTED = "#4f4b46"
LATE = "#8f1414"


@dataclass(frozen=True)
class Look:
    """What a document needs beside its page. Colours are "#rrggbb"; `inks` are by the class of a mark."""

    council: str
    title: str
    foot: str
    colour: str
    inks: dict[str, Ink] = field(default_factory=dict)


def look_of(snapshot: Snapshot, foot: str) -> Look:
    """Return how a snapshot looks; `foot` is the line of number, day, edition and check code."""
    return Look(
        council=snapshot.council.name,
        title=snapshot.plan,
        foot=foot,
        colour=snapshot.council.first_colour,
        inks={css_name(step.step): ink_of(step) for step in snapshot.delivery_key},
    )
