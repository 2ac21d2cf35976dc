"""The kinds of report that are made of one plan, and for whom each is."""

from dataclasses import dataclass
from enum import StrEnum


class ReportKind(StrEnum):
    """Which report; all kinds share the same snapshot."""

    BOARD = "board"
    SCRUTINY = "scrutiny"
    EXCEPTIONS = "exceptions"
    PLAN_ON_A_PAGE = "plan-on-a-page"
    RECOMMENDATION = "recommendation"
    SELF_EVALUATION = "self-evaluation"


@dataclass(frozen=True)
class KindWords:
    """What a kind of report is called, and for whom it is, as a sentence without a full stop."""

    name: str
    purpose: str


KIND_WORDS = {
    ReportKind.BOARD: KindWords("Board report", "For the improvement board: everything, with every action"),
    ReportKind.SCRUTINY: KindWords(
        "Scrutiny report", "For councillors: about eight pages in plain English, with questions to ask"
    ),
    ReportKind.EXCEPTIONS: KindWords(
        "Exceptions report", "For the management team: what is late, at risk or not verified, by owner"
    ),
    ReportKind.PLAN_ON_A_PAGE: KindWords("Plan on a page", "For everyone: the whole plan on one wide page"),
    ReportKind.RECOMMENDATION: KindWords(
        "Recommendation sheet", "For inspectors and leads: one recommendation with its evidence and history"
    ),
    ReportKind.SELF_EVALUATION: KindWords(
        "Self-evaluation", "For the inspectorate: the facts under the three questions it asks"
    ),
}


def kind_name(kind: ReportKind, recommendation: int | None = None) -> str:
    """Return what a report is called: "Scrutiny report", "Recommendation sheet R5"."""
    name = KIND_WORDS[kind].name
    return f"{name} R{recommendation}" if recommendation is not None else name
