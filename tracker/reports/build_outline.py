"""The plan's outline, words and glossary from the database to the report's value."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

import sqlalchemy as sa

from tracker.database import db
from tracker.formatting import in_london
from tracker.models import Measure, Plan, Priority, Service
from tracker.operations.glossary import glossary_of
from tracker.operations.outlines import arrangement, newest_words
from tracker.reports.facts import Commentary, GlossaryEntry, Section
from tracker.rules.outlines import Contents

Name = TypeVar("Name", str, int)


def build_outline(plan: Plan) -> tuple[Section, ...]:
    """Return the sections that can be moved, as the plan arranges them now, with what belongs in them."""
    arranged = arrangement(plan)
    if not any(one.chosen for one in arranged):
        return tuple(Section(one.key, one.is_printed) for one in arranged)
    codes = dict(db.session.execute(sa.select(Measure.id, Measure.code).filter_by(plan_id=plan.id)).all())
    services = dict(db.session.execute(sa.select(Service.id, Service.name).filter_by(plan_id=plan.id)).all())
    numbers = dict(
        db.session.execute(sa.select(Priority.id, Priority.number).filter_by(plan_id=plan.id)).all()
    )
    return tuple(
        Section(
            one.key,
            one.is_printed,
            measures=_named(one.chosen.get(Contents.MEASURES), codes),
            services=_named(one.chosen.get(Contents.SERVICES), services),
            priorities=_named(one.chosen.get(Contents.PRIORITIES), numbers),
        )
        for one in arranged
    )


def _named(ids: Sequence[int] | None, names: Mapping[int, Name]) -> tuple[Name, ...] | None:
    """Return the names that ids stand for, without those of what was removed since; None for no choice."""
    return None if ids is None else tuple(names[one] for one in ids if one in names)


def build_commentaries(plan: Plan) -> tuple[Commentary, ...]:
    """Return the words that hold in each section; written after the day they tell of, all count."""
    return tuple(
        Commentary(section, one.text, one.heading, in_london(one.at).date(), one.introduction)
        for section, one in sorted(newest_words(plan).items())
    )


def build_glossary(plan: Plan) -> tuple[GlossaryEntry, ...]:
    """Return the words that the report explains, by the alphabet."""
    return tuple(GlossaryEntry(term, meaning) for term, meaning in glossary_of(plan).items())
