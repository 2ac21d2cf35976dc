"""Two people saved the same action: what each of them changed, part by part."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.formatting import long_date
from tracker.models import Action, Recommendation, Service
from tracker.plan.forms import ActionForm, number_or_none

LABELS = {
    "title": "What will be done",
    "description": "Description",
    "how_we_will_know": "How we will know",
    "service": "Service",
    "start_on": "Start",
    "recommendations": "Recommendations",
}


@dataclass(frozen=True)
class PartChanged:
    """One part of an action in words: as it was opened, as the other saved it, and as the person wants it.

    `values` are what goes back into the form: the person's where they changed it, else the other's.
    """

    name: str
    label: str
    before: str
    theirs: str
    mine: str
    they_changed: bool
    i_changed: bool
    values: list[str]

    @property
    def both_changed(self) -> bool:
        """Return whether somebody has to choose."""
        return self.they_changed and self.i_changed and self.theirs != self.mine


def state_of(action: Action) -> dict[str, list[str]]:
    """Return an action as its form would send it (needs `recommendations` loaded)."""
    return {
        "title": [action.title],
        "description": [action.description],
        "how_we_will_know": [action.how_we_will_know],
        "service": [str(action.service_id or "")],
        "start_on": _boxes(action.start_on),
        "recommendations": sorted(str(found.id) for found in action.recommendations),
    }


def state_of_form(form: ActionForm) -> dict[str, list[str]]:
    """Return what a valid form holds, in the same shape."""
    return {
        "title": [form.title.data or ""],
        "description": [form.description.data or ""],
        "how_we_will_know": [form.how_we_will_know.data or ""],
        "service": [str(form.service.data or "")],
        "start_on": _boxes(form.start_on.data),
        "recommendations": sorted(str(found) for found in form.recommendations.data or []),
    }


def packed(action: Action) -> str:
    """Return what the form carries along, to know later what the person had before their eyes."""
    return json.dumps(state_of(action))


def unpacked(text: str | None) -> dict[str, list[str]]:
    """Return what a form carried along; empty where that was tampered with."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        name: [str(value) for value in found[name]] for name in LABELS if isinstance(found.get(name), list)
    }


def compare(
    before: Mapping[str, list[str]],
    theirs: Mapping[str, list[str]],
    mine: Mapping[str, list[str]],
    services: Sequence[Service],
    recommendations: Sequence[Recommendation],
) -> list[PartChanged]:
    """Return the parts that one of them changed. A part whose earlier value is unknown counts as both's."""
    parts = []
    for name, label in LABELS.items():
        unknown = name not in before
        they_changed = theirs[name] != mine[name] if unknown else theirs[name] != before[name]
        i_changed = theirs[name] != mine[name] if unknown else mine[name] != before[name]
        if not they_changed and not i_changed:
            continue
        old, their, my = (
            _words(name, state.get(name, []), services, recommendations) for state in (before, theirs, mine)
        )
        values = mine[name] if i_changed else theirs[name]
        parts.append(PartChanged(name, label, old, their, my, they_changed, i_changed, list(values)))
    return parts


def _boxes(day: date | None) -> list[str]:
    return [str(day.day), str(day.month), str(day.year)] if day else ["", "", ""]


def _words(
    name: str, values: list[str], services: Sequence[Service], recommendations: Sequence[Recommendation]
) -> str:
    """Return a part as people read it."""
    if name == "service":
        wanted = number_or_none(values[0] if values else "")
        return next((service.name for service in services if service.id == wanted), "No service")
    if name == "recommendations":
        chosen = [str(found.number) for found in recommendations if str(found.id) in values]
        return ", ".join(chosen) or "None"
    if name == "start_on":
        try:
            day, month, year = (int(value) for value in values)
            return long_date(date(year, month, day))
        except ValueError:
            return "No date"
    return values[0] if values and values[0] else "Empty"
