"""The small world with something behind every address of the site."""

import io
from datetime import timedelta

import pypdfium2

from tests.report_screens.issued import issued_report
from tests.world import NOW, TODAY, World, add, add_measure, add_recommendation
from tracker.database import db
from tracker.intake.reading import read_text
from tracker.models import (
    Action,
    Body,
    BodyKind,
    BodyMember,
    DateMove,
    Deadline,
    Evidence,
    EvidenceForm,
    EvidenceLink,
    Inspection,
    IntakeDraft,
    IntakeState,
    Meeting,
    Milestone,
    OwnerKind,
    Person,
    Plan,
    Question,
    QuestionKind,
    ReportDraft,
    ReportState,
    Round,
    RoundAsk,
    RoundEntry,
    SafetyMap,
    SavedView,
    SheetUpload,
    StandIn,
)
from tracker.models.plans import Owner
from tracker.operations.files import PDF, keep_bytes
from tracker.operations.intake_draft import review_of
from tracker.operations.plan_import import bring_in_plan, keep_book
from tracker.rules.ladders import Audience, Delivery, Edition, EvidenceKind, Impact
from tracker.rules.report_kinds import ReportKind
from tracker.rules.submission import DayZero, PlanStage, due_after
from tracker.sheets.reading import read_book

LETTER = """Harlmere County Council
Focused visit to Harlmere children’s services

What needs to improve:
• The timeliness of visits to children.
• The quality of plans.
"""


def furnish(world: World) -> None:
    """Add to the world what `build_world` leaves out; every id is 1 where the address has one."""
    plan = db.session.get_one(Plan, world.plan)
    action = db.session.query(Action).one()
    lead = db.session.get_one(Person, world.people["lead"])
    add(SheetUpload(plan_id=plan.id, by_id=lead.id, at=NOW, name="sheet.xlsx", lines=[], notes=[]))
    add(
        StandIn(
            plan_id=plan.id,
            absent_id=world.people["owner"],
            person_id=world.people["contributor"],
            from_on=TODAY + timedelta(days=10),
            until_on=TODAY + timedelta(days=20),
            by_id=lead.id,
            at=NOW,
        )
    )
    file = keep_bytes(plan, "source.pdf", an_empty_page(), PDF, by=lead, now=NOW)
    inspection = add(
        Inspection(
            plan_id=plan.id,
            file_id=file.id,
            kind="focused_visit",
            title="Focused visit",
            source_text=LETTER,
            page_starts=[0],
            created_at=NOW,
        )
    )
    for stage, days in ((PlanStage.DRAFT, 20), (PlanStage.FULL, 70)):
        add(
            Deadline(
                inspection_id=inspection.id,
                stage=stage,
                recipient="Ofsted",
                working_days=days,
                counted_from=TODAY - timedelta(days=10),
                counted_by=DayZero.RECEIVED,
                counted_due_on=due_after(TODAY - timedelta(days=10), days),
            )
        )
    reading = read_text(LETTER)
    add_recommendation(plan, inspection=inspection, text="The timeliness of visits to children.")
    add(
        IntakeDraft(
            plan_id=plan.id,
            state=IntakeState.REVIEW,
            source_name="letter.txt",
            file_id=file.id,
            reading=reading.to_dict(),
            decisions=review_of(reading).to_dict(),
            created_by_id=lead.id,
            created_at=NOW,
        )
    )
    add(Milestone(action_id=action.id, title="Rota signed", due_on=TODAY + timedelta(days=20)))
    add(
        DateMove(
            action_id=action.id,
            from_on=TODAY,
            to_on=action.due_on,
            reason="The rota depends on partners.",
            moved_by_id=world.people["director"],
            moved_at=NOW,
        )
    )
    _evidence_file(plan, action, world)
    add(
        ReportDraft(
            plan_id=plan.id,
            kind=ReportKind.BOARD,
            as_at=TODAY,
            edition=Edition.PUBLIC,
            created_by_id=lead.id,
            created_at=NOW,
            state=ReportState.MADE,
            pdf_file_id=file.id,
            made_at=NOW,
        )
    )
    add(SavedView(plan_id=plan.id, person_id=lead.id, name="Late ones", query="flag=overdue", created_at=NOW))
    add(Owner(plan_id=plan.id, kind=OwnerKind.POST, name="Head of first response"))
    add_measure(plan, 58, 61)
    add(SafetyMap(priority_id=1, working_well="The rota holds.", scale=5, by_id=lead.id, at=NOW))
    _round(plan, action, world)
    _existing_plan(plan, world)
    _issued_reports(plan, world)
    db.session.commit()


def _issued_reports(plan: Plan, world: World) -> None:
    """Report 1 went to the committee of the scrutiny member, report 2 to the board; 1 has a question."""
    committee = add(Body(plan_id=plan.id, name="Scrutiny committee", kind=BodyKind.COMMITTEE))
    add(BodyMember(body_id=committee.id, person_id=world.people["scrutiny"], added_at=NOW))
    to_committee = add(Meeting(body_id=committee.id, on=TODAY))
    to_board = db.session.query(Meeting).order_by(Meeting.id).first()
    assert to_board is not None
    first = issued_report(plan, to_committee, world)
    issued_report(plan, to_board, world)
    owner = db.session.query(Owner).filter_by(person_id=world.people["owner"]).one()
    add(
        Question(
            plan_id=plan.id,
            report_id=first.id,
            kind=QuestionKind.QUESTION,
            about="The whole report",
            text="How many children wait?",
            asked_by_id=world.people["scrutiny"],
            asked_at=NOW,
            owner_id=owner.id,
        )
    )


def an_empty_page() -> bytes:
    """Return a PDF with one page and nothing on it."""
    document, made = pypdfium2.PdfDocument.new(), io.BytesIO()
    document.new_page(200, 280)
    document.save(made)
    document.close()
    return made.getvalue()


def _evidence_file(plan: Plan, action: Action, world: World) -> None:
    plan.last_evidence_number += 1
    file = keep_bytes(plan, "audit.txt", b"Ten cases were read.", "text/plain", by=None, now=NOW)
    evidence = add(
        Evidence(
            plan_id=plan.id,
            number=plan.last_evidence_number,
            title="Audit of ten cases",
            kind=EvidenceKind.AUDIT,
            form=EvidenceForm.FILE,
            file_id=file.id,
            audience=Audience.OFFICERS,
            effective_on=TODAY,
            added_by_id=world.people["owner"],
            added_at=NOW,
        )
    )
    add(EvidenceLink(evidence_id=evidence.id, action_id=action.id, linked_at=NOW))


def _round(plan: Plan, action: Action, world: World) -> None:
    """Round 1 is open and asks the owner for action 1.1."""
    asking = add(
        Round(
            plan_id=plan.id,
            number=1,
            opened_at=NOW - timedelta(days=2),
            opened_by_id=world.people["lead"],
            closes_on=TODAY + timedelta(days=12),
        )
    )
    ask = add(
        RoundAsk(
            round_id=asking.id,
            person_id=world.people["owner"],
            name="Owner",
            email=world.email("owner"),
            asked_at=NOW - timedelta(days=2),
            link_key="a-key",
            link_expires_at=NOW + timedelta(days=19),
        )
    )
    owner = db.session.query(Owner).filter_by(person_id=world.people["owner"]).one()
    add(
        RoundEntry(
            round_id=asking.id,
            action_id=action.id,
            ask_id=ask.id,
            owner_id=owner.id,
            delivery=Delivery.ON_TRACK,
            impact=Impact.TOO_EARLY,
            due_on=action.due_on,
        )
    )


def _existing_plan(plan: Plan, world: World) -> None:
    lead = db.session.get_one(Person, world.people["lead"])
    data = b"No,Recommendation,Action,Lead\n1,Listen to children,Ask at visits,Owner\n"
    draft = bring_in_plan(plan, "plan.csv", data, by=lead, now=NOW)
    keep_book(draft, read_book(data, "plan.csv"))
    draft.decisions = {**draft.decisions, "columns_checked": True, "words_checked": True}
