"""The form for a plan's own words: nine steps with a word, a letter, a meaning and a colour each."""

from typing import Any

from wtforms import HiddenField

from tracker.forms import Form, select, text
from tracker.rules.ladders import DELIVERY_STEPS, IMPACT_STEPS, LADDER_ORDER, Delivery, Impact, Step
from tracker.rules.step_words import (
    DELIVERY_COLOURS,
    IMPACT_COLOURS,
    LONGEST_MEANING,
    LONGEST_WORD,
    Ladders,
)

PARTS = ("word", "letter", "meaning", "colour")


class StepWordsForm(Form):
    """Each step's fields are called "on_track_word" and so on; `version` says what the person saw."""

    version = HiddenField()

    def ladders(self) -> Ladders:
        """Return what the form says (what was left empty is empty)."""
        return Ladders(
            {step: self._shown(step, usual) for step, usual in DELIVERY_STEPS.items()},
            {step: self._shown(step, usual) for step, usual in IMPACT_STEPS.items()},
        )

    def fields_of(self, step: Delivery | Impact) -> list[Any]:
        """Return the four fields of a step."""
        return [self._fields[f"{step.value}_{part}"] for part in PARTS]

    def _shown(self, step: Delivery | Impact, usual: Step) -> Step:
        word, letter, meaning, colour = (
            " ".join((field.data or "").split()) for field in self.fields_of(step)
        )
        return Step(word, letter.upper(), meaning, colour, usual.bars)


def _add_fields() -> None:
    for steps, colours in ((DELIVERY_STEPS, DELIVERY_COLOURS), (IMPACT_STEPS, IMPACT_COLOURS)):
        choices = [(name, name.capitalize()) for name in colours]
        for step, usual in steps.items():
            begin = f"{step.value}_"
            setattr(StepWordsForm, begin + "word", text("Word", most=LONGEST_WORD))
            setattr(StepWordsForm, begin + "letter", text("Letter", most=1))
            setattr(StepWordsForm, begin + "meaning", text("Meaning", most=LONGEST_MEANING))
            setattr(StepWordsForm, begin + "colour", select("Colour", choices, default=usual.colour))


def data_of(ladders: Ladders, version: int) -> dict[str, str]:
    """Return what the form shows for these words."""
    data = {"version": str(version)}
    for step, shown in (*ladders.delivery.items(), *ladders.impact.items()):
        data |= {f"{step.value}_{part}": getattr(shown, part) for part in PARTS}
    return data


STEPS_OF_FORM: tuple[tuple[Delivery | Impact, ...], ...] = (LADDER_ORDER, tuple(IMPACT_STEPS))
_add_fields()
