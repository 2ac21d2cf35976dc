"""The update form: statuses, words, forecast, milestones and evidence in one."""

import secrets
from typing import Any

from flask import request
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import HiddenField

from tracker.evidence.forms import EvidenceFields
from tracker.formatting import long_date
from tracker.forms import checkboxes, day, long_text, radios, tick
from tracker.models import Update
from tracker.my_actions.queries import WorkItem
from tracker.rules.ladders import IMPACT_ORDER, LADDER_ORDER
from tracker.rules.step_words import USUAL, Ladders

# The order in which the fields stand on the page, for the summary of errors.
READING_ORDER = (
    "for_owner",
    "delivery",
    "impact",
    "keep_reason",
    "done",
    "difference",
    "next_steps",
    "forecast_on",
    "milestones",
    "link",
    "file",
    "reference",
    "title",
    "shows",
    "kind",
    "effective_on",
    "audience",
    "identifies_nobody",
)

# What is kept of a form that is not saved yet: everything but a file, which a browser does not give back.
KEPT = ("form_key", *(name for name in READING_ORDER if name != "file"))


def with_files(fields: MultiDict[str, str] | None) -> MultiDict[str, Any] | None:
    """Return the fields of a form together with the files of the request, None where nothing was sent."""
    if fields is None:
        return None
    return CombinedMultiDict([request.files, fields]) if request.files else fields


class UpdateForm(EvidenceFields):
    """One update of one action."""

    GUARDED = ("keep_reason", "done", "difference", "next_steps", *EvidenceFields.GUARDED)

    delivery = radios(
        "Delivery",
        [(step.value, USUAL.word(step)) for step in LADDER_ORDER],
        required="Choose how delivery stands",
    )
    impact = radios(
        "Impact",
        [(step.value, USUAL.word(step)) for step in IMPACT_ORDER],
        required="Choose the impact",
    )
    keep_reason = long_text(
        "Why is it better than the record shows?",
        hint="One or two sentences a councillor would accept",
    )
    done = long_text("What was done", hint="Since the last update", required="Write what was done")
    difference = long_text(
        "Difference made for children", hint="For children, not staff. “Too early to say” is fine"
    )
    next_steps = long_text("What is next")
    forecast_on = day("When do you now expect to finish?")
    milestones = checkboxes("Milestones done since the last update", coerce=int)
    for_owner = tick("This is the owner’s update")
    form_key = HiddenField()  # one form makes one update, however often it is sent

    def __init__(self, item: WorkItem, ladders: Ladders, *arguments: Any, **options: Any) -> None:
        """Take the action as it stands and its plan's words; unsent, it starts from the last update."""
        super().__init__(*arguments, **options)
        self.delivery.choices = [(step.value, ladders.word(step)) for step in LADDER_ORDER]
        self.impact.choices = [(step.value, ladders.word(step)) for step in IMPACT_ORDER]
        self.milestones.choices = [
            (step.id, f"{step.title}, due {long_date(step.due_on)}")
            for step in item.action.milestones
            if step.done_on is None
        ]
        if not self.form_key.data:
            self.form_key.data = secrets.token_urlsafe(16)
        if item.last and not self.is_sent:
            self.delivery.data, self.impact.data = item.last.delivery.value, item.last.impact.value
            self.forecast_on.data = item.last.forecast_on
            if item.afterwards.is_flattering:
                self.keep_reason.data = item.last.keep_reason

    @property
    def is_sent(self) -> bool:
        """Return whether the form was filled from a request."""
        return self.delivery.raw_data is not None

    def says_nothing_new(self) -> bool:
        """Return whether nothing was written, ticked or added."""
        words = (self.done.data, self.difference.data, self.next_steps.data)
        return not any(words) and not self.milestones.data and not self.has_evidence()

    def copy_words(self, last: Update) -> None:
        """Put the last update's words into the boxes that are still empty."""
        for name in ("done", "difference", "next_steps"):
            field = self._fields[name]
            if not field.data:
                field.data = getattr(last, name)

    def errors_to_list(self, label: str = "") -> list[dict[str, str]]:
        """Return the errors in reading order for the summary, each begun with the action's number."""
        begin = f"{label}: " if label else ""
        return [
            {
                "text": f"{begin}{_lowered(field.errors[0]) if label else field.errors[0]}",
                "href": _spot(field),
            }
            for field in (self._fields[name] for name in READING_ORDER)
            if field.errors
        ]


def _lowered(words: str) -> str:
    """Return the words as they stand after a colon; "PDF" and quoted words keep their capitals."""
    return words[0].lower() + words[1:] if words[:2].istitle() or words[1:2] == " " else words


def _spot(field: Any) -> str:
    """Return where a link to the field leads: of a day to its first box."""
    return f"#{field.id}-day" if field.name.endswith(("forecast_on", "effective_on")) else f"#{field.id}"
