"""The key of a report: the steps of both ladders in the plan's own words."""

from tracker.reports.facts import DeliveryStep, ImpactStep
from tracker.rules.ladders import IMPACT_ORDER, PRINT_ORDER
from tracker.rules.step_words import Ladders


def delivery_key(ladders: Ladders) -> tuple[DeliveryStep, ...]:
    """Return the delivery ladder, worst first."""
    steps = ((step, ladders.delivery[step]) for step in PRINT_ORDER)
    return tuple(DeliveryStep(step, own.word, own.letter, own.meaning, own.colour) for step, own in steps)


def impact_key(ladders: Ladders) -> tuple[ImpactStep, ...]:
    """Return the impact ladder, lowest first. Its bars are black on paper; a letter goes before the word."""
    steps = ((step, ladders.impact[step]) for step in IMPACT_ORDER)
    return tuple(
        ImpactStep(step, f"{own.letter} {own.word}" if own.letter else own.word, own.meaning, own.bars)
        for step, own in steps
    )
