"""What templates may call: formatting filters, the words of statuses, and the sum of a page's errors."""

from collections.abc import Iterable

from flask import Flask, g
from govuk_frontend_wtf.main import wtforms_errors

from tracker import formatting
from tracker.forms import Form
from tracker.rules.ladders import (
    AUDIENCE_WORDS,
    CHECK_WORDS,
    DELIVERY_STEPS,
    EDITION_WORDS,
    IMPACT_ORDER,
    IMPACT_STEPS,
    KIND_WORDS,
    LADDER_ORDER,
    PRINT_ORDER,
    Delivery,
)

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


def error_summary(forms: Iterable[Form], others: Iterable[dict[str, str]] | None) -> list[dict[str, str]]:
    """Return every error of a page as {"text", "href"}: those of its forms, and others it names itself."""
    errors: list[dict[str, str]] = []
    for form in forms:
        if form.errors:
            errors.extend(wtforms_errors(form)["errorList"])
    return errors + list(others or [])


def register(app: Flask) -> None:
    """Add the filters and globals. Steps are the plan's own words once a plan may change them."""
    for filter_ in FILTERS:
        app.add_template_filter(filter_)
    app.add_template_global(formatting.counted, "counted")
    app.add_template_global(error_summary, "error_summary")
    app.jinja_env.globals.update(
        step_shapes=STEP_SHAPES,
        delivery_steps=DELIVERY_STEPS,
        impact_steps=IMPACT_STEPS,
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
