"""The sample council's story, as somebody finds it who opens the product for the first time."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from tests.sample.council import STORY_DAYS, loaded
from tracker.database import db
from tracker.formatting import in_london
from tracker.models import (
    Action,
    Body,
    Change,
    Commentary,
    DateMove,
    Deadline,
    Evidence,
    EvidenceForm,
    EvidenceLink,
    Finding,
    Inspection,
    Measure,
    Meeting,
    Milestone,
    Naming,
    OutgoingMail,
    Part,
    Priority,
    Reading,
    Recommendation,
    Round,
    Update,
)
from tracker.rules.ladders import Audience, Delivery, EvidenceKind, Verdict
from tracker.rules.verification import may_check_evidence
from tracker.sample import content

OVERDUE = {"1.2", "2.2", "5.2", "6.1", "9.1"}


@pytest.fixture(scope="module", params=STORY_DAYS, ids=str)
def today(
    request: pytest.FixtureRequest, migrated_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[date]:
    """A day for which the sample was loaded; the test runs inside that site."""
    with loaded(request.param, migrated_database, tmp_path_factory.mktemp("council")):
        yield request.param


def actions_by_label() -> dict[str, Action]:
    found = db.session.scalars(
        sa.select(Action).options(
            selectinload(Action.named).joinedload(Naming.owner),
            selectinload(Action.updates),
            selectinload(Action.milestones),
            joinedload(Action.standing),
        )
    )
    return {action.label: action for action in found}


def test_the_plan_has_four_priorities_and_every_recommendation_of_the_report(today: date) -> None:
    assert db.session.scalar(sa.select(sa.func.count(Priority.id))) == 4
    asked = db.session.scalars(sa.select(Recommendation).order_by(Recommendation.number)).all()
    assert [one.number for one in asked] == list(range(1, 15))
    assert all(one.printed_number == str(one.number) and one.short_title and one.due_on for one in asked)
    assert all(one.passage_page and one.inspection_id for one in asked)
    assert len(actions_by_label()) == 45


def test_the_record_shows_the_same_story_on_any_day(today: date) -> None:
    actions = actions_by_label()
    standings = {label: action.standing for label, action in actions.items() if action.standing}
    assert len(standings) == 45
    assert {label for label, one in standings.items() if one.is_overdue} == {
        "1.2",
        "2.2",
        "5.2",
        "6.1",
        "9.1",
    }
    assert {label for label, one in standings.items() if one.is_stale} == {"2.1", "4.3", "7.2", "14.3"}
    assert {label for label, one in standings.items() if one.is_challenged} == {"1.4", "11.2"}
    honest = {label for label, one in standings.items() if one.declared_delivery is Delivery.OFF_TRACK}
    assert honest == {"6.1", "9.1"}
    assert all(standings[label].record_delivery is Delivery.OFF_TRACK for label in honest)
    too_green = standings["1.2"]
    assert too_green.declared_delivery is Delivery.ON_TRACK
    assert too_green.record_delivery is Delivery.OFF_TRACK
    assert any("moved twice" in reason for reason in too_green.delivery_reasons)
    assert standings["10.2"].declared_delivery is Delivery.DELIVERED
    assert standings["10.2"].record_delivery is Delivery.AT_RISK
    assert not standings["10.2"].is_verified


def test_one_action_was_at_risk_for_months_and_is_delivered_and_verified(today: date) -> None:
    action = actions_by_label()["3.2"]
    told = [update.delivery for update in reversed(action.updates)]
    assert told == [Delivery.ON_TRACK, *[Delivery.AT_RISK] * 4, Delivery.DELIVERED]
    assert action.standing is not None
    assert action.standing.is_verified


def test_two_actions_have_nobody_who_leads_them(today: date) -> None:
    unowned = {label for label, action in actions_by_label().items() if action.lead_officer is None}
    assert unowned == {"11.4", "12.2"}
    assert all(action.accountable_director for action in actions_by_label().values())


def test_owners_are_people_posts_and_partner_bodies(today: date) -> None:
    kinds = Counter(
        naming.owner.kind.value
        for action in actions_by_label().values()
        for naming in action.named
        if naming.part is Part.LEAD_OFFICER
    )
    assert kinds["person"] == 40
    assert (kinds["post"], kinds["partner"]) == (1, 2)


def test_nothing_that_happened_lies_in_the_future(today: date) -> None:
    moments = [
        *db.session.scalars(sa.select(Update.at)),
        *db.session.scalars(sa.select(Evidence.added_at)),
        *db.session.scalars(sa.select(Change.at)),
        *db.session.scalars(sa.select(DateMove.moved_at)),
        *db.session.scalars(sa.select(Reading.added_at)),
        *db.session.scalars(sa.select(Commentary.at)),
    ]
    assert max(in_london(moment).date() for moment in moments) <= today
    done = db.session.scalars(sa.select(Milestone.done_on).where(Milestone.done_on.is_not(None)))
    assert max(day for day in done if day) <= today
    meetings = db.session.scalars(sa.select(Meeting.on)).all()
    coming = [day for day in meetings if day > today]
    assert len(coming) == len(db.session.scalars(sa.select(Body)).all()) == 3
    assert all(day < today + timedelta(days=31) for day in coming)
    assert len(meetings) == 5, "the board and the committee met once before"


def test_open_actions_expect_to_end_in_the_future(today: date) -> None:
    for action in actions_by_label().values():
        newest = action.updates[0] if action.updates else None
        if newest and newest.forecast_on and newest.delivery is not Delivery.DELIVERED:
            assert newest.forecast_on > today, action.label


def test_milestones_of_delivered_actions_were_done_before_delivery(today: date) -> None:
    for label, action in actions_by_label().items():
        first = next((one for one in reversed(action.updates) if one.delivery is Delivery.DELIVERED), None)
        if first is not None:
            on = in_london(first.at).date()
            assert all(one.done_on and one.done_on <= on for one in action.milestones), label


def test_every_milestone_of_the_story_is_there_and_none_lies_after_the_due_date(today: date) -> None:
    told = {
        (action.label, milestone.title)
        for recommendation in content.recommendations()
        for action in recommendation.actions
        for milestone in action.milestones
    }
    found = set()
    for label, action in actions_by_label().items():
        found |= {(label, milestone.title) for milestone in action.milestones}
        assert all(action.due_on and one.due_on <= action.due_on for one in action.milestones), label
    assert found == told


def test_evidence_is_of_every_kind_form_and_audience(today: date) -> None:
    found = db.session.scalars(sa.select(Evidence).order_by(Evidence.number)).all()
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert len(found) >= 40
    assert {one.kind for one in found} == set(EvidenceKind)
    assert {one.form for one in found} == set(EvidenceForm)
    audiences = Counter(one.audience for one in found)
    assert audiences[Audience.PUBLIC] > audiences[Audience.MEMBERS] > audiences[Audience.OFFICERS] > 1
    assert all(one.effective_on <= in_london(one.added_at).date() for one in found)


def test_checks_are_made_by_people_who_may_make_them(today: date) -> None:
    verdicts: Counter[Verdict | None] = Counter()
    for evidence in db.session.scalars(
        sa.select(Evidence).options(
            selectinload(Evidence.checks),
            selectinload(Evidence.links)
            .joinedload(EvidenceLink.action)
            .options(selectinload(Action.named).joinedload(Naming.owner), selectinload(Action.updates)),
        )
    ):
        verdicts[evidence.check.verdict if evidence.check else None] += 1
        actions = [link.action for link in evidence.links]
        named = {one.owner.person_id or 0 for action in actions for one in action.named}
        authors = {one.by_id or 0 for action in actions for one in action.updates}
        for check in evidence.checks:
            assert may_check_evidence(check.by_id, evidence.added_by_id, named, authors) is None, (
                evidence.label
            )
            assert check.at > evidence.added_at
    assert verdicts[Verdict.VERIFIED] > 25
    assert verdicts[Verdict.CHALLENGED] == 2
    assert verdicts[None] >= 5


def test_no_two_updates_say_the_same(today: date) -> None:
    # Through a link, “nothing has changed” is one button and always the same words.
    written = sa.select(Update.done, Update.at).where(Update.ask_id.is_(None))
    done = db.session.scalars(written).all()
    assert len(done) == len(set(done)) > 170
    months = {in_london(at).strftime("%Y-%m") for _, at in db.session.execute(written)}
    assert len(months) == 8


def test_one_round_closed_one_is_open_and_no_mail_waits(today: date) -> None:
    first, second = db.session.scalars(sa.select(Round).order_by(Round.number))
    assert (first.is_open, second.is_open) == (False, True)
    assert first.closed_at
    assert first.closed_at <= second.opened_at
    answered = db.session.scalars(
        sa.select(Update.id).where(Update.at >= first.opened_at, Update.at < second.opened_at)
    ).all()
    assert len(answered) > 15
    assert db.session.scalars(sa.select(Update.id).where(Update.ask_id.is_not(None))).all()
    assert db.session.scalars(sa.select(OutgoingMail.id)).all() == []


def test_no_text_holds_a_slot_or_a_placeholder(today: date) -> None:
    texts = [
        text
        for row in db.session.execute(
            sa.select(Update.done, Update.difference, Update.next_steps, Update.keep_reason)
        )
        for text in row
    ]
    texts += [
        *db.session.scalars(sa.select(Commentary.text)),
        *db.session.scalars(sa.select(Priority.introduction)),
    ]
    texts += [
        *db.session.scalars(sa.select(Evidence.shows)),
        *db.session.scalars(sa.select(Action.how_we_will_know)),
    ]
    texts = [re.sub(r"\{m:[A-Z]+\}", "", text) for text in texts]
    assert not [text for text in texts if re.search(r"[{}]|TODO|lorem", text)]
    assert all(db.session.scalars(sa.select(Update.done)))


def test_the_letter_comes_back_to_two_recommendations(today: date) -> None:
    letter = db.session.scalars(sa.select(Inspection).where(Inspection.kind == "focused_visit")).one()
    points = db.session.scalars(
        sa.select(Finding)
        .where(Finding.inspection_id == letter.id)
        .options(selectinload(Finding.recommendations))
        .order_by(Finding.position)
    ).all()
    assert [[one.number for one in point.recommendations] for point in points] == [[1], [1], [13], [13]]
    assert all(letter.source_text[point.passage_start : point.passage_end] for point in points)


def test_the_report_was_answered_in_time_and_the_letter_waits_for_a_draft(today: date) -> None:
    deadlines = db.session.scalars(
        sa.select(Deadline).order_by(Deadline.inspection_id, Deadline.working_days)
    )
    sent, draft, full = deadlines.all()
    assert sent.sent_on is not None
    assert sent.sent_on < sent.due_on
    assert draft.sent_on is None
    assert full.sent_on is None
    assert today < draft.due_on < full.due_on


def test_marked_findings_belong_to_recommendations_except_two(today: date) -> None:
    report = db.session.scalars(sa.select(Inspection).where(Inspection.kind == "sif")).one()
    marked = db.session.scalars(
        sa.select(Finding)
        .where(Finding.inspection_id == report.id, Finding.is_marked)
        .options(selectinload(Finding.recommendations))
    ).all()
    assert len(marked) == 12
    assert {one.number for one in marked if not one.recommendations} == {"44", "47"}


def test_six_measures_have_a_year_of_readings_and_touch_recommendations(today: date) -> None:
    measures = db.session.scalars(
        sa.select(Measure).options(selectinload(Measure.readings), selectinload(Measure.recommendations))
    ).all()
    assert {one.code for one in measures} == {"SDT", "PRE", "RHC", "FHA", "CLH", "SUP"}
    for measure in measures:
        assert len(measure.readings) == 12
        assert measure.recommendations
        assert measure.target is not None
        assert (today - measure.readings[-1].on).days < 50


def test_a_recommendation_is_closed_with_a_statement(today: date) -> None:
    closed = db.session.scalars(sa.select(Recommendation).where(Recommendation.closed_at.is_not(None))).one()
    assert closed.number == 3
    assert closed.closing_statement
