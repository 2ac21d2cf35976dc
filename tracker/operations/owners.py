"""Who answers for actions: the plan's owners, and naming them on actions."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.models import Action, Naming, Owner, OwnerKind, Part, Person, Plan
from tracker.operations.accounts import tidy_email
from tracker.operations.actions import mark_changed, refuse_if_changed
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.operations.turns import take_turn

PART_WORDS: dict[Part, str] = {
    Part.LEAD_OFFICER: "Lead officer",
    Part.ACCOUNTABLE_DIRECTOR: "Accountable director",
    Part.CONTRIBUTOR: "Contributor",
}


def owner_name(owner: Owner | None) -> str:
    """Return how an owner is called; a person by the name they gave themselves (needs `person` loaded)."""
    if owner is None:
        return ""
    if owner.kind is OwnerKind.PERSON and owner.person:
        return owner.person.name
    return owner.name


def somebody_answers(owner: Owner | None) -> bool:
    """Whether somebody is there to answer as this owner (needs `person` loaded).

    A person who has left is not, nor is anybody behind a post that nobody holds. Lists filter by the same
    rule in the database: `tracker.plan.queries.flags.has_lead_officer`.
    """
    if owner is None:
        return False
    if owner.person is None:
        return owner.kind is not OwnerKind.POST
    return owner.kind is OwnerKind.PARTNER or not owner.person.is_removed


def add_owner(
    plan: Plan,
    kind: OwnerKind,
    *,
    name: str,
    by: Person,
    now: datetime,
    person: Person | None = None,
    contact_name: str = "",
    contact_email: str = "",
) -> Owner:
    """Return a new owner: a person, a post (`person` is its holder, or none), a partner body with a contact.

    Raises Refused for one the plan has already, and for a partner without a named contact.
    """
    name = person.name if kind is OwnerKind.PERSON and person else name.strip()
    contact_email = _check(kind, name, contact_name, contact_email)
    take_turn(plan)
    _refuse_double(plan, kind, name, person, except_id=None)
    owner = Owner(
        plan_id=plan.id,
        kind=kind,
        name=name,
        person=person,
        contact_name=contact_name,
        contact_email=contact_email,
    )
    db.session.add(owner)
    db.session.flush()
    record_change(f"{name} can now be named on actions", by=by, now=now, plan=plan)
    return owner


def change_owner(
    plan: Plan,
    owner: Owner,
    *,
    name: str,
    by: Person,
    now: datetime,
    holder: Person | None = None,
    contact_name: str = "",
    contact_email: str = "",
) -> None:
    """Rename a post or partner, hand a post to another holder, change a contact (needs `person` loaded).

    A person's name is their own, so nothing changes there. Raises Refused.
    """
    if owner.kind is OwnerKind.PERSON:
        return
    name = name.strip()
    contact_email = _check(owner.kind, name, contact_name, contact_email)
    _refuse_double(plan, owner.kind, name, holder, except_id=owner.id)
    details = difference("Name", owner.name, name)
    if owner.kind is OwnerKind.POST:
        details += difference("Holder", _named(owner.person), _named(holder))
        owner.person = holder
    details += difference("Contact", owner.contact_name, contact_name)
    details += difference("Contact’s e-mail address", owner.contact_email, contact_email)
    owner.name, owner.contact_name, owner.contact_email = name, contact_name, contact_email
    if details:
        record_change(f"Owner changed: {name}", by=by, now=now, plan=plan, details=details)


def assign_people(
    action: Action,
    *,
    seen_version: int,
    lead_officer: Owner | None,
    accountable_director: Owner | None,
    contributors: Collection[Owner],
    by: Person,
    now: datetime,
) -> None:
    """Set who is named on one action (needs `named`, `owner` and `person` loaded).

    Raises ChangedMeanwhile where somebody else saved since `seen_version`.
    """
    refuse_if_changed(action, seen_version)
    details = _set_people(action, lead_officer, accountable_director, contributors)
    if details:
        mark_changed(action)
        _note_people(action, details, by=by, now=now)


def name_first_people(
    action: Action,
    *,
    lead_officer: Owner | None,
    accountable_director: Owner | None,
    contributors: Collection[Owner],
    by: Person,
    now: datetime,
) -> None:
    """Name people on an action that this transaction has added, so that nobody else can have changed it."""
    details = _set_people(action, lead_officer, accountable_director, contributors)
    if details:
        _note_people(action, details, by=by, now=now)


def _set_people(
    action: Action,
    lead_officer: Owner | None,
    accountable_director: Owner | None,
    contributors: Collection[Owner],
) -> list[dict[str, str]]:
    """Set who is named and return what that changes."""
    details = _set_one(action, Part.LEAD_OFFICER, lead_officer)
    details += _set_one(action, Part.ACCOUNTABLE_DIRECTOR, accountable_director)
    held = action.owners(Part.CONTRIBUTOR)
    wanted = list(contributors)
    before, after = _listed(held), _listed(sorted(wanted, key=owner_name))
    if {owner.id for owner in held} != {owner.id for owner in wanted}:
        details += difference("Contributors", before, after)
        for naming in [found for found in action.named if found.part is Part.CONTRIBUTOR]:
            if naming.owner not in wanted:
                action.named.remove(naming)
        for owner in wanted:
            if owner not in held:
                action.named.append(Naming(owner=owner, part=Part.CONTRIBUTOR))
    return details


def _note_people(action: Action, details: list[dict[str, str]], *, by: Person, now: datetime) -> None:
    record_change(f"People of {action.label} changed", by=by, now=now, action=action, details=details)


def assign_several(
    actions: Sequence[Action], owner: Owner, part: Part, *, by: Person, now: datetime
) -> list[Action]:
    """Name one owner for the same part on several actions; return those on which that changed something."""
    changed = []
    for action in actions:
        details = (
            _add_contributor(action, owner) if part is Part.CONTRIBUTOR else _set_one(action, part, owner)
        )
        if not details:
            continue
        mark_changed(action)
        _note_people(action, details, by=by, now=now)
        changed.append(action)
    return changed


def _add_contributor(action: Action, owner: Owner) -> list[dict[str, str]]:
    held = action.owners(Part.CONTRIBUTOR)
    if owner in held:
        return []
    action.named.append(Naming(owner=owner, part=Part.CONTRIBUTOR))
    return difference("Contributors", _listed(held), _listed([*held, owner]))


def _set_one(action: Action, part: Part, owner: Owner | None) -> list[dict[str, str]]:
    """Name at most one owner for a part and return the detail of the change, empty where there is none."""
    naming = next((found for found in action.named if found.part is part), None)
    before = naming.owner if naming else None
    if (before.id if before else None) == (owner.id if owner else None):
        return []
    detail = difference(PART_WORDS[part], owner_name(before), owner_name(owner))
    if naming and owner:
        naming.owner = owner
    elif naming:
        action.named.remove(naming)
    elif owner:
        action.named.append(Naming(owner=owner, part=part))
    return detail or [{"field": PART_WORDS[part], "before": owner_name(before), "after": owner_name(owner)}]


def _check(kind: OwnerKind, name: str, contact_name: str, contact_email: str) -> str:
    if not name:
        raise Refused("name", "Enter a name")
    if kind is not OwnerKind.PARTNER:
        return ""
    if not contact_name.strip():
        raise Refused("contact_name", "Enter who answers for the partner")
    return tidy_email(contact_email, field="contact_email") if contact_email else ""


def _refuse_double(
    plan: Plan, kind: OwnerKind, name: str, person: Person | None, *, except_id: int | None
) -> None:
    same = sa.select(Owner.id).where(Owner.plan_id == plan.id, Owner.kind == kind)
    if kind is OwnerKind.PERSON:
        same = same.where(Owner.person_id == (person.id if person else None))
    else:
        same = same.where(sa.func.lower(Owner.name) == name.lower())
    if except_id is not None:
        same = same.where(Owner.id != except_id)
    if db.session.scalar(same.limit(1)) is not None:
        raise Refused("name", f"{name} can be named on actions of this plan already")


def _named(person: Person | None) -> str:
    return person.name if person else ""


def _listed(owners: Collection[Owner]) -> str:
    return ", ".join(owner_name(owner) for owner in owners)
