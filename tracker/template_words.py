"""What templates may call: formatting filters, the words of statuses, and the sum of a page's errors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from flask import Flask, g, has_app_context
from govuk_frontend_wtf.main import wtforms_errors

from tracker import formatting
from tracker.forms import Form
from tracker.models import Plan
from tracker.models.plans import RESPONSE_WORDS
from tracker.operations.step_words import ladders_of
from tracker.rules.ladders import (
    AUDIENCE_WORDS,
    CHECK_WORDS,
    EDITION_WORDS,
    IMPACT_ORDER,
    KIND_WORDS,
    LADDER_ORDER,
    PRINT_ORDER,
    Delivery,
    Impact,
    Step,
)
from tracker.rules.step_words import USUAL, Ladders

FILTERS = (
    formatting.long_date,
    formatting.long_moment,
    formatting.amount,
    formatting.file_size,
    formatting.clipped,
)
# The shape belongs to the step, whatever letter a plan gives it.
STEP_SHAPES = {
    Delivery.OFF_TRACK: "r",
    Delivery.AT_RISK: "a",
    Delivery.NOT_STARTED: "n",
    Delivery.ON_TRACK: "g",
    Delivery.DELIVERED: "b",
}


Rung = TypeVar("Rung", Delivery, Impact)


def ladders_in_use() -> Ladders:
    """Return how the plan of the page shows its steps (one query at most per page), else the usual way."""
    if not has_app_context():
        return USUAL
    if "ladders" not in g:
        plan = g.get("plan")
        g.ladders = ladders_of(plan) if plan is not None else USUAL
    found: Ladders = g.ladders
    return found


def speak_as(plan: Plan) -> str:
    """Show the steps as this plan does from here on, for pages about several plans. Prints nothing."""
    if g.get("ladders_plan") != plan.id:
        g.ladders, g.ladders_plan = ladders_of(plan), plan.id
    return ""


class StepsInUse(Mapping[Rung, Step]):
    """The steps of one ladder as the plan of the page shows them.

    Macros are imported without the context of the page, so they can only reach globals; this one looks up the
    plan each time it is asked.
    """

    def __init__(self, pick: Callable[[Ladders], Mapping[Rung, Step]]) -> None:
        """Take which of the two ladders it is."""
        self._pick: Callable[[Ladders], Mapping[Rung, Step]] = pick

    def __getitem__(self, step: Rung) -> Step:
        """Return how a step is shown."""
        return self._pick(ladders_in_use())[step]

    def __iter__(self) -> Iterator[Rung]:
        """Return the steps."""
        return iter(self._pick(USUAL))

    def __len__(self) -> int:
        """Return how many steps the ladder has."""
        return len(self._pick(USUAL))


def error_summary(forms: Iterable[Form], others: Iterable[dict[str, str]] | None) -> list[dict[str, str]]:
    """Return every error of a page as {"text", "href"}: those of its forms, and others it names itself."""
    errors: list[dict[str, str]] = []
    for form in forms:
        if form.errors:
            errors.extend(wtforms_errors(form)["errorList"])
    return errors + list(others or [])


def register(app: Flask) -> None:
    """Add the filters and globals. Steps are shown as the plan of the page does."""
    for filter_ in FILTERS:
        app.add_template_filter(filter_)
    app.add_template_global(formatting.counted, "counted")
    app.add_template_global(error_summary, "error_summary")
    app.add_template_global(speak_as, "speak_as")
    app.jinja_env.globals.update(
        step_shapes=STEP_SHAPES,
        delivery_steps=StepsInUse[Delivery](lambda ladders: ladders.delivery),
        impact_steps=StepsInUse[Impact](lambda ladders: ladders.impact),
        response_words=RESPONSE_WORDS,
        usual_word=USUAL.word,
        print_order=PRINT_ORDER,
        ladder_order=LADDER_ORDER,
        impact_order=IMPACT_ORDER,
        kind_words=KIND_WORDS,
        check_words=CHECK_WORDS,
        audience_words=AUDIENCE_WORDS,
        edition_words=EDITION_WORDS,
        settings=app.config["SETTINGS"],
    )

    @app.context_processor
    def what_the_person_may_do() -> dict[str, object]:
        return {"access": g.get("access")}
