"""Where else the inspectors asked for the same: linked recommendations, and later findings about one."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from tracker.database import db
from tracker.models import Finding, Inspection, Plan, Recommendation, RecommendationRepeat
from tracker.models.inspections import finding_recommendation
from tracker.operations.repeats import month_of


@dataclass(frozen=True)
class AskedElsewhere:
    """One other time: the words for a list, the inspectors' own, and where they stand."""

    of: int  # number of the recommendation it is about
    words: str  # "Also asked in June 2022", "Asked again in November 2026"
    text: str
    number: int | None  # of the other recommendation, None where it is a finding
    inspection_id: int | None
    title: str  # of the inspection, "" where it is the council's own
    is_later: bool


def asked_by_number(plan: Plan) -> dict[int, list[str]]:
    """Return by number of the recommendation when else it was asked, in words (two queries)."""
    return {
        entries[0].of: list(dict.fromkeys(entry.words for entry in entries))
        for entries in asked_elsewhere(plan).values()
    }


def asked_elsewhere(plan: Plan, only: int | None = None) -> dict[int, list[AskedElsewhere]]:
    """Return by id of the recommendation where else it was asked, the earliest first (two queries).

    With `only`, what concerns that recommendation alone.
    """
    found: dict[int, list[tuple[str, AskedElsewhere]]] = defaultdict(list)
    for row in db.session.execute(_links(plan, only)):
        later, earlier = _Asked(*row[:6]), _Asked(*row[6:])
        found[later.id].append((earlier.published or "", _entry(later.number, earlier, is_later=False)))
        found[earlier.id].append((later.published or "", _entry(earlier.number, later, is_later=True)))
    for row in db.session.execute(_findings(plan, only)):
        finding = _Asked(row[0], None, *row[2:])
        found[finding.id].append((finding.published or "", _entry(row[1], finding, is_later=True)))
    return {
        id_: [entry for _, entry in sorted(entries, key=lambda each: each[0])]
        for id_, entries in found.items()
        if only is None or id_ == only
    }


@dataclass(frozen=True)
class _Asked:
    """A recommendation or finding with where it comes from, as the database returns it."""

    id: int  # of the recommendation, also for a finding
    number: int | None
    text: str
    inspection_id: int | None
    title: str | None
    published: str | None


def _links(plan: Plan, only: int | None) -> sa.Select[*tuple[Any, ...]]:
    """Select each later recommendation of the plan beside the earlier one it is linked to."""
    later, earlier = aliased(Recommendation), aliased(Recommendation)
    later_from, earlier_from = aliased(Inspection), aliased(Inspection)
    query = (
        sa.select(*_parts(later, later_from), *_parts(earlier, earlier_from))
        .select_from(RecommendationRepeat)
        .join(later, later.id == RecommendationRepeat.later_id)
        .join(earlier, earlier.id == RecommendationRepeat.earlier_id)
        .outerjoin(later_from, later_from.id == later.inspection_id)
        .outerjoin(earlier_from, earlier_from.id == earlier.inspection_id)
        .where(later.plan_id == plan.id)
        .order_by(later.number, earlier.number)
    )
    return query if only is None else query.where(sa.or_(later.id == only, earlier.id == only))


def _parts(asked: Any, source: Any) -> tuple[Any, ...]:
    return (asked.id, asked.number, asked.text, source.id, source.title, source.published)


def _findings(plan: Plan, only: int | None) -> sa.Select[*tuple[Any, ...]]:
    """Select the findings of other inspections that lead to a recommendation of the plan."""
    link = finding_recommendation.c
    query = (
        sa.select(
            Recommendation.id,
            Recommendation.number,
            Finding.text,
            Inspection.id,
            Inspection.title,
            Inspection.published,
        )
        .select_from(finding_recommendation)
        .join(Finding, Finding.id == link.finding_id)
        .join(Recommendation, Recommendation.id == link.recommendation_id)
        .join(Inspection, Inspection.id == Finding.inspection_id)
        .where(
            Recommendation.plan_id == plan.id,
            Finding.inspection_id != sa.func.coalesce(Recommendation.inspection_id, 0),
        )
        .order_by(Inspection.id, Finding.position)
    )
    return query if only is None else query.where(Recommendation.id == only)


def _entry(of: int | None, asked: _Asked, *, is_later: bool) -> AskedElsewhere:
    when, title = month_of(asked.published), asked.title or ""
    words = "Asked again" if is_later else "Also asked"
    if when:
        words += f" in {when}"
    elif asked.number:
        words += f" in recommendation {asked.number}"
    else:
        words += f" in “{title}”"
    return AskedElsewhere(of or 0, words, asked.text, asked.number, asked.inspection_id, title, is_later)
