"""What happened to Harlmere's actions month by month: updates, moved dates, evidence and checks.

Everything is told in the order in which it happened, through the same operations as the screens use, so that
histories read as they would have been written and every rule has been kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tracker.database import db
from tracker.models import Action, Evidence, Person, Plan, Recommendation, StoredFile, Update
from tracker.operations.actions import approve_date_move, move_due_date
from tracker.operations.evidence import add_evidence, check_evidence, link_evidence
from tracker.operations.files import store_file
from tracker.operations.milestones import add_milestone
from tracker.operations.recommendations import close_recommendation
from tracker.operations.standing import load_facts
from tracker.operations.updates import mark_milestones_done, post_update
from tracker.rules.ladders import Delivery, Impact
from tracker.rules.status import stand
from tracker.sample import content
from tracker.sample.actions import milestone_of
from tracker.sample.content import ActionText, CheckText, EvidenceText, MilestoneText, MoveText, UpdateText
from tracker.sample.days import Days, moment
from tracker.sample.documents import file_bytes
from tracker.sample.people import Cast

# Closed by the lead once its three actions were verified.
CLOSED = 3
CLOSING_STATEMENT = (
    "Every decision at the front door now has a reason that somebody else can follow, and what is decided is "
    "done. Two samples of 60 and an audit of 80 decisions show it, and 31 of 36 parents could say why we had "
    "decided as we did. The audit team repeats the sample every quarter; if it falls below 55 of 60 we open "
    "this again."
)
# What people write when their evidence is new; whoever checks it comes after them.
_NOT_CHECKED_YET = (
    "The evidence was added with this update and waits to be checked.",
    "We have the figures. Somebody else still has to look at them.",
    "Added today, so nobody has had time to check it.",
)


@dataclass
class Story:
    """Collects what happened and then lets it happen in order."""

    cast: Cast
    plan: Plan
    actions: dict[str, Action]
    days: Days
    events: list[tuple[datetime, Callable[[datetime], None]]] = field(default_factory=list)
    updates: dict[tuple[str, int], Update] = field(default_factory=dict)
    evidence: dict[EvidenceText, Evidence] = field(default_factory=dict)

    def at(self, when: datetime, happen: Callable[[datetime], None]) -> None:
        """Note something for its time."""
        self.events.append((when, happen))

    def tell(self) -> None:
        """Let everything happen; what was noted first happens first where two times are equal."""
        for when, happen in sorted(self.events, key=lambda event: event[0]):
            happen(when)

    def reports_at(self, action: ActionText, month: int) -> datetime:
        """Return when an action's owner reports in a month: each owner all actions on one morning."""
        owners = sorted(self.cast.owners)
        place = owners.index(action.lead) if action.lead else 0
        number, sequence = (int(part) for part in action.label.split("."))
        return moment(self.days.report_day(month, place), 7, 30) + timedelta(minutes=3 * number + sequence)

    def has_new_evidence(self, label: str, month: int) -> bool:
        """Return whether evidence for an action comes with its update of this month."""
        return any(label in item.actions and item.month == month for item in content.evidence())


def tell_story(
    cast: Cast,
    plan: Plan,
    recommendations: dict[int, Recommendation],
    actions: dict[str, Action],
    days: Days,
) -> None:
    """Add the updates, date moves, evidence and checks of eight months, and close what was finished."""
    story = Story(cast, plan, actions, days)
    texts = {action.label: action for one in content.recommendations() for action in one.actions}
    for text in texts.values():
        db.session.refresh(actions[text.label], ["milestones", "date_moves"])
        for move in text.moves:
            _note_move(story, text, move)
        for milestone in text.milestones:
            if milestone.done:
                _note_milestone(story, text, milestone, milestone.done)
        for update in text.updates:
            _note_update(story, text, update)
    for item in content.evidence():
        _note_evidence(story, texts[item.actions[0]], item)
    closed, lead = recommendations[CLOSED], cast.persons["ruth"]
    story.at(moment(days.report_day(0, -1), 9, 30), lambda when: _close(closed, plan, lead, when))
    story.tell()
    db.session.flush()


def _note_update(story: Story, action: ActionText, text: UpdateText) -> None:
    by = story.cast.speaks_for(text.by or action.lead or "ruth")

    def happen(when: datetime) -> None:
        impact, keep = _as_the_rules_allow(story, action, text, when)
        story.updates[action.label, text.month] = post_update(
            story.actions[action.label],
            delivery=text.delivery,
            impact=impact,
            done=story.days.fill(text.done, when.date()),
            difference=story.days.fill(text.difference, when.date()),
            next_steps=story.days.fill(text.next_steps, when.date()),
            forecast_on=story.days.day(text.forecast) if text.forecast else None,
            keep_reason=story.days.fill(keep, when.date()),
            by=by,
            now=when,
            today=when.date(),
        )

    story.at(story.reports_at(action, text.month), happen)


def _as_the_rules_allow(
    story: Story, action: ActionText, text: UpdateText, when: datetime
) -> tuple[Impact, str]:
    """Return the impact to declare and the reason for keeping what is better than the record, "" if none.

    Whoever adds evidence with the update says that it waits to be checked. Whoever claims a difference
    without any new evidence is held to what the record shows.
    """
    if text.delivery is not Delivery.DELIVERED and text.impact is Impact.TOO_EARLY:
        return text.impact, text.keep  # claims nothing that evidence would have to show
    subject = story.actions[action.label]
    facts = replace(
        load_facts([subject.id], when.date())[subject.id],
        declared_delivery=text.delivery,
        declared_impact=text.impact,
        last_update_on=when.date(),
        forecast_on=story.days.day(text.forecast) if text.forecast else None,
    )
    standing = stand(facts, when.date(), story.plan.stale_after_days)
    if not standing.is_flattering or text.keep:
        return text.impact, text.keep
    is_only_unchecked = text.delivery is Delivery.DELIVERED or text.delivery is standing.record_delivery
    if is_only_unchecked and story.has_new_evidence(action.label, text.month):
        return text.impact, _NOT_CHECKED_YET[int(action.label.split(".")[1]) % len(_NOT_CHECKED_YET)]
    if text.delivery is Delivery.DELIVERED:
        return standing.record_impact, "Done as described. The evidence follows."
    return standing.record_impact, ""


def _note_move(story: Story, action: ActionText, text: MoveText) -> None:
    by, approver = story.cast.persons[text.by], story.cast.persons[text.approved]

    def happen(when: datetime) -> None:
        subject = story.actions[action.label]
        move_due_date(
            subject, story.days.day(text.to), text.reason, seen_version=subject.version, by=by, now=when
        )
        db.session.flush()
        db.session.refresh(subject, ["date_moves"])
        approve_date_move(subject, subject.date_moves[-1], by=approver, now=when + timedelta(seconds=20))
        _add_later_milestones(story, action, by, when + timedelta(seconds=30))

    # A little before the same morning's update speaks of it.
    story.at(story.reports_at(action, text.month) - timedelta(seconds=40), happen)


def _add_later_milestones(story: Story, action: ActionText, by: Person, when: datetime) -> None:
    """Add the milestones that the new due date makes room for."""
    subject = story.actions[action.label]
    held = {milestone.title for milestone in subject.milestones}
    for one in action.milestones:
        due = story.days.day(one.due)
        if one.title not in held and subject.due_on and due <= subject.due_on:
            add_milestone(subject, title=one.title, due_on=due, by=by, now=when)
    db.session.refresh(subject, ["milestones"])


def _note_milestone(story: Story, action: ActionText, text: MilestoneText, done: str) -> None:
    by, on = story.cast.speaks_for(action.lead or "ruth"), story.days.working_day(done)

    def happen(when: datetime) -> None:
        subject = story.actions[action.label]
        milestone = milestone_of(subject, text.title)
        mark_milestones_done(subject, [milestone.id], on=on, by=by, now=when, today=on)

    story.at(moment(on, 7, 20), happen)


def _note_evidence(story: Story, action: ActionText, text: EvidenceText) -> None:
    by = story.cast.speaks_for(action.lead or "ruth")

    def happen(when: datetime) -> None:
        first, *others = (story.actions[label] for label in text.actions)
        evidence = add_evidence(
            first,
            title=text.title,
            kind=text.kind,
            effective_on=story.days.working_day(text.effective),
            shows=text.shows,
            audience=text.audience,
            link=text.link,
            reference=text.reference,
            file=_file(story, text.file, by, when) if text.file else None,
            update=story.updates.get((action.label, text.month)),
            by=by,
            now=when,
            today=when.date(),
        )
        for other in others:
            link_evidence(evidence, other, by=by, now=when, today=when.date())
        story.evidence[text] = evidence

    story.at(story.reports_at(action, text.month) + timedelta(seconds=30), happen)
    for check in text.checks:
        _note_check(story, text, check)


def _note_check(story: Story, text: EvidenceText, check: CheckText) -> None:
    by = story.cast.persons[check.by]

    def happen(when: datetime) -> None:
        check_evidence(
            story.evidence[text],
            verdict=check.verdict,
            note=check.note,
            by=by,
            now=when,
            today=when.date(),
        )

    # After everybody has reported, so never before the evidence of the same month was added.
    story.at(moment(story.days.report_day(check.month, -1), 9, 5), happen)


def _file(story: Story, key: str, by: Person, when: datetime) -> StoredFile:
    name, data = file_bytes(key, story.days)
    return store_file(story.plan, name, data, by=by, now=when)


def _close(recommendation: Recommendation, plan: Plan, by: Person, when: datetime) -> None:
    db.session.refresh(recommendation, ["actions"])
    close_recommendation(recommendation, plan, statement=CLOSING_STATEMENT, by=by, now=when)
