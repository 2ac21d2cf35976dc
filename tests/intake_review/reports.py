"""A small report of our own, read by hand, so that what is sure and what is doubtful is known to the test."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.world import NOW, World
from tracker.database import db
from tracker.intake.model import (
    Judgement,
    MarkedFinding,
    Passage,
    ProposedRecommendation,
    Reading,
    UnmatchedPassage,
)
from tracker.models import IntakeDraft, Person, Plan
from tracker.operations.intake import bring_in_text, keep_reading

PLAN = "/plans/harlmere"

VISITS = "Visit every child within the time that the plan sets."
RECORDS = "Write records on the day, in words a child would understand later."
HEALTH = "Health checks and partners."
FINDING = "Visits to children are late, and the time that the plan sets is missed for every third child."
MUST = "The council must tell parents in writing what was decided."

PAGES = (
    f"Inspection of Harlmere\nWhat must improve\n1. {VISITS}\n2. {RECORDS}\n3. {HEALTH}\n",
    f"What inspectors saw\n14. {FINDING} (Recommendation)\n15. Staff stay. {MUST}\n",
)
TEXT = "".join(PAGES)

# A report as people paste it, for the journeys that go through the reader itself.
PASTED = """Harlmere County Council
Inspection of services for children in need of help and protection, children looked after and care leavers
Report published: 16 March 2026

Children's services in Harlmere require improvement to be good

Executive summary
Children are seen sooner than they were, and plans are still too long for families to follow.

Recommendations
1. Visit every child within the time that the plan sets, and say in the record who was seen.
2. Write plans that a parent can read in five minutes and that name who does what by when.
3. Give every care leaver a health history before they are eighteen.

The experiences and progress of children who need help and protection
"""


def passage_of(words: str) -> Passage:
    start = TEXT.index(words)
    return Passage(1 if start < len(PAGES[0]) else 2, start, start + len(words))


def proposed(number: str, words: str, **more: object) -> ProposedRecommendation:
    facts: dict[str, object] = {
        "timescale": None,
        "section": "What must improve",
        "rule": "numbered item",
        **more,
    }
    return ProposedRecommendation(number=number, text=words, passage=passage_of(words), **facts)  # type: ignore[arg-type]


def reading(**changes: object) -> Reading:
    facts: dict[str, object] = {
        "kind": "sif",
        "kind_title": "Inspection of services for children",
        "provider": "Harlmere",
        "published": "2026-03-16",
        "inspectors": ("Ada Penrose", "Jo Marsh"),
        "judgements": (Judgement("Overall effectiveness", "Requires improvement"),),
        "recommendations": (
            proposed("1", VISITS, timescale="Within three months"),
            proposed("2", RECORDS),
            proposed("3", HEALTH, sure=False, doubt="it may be a heading"),
        ),
        "findings": (
            MarkedFinding("14", f"{FINDING} (Recommendation)", passage_of(FINDING), True),
            MarkedFinding("15", f"Staff stay. {MUST}", passage_of("Staff stay"), False),
        ),
        "unmatched": (UnmatchedPassage(MUST, passage_of(MUST), "it says “must”"),),
        "source_text": TEXT,
        "page_starts": (0, len(PAGES[0])),
        **changes,
    }
    return Reading(**facts)  # type: ignore[arg-type]


def add_draft(app: Flask, world: World, found: Reading | None = None) -> str:
    """Add a draft that has been read, and return its address."""
    with app.app_context():
        plan, lead = db.session.get_one(Plan, world.plan), db.session.get_one(Person, world.people["lead"])
        draft = bring_in_text(plan, TEXT, by=lead, now=NOW)
        keep_reading(draft, found or reading())
        db.session.commit()
        return f"{PLAN}/reports-in/{draft.id}"


def the_draft(app: Flask, address: str) -> IntakeDraft:
    """Return the draft as it is stored."""
    with app.app_context():
        draft = db.session.get_one(IntakeDraft, int(address.rpartition("/")[2]))
        db.session.expunge(draft)
        return draft


def fields_of(page: str, having: str = "textarea") -> dict[str, list[str]]:
    """Return what a browser would send from the page's first form with such a field, without a button."""
    import html5lib

    space = "{http://www.w3.org/1999/xhtml}"
    tree = html5lib.parse(page)
    form = next(each for each in tree.iter(f"{space}form") if list(each.iter(f"{space}{having}")))
    fields: dict[str, list[str]] = {}
    for field in form.iter():
        name, tag = field.get("name"), field.tag.removeprefix(space)
        if not name or tag == "button" or field.get("type") == "file":
            continue
        if tag == "textarea":
            value = "".join(field.itertext())
        elif tag == "select":
            options = list(field.iter(f"{space}option"))
            chosen = next((each for each in options if each.get("selected") is not None), options[0])
            value = chosen.get("value") or ""
        elif field.get("type") == "radio" and field.get("checked") is None:
            continue
        else:
            value = field.get("value") or ""
        fields.setdefault(name, []).append(value)
    return fields


def press(browser: FlaskClient, address: str, do: str, **changes: Any) -> str:
    """Fill in the review page, press a button, and return the page one lands on."""
    fields: dict[str, object] = dict(fields_of(browser.get(f"{address}?page=1").get_data(as_text=True)))
    named = {name if "-" in name else name.replace("_", "-", 1): value for name, value in changes.items()}
    data = {**fields, "do": do, **named}
    return browser.post(address, data=data, follow_redirects=True).get_data(as_text=True)
