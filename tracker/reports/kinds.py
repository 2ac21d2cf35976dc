"""The kinds of report that can be made, each with the parts that it has."""

from collections.abc import Callable

from tracker.reports.exceptions import exceptions_outline
from tracker.reports.outline import board_outline
from tracker.reports.parts import Part
from tracker.reports.plan_on_a_page import plan_outline
from tracker.reports.scrutiny import scrutiny_outline
from tracker.reports.self_evaluation import self_evaluation_outline
from tracker.reports.sheet import recommendation_outline
from tracker.reports.snapshot import Snapshot
from tracker.rules.report_kinds import ReportKind

OUTLINES: dict[ReportKind, Callable[[Snapshot], tuple[Part, ...]]] = {
    ReportKind.BOARD: board_outline,
    ReportKind.SCRUTINY: scrutiny_outline,
    ReportKind.EXCEPTIONS: exceptions_outline,
    ReportKind.PLAN_ON_A_PAGE: plan_outline,
    ReportKind.RECOMMENDATION: recommendation_outline,
    ReportKind.SELF_EVALUATION: self_evaluation_outline,
}


def outline_of(snapshot: Snapshot) -> tuple[Part, ...]:
    """Return the parts of a report of the snapshot's kind, in their order."""
    return OUTLINES[snapshot.kind](snapshot)
