"""What the pages of the outline show: its lines, what may belong in a section, and what can be cited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from tracker.database import db
from tracker.formatting import long_date
from tracker.models import Commentary, Evidence, Measure, Plan, Priority, Recommendation, Service
from tracker.operations.commentary import is_from_last_time
from tracker.operations.outlines import Arranged, arrangement, newest_words
from tracker.rules import outlines
from tracker.rules.ladders import Audience
from tracker.rules.outlines import Contents


@dataclass(frozen=True)
class Line:
    """One section in the list of the outline. `note` says how its words stand."""

    key: str
    heading: str
    is_fixed: bool = False
    is_own: bool = False
    is_printed: bool = True
    note: str = ""
    lacks_words: bool = False


@dataclass(frozen=True)
class Outline:
    """The whole outline: the lines that come first, those that can be moved, and the appendices."""

    first: Sequence[Line]
    between: Sequence[Line]
    last: str


def outline_of_plan(plan: Plan, issued: datetime | None) -> Outline:
    """Return the outline as its page lists it (four queries)."""
    words, titles = newest_words(plan), priority_titles(plan)

    def line(key: str, one: Arranged | None = None) -> Line:
        own = words.get(key)
        has_words = own is not None and bool(own.text or own.introduction)
        holds_own = key == "leaders" or outlines.is_own(key)
        is_missing = holds_own and not has_words and not (one and any(one.chosen.values()))
        note = ""
        if is_missing:
            note = "Nothing in it yet, so it is not printed"
        elif own is not None and is_from_last_time(own, issued):
            note = f"Words from {long_date(own.at)}, not yet changed"
        return Line(
            key,
            heading_of(key, own, titles),
            is_fixed=one is None,
            is_own=outlines.is_own(key),
            is_printed=one is None or one.is_printed,
            note=note,
            lacks_words=is_missing,
        )

    return Outline(
        first=[line(key) for key in outlines.FIRST],
        between=[line(one.key, one) for one in arrangement(plan)],
        last=", ".join(kind.heading.lower() for kind in outlines.LAST.values()),
    )


def heading_of(key: str, own: Commentary | None, titles: dict[int, str]) -> str:
    """Return what a section, the box on the first page or a step of a priority's story is called."""
    if key == outlines.ASKS:
        return (own.heading if own else "") or "The board is asked to"
    number = outlines.priority_number(key)
    if step := outlines.step_name(key):
        return f"{step} (priority {number})"
    kind = outlines.kind_of(key)
    usual = titles.get(number, "") if number is not None else kind.heading if kind else ""
    heading = (own.heading if own else "") or usual or "Added section"
    return f"Priority {number}: {heading}" if number is not None else heading


def priority_titles(plan: Plan) -> dict[int, str]:
    """Return the titles of the plan's priorities by number."""
    rows = sa.select(Priority.number, Priority.title).where(Priority.plan_id == plan.id)
    return dict(db.session.execute(rows.order_by(Priority.number)).all())


def usual_contents(plan: Plan, key: str) -> dict[Contents, list[int]]:
    """Return the ids that belong in a section unless somebody chooses otherwise."""
    kind = outlines.kind_of(key)
    holds = kind.holds if kind else ()
    if key == "leaders" or outlines.is_own(key):
        return {one: [] for one in holds}
    number = outlines.priority_number(key)
    if number is not None:
        ids = sa.select(Measure.id).where(
            Measure.plan_id == plan.id,
            Measure.recommendations.any(Recommendation.priority.has(Priority.number == number)),
        )
        return {Contents.MEASURES: list(db.session.scalars(ids))}
    return {one: [key for key, _ in choices_of(plan, one)] for one in holds}


def choices_of(plan: Plan, contents: Contents) -> list[tuple[int, str]]:
    """Return what of one kind may belong in a section, as (id, name) in the order of the plan."""
    match contents:
        case Contents.MEASURES:
            query = sa.select(Measure.id, Measure.name).order_by(Measure.id)
            return [(key, name) for key, name in db.session.execute(query.where(Measure.plan_id == plan.id))]
        case Contents.SERVICES:
            services = sa.select(Service.id, Service.name).order_by(Service.position, Service.id)
            rows = db.session.execute(services.where(Service.plan_id == plan.id))
            return [(key, name) for key, name in rows]
        case Contents.PRIORITIES:
            found = sa.select(Priority.id, Priority.number, Priority.title).order_by(Priority.number)
            return [
                (key, f"{number} {title}")
                for key, number, title in db.session.execute(found.where(Priority.plan_id == plan.id))
            ]


@dataclass(frozen=True)
class Citable:
    """What commentary can cite: evidence with its title and audience, measures as they stand now."""

    evidence: Sequence[Evidence]
    measures: Sequence[Measure]

    @property
    def printed(self) -> set[int]:
        """Return the numbers of evidence that a report may name."""
        return {one.number for one in self.evidence if one.audience is not Audience.OFFICERS}


def citable(plan: Plan) -> Citable:
    """Return what the plan's texts can cite (three queries)."""
    evidence = sa.select(Evidence).where(Evidence.plan_id == plan.id).order_by(Evidence.number.desc())
    measures = (
        sa.select(Measure)
        .where(Measure.plan_id == plan.id)
        .options(selectinload(Measure.readings))
        .order_by(Measure.code)
    )
    return Citable(db.session.scalars(evidence).all(), db.session.scalars(measures).all())
