"""Forms about measures and readings. Choices that come from the plan are set in the views."""

import re
from decimal import Decimal
from typing import Any, ClassVar

from govuk_frontend_wtf.wtforms_widgets import GovTextInput
from wtforms import HiddenField, StringField
from wtforms.validators import StopValidation

from tracker.formatting import amount
from tracker.forms import FewCharacters, Form, checkboxes, day, long_text, radios, select, text
from tracker.guarded_forms import GuardedForm
from tracker.measures.amounts import read_amount
from tracker.models import Measure
from tracker.operations.measures import Definition
from tracker.rules.ladders import DIRECTION_WORDS, Direction

_FIGURES = ("baseline", "target", "amber", "red", "neighbours", "england")
_LONGEST_PASTE = 40_000  # characters


class _Amount(StringField):
    """A number as people write it; `amount` is what was understood, None for an empty field."""

    amount: Decimal | None = None

    def pre_validate(self, form: Any) -> None:
        """Read what was typed; the form's unit may stand behind it."""
        if self.data and len(self.data) <= 100:
            unit = form.unit.data if "unit" in form else form.unit_of_measure
            try:
                self.amount = read_amount(self.data, unit or "")
            except ValueError as wrong:
                raise StopValidation(f"{self.label.text} {wrong}") from None


def _amount(label: str, *, hint: str = "") -> Any:
    return _Amount(
        label,
        widget=GovTextInput(),
        description=hint,
        validators=[FewCharacters(100)],
        render_kw={"params": {"classes": "govuk-input--width-10"}},
    )


class MeasureForm(GuardedForm):
    """What a measure is, and what it is held against."""

    GUARDED: ClassVar[tuple[str, ...]] = ("name",)

    version = HiddenField()
    name = text("Name", hint="For example “Strategy discussions held in time”", required="Enter the name")
    code = text(
        "Code",
        hint="A short name that reports can cite: letters, figures and hyphens, for example SDT",
        required="Enter the code",
        most=20,
    )
    unit = text("Unit", hint="For example “%”, “children” or “working days”", most=40)
    direction = radios(
        "Which way is better?",
        [(direction.value, words) for direction, words in DIRECTION_WORDS.items()],
        required="Choose which way is better",
    )
    baseline = _amount("Baseline", hint="Where you started")
    target = _amount("Target")
    amber = _amount("Amber threshold", hint="A reading worse than this is amber")
    red = _amount("Red threshold", hint="A reading worse than this is red")
    neighbours = _amount("Statistical neighbours", hint="What similar councils reach")
    england = _amount("England")
    service = select("Service")
    recommendations = checkboxes(
        "Recommendations it speaks about",
        hint="A measure moving the wrong way puts their actions at risk",
    )

    def validate_code(self, field: StringField) -> None:
        """Refuse what cannot be cited in a text."""
        if not re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", field.data or ""):
            raise StopValidation("The code must be letters, figures and hyphens, like SDT")

    def definition(self) -> Definition:
        """Return what was typed (call it after the form was found to be fine)."""
        figures = {name: self[name].amount for name in _FIGURES}
        return Definition(
            code=self.code.data.upper(),
            name=self.name.data,
            unit=self.unit.data,
            direction=Direction(self.direction.data),
            **figures,
        )


def filled_from(measure: Measure) -> dict[str, Any]:
    """Return a measure as the form shows it (needs its recommendations loaded)."""
    return {
        "version": str(measure.version),
        "name": measure.name,
        "code": measure.code,
        "unit": measure.unit,
        "direction": measure.direction.value,
        "service": str(measure.service_id or ""),
        "recommendations": [str(one.number) for one in measure.recommendations],
        **{name: amount(getattr(measure, name)) for name in _FIGURES},
    }


class ReadingForm(GuardedForm):
    """One reading. `corrects` is the id of the reading it replaces, once the person was asked."""

    GUARDED: ClassVar[tuple[str, ...]] = ("note",)

    unit_of_measure = ""
    corrects = HiddenField()
    on = day("Which day is it for?", hint="For a month, its last day", required="Enter the day")
    value = _amount("Reading")
    note = text("Note", hint="If something explains the figure, for example “One post vacant”", most=300)

    def __init__(self, unit: str, *arguments: Any, **options: Any) -> None:
        self.unit_of_measure = unit
        super().__init__(*arguments, **options)

    def validate_value(self, field: _Amount) -> None:
        """Ask for the value."""
        if not field.data:
            raise StopValidation("Enter the reading")


class PasteForm(Form):
    """Readings from a sheet. `save` is sent by the button of a preview and says which one was seen."""

    lines = long_text(
        "Days and readings from your sheet",
        hint="Copy two columns, day and reading, and paste them here. A third column becomes the note",
        required="Paste the days and readings",
        most=_LONGEST_PASTE,
    )
    save = HiddenField()


class DeleteForm(Form):
    """Why a reading is wrong."""

    reason = text("Why is it deleted?", hint="This is kept in the plan’s history", most=300)


class RemoveForm(Form):
    """Only the token."""
