"""The people of Harlmere: their accounts, their roles, and the owners they can be named as."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from tracker.models import Owner, OwnerKind, Person, Plan, Role
from tracker.operations.accounts import add_person, grant_role, set_password
from tracker.operations.owners import add_owner, change_owner
from tracker.sample import content
from tracker.sample.days import Days, moment

# Without letters and figures that are easily taken for others, since people type them from a printout.
_CHARACTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class SignIn:
    """How one person of the sample signs in. `role` is "" for all but one person of each role."""

    name: str
    job_title: str
    email: str
    password: str
    role: str = ""


@dataclass
class Cast:
    """Everybody in the sample, by key."""

    persons: dict[str, Person] = field(default_factory=dict)
    owners: dict[str, Owner] = field(default_factory=dict)
    holders: dict[str, str] = field(default_factory=dict)  # post → who held it while the story was told
    sign_ins: list[SignIn] = field(default_factory=list)

    def speaks_for(self, key: str) -> Person:
        """Return who writes an owner's updates: the person, the post's holder, the lead for a partner."""
        return self.persons[self.holders.get(key, key if key in self.persons else "ruth")]


def made_up_password() -> str:
    """Return a random password of 16 characters, about 79 bits, in four groups."""
    groups = ("".join(secrets.choice(_CHARACTERS) for _ in range(4)) for _ in range(4))
    return "-".join(groups)


def load_people(days: Days, new_password: Callable[[], str]) -> Cast:
    """Add every person of the sample; those who have not left get a password."""
    cast = Cast()
    for raw in content.read("people.toml")["person"]:
        person = add_person(
            raw["email"],
            raw["name"],
            now=moment(days.day("-11/16"), 9),
            job_title=raw["job_title"],
            administrator=raw.get("administrator", False),
        )
        cast.persons[raw["key"]] = person
        if "left" in raw:
            continue
        password = new_password()
        set_password(person, password)
        cast.sign_ins.append(
            SignIn(person.name, person.job_title, person.email, password, raw.get("show", ""))
        )
    return cast


def grant_roles(cast: Cast, plan: Plan, days: Days) -> None:
    """Give everybody the roles they hold on the plan; the lead gives them."""
    when = moment(days.day("-10/2"), 9, 20)
    for raw in content.read("people.toml")["person"]:
        for role in raw.get("roles", ()):
            by = None if role == "lead" else cast.persons["ruth"]
            grant_role(cast.persons[raw["key"]], plan, Role(role), by=by, now=when)


def load_owners(cast: Cast, plan: Plan, days: Days) -> None:
    """Make an owner of every person who can be named on actions, of each post and of each partner body."""
    raw = content.read("people.toml")
    by, when = cast.persons["ruth"], moment(days.day("-10/3"), 9, 40)
    for key in sorted(_named() & cast.persons.keys()):
        person = cast.persons[key]
        cast.owners[key] = add_owner(plan, OwnerKind.PERSON, name="", person=person, by=by, now=when)
    for post in raw["post"]:
        holder = post.get("held_by")
        cast.holders[post["key"]] = holder or "ruth"
        cast.owners[post["key"]] = add_owner(
            plan,
            OwnerKind.POST,
            name=post["name"],
            person=cast.persons[holder] if holder else None,
            by=by,
            now=when,
        )
    for partner in raw["partner"]:
        cast.owners[partner["key"]] = add_owner(
            plan,
            OwnerKind.PARTNER,
            name=partner["name"],
            contact_name=partner["contact_name"],
            contact_email=partner["contact_email"],
            by=by,
            now=when,
        )


def say_goodbye(cast: Cast, plan: Plan, days: Days) -> None:
    """Close the accounts of those who have left; their posts have no holder from that day."""
    for raw in content.read("people.toml")["person"]:
        if "left" not in raw:
            continue
        cast.persons[raw["key"]].is_removed = True
        for post, holder in cast.holders.items():
            if holder == raw["key"]:
                change_owner(
                    plan,
                    cast.owners[post],
                    name=cast.owners[post].name,
                    holder=None,
                    by=cast.persons["ruth"],
                    now=moment(days.working_day(raw["left"]), 16, 30),
                )


def _named() -> set[str]:
    """Return the keys of everybody who is named on an action."""
    return {
        key
        for recommendation in content.recommendations()
        for action in recommendation.actions
        for key in (action.lead, action.director, *action.contributors)
        if key
    }
