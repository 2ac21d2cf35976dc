"""What every form of the site shares: stripped text, limits said in words, GOV.UK fields.

A form subclasses `Form` and names its fields with the kinds below; each renders itself, with its label,
hint and error (`{{ form.email }}`). The error summary comes with the page frame.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import current_app
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovDateInput,
    GovFileInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from markupsafe import escape
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of 3.2
from wtforms.fields.core import Field
from wtforms.validators import DataRequired, InputRequired, Optional, StopValidation

from tracker.operations.errors import Refused


class Form(FlaskForm):
    """The base of all forms. Text loses the spaces around it before it is checked."""

    class Meta(FlaskForm.Meta):
        """How fields are bound."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Add stripping to every field that holds text."""
            if issubclass(unbound_field.field_class, (StringField, TextAreaField)):
                options["filters"] = [strip, *unbound_field.kwargs.pop("filters", [])]
            bound: Field = unbound_field.bind(form=form, **options)
            return bound

    def show(self, refused: Refused) -> None:
        """Put a broken rule on the field it is about; on the first field where the form has no such field."""
        field = self._fields.get(refused.field) or next(iter(self._fields.values()))
        field.errors = [*field.errors, refused.message]


def strip(value: object) -> object:
    """Return the text without spaces around it and with plain line ends; "" for a field that was not sent."""
    # PostgreSQL cannot keep NUL, which pages pasted from a PDF may hold. It goes here, for every form, as a
    # field's own filters are taken by the first form made of it.
    return value.replace("\0", "").replace("\r\n", "\n").strip() if isinstance(value, str) else value or ""


class FewCharacters:
    """Refuse more characters than the limit; without a number, than the setting MAX_TEXT_CHARACTERS."""

    def __init__(self, most: int | None = None) -> None:
        self.most = most

    def __call__(self, form: Form, field: Field) -> None:
        """Raise StopValidation in words that say how long the text is and may be."""
        most = self.most or current_app.config["SETTINGS"].max_text_characters
        length = len(field.data or "")
        if length > most:
            raise StopValidation(
                f"{field.label.text} must be {most:,} characters or fewer. You have written {length:,}."
            )


class RealDay:
    """Say in words what is wrong with a day that could not be read; refuse years nobody means."""

    def __call__(self, form: Form, field: Field) -> None:
        """Raise StopValidation for a day that does not exist or lies outside 1900 to 2200."""
        written = " ".join(part for part in (field.raw_data or []) if isinstance(part, str) and part.strip())
        if not written:
            return
        field.errors = []
        if field.data is None:
            raise StopValidation(f"{field.label.text} must be a real date, like 27 3 2027")
        if not 1900 <= field.data.year <= 2200:
            raise StopValidation(f"{field.label.text} must have a year with four digits, like 2027")


class DayInput(GovDateInput):
    """Three boxes. Whatever was typed comes back, and the error summary leads to the first box."""

    def map_gov_params(self, field: Field, **options: Any) -> dict[str, Any]:
        """Return the parameters of the GOV.UK component."""
        if field.raw_data is not None:
            # A hand-made request may send any number of parts.
            field.raw_data = [*map(str, field.raw_data), "", "", ""][:3]
        parameters: dict[str, Any] = super().map_gov_params(field, **options)
        parameters["id"] = f"{field.id}-boxes"
        for box, part in zip(parameters["items"], ("", "-month", "-year"), strict=True):
            box["id"] = f"{field.id}{part}"
        return parameters


class AsTyped(GovTextArea):
    """Several lines as they were typed, with the marks of passages that pages take out for readers."""

    def __call__(self, field: Any, **options: Any) -> Any:
        """Return the box with its text escaped already, so that nothing is made of it."""
        return super().__call__(field, **{"value": escape(field._value()), **options})


class _Day(DateField):
    """A day in three boxes. Left empty it is None; parts missing or impossible are said in words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read "day month year" without raising: RealDay speaks for what cannot be read."""
        self.data = None
        # The widget shows three boxes, however many a stray request sent.
        self.raw_data = [*valuelist, "", "", ""][:3]
        numbers = " ".join(valuelist).split()
        if len(numbers) == 3 and all(number.isdecimal() for number in numbers):
            with contextlib.suppress(ValueError, OverflowError):
                self.data = date(int(numbers[2]), int(numbers[1]), int(numbers[0]))


class _FromPairs:
    """Choices are given as (value, words) pairs, as before WTForms 3.3, which wants objects of its own."""

    def __init__(self, *arguments: Any, choices: Any = None, **options: Any) -> None:
        # The mixin stands before a field class, whose __init__ takes choices.
        super().__init__(*arguments, choices=_as_choices(choices), **options)  # type: ignore[call-arg]

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, _as_choices(value) if name == "choices" else value)


def _as_choices(pairs: Any) -> Any:
    return pairs and [SelectChoice(*each) if isinstance(each, tuple) else each for each in pairs]


class _Radios(_FromPairs, RadioField):
    pass


class _Select(_FromPairs, SelectField):
    pass


class _Checkboxes(_FromPairs, SelectMultipleField):
    pass


def text(label: str, *, hint: str = "", required: str = "", most: int = 200, **options: Any) -> Any:
    """Return a one-line field. `required` is the error where it is left empty; "" means it may be."""
    return StringField(
        label,
        widget=GovTextInput(),
        description=hint,
        validators=[*_written(required), FewCharacters(most)],
        **options,
    )


def long_text(
    label: str, *, hint: str = "", required: str = "", most: int | None = None, **options: Any
) -> Any:
    """Return a field of several lines, limited by MAX_TEXT_CHARACTERS unless `most` is given."""
    return TextAreaField(
        label,
        widget=AsTyped(),
        description=hint,
        validators=[*_written(required), FewCharacters(most)],
        **options,
    )


def password(label: str, *, hint: str = "", required: str = "Enter a password", **options: Any) -> Any:
    """Return a password field; what was typed is never sent back."""
    return PasswordField(
        label,
        widget=GovPasswordInput(),
        description=hint,
        validators=[*_needed(required), FewCharacters(200)],
        **options,
    )


def day(label: str, *, hint: str = "", required: str = "", **options: Any) -> Any:
    """Return a day in three boxes; its data is a date or None."""
    must: list[Any] = [InputRequired(required), RealDay()] if required else [RealDay()]
    return _Day(label, widget=DayInput(), description=hint, format="%d %m %Y", validators=must, **options)


def radios(
    label: str, choices: Sequence[tuple[str, str]], *, hint: str = "", required: str = "", **options: Any
) -> Any:
    """Return one choice of a few, all in sight."""
    return _Radios(
        label,
        widget=GovRadioInput(),
        choices=list(choices),
        description=hint,
        validators=_needed(required) or [Optional()],
        **options,
    )


def select(
    label: str,
    choices: Sequence[tuple[Any, str]] = (),
    *,
    hint: str = "",
    coerce: Callable[[Any], Any] = str,
    validators: Sequence[Any] = (),
    **options: Any,
) -> Any:
    """Return one choice of many; choices that come from the plan are set in the view."""
    return _Select(
        label,
        widget=GovSelect(),
        choices=list(choices),
        coerce=coerce,
        description=hint,
        validators=list(validators),
        **options,
    )


def checkboxes(
    label: str,
    choices: Sequence[tuple[Any, str]] = (),
    *,
    hint: str = "",
    coerce: Callable[[Any], Any] = str,
    required: str = "",
    **options: Any,
) -> Any:
    """Return any number of a few choices."""
    return _Checkboxes(
        label,
        widget=GovCheckboxesInput(),
        choices=list(choices),
        coerce=coerce,
        description=hint,
        validators=_needed(required),
        **options,
    )


def tick(label: str, *, hint: str = "", **options: Any) -> Any:
    """Return a single box to tick."""
    return BooleanField(label, widget=GovCheckboxInput(), description=hint, **options)


class _File(FileField):
    """A file to choose. A request made by hand may send a text under its name: that is no file."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take the first file that was sent, None where there is none."""
        self.data = next((sent for sent in valuelist if isinstance(sent, FileStorage)), None)


def file(label: str, *, hint: str = "", **options: Any) -> Any:
    """Return a file to choose; its data is a werkzeug FileStorage or None."""
    return _File(label, widget=GovFileInput(), description=hint, **options)


def _written(required: str) -> list[Any]:
    """Return the check that something other than spaces was written."""
    # The first refuses what was not sent, the second what holds nothing but spaces.
    return [InputRequired(required), DataRequired(required)] if required else []


def _needed(message: str) -> list[Any]:
    return [InputRequired(message)] if message else []
