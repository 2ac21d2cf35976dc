"""Who the names of a file are: people and posts of the plan, people of the site, or words that are kept.

A name that fits nobody is kept as a post that nobody holds. The actions then have a lead officer to be seen
and counted by, and choosing the post's holder under Owners hands all of them over at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from tracker.database import db
from tracker.models import Owner, OwnerKind, Person, Plan
from tracker.operations.owners import add_owner, owner_name
from tracker.operations.plan_import_draft import NOBODY, OWNER, PERSON, POST
from tracker.sheets.names import LONGEST_NAME, Named, even_name

MOST_PEOPLE = 5_000


class Directory:
    """The plan's owners and the people of the site, by their names and addresses."""

    def __init__(self, plan: Plan) -> None:
        self.owners = list(
            db.session.scalars(
                sa.select(Owner)
                .where(Owner.plan_id == plan.id)
                .options(joinedload(Owner.person))
                .order_by(Owner.name, Owner.id)
            )
        )
        people = db.session.execute(
            sa.select(Person.id, Person.name, Person.email)
            .where(~Person.is_removed)
            .order_by(Person.name, Person.id)
            .limit(MOST_PEOPLE)
        ).all()
        self.names = {id_: name for id_, name, _ in people}
        self._by_email = {email: id_ for id_, _, email in people}
        self._by_name: dict[str, list[int]] = {}
        for id_, name, _ in people:
            self._by_name.setdefault(even_name(name), []).append(id_)
        self._owner_of_person = {
            owner.person_id: owner for owner in self.owners if owner.kind is OwnerKind.PERSON
        }
        self._owner_by_name: dict[str, list[Owner]] = {}
        for owner in self.owners:
            self._owner_by_name.setdefault(even_name(owner_name(owner)), []).append(owner)

    def guess(self, named: Named) -> str:
        """Return the choice a name starts with: an owner or person that fits alone, else a post."""
        email_owner = next(
            (owner for owner in self.owners if named.email and owner.contact_email == named.email), None
        )
        person = self._by_email.get(named.email)
        if person is not None:
            return self._of_person(person)
        if email_owner is not None:
            return f"{OWNER}{email_owner.id}"
        for candidate in named.candidates:
            owners = self._owner_by_name.get(candidate, [])
            if len(owners) == 1:
                return f"{OWNER}{owners[0].id}"
            people = self._by_name.get(candidate, [])
            if len(people) == 1 and not owners:
                return self._of_person(people[0])
        return POST

    def _of_person(self, person_id: int) -> str:
        owner = self._owner_of_person.get(person_id)
        return f"{OWNER}{owner.id}" if owner else f"{PERSON}{person_id}"

    def choices(self, named: Named) -> list[tuple[str, str]]:
        """Return what can be chosen for a name: who fits, everybody of the plan, a post, or nobody."""
        guess = self.guess(named)
        found = [(f"{OWNER}{owner.id}", owner_name(owner)) for owner in self.owners]
        if guess.startswith(PERSON):
            found.insert(0, (guess, f"{self.names[int(guess.removeprefix(PERSON))]} (has an account)"))
        return [
            *found,
            (POST, "Keep the words, as a post that nobody holds yet"),
            (NOBODY, "Nobody: the actions get no owner"),
        ]


class Assigning:
    """Turns chosen names into owners; each new one is added once."""

    def __init__(
        self, plan: Plan, directory: Directory, chosen: Mapping[str, str], *, by: Person, now: datetime
    ) -> None:
        self.plan, self.directory, self.chosen, self.by, self.now = plan, directory, chosen, by, now
        self._owners = {owner.id: owner for owner in directory.owners}
        self._made: dict[str, Owner] = {}

    def owner_of(self, named: Named) -> Owner | None:
        """Return the owner for a name, added where the plan has none such; None for nobody."""
        choice = self.chosen.get(even_name(named.words)) or self.directory.guess(named)
        if choice.startswith(OWNER):
            found = self._owners.get(int(choice.removeprefix(OWNER)))
            if found is not None:
                return found
            choice = POST
        if choice == NOBODY:
            return None
        if choice.startswith(PERSON):
            return self._person(int(choice.removeprefix(PERSON)), named)
        return self._post(named)

    def _person(self, person_id: int, named: Named) -> Owner:
        key = f"{PERSON}{person_id}"
        if key not in self._made:
            person = db.session.get(Person, person_id)
            if person is None or person.is_removed:
                return self._post(named)
            self._made[key] = add_owner(
                self.plan, OwnerKind.PERSON, name=person.name, person=person, by=self.by, now=self.now
            )
        return self._made[key]

    def _post(self, named: Named) -> Owner:
        name = named.words[:LONGEST_NAME]
        key = name.lower()
        if key not in self._made:
            there = next(
                (
                    owner
                    for owner in self._owners.values()
                    if owner.kind is OwnerKind.POST and owner.name.lower() == key
                ),
                None,
            )
            self._made[key] = there or add_owner(
                self.plan, OwnerKind.POST, name=name, by=self.by, now=self.now
            )
        return self._made[key]
