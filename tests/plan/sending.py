"""What a browser sends of a form, and who is named on an action afterwards, for tests."""

import html
import re
from datetime import date

from flask import Flask

from tracker.database import db
from tracker.models import Action, Naming, Owner


def boxes(name: str, day: date | None) -> dict[str, list[str]]:
    """Return a day as its three boxes send it."""
    return {name: [str(day.day), str(day.month), str(day.year)] if day else ["", "", ""]}


def fields(page: str) -> dict[str, str]:
    """Return the hidden fields of a page that say what its reader saw."""
    found = re.findall(r'<input[^>]*name="(version|opened)"[^>]*value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}


def named(app: Flask, label: str) -> dict[str, list[str]]:
    """Return who is named on an action, by part."""
    number, sequence = label.split(".")
    with app.app_context():
        rows = (
            db.session.query(Naming.part, Owner.name)
            .join(Owner, Owner.id == Naming.owner_id)
            .join(Action, Action.id == Naming.action_id)
            .filter(Action.first_number == int(number), Action.sequence == int(sequence))
            .order_by(Naming.id)
        )
        found: dict[str, list[str]] = {}
        for part, name in rows:
            found.setdefault(part.value, []).append(name)
        return found


def owner_id(app: Flask, name: str) -> int:
    """Return the id of the owner with this name."""
    with app.app_context():
        return db.session.query(Owner).filter_by(name=name).one().id
