"""Whom a round asks: one mail to each address, whatever number of actions and posts is behind it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from tracker.database import db
from tracker.models import Action, Naming, Owner, OwnerKind, Person, Plan, StandingRow
from tracker.operations.asking import address_of
from tracker.operations.owners import owner_name
from tracker.rules.ladders import Delivery


@dataclass(frozen=True)
class ToAsk:
    """One address that would get one mail, with every open action of the owners behind it."""

    email: str
    name: str
    body: str
    person: Person | None
    actions: Sequence[Action]


@dataclass(frozen=True)
class CannotAsk:
    """An owner of open actions who has no address here, and why."""

    owner: Owner
    why: str
    actions: Sequence[Action]


@dataclass(frozen=True)
class ToBeAsked:
    """Whom a round of the plan asks if it opens now."""

    asks: Sequence[ToAsk]
    cannot: Sequence[CannotAsk]
    unowned: Sequence[Action]

    @property
    def action_count(self) -> int:
        """Return about how many actions somebody is asked."""
        return sum(len(ask.actions) for ask in self.asks)

    @property
    def fingerprint(self) -> str:
        """Return what changes when anybody is asked for something else, so a lead opens what they saw."""
        told = "\n".join(f"{ask.email} {[action.id for action in ask.actions]}" for ask in self.asks)
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def whom_to_ask(plan: Plan) -> ToBeAsked:
    """Return whom a round asks: the lead officer of every action that is not delivered (four queries)."""
    actions = db.session.scalars(
        sa.select(Action)
        .join(Action.standing)
        .where(Action.plan_id == plan.id, StandingRow.declared_delivery != Delivery.DELIVERED)
        .options(
            joinedload(Action.standing),
            selectinload(Action.named).joinedload(Naming.owner).joinedload(Owner.person),
        )
        .order_by(Action.first_number, Action.sequence, Action.id)
    ).all()
    return sort_by_address(actions)


def sort_by_address(actions: Sequence[Action]) -> ToBeAsked:
    """Return whom a round about these actions asks (needs standing, who is named, and persons loaded)."""
    reached: dict[str, list[Action]] = {}
    unreached: dict[int, list[Action]] = {}
    owners: dict[int, Owner] = {}
    unowned = []
    for action in actions:
        owner = action.lead_officer
        if owner is None:
            unowned.append(action)
            continue
        owners[owner.id] = owner
        address = address_of(owner).lower()
        if address:
            reached.setdefault(address, []).append(action)
        else:
            unreached.setdefault(owner.id, []).append(action)
    known = _people_at(list(reached))
    asks = [_to_ask(email, theirs, known.get(email)) for email, theirs in reached.items()]
    cannot = [CannotAsk(owners[key], _why_not(owners[key]), theirs) for key, theirs in unreached.items()]
    return ToBeAsked(
        asks=sorted(asks, key=lambda ask: (ask.name.lower(), ask.email)),
        cannot=sorted(cannot, key=lambda one: owner_name(one.owner).lower()),
        unowned=unowned,
    )


def _people_at(emails: Sequence[str]) -> dict[str, Person]:
    found = db.session.scalars(sa.select(Person).where(Person.email.in_(emails), ~Person.is_removed))
    return {person.email: person for person in found}


def _to_ask(email: str, actions: Sequence[Action], person: Person | None) -> ToAsk:
    owners = [owner for action in actions if (owner := action.lead_officer)]
    partners = [owner for owner in owners if owner.kind is OwnerKind.PARTNER]
    if person or not partners:
        name = person.name if person else owner_name(owners[0])
        return ToAsk(email, name, "", person, actions)
    bodies = ", ".join(dict.fromkeys(owner.name for owner in partners))
    return ToAsk(email, partners[0].contact_name or partners[0].name, bodies[:300], None, actions)


def _why_not(owner: Owner) -> str:
    if owner.kind is OwnerKind.PARTNER:
        return "No e-mail address of its contact"
    if owner.person is None:
        return "Nobody holds the post"
    return "The person was removed"
