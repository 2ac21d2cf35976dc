"""A small invented world: two plans, and one person for every persona of the permission table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from tracker.database import db
from tracker.formatting import in_london
from tracker.models import (
    Action,
    Body,
    BodyKind,
    Evidence,
    EvidenceForm,
    EvidenceLink,
    Grant,
    Inspection,
    Measure,
    Meeting,
    Naming,
    Owner,
    OwnerKind,
    Part,
    Person,
    Plan,
    Priority,
    Reading,
    Recommendation,
    Role,
    Service,
    Update,
)
from tracker.operations import accounts
from tracker.operations.standing import refresh_standings
from tracker.rules.ladders import Audience, Delivery, Direction, EvidenceKind, Impact

T = TypeVar("T")
PASSWORD = "three plain words together"
PERSONAS = (
    "anonymous",
    "scrutiny",
    "contributor",
    "owner",
    "assurer",
    "director",
    "lead",
    "administrator",
    "stranger",  # the lead of another plan
)
SLUG = "harlmere"
NOW = datetime.now(UTC).replace(microsecond=0)
# In the last hour of a winter's day, so many days ago in summer time would be a day later by London's clock.
NOW -= timedelta(hours=in_london(NOW).hour == 23)
TODAY = in_london(NOW).date()


@dataclass
class World:
    """Ids of what was built. Load what a test needs by them in a context of its own."""

    people: dict[str, int] = field(default_factory=dict)
    plan: int = 0
    other_plan: int = 0
    slug: str = SLUG
    other_slug: str = "elsewhere"

    def email(self, persona: str) -> str:
        """Return the address a persona signs in with."""
        return f"{persona}@harlmere.example"


def build_world() -> World:
    """Add the world to the session; the caller commits."""
    world = World()
    for persona in PERSONAS[1:]:
        world.people[persona] = add_person(persona).id
    plan = add_plan(SLUG, "Children’s services improvement plan")
    other = add_plan("elsewhere", "Another plan")
    world.plan, world.other_plan = plan.id, other.id
    for role in Role:
        grant(plan, world.people[role.value], role)
    grant(other, world.people["stranger"], Role.LEAD)
    owner = add_owner(plan, world.people["owner"], "owner")
    contributor = add_owner(plan, world.people["contributor"], "contributor")
    add_owner(plan, world.people["director"], "director")
    priority = add(Priority(plan_id=plan.id, number=1, title="The right help, first time"))
    add(Service(plan_id=plan.id, name="First response", position=1))
    recommendation = add_recommendation(plan, priority=priority)
    action = add_action(plan, recommendation)
    add(Naming(action_id=action.id, owner_id=owner.id, part=Part.LEAD_OFFICER))
    add(Naming(action_id=action.id, owner_id=contributor.id, part=Part.CONTRIBUTOR))
    add_update(action, world.people["owner"])
    add_evidence(plan, action, world.people["owner"])
    body = add(Body(plan_id=plan.id, name="Improvement board", kind=BodyKind.BOARD))
    add(Meeting(body_id=body.id, on=TODAY + timedelta(days=14)))
    refresh_standings([action.id], TODAY)
    return world


def add(row: T) -> T:
    """Add a row and give it its id."""
    db.session.add(row)
    db.session.flush()
    return row


def add_person(name: str, **facts: Any) -> Person:
    """Add a person who can sign in with PASSWORD."""
    return add(
        Person(
            email=f"{name}@harlmere.example",
            name=name.capitalize(),
            created_at=NOW,
            session_version=1,
            password_hash=accounts.hasher.hash(PASSWORD),
            is_administrator=name == "administrator",
            **facts,
        )
    )


def add_plan(slug: str, title: str) -> Plan:
    """Add an empty plan."""
    return add(
        Plan(
            slug=slug,
            title=title,
            created_at=NOW,
            stale_after_days=35,
            last_recommendation_number=0,
            last_evidence_number=0,
        )
    )


def grant(plan: Plan, person_id: int, role: Role) -> None:
    """Grant a role."""
    add(Grant(plan_id=plan.id, person_id=person_id, role=role, granted_at=NOW))


def add_owner(plan: Plan, person_id: int | None, name: str, kind: OwnerKind = OwnerKind.PERSON) -> Owner:
    """Add an owner of the plan."""
    return add(Owner(plan_id=plan.id, person_id=person_id, name=name.capitalize(), kind=kind))


def add_recommendation(
    plan: Plan,
    *,
    priority: Priority | None = None,
    inspection: Inspection | None = None,
    text: str = "Hold strategy discussions on time, with police and health there.",
) -> Recommendation:
    """Add a recommendation with the plan's next number."""
    plan.last_recommendation_number += 1
    return add(
        Recommendation(
            plan_id=plan.id,
            number=plan.last_recommendation_number,
            text=text,
            created_at=NOW,
            priority_id=priority.id if priority else None,
            inspection_id=inspection.id if inspection else None,
            last_action_number=0,
        )
    )


def add_action(
    plan: Plan,
    recommendation: Recommendation,
    *,
    title: str = "Agree who attends at weekends",
    due_on: date | None = TODAY + timedelta(days=60),
) -> Action:
    """Add an action under a recommendation."""
    recommendation.last_action_number += 1
    action = add(
        Action(
            plan_id=plan.id,
            first_number=recommendation.number,
            sequence=recommendation.last_action_number,
            title=title,
            due_on=due_on,
            original_due_on=due_on,
            start_on=TODAY - timedelta(days=30),
            created_at=NOW - timedelta(days=40),
        )
    )
    db.session.execute(
        Action.recommendations.property.secondary.insert().values(
            action_id=action.id, recommendation_id=recommendation.id
        )
    )
    return action


def add_update(
    action: Action,
    person_id: int,
    *,
    delivery: Delivery = Delivery.ON_TRACK,
    impact: Impact = Impact.TOO_EARLY,
    at: datetime = NOW - timedelta(days=10),
    done: str = "Met the police and the health trust.",
) -> Update:
    """Add an update."""
    return add(
        Update(
            action_id=action.id,
            by_id=person_id,
            at=at,
            delivery=delivery,
            impact=impact,
            done=done,
            difference="Too early to say.",
            next_steps="Sign the rota.",
        )
    )


def add_evidence(
    plan: Plan,
    action: Action,
    person_id: int,
    *,
    audience: Audience = Audience.PUBLIC,
    kind: EvidenceKind = EvidenceKind.DATA,
) -> Evidence:
    """Add a link as evidence of an action."""
    plan.last_evidence_number += 1
    evidence = add(
        Evidence(
            plan_id=plan.id,
            number=plan.last_evidence_number,
            title="Weekend rota, October",
            kind=kind,
            form=EvidenceForm.LINK,
            url="https://intranet.harlmere.example/rota",
            audience=audience,
            effective_on=TODAY - timedelta(days=20),
            shows="Who attended.",
            added_by_id=person_id,
            added_at=NOW - timedelta(days=10),
        )
    )
    add(EvidenceLink(evidence_id=evidence.id, action_id=action.id, linked_at=NOW - timedelta(days=10)))
    return evidence


def add_measure(
    plan: Plan,
    *values: float,
    code: str = "SDT",
    direction: Direction = Direction.HIGHER,
    recommendations: Sequence[Recommendation] = (),
    **figures: Any,
) -> Measure:
    """Add a measure in per cent, with readings for the last days of the months before this one."""
    measure = Measure(
        plan_id=plan.id, code=code, name="Discussions held in time", unit="%", direction=direction, **figures
    )
    measure.recommendations = list(recommendations)
    add(measure)
    month_end = TODAY.replace(day=1) - timedelta(days=1)
    for value in reversed(values):
        add(Reading(measure_id=measure.id, on=month_end, value=Decimal(str(value)), added_at=NOW))
        month_end = month_end.replace(day=1) - timedelta(days=1)
    return measure
