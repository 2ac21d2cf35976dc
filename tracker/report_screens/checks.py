"""What a draft's page names before it is issued: words that may identify a child, marks that do nothing."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for

from tracker.database import db
from tracker.models import Evidence, Plan, ReportDraft
from tracker.report_screens.tasks import council, signed_snapshot
from tracker.reports.build import build_snapshot
from tracker.reports.editions import AUDIENCES
from tracker.reports.snapshot import Snapshot
from tracker.reports.texts import Place, PlacedText, texts_of
from tracker.rules.child_guard import likenesses
from tracker.rules.citations import evidence_cited, measures_cited
from tracker.rules.ladders import Audience, Edition
from tracker.rules.outlines import priority_number, step_name
from tracker.rules.passages import parted, readable


@dataclass(frozen=True)
class Finding:
    """One thing to look at in a draft: where it stands, the page where it can be changed, and what it is."""

    where: str
    href: str
    what: str


@dataclass(frozen=True)
class Checks:
    """What was found. `may_identify` has to be confirmed before issuing, the others only print nothing."""

    may_identify: Sequence[Finding] = ()
    prints_nothing: Sequence[Finding] = ()

    @property
    def code(self) -> str:
        """Return what confirms that the words found identify no child; other words have another."""
        told = "\n".join(f"{one.where} {one.what}" for one in self.may_identify)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def checks_of(draft: ReportDraft) -> Checks:
    """Return what to look at in a draft (needs its plan): in what was signed, if it was."""
    if draft.signed_at is not None:
        return check_texts(draft.plan, signed_snapshot(draft, Edition.MEMBERS))
    written = build_snapshot(draft.plan, draft.as_at, Edition.MEMBERS, council=council(), as_written=True)
    return check_texts(draft.plan, written)


def check_texts(plan: Plan, snapshot: Snapshot) -> Checks:
    """Return what to look at in a value; in one as it was written, also what its marks do not do."""
    query = sa.select(Evidence.number, Evidence.audience).where(Evidence.plan_id == plan.id)
    audiences = dict(db.session.execute(query).all())
    identify: list[Finding] = []
    nothing: list[Finding] = []
    for one in texts_of(snapshot):
        printed = readable(one.text, AUDIENCES[Edition.MEMBERS])
        for found in likenesses(printed):
            identify.append(_finding(plan, one, f"“{found.words}” looks like {found.sign.value}"))
        nothing += [_finding(plan, one, what) for what in _broken(one.text, snapshot, audiences)]
    return Checks(tuple(dict.fromkeys(identify)), tuple(dict.fromkeys(nothing)))


def _broken(text: str, snapshot: Snapshot, audiences: Mapping[int, Audience]) -> list[str]:
    found = list(parted(text).problems)
    for number in evidence_cited(text):
        if number in snapshot.evidence_by_number:
            continue
        if number not in audiences:
            why = "the plan has no such evidence"
        elif audiences[number] is Audience.OFFICERS:
            why = "it is for officers only"
        else:
            why = "it was added after the day of the report"
        found.append(f"[E{number}] prints nothing: {why}")
    codes = {one.code.upper() for one in snapshot.measures}
    found += [
        f"{{m:{code}}} prints “(no such measure)”" for code in measures_cited(text) if code not in codes
    ]
    return found


def _finding(plan: Plan, one: PlacedText, what: str) -> Finding:
    where, href = _page_of(plan, one)
    return Finding(where, href, what)


def _page_of(plan: Plan, one: PlacedText) -> tuple[str, str]:
    """Return what the place of a text is called, and the page where it can be changed."""

    def page(endpoint: str, **values: Any) -> str:
        return url_for(endpoint, plan=plan.slug, **values)

    match one.place:
        case Place.WORDS:
            number, step = priority_number(one.ref), step_name(one.ref)
            section = step or (f"priority {number}" if number is not None else one.ref)
            return f"Words of the report: {section}", page("report_screens.edit_words", section=one.ref)
        case Place.PRIORITY if one.ref != "0":
            return f"Priority {one.ref}", page("plan.edit_priority", number=one.ref)
        case Place.RECOMMENDATION:
            return f"Recommendation {one.ref}", page("plan.show_recommendation", number=one.ref)
        case Place.ACTION:
            return f"Action {one.ref}", page("plan.show_action", action=one.ref)
        case Place.EVIDENCE:
            return f"E{one.ref}", page("evidence.show_evidence", number=one.ref)
        case Place.MEASURES:
            return f"Measure {one.ref}", page("measures.list_measures")
        case Place.SAFETY_MAP:
            return f"Signs of Safety map of priority {one.ref}", page("safety_maps.show_map", number=one.ref)
        case Place.QUESTIONS:
            return "Questions from members", page("report_screens.list_questions")
    return "The plan", page("plan.show_plan")
