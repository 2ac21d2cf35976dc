"""Signing in, passwords and one-time links.

Passwords are kept as Argon2id hashes with the library's own parameters (RFC 9106, second recommendation).
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TypeVar

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from email_validator import EmailNotValidError, validate_email
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from tracker.database import db
from tracker.models import Grant, LinkAsking, LinkPurpose, OneTimeLink, Person, Plan, Role, WrongTries
from tracker.operations.errors import Refused
from tracker.operations.history import record_change
from tracker.operations.turns import take_turn

TRIES = 5
WAIT = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
# How often somebody may ask for a link by which to set a forgotten password.
LINKS_IN_AN_HOUR = 3
# How often one client may ask, in whoever's name. A whole council may stand behind one address.
ASKINGS_IN_AN_HOUR = 30
LASTS = {LinkPurpose.INVITATION: timedelta(days=14), LinkPurpose.PASSWORD: timedelta(hours=2)}

Counted = TypeVar("Counted", WrongTries, LinkAsking)

hasher = PasswordHasher()
# Checked where there is no such person, so that the answer takes as long.
_NOBODY = hasher.hash(secrets.token_hex(16))


def check_sign_in(email: str, password: str, *, now: datetime) -> Person:
    """Return the person. Raises Refused for a wrong pair, and for five in a row until 15 minutes have passed.

    Counts the wrong try, so the caller commits in either case.
    """
    email = email.strip().lower()[:254]
    # Tries for one address follow one another: many at once must not count as one.
    tries = db.session.get(WrongTries, email, with_for_update=True)
    if tries and tries.wait_until and now < tries.wait_until:
        raise Refused("password", _wait_words(tries.wait_until, now))
    person = find_person(email)
    if _matches(person.password_hash if person else None, password) and person:
        if tries:
            db.session.delete(tries)
        if hasher.check_needs_rehash(person.password_hash or ""):
            person.password_hash = hasher.hash(password)
        return person
    if tries is None:
        tries = _first(WrongTries, email, last_at=now)
    if tries.wait_until or now - tries.last_at > WAIT:
        tries.count, tries.wait_until = 0, None
    tries.count, tries.last_at = tries.count + 1, now
    if tries.count >= TRIES:
        tries.wait_until = now + WAIT
        raise Refused("password", _wait_words(tries.wait_until, now))
    raise Refused("password", "The e-mail address or the password is wrong")


def _first(kind: type[Counted], key: str, **facts: datetime) -> Counted:
    """Return a new row that counts for a key, or the one that was added a moment ago."""
    try:
        with db.session.begin_nested():
            row = kind(**{sa.inspect(kind).primary_key[0].name: key}, count=0, **facts)
            db.session.add(row)
    except IntegrityError:
        row = db.session.get_one(kind, key, with_for_update=True)
    return row


def _wait_words(until: datetime, now: datetime) -> str:
    minutes = max(1, -(-int((until - now).total_seconds()) // 60))
    return (
        f"There were five wrong tries. Wait {minutes} minute{'' if minutes == 1 else 's'}, "
        "then try again, or set a new password by “I have forgotten my password”"
    )


def _matches(password_hash: str | None, password: str) -> bool:
    try:
        hasher.verify(password_hash or _NOBODY, password)
    except VerificationError:
        return False
    return password_hash is not None


def set_password(person: Person, password: str, *, field: str = "password") -> None:
    """Set a new password and end the person's other sessions. Raises Refused for a weak one."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(
            field, f"The password must have at least {SHORTEST_PASSWORD} characters. Three words do well"
        )
    guessable = {person.email, person.email.split("@", 1)[0], person.name.lower(), "password", "improvement"}
    if len(set(password)) < 5 or any(
        word and len(word) > 3 and password.lower().strip("0123456789!") == word for word in guessable
    ):
        raise Refused(field, "The password is too easy to guess. Choose one that does not hold your name")
    person.password_hash = hasher.hash(password)
    person.session_version += 1


def change_password(person: Person, old: str, new: str) -> None:
    """Replace the password. Raises Refused where the old one is wrong or the new one too weak."""
    if not _matches(person.password_hash, old):
        raise Refused("old", "This is not your password")
    set_password(person, new, field="new")


def make_link(person: Person, purpose: LinkPurpose, *, now: datetime) -> str:
    """Return the secret part of a new one-time link; earlier unused links of the same purpose end."""
    db.session.execute(
        sa.update(OneTimeLink)
        .where(
            OneTimeLink.person_id == person.id, OneTimeLink.purpose == purpose, OneTimeLink.used_at.is_(None)
        )
        .values(used_at=now)
    )
    token = secrets.token_urlsafe(32)
    db.session.add(
        OneTimeLink(
            person_id=person.id,
            purpose=purpose,
            token_hash=_hash(token),
            created_at=now,
            expires_at=now + LASTS[purpose],
        )
    )
    return token


def count_asking(client: str, *, now: datetime) -> None:
    """Count that a client asks for a link for a forgotten password, whoever it names.

    Raises Refused where it has asked too often within an hour. What is older is forgotten.
    """
    db.session.execute(sa.delete(LinkAsking).where(LinkAsking.since <= now - timedelta(hours=1)))
    asked = db.session.get(LinkAsking, client, with_for_update=True) or _first(LinkAsking, client, since=now)
    if asked.count >= ASKINGS_IN_AN_HOUR:
        raise Refused("email", "Too many people at your address have asked for a link. Try again in an hour")
    asked.count += 1


def may_have_another_link(person: Person, *, now: datetime) -> bool:
    """Whether a person may be sent one more link for a forgotten password.

    Anybody can ask in anybody's name. Without a limit a stranger could fill a mailbox, and end each link
    before its owner follows it: each one ends the one before.
    """
    take_turn(person)
    made = db.session.scalar(
        sa.select(sa.func.count(OneTimeLink.id)).where(
            OneTimeLink.person_id == person.id,
            OneTimeLink.purpose == LinkPurpose.PASSWORD,
            OneTimeLink.created_at > now - timedelta(hours=1),
        )
    )
    return (made or 0) < LINKS_IN_AN_HOUR


def find_link(token: str, *, now: datetime) -> OneTimeLink | None:
    """Return the link with its person while it can be used, else None."""
    link = db.session.scalar(
        sa.select(OneTimeLink)
        .where(
            OneTimeLink.token_hash == _hash(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
        .options(joinedload(OneTimeLink.person))
    )
    return link if link and not link.person.is_removed else None


def use_link(link: OneTimeLink, password: str, *, now: datetime) -> Person:
    """Set the password by a one-time link and use the link up. Raises Refused for a weak password."""
    set_password(link.person, password)
    link.used_at = now
    tries = db.session.get(WrongTries, link.person.email)
    if tries:
        db.session.delete(tries)
    return link.person


def _hash(token: str) -> str:
    # A random token of 256 bits needs no slow hash.
    return hashlib.sha256(token.encode()).hexdigest()


def tidy_email(email: str, *, field: str = "email") -> str:
    """Return the address in lower case. Raises Refused for something that is no e-mail address."""
    try:
        checked = validate_email(email.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise Refused(field, "Enter an e-mail address, like name@example.gov.uk") from None
    return checked.normalized.lower()


def find_person(email: str) -> Person | None:
    """Return the person with this address, unless removed."""
    return db.session.scalar(
        sa.select(Person).where(Person.email == email.strip().lower(), ~Person.is_removed)
    )


def add_person(
    email: str, name: str, *, now: datetime, job_title: str = "", administrator: bool = False
) -> Person:
    """Return the person with this address, added without a password where there is none yet.

    Somebody whose account was ended comes back as themself, and chooses a new password.
    """
    email = tidy_email(email)
    person = db.session.scalar(sa.select(Person).where(Person.email == email))
    if person is not None and person.is_removed:
        person.is_removed, person.name = False, name.strip() or person.name
    if person is None:
        person = Person(
            email=email,
            name=name.strip() or email,
            job_title=job_title.strip(),
            created_at=now,
            is_administrator=False,
            is_removed=False,
            session_version=1,
        )
        db.session.add(person)
    if administrator:
        person.is_administrator = True
    db.session.flush()
    return person


def grant_role(person: Person, plan: Plan, role: Role, *, by: Person | None, now: datetime) -> bool:
    """Give a role on a plan; giving it twice changes nothing. Returns whether it was given now."""
    take_turn(plan)
    held = db.session.scalar(
        sa.select(Grant).where(Grant.plan_id == plan.id, Grant.person_id == person.id, Grant.role == role)
    )
    if held is None:
        db.session.add(
            Grant(
                plan_id=plan.id,
                person_id=person.id,
                role=role,
                granted_by_id=by.id if by else None,
                granted_at=now,
            )
        )
        record_change(f"{person.name} became {role.value} of the plan", by=by, now=now, plan=plan)
    return held is None


def withdraw_role(grant: Grant, plan: Plan, *, by: Person, now: datetime) -> None:
    """Take a role away (needs the grant's person loaded). Raises Refused where nobody would lead the plan."""
    if grant.role is Role.LEAD:
        take_turn(plan)
        leads = db.session.scalar(
            sa.select(sa.func.count(Grant.id)).where(Grant.plan_id == plan.id, Grant.role == Role.LEAD)
        )
        if (leads or 0) < 2:
            raise Refused("role", "This is the only lead of the plan. Name another lead first")
    record_change(
        f"{grant.person.name} is no longer {grant.role.value} of the plan", by=by, now=now, plan=plan
    )
    db.session.delete(grant)
