"""Harlmere's actions with their owners and milestones, as they were when each was added."""

from datetime import date

from tracker.database import db
from tracker.models import Action, Milestone, Plan, Recommendation
from tracker.operations.actions import add_action
from tracker.operations.milestones import add_milestone
from tracker.operations.owners import assign_people
from tracker.sample import content
from tracker.sample.content import ActionText
from tracker.sample.days import Days, moment
from tracker.sample.people import Cast


def load_actions(
    cast: Cast, plan: Plan, recommendations: dict[int, Recommendation], days: Days
) -> dict[str, Action]:
    """Add every action with its first due date. Returns them by label ("11.3")."""
    services = {service.name: service for service in plan.services}
    lead, when = cast.persons["ruth"], moment(days.day("-10/20"), 11)
    found = {}
    for recommendation in content.recommendations():
        for text in recommendation.actions:
            action = add_action(
                plan,
                [recommendations[recommendation.number]],
                title=text.title,
                how_we_will_know=text.know,
                service=services[text.service],
                start_on=days.day(text.start),
                due_on=first_due_of(text, days),
                by=lead,
                now=when,
            )
            db.session.refresh(action, ["named"])
            assign_people(
                action,
                seen_version=action.version,
                lead_officer=cast.owners[text.lead] if text.lead else None,
                accountable_director=cast.owners[text.director],
                contributors=[cast.owners[key] for key in text.contributors],
                by=lead,
                now=when,
            )
            for one in text.milestones:
                # One that falls after the first due date was added when that date moved.
                if days.day(one.due) <= first_due_of(text, days):
                    add_milestone(action, title=one.title, due_on=days.day(one.due), by=lead, now=when)
            found[text.label] = action
    return found


def first_due_of(text: ActionText, days: Days) -> date:
    """Return the due date as it stood before any move."""
    first = text.moves[0].first if text.moves else None
    return days.day(first or text.due)


def milestone_of(action: Action, title: str) -> Milestone:
    """Return the milestone with this title (needs `milestones` loaded)."""
    return next(one for one in action.milestones if one.title == title)
