"""Tables of labels with their values that a text prints one below the other ("Priority", then "High").

The label of an ask ("Recommendation") stands among others; a label whose next words are a label again names a
column and is none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.intake.fields import field_of
from tracker.intake.lines import Line, Pages, chunks
from tracker.intake.ruled_tables import joined

_ASK = re.compile(r"(?:audit )?recommendation(?: (?:no\.? ?)?R?\d{1,2}(?:\.\d+)?)?", re.IGNORECASE)
_RUN_ON = re.compile(r"(?P<label>Recommendation(?: \d{1,2})?) (?P<value>[A-Z].*)")
_MORE_LABELS = re.compile(r"implications?|risks?|issue|root cause|observation", re.IGNORECASE)
# What a response may be, although it may also be the name of one.
_VALUES = {"agreed", "accepted", "low risk", "due", "complete"}
_FEWEST_LABELS = 3
_LONGEST_LABEL = 40


def with_label_tables(document: Pages, is_known_heading: Callable[[str], bool]) -> Pages:
    """A text with each label and its value as a row of two cells; everything else as it was."""
    if document.source != "text":
        return document
    groups = [part for group in chunks(document.lines) for part in _without_label(group)]
    labels = [_label(group) for group in groups]
    pairs = {
        at
        for at, label in enumerate(labels[:-1])
        if label and not labels[at + 1] and not groups[at + 1][0].cells
    }
    asks = {at for at in pairs if _ASK.fullmatch(labels[at])}
    if not asks or len({labels[at].lower() for at in pairs - asks}) < _FEWEST_LABELS - 1:
        return document
    first, last = min(asks), max(pairs)
    pairs = {at for at in pairs if at >= first - 2 * _FEWEST_LABELS}
    made: list[Line] = []
    at = 0
    while at < len(groups):
        run_on = _RUN_ON.fullmatch(groups[at][0].text) if first < at < last else None
        if at in pairs:
            value = list(groups[at + 1])
            label = groups[at][0], labels[at]
            at += 2
        elif run_on is not None:
            value = [groups[at][0].but(text=run_on["value"]), *groups[at][1:]]
            label = groups[at][0], run_on["label"]
            at += 1
        else:
            made += groups[at]
            at += 1
            continue
        while at < len(groups) and not labels[at] and _goes_on(value, groups[at], is_known_heading):
            value += groups[at]
            at += 1
        text = joined([line.text for line in value])
        line, name = label
        made.append(line.but(cells=(name, text), text=f"{name} {text}", whole=True, gap=True))
    return document.with_lines(made)


def _without_label(group: list[Line]) -> list[list[Line]]:
    """A group parted before a label that ends it ("… of casework." / "Priority")."""
    if len(group) > 1 and not _label(group) and _label(group[-1:]):
        return [group[:-1], group[-1:]]
    return [group]


def _label(group: list[Line]) -> str:
    """The label that the lines of a group are and nothing else; empty where they are none."""
    text = " ".join(line.text for line in group).rstrip(":")
    if len(group) > 2 or len(text) > _LONGEST_LABEL or any(line.cells for line in group):
        return ""
    is_label = _ASK.fullmatch(text) or _MORE_LABELS.fullmatch(text) or field_of(f"{text}: x")
    return text if is_label and text.lower() not in _VALUES else ""


def _goes_on(value: list[Line], group: list[Line], is_known_heading: Callable[[str], bool]) -> bool:
    """True for the rest of a value that a page has parted."""
    first = group[0]
    if first.page == value[-1].page or first.cells or is_known_heading(first.text):
        return False
    return (value[-1].text[-1] not in ".!?;:" and first.text[0] in "(‘“") or first.text[0].islower()
