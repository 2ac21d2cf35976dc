"""The secret address of a person's calendar. Nothing of it is stored: it is signed, and renewing ends it."""

from flask import current_app, url_for
from itsdangerous import BadData, URLSafeSerializer

from tracker.database import db
from tracker.models import Person


def calendar_address(person: Person) -> str:
    """Return the address to subscribe to, "" where the person has no calendar."""
    if person.calendar_version <= 0:
        return ""
    base: str = current_app.config["SETTINGS"].base_url
    token = _signer().dumps([person.id, person.calendar_version])
    return base + url_for("calendar_feed.show_calendar", token=token)


def find_person(token: str) -> Person | None:
    """Return whose calendar an address leads to; None for one that was renewed or made up, or of a leaver."""
    try:
        person_id, version = _signer().loads(token)
    except (BadData, ValueError, TypeError):
        return None
    person = db.session.get(Person, person_id)
    if person is None or person.is_removed or version <= 0 or person.calendar_version != version:
        return None
    return person


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="calendar")
