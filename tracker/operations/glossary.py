"""The words a plan's reports explain: ours, with the plan's own on top."""

from datetime import datetime

import sqlalchemy as sa

from tracker.database import db
from tracker.models import GlossaryEntry, Person, Plan
from tracker.operations.errors import Refused
from tracker.operations.history import difference, record_change
from tracker.operations.turns import take_turn
from tracker.rules.glossary import GLOSSARY

MOST_ENTRIES = 200


def glossary_of(plan: Plan) -> dict[str, str]:
    """Return every word that the plan's reports explain, with its meaning, by the alphabet (one query)."""
    own = {entry.term: entry.meaning for entry in _entries(plan)}
    taken = {term.casefold() for term in own}
    found = {term: meaning for term, meaning in GLOSSARY if term.casefold() not in taken}
    found |= {term: meaning for term, meaning in own.items() if meaning}
    return dict(sorted(found.items(), key=lambda entry: entry[0].casefold()))


def explain_word(plan: Plan, term: str, meaning: str, *, by: Person, now: datetime) -> None:
    """Let the plan's reports explain a word, or explain it differently.

    Raises Refused where the word or its meaning is missing, and where there are too many already.
    """
    term, meaning = " ".join(term.split()), " ".join(meaning.split())
    if not term:
        raise Refused("term", "Enter the word or short form")
    if not meaning:
        raise Refused("meaning", f"Enter what “{term}” means")
    _set(plan, term, meaning, by=by, now=now)


def leave_out_word(plan: Plan, term: str, *, by: Person, now: datetime) -> None:
    """Let the plan's reports no longer explain a word."""
    _set(plan, " ".join(term.split()), "", by=by, now=now)


def _set(plan: Plan, term: str, meaning: str, *, by: Person, now: datetime) -> None:
    # Of two people at once the second waits, and finds the word of the first.
    take_turn(plan)
    entries = {entry.term.casefold(): entry for entry in _entries(plan)}
    usual = {word.casefold(): said for word, said in GLOSSARY}
    entry = entries.get(term.casefold())
    before = entry.meaning if entry else usual.get(term.casefold(), "")
    if before == meaning and (entry is None or entry.term == term):
        return
    if entry is None:
        if len(entries) >= MOST_ENTRIES:
            raise Refused("term", f"A glossary explains {MOST_ENTRIES} words at most")
        entry = GlossaryEntry(plan_id=plan.id, term=term)
        db.session.add(entry)
    if meaning:
        entry.term, entry.meaning = term, meaning
    elif term.casefold() in usual:
        entry.meaning = ""
    else:
        db.session.delete(entry)
    details = difference(term, before, meaning)
    record_change("Glossary of the report changed", by=by, now=now, plan=plan, details=details)


def _entries(plan: Plan) -> list[GlossaryEntry]:
    return list(
        db.session.scalars(
            sa.select(GlossaryEntry).where(GlossaryEntry.plan_id == plan.id).order_by(GlossaryEntry.id)
        )
    )
