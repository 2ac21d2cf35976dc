"""The form of a Signs of Safety map."""

from typing import Any, ClassVar

from tracker.forms import long_text, radios
from tracker.guarded_forms import GuardedForm
from tracker.models import SafetyMap

_ENDS = {0: "0: children are not safe", 10: "10: no concern"}


class MapForm(GuardedForm):
    """Four boxes with a point on each line, and where the council puts itself."""

    GUARDED: ClassVar[tuple[str, ...]] = (
        "working_well",
        "worried_about",
        "needs_to_happen",
        "how_we_will_know",
    )

    working_well = long_text(
        "What is working well", hint="One point on each line, in this and the next boxes"
    )
    worried_about = long_text("What we are worried about")
    needs_to_happen = long_text("What needs to happen")
    how_we_will_know = long_text("How we will know")
    scale = radios(
        "Where do we put ourselves?",
        [(str(value), _ENDS.get(value, str(value))) for value in range(11)],
        required="Choose a number from 0 to 10",
    )


def filled_from(latest: SafetyMap | None) -> dict[str, Any]:
    """Return the newest map's points, to go on from; the scale is asked for anew."""
    boxes = ("working_well", "worried_about", "needs_to_happen", "how_we_will_know")
    return {box: getattr(latest, box) for box in boxes} if latest else {}
