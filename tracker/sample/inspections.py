"""The two inspections: the report that gave the plan its recommendations, and the later letter."""

from datetime import timedelta

import sqlalchemy as sa

from tracker.database import db
from tracker.intake.reading import read_document
from tracker.models import Deadline, Inspection, Plan, Recommendation
from tracker.operations.deadlines import record_sent
from tracker.operations.intake import bring_in_file, keep_reading, save_review
from tracker.operations.intake_confirm import confirm_draft
from tracker.operations.intake_draft import Choice, DraftReview, RepeatChoice, TrayChoice
from tracker.operations.recommendations import change_recommendation
from tracker.sample import content
from tracker.sample.days import Days, moment
from tracker.sample.documents import letter_text, report_text
from tracker.sample.people import Cast
from tracker.sample.report_pdf import report_pdf


def load_report(cast: Cast, plan: Plan, days: Days) -> dict[int, Recommendation]:
    """Read the report as an upload is read, and confirm all that it asks for. Returns them by number."""
    lead = cast.persons["ruth"]
    when = moment(days.day("-10/3"), 10)
    made = report_pdf(report_text(days.today))
    draft = bring_in_file(plan, "inspection-report.pdf", made, by=lead, now=when)
    db.session.flush()
    keep_reading(draft, read_document(made, draft.source_name))
    review = DraftReview.from_dict(draft.decisions)
    review.facts.title = "Inspection of children’s services"
    review.facts.received_on = days.report_published.isoformat()
    db.session.refresh(plan, ["priorities"])
    priorities = {priority.number: priority for priority in plan.priorities}
    texts = {str(text.number): text for text in content.recommendations()}
    for proposal in review.proposals:
        text = texts[proposal.number]
        proposal.choice, proposal.priority_id = Choice.KEEP, priorities[text.priority].id
        proposal.due_by_hand, proposal.due_on = True, days.day(text.due)
    marks = content.read("plan.toml")["marks"]
    by_number = {proposal.number: proposal.key for proposal in review.proposals}
    for passage in review.tray:
        linked = marks.get(passage.number) if passage.is_marked else None
        passage.choice = TrayChoice.LINK if linked else TrayChoice.LEAVE
        passage.proposal = by_number[str(linked)] if linked else None
    save_review(draft, review)
    confirmed = confirm_draft(draft, by=lead, now=when)
    _send_action_plan(cast, plan, confirmed.inspection)
    found = {recommendation.number: recommendation for recommendation in confirmed.recommendations}
    for number, recommendation in found.items():
        text = texts[str(number)]
        db.session.refresh(recommendation, ["priority"])
        change_recommendation(
            recommendation,
            seen_version=recommendation.version,
            short_title=text.short_title,
            priority=recommendation.priority,
            due_on=recommendation.due_on,
            due_reason=text.due_reason,
            by=lead,
            now=when,
        )
    return found


def _send_action_plan(cast: Cast, plan: Plan, inspection: Inspection) -> None:
    """The council sent its action plan in time, a week before it was due."""
    for deadline in db.session.scalars(sa.select(Deadline).where(Deadline.inspection_id == inspection.id)):
        sent_on = deadline.due_on - timedelta(days=7)
        record_sent(
            deadline,
            plan,
            sent_on,
            today=sent_on,
            seen_version=deadline.version,
            by=cast.persons["ruth"],
            now=moment(sent_on, 16),
        )


def load_letter(cast: Cast, plan: Plan, recommendations: dict[int, Recommendation], days: Days) -> None:
    """Bring in the letter of the focused visit; its points come back to what the plan already has."""
    lead = cast.persons["ruth"]
    when = moment(days.letter_published, 9, 15)
    data = letter_text(days.today).encode()
    draft = bring_in_file(plan, "focused-visit-letter.txt", data, by=lead, now=when)
    db.session.flush()
    keep_reading(draft, read_document(data, draft.source_name))
    review = DraftReview.from_dict(draft.decisions)
    review.facts.title = "Focused visit: the front door"
    review.facts.received_on = days.letter_published.isoformat()
    points = content.read("plan.toml")["letter"]["points"]
    for proposal, number in zip(review.proposals, points, strict=True):
        proposal.repeats, proposal.repeat_choice = recommendations[number].id, RepeatChoice.SAME
    for passage in review.tray:
        passage.choice, passage.proposal = TrayChoice.LEAVE, None
    save_review(draft, review)
    confirm_draft(draft, by=lead, now=when)
