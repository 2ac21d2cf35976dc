"""A plan of a size and with texts that no layout was made for: what holds here holds for every council."""

from dataclasses import replace
from datetime import date, timedelta

from tests.reports.sample_report import sample_snapshot
from tracker.reports.changes import changes_since
from tracker.reports.facts import Action, Council, GlossaryEntry, Meeting, Question
from tracker.reports.snapshot import Snapshot
from tracker.reports.trend import with_itself
from tracker.rules.glossary import GLOSSARY
from tracker.rules.ladders import PRINT_ORDER
from tracker.rules.report_kinds import ReportKind

LONG = "Two of five assessors were on leave, and the audit of all decisions had to wait for another month. "


def large_snapshot(kind: ReportKind, actions: int = 1000, length: int = 4000) -> Snapshot:
    """Return a draft with so many actions, every text of `length` characters, and lists longer than ten."""
    text = (LONG * (length // len(LONG) + 1))[:length]
    small = sample_snapshot(actions)
    made = tuple(_long(action, place, text) for place, action in enumerate(small.actions))
    measures = tuple(
        replace(small.measures[place % 3], title=f"{place} {text[:150]}", description=text)
        for place in range(14)
    )
    new = replace(
        small,
        kind=kind,
        recommendation=1 if kind is ReportKind.RECOMMENDATION else None,
        plan="Improvement plan of the services for children, young people and families, with all partners",
        council=Council("Royal Borough of Harlmere and Wending with the Isle of Saltmarsh"),
        meeting=Meeting(
            "Children, Young People, Families and Lifelong Learning Scrutiny Committee", date(2026, 12, 2)
        ),
        actions=made,
        measures=measures,
        questions=tuple(_question(place, text) for place in range(14)),
        glossary=(
            *(GlossaryEntry(term, meaning) for term, meaning in GLOSSARY),
            *(GlossaryEntry(" ".join(LONG.split()[place : place + 2]), text[:300]) for place in range(14)),
        ),
        priorities=tuple(
            replace(
                one,
                title=f"{one.title}, and {text[:90]}",
                introduction=text,
                recommendations=tuple(replace(each, text=text) for each in one.recommendations),
            )
            for one in small.priorities
        ),
    )
    before = tuple(_earlier(action, place) for place, action in enumerate(made))
    old = replace(new, number=1, as_at=date(2026, 5, 20), actions=before)
    for month in range(6, 11):
        old = replace(old, number=month, as_at=date(2026, month, 20), trend=with_itself(old))
    new = replace(new, trend=with_itself(old))
    return replace(new, since=changes_since(old, new))


def _long(action: Action, place: int, text: str) -> Action:
    late = action.days_late and 1 + place % 90
    title = action.title if place % 3 else text[:200]
    changed = replace(action, title=title, days_late=late, description=text, how_we_will_know=text)
    if changed.update is None:
        return changed
    return replace(changed, update=replace(changed.update, done=text, difference=text, next=text))


def _earlier(action: Action, place: int) -> Action:
    step = PRINT_ORDER[(place + PRINT_ORDER.index(action.record)) % 5]
    due = action.due - timedelta(days=30) if action.due and place % 3 == 0 else action.due
    return replace(action, record=step, due=due)


def _question(place: int, text: str) -> Question:
    waits = place % 2 == 0
    return Question(
        "Question",
        text,
        "Priority 1: A safe decision, first time",
        7,
        "Councillor Oluwaseun Featherstonehaugh",
        date(2026, 10, 1) + timedelta(days=place),
        status="Waiting for a reply" if waits else "Answered",
        reply="" if waits else text,
        replied_by="" if waits else "Ruth Okafor",
        replied_on=None if waits else date(2026, 11, 2),
        due=date(2026, 12, 1),
    )
