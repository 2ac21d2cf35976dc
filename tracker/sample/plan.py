"""Harlmere's plan: its priorities, services, bodies, measures, and its own words in the report."""

from datetime import date, timedelta
from decimal import Decimal

import sqlalchemy as sa

from tracker.database import db
from tracker.models import (
    Body,
    BodyKind,
    Commentary,
    Measure,
    Meeting,
    Plan,
    Priority,
    Reading,
    Recommendation,
)
from tracker.operations.glossary import explain_word
from tracker.operations.outlines import add_section, choose_contents, move_section
from tracker.operations.plans import create_plan
from tracker.operations.priorities import add_priority, add_service
from tracker.operations.safety_maps import add_map
from tracker.rules.outlines import Contents
from tracker.sample import content
from tracker.sample.days import Days, moment
from tracker.sample.people import Cast

SLUG = "harlmere"


def load_plan(cast: Cast, days: Days) -> Plan:
    """Create the plan with its services, priorities and bodies; its first lead is named elsewhere."""
    raw = content.read("plan.toml")
    when = moment(days.day("-10/2"), 9)
    plan = create_plan(
        days.fill(raw["title"]), by=cast.persons["owen"], now=when, strapline=raw["strapline"], slug=SLUG
    )
    by = cast.persons["ruth"]
    for name in raw["services"]:
        add_service(plan, name=name, by=by, now=when)
    for one in raw["priority"]:
        add_priority(
            plan, title=one["title"], introduction=days.fill(one["introduction"]).strip(), by=by, now=when
        )
    for one in raw["body"]:
        body = Body(plan_id=plan.id, name=one["name"], kind=BodyKind(one["kind"]))
        db.session.add(body)
        db.session.flush()
        db.session.add(Meeting(body_id=body.id, on=_weekday(days.today + timedelta(days=one["meets_in"]))))
    db.session.flush()
    return plan


def load_commentary(cast: Cast, plan: Plan, days: Days) -> None:
    """Add the section that Harlmere added to its outline, its words in all sections, and its glossary."""
    raw, lead = content.read("commentary.toml"), cast.persons["ruth"]
    begun = moment(days.report_day(-1, -1), 9, 20)
    key = add_section(plan, "Our workforce", by=lead, now=begun)
    # Up over the four priorities and the child’s journey, to stand behind the impact of leaders.
    move_section(plan, key, -5, by=lead, now=begun)
    measures = {one.code: one.id for one in db.session.scalars(sa.select(Measure).filter_by(plan_id=plan.id))}
    choose_contents(plan, key, {Contents.MEASURES: [measures["SUP"]]}, by=lead, now=begun)
    for one in raw["commentary"]:
        db.session.add(
            Commentary(
                plan_id=plan.id,
                section=key if one["section"] == "workforce" else one["section"],
                heading=one.get("heading", ""),
                introduction=days.fill(one.get("introduction", "")).strip(),
                text=days.fill(one["text"]).strip(),
                by_id=lead.id,
                at=moment(days.report_day(one.get("month", 0), -1), 9, 40),
            )
        )
    for one in raw["glossary"]:
        explain_word(plan, one["term"], one["meaning"], by=lead, now=begun)
    db.session.flush()


def load_safety_maps(cast: Cast, plan: Plan, days: Days) -> None:
    """Add the Signs of Safety maps of each priority: two earlier ones, and that of this month."""
    lead = cast.persons["ruth"]
    priorities = {
        one.number: one for one in db.session.scalars(sa.select(Priority).where(Priority.plan_id == plan.id))
    }
    written = [
        (one.get("month", 0), raw["priority"], one)
        for raw in content.read("plan.toml")["map"]
        for one in (raw, *raw["earlier"])
    ]
    for month, number, one in sorted(written, key=lambda found: found[:2]):
        add_map(
            plan,
            priorities[number],
            working_well="\n".join(one["working"]),
            worried_about="\n".join(one["worried"]),
            needs_to_happen="\n".join(one["next"]),
            how_we_will_know="\n".join(one["know"]),
            scale=one["scale"],
            by=lead,
            now=moment(days.report_day(month, -1), 10, 15),
        )


def _weekday(day: date) -> date:
    """Return the day, or the Monday after where it is at a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


def load_measures(plan: Plan, recommendations: dict[int, Recommendation], days: Days) -> None:
    """Add the measures with their readings; each reading became known a week after its month."""
    services = {service.name: service for service in plan.services}
    for one in content.measures():
        measure = Measure(
            plan_id=plan.id,
            service_id=services[one.service].id,
            code=one.code,
            name=one.name,
            unit=one.unit,
            direction=one.direction,
            recommendations=[recommendations[number] for number in one.recommendations],
            **{name: Decimal(str(figure)) for name, figure in one.figures.items()},
        )
        for place, value in enumerate(one.readings, 1):
            on = days.month_end(-1 - one.every * (len(one.readings) - place))
            measure.readings.append(
                Reading(
                    on=on,
                    value=Decimal(str(value)),
                    note=one.notes.get(place, ""),
                    added_at=moment(on + timedelta(days=7), 7, 10),
                )
            )
        db.session.add(measure)
    db.session.flush()
