"""What stands beside a report under review: what was asked before, and the judgements before these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

from tracker.formatting import long_date
from tracker.models import Inspection, Judgement, Priority
from tracker.operations.intake_draft import DraftReview, RepeatChoice
from tracker.operations.repeats import Earlier, LikelyRepeat

_ALIKE = 90  # per cent, by words: "Children in care" is not "Children in care and care leavers"
_SAID_ANYWAY = re.compile(r"\b(the|experiences and progress of|experience and progress of|who)\b|[^\w\s]")
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Beside:
    """What the plan holds that the review page shows; `previous` are its inspections with judgements."""

    priorities: Sequence[Priority]
    earlier: Sequence[Earlier]
    previous: Sequence[Inspection]
    today: date


@dataclass(frozen=True)
class JudgementRow:
    """An area with its grade now and before; `before` is "" where it was not judged.

    `is_gone` is an area of the inspection before that this one does not judge under that name.
    """

    area: str
    grade: str
    before: str
    is_gone: bool = False


@dataclass(frozen=True)
class JudgementTable:
    """Judgements beside those of the inspection before, whose month is `before` ("" where there is none)."""

    rows: list[JudgementRow]
    now: str
    before: str


def judgement_table(
    judgements: Pairs, provider: str, published: str, previous: Sequence[Inspection]
) -> JudgementTable:
    """Return the judgements beside those of the newest earlier inspection that judged one of the same areas.

    `previous` are inspections with their judgements loaded. Only one of the same provider counts, and only
    one published before, where both say so.
    """
    now = long_date(published[:7]) if published else "This report"
    older = [
        each for each in previous if _same_provider(each.provider, provider) and _is_before(each, published)
    ]
    for inspection in sorted(older, key=lambda each: (each.published or "", each.id), reverse=True):
        rows = _rows(judgements, inspection.judgements)
        if any(row.before for row in rows):
            when = long_date(inspection.published[:7]) if inspection.published else inspection.title
            return JudgementTable(rows, now, when)
    return JudgementTable([JudgementRow(area, grade, "") for area, grade in judgements], now, "")


def _rows(judgements: Pairs, before: Sequence[Judgement]) -> list[JudgementRow]:
    """Return the rows of this inspection, then those that only the one before has: areas get other names."""
    matched = [(area, grade, _alike(area, before)) for area, grade in judgements]
    rows = [JudgementRow(area, grade, found.grade if found else "") for area, grade, found in matched]
    if not any(row.before for row in rows):
        return rows
    seen = {found.id for _, _, found in matched if found}
    gone = [each for each in before if each.id not in seen]
    return [*rows, *(JudgementRow(each.area, "", each.grade, is_gone=True) for each in gone)]


def _alike(area: str, judgements: Sequence[Judgement]) -> Judgement | None:
    wanted = _bare(area)
    scores = [(fuzz.token_sort_ratio(wanted, _bare(each.area)), each) for each in judgements]
    score, best = max(scores, key=lambda scored: scored[0], default=(0.0, None))
    return best if best is not None and wanted and score >= _ALIKE else None


def _bare(area: str) -> str:
    return " ".join(_SAID_ANYWAY.sub(" ", area.casefold()).split())


def _same_provider(one: str, other: str) -> bool:
    if not one or not other:
        return True
    return bool(fuzz.token_set_ratio(one.casefold(), other.casefold()) >= _ALIKE)


def _is_before(inspection: Inspection, published: str) -> bool:
    return not published or not inspection.published or inspection.published < published


def enter_repeats(
    review: DraftReview, shown: Sequence[LikelyRepeat], posted: dict[str, str], known: Sequence[Earlier]
) -> None:
    """Put into the review what was chosen about each proposal that resembles an earlier recommendation.

    A form says which recommendation it was shown beside, as another may be the likeliest meanwhile.
    """
    ids = {each.id for each in known}
    for row in shown:
        key = row.proposal.key
        proposal = review.find(key)
        value = posted.get(f"r{key}")
        if proposal is None or value is None:
            continue
        beside = posted.get(f"r{key}-of", "")
        earlier_id = int(beside) if beside.isascii() and beside.isdecimal() and len(beside) < 10 else 0
        if value in tuple(RepeatChoice) and earlier_id in ids:
            proposal.repeats, proposal.repeat_choice = earlier_id, RepeatChoice(value)
        elif value == "":
            proposal.repeats, proposal.repeat_choice = None, None
