"""From the database to the report's value: as at a day, for an edition, in few queries."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.queries import counted_queries
from tests.world import NOW, TODAY, World, add, add_action, add_evidence, add_recommendation, add_update
from tracker.dashboard.queries import load_impact
from tracker.database import db
from tracker.models import (
    Action,
    Commentary,
    DateMove,
    Evidence,
    EvidenceCheck,
    Inspection,
    Measure,
    Milestone,
    Naming,
    Owner,
    OwnerKind,
    Part,
    Person,
    Plan,
    Priority,
    Reading,
    Recommendation,
)
from tracker.models.measures import measure_recommendation
from tracker.operations.standing import refresh_standings
from tracker.reports import facts
from tracker.reports.build import build_snapshot
from tracker.reports.facts import Council, Meeting, Name
from tracker.reports.findings import measures_of
from tracker.reports.html import report_html
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import Audience, Delivery, Direction, Edition, Impact, Verdict

COUNCIL = Council("Harlmere County Council")


def build(world: World, as_at: date = TODAY, edition: Edition = Edition.PUBLIC, **more: object) -> Snapshot:
    plan = db.session.get_one(Plan, world.plan)
    return build_snapshot(plan, as_at, edition, council=COUNCIL, **more)  # type: ignore[arg-type]


def the_action() -> Action:
    return db.session.query(Action).order_by(Action.id).first()  # type: ignore[return-value]


def the_evidence() -> Evidence:
    return db.session.query(Evidence).order_by(Evidence.id).first()  # type: ignore[return-value]


def check_evidence(world: World, verdict: Verdict = Verdict.VERIFIED, days_ago: int = 2) -> None:
    at = NOW - timedelta(days=days_ago)
    person = world.people["assurer"]
    add(EvidenceCheck(evidence_id=the_evidence().id, verdict=verdict, by_id=person, at=at, note=""))


@pytest.fixture
def built(app: Flask, world: World) -> Iterator[World]:
    """The world, with a session that a test may change and that is gone after it."""
    with app.app_context():
        yield world
        db.session.rollback()


def test_the_plan_is_there_as_it_stands(built: World) -> None:
    snapshot = build(built, meeting=Meeting("Improvement board", TODAY))
    assert snapshot.plan == "Children’s services improvement plan"
    assert [one.title for one in snapshot.priorities] == ["The right help, first time"]
    assert snapshot.recommendations[0].text.startswith("Hold strategy discussions on time")
    assert snapshot.services == ("First response",)
    assert snapshot.director == Name("Director")
    action = snapshot.actions[0]
    assert (action.label, action.recommendations) == ("1.1", (1,))
    assert action.declared is action.record is Delivery.ON_TRACK
    assert action.lead_officer == Name("Owner")
    assert action.contributors == (Name("Contributor"),)
    assert action.update is not None
    assert action.update.done == "Met the police and the health trust."
    assert action.update.author == "Owner"
    assert action.evidence == (1,)
    assert snapshot.evidence[0].where == "https://intranet.harlmere.example/rota"


def test_another_plan_is_not_in_it(built: World) -> None:
    other = db.session.get_one(Plan, built.other_plan)
    add_action(other, add_recommendation(other, text="Elsewhere only."), title="Elsewhere too")
    text = build(built).to_json()
    assert "Elsewhere" not in text


def test_updates_after_the_day_are_left_out(built: World) -> None:
    add_update(the_action(), built.people["owner"], delivery=Delivery.OFF_TRACK, at=NOW, done="Newest")
    yesterday = build(built, TODAY - timedelta(days=1)).actions[0]
    assert yesterday.declared is Delivery.ON_TRACK
    assert yesterday.update is not None
    assert yesterday.update.done != "Newest"
    today = build(built).actions[0]
    assert today.declared is Delivery.OFF_TRACK
    assert build(built, TODAY - timedelta(days=20)).actions[0].update is None


def test_evidence_and_checks_after_the_day_are_left_out(built: World) -> None:
    check_evidence(built, days_ago=2)
    assert build(built).evidence[0].verdict is Verdict.VERIFIED
    assert build(built).evidence[0].checked_on == TODAY - timedelta(days=2)
    assert build(built, TODAY - timedelta(days=5)).evidence[0].verdict is None
    before = build(built, TODAY - timedelta(days=15))
    assert before.evidence == ()
    assert before.actions[0].evidence == ()


def test_a_withdrawn_check_is_no_check(built: World) -> None:
    check_evidence(built, Verdict.CHALLENGED, days_ago=3)
    check_evidence(built, Verdict.WITHDRAWN, days_ago=1)
    assert build(built).evidence[0].verdict is None
    assert build(built, TODAY - timedelta(days=2)).evidence[0].verdict is Verdict.CHALLENGED


def test_date_moves_after_the_day_are_left_out_and_the_due_date_is_that_day_s(built: World) -> None:
    action = the_action()
    first = action.due_on
    assert first is not None
    later = first + timedelta(days=90)
    add(
        DateMove(
            action_id=action.id,
            from_on=first,
            to_on=later,
            reason="The partner asked for it.",
            moved_by_id=built.people["lead"],
            moved_at=NOW - timedelta(days=1),
            approved_by_id=built.people["director"],
            approved_at=NOW - timedelta(days=1),
        )
    )
    action.due_on = later
    db.session.flush()
    before, now = build(built, TODAY - timedelta(days=3)).actions[0], build(built).actions[0]
    assert (before.due, before.moves) == (first, ())
    assert (now.due, now.original_due) == (later, first)
    assert [(move.old, move.new, move.approved_by) for move in now.moves] == [(first, later, "Director")]


def test_the_day_is_the_rules_today(built: World) -> None:
    action = the_action()
    assert action.due_on is not None
    late = build(built, action.due_on + timedelta(days=3)).actions[0]
    assert late.days_late == 3
    assert late.record is Delivery.OFF_TRACK
    assert late.is_flattering


def test_milestones_done_after_the_day_are_open(built: World) -> None:
    add(Milestone(action_id=the_action().id, title="Rota signed", due_on=TODAY, done_on=TODAY))
    assert build(built).actions[0].milestones[0].done_on == TODAY
    assert build(built, TODAY - timedelta(days=1)).actions[0].milestones[0].done_on is None


def test_readings_after_the_day_are_left_out(built: World) -> None:
    measure = add(
        Measure(plan_id=built.plan, code="M", name="Timely", unit="%", direction=Direction.HIGHER, target=90)
    )
    recommendation = db.session.query(Recommendation).first()
    assert recommendation is not None
    db.session.execute(
        measure_recommendation.insert().values(measure_id=measure.id, recommendation_id=recommendation.id)
    )
    for days, value in ((40, 70), (3, 80)):
        day = TODAY - timedelta(days=days)
        add(Reading(measure_id=measure.id, on=day, value=value, added_at=NOW - timedelta(days=days)))
    assert [reading.value for reading in build(built).measures[0].readings] == [70, 80]
    assert [reading.value for reading in build(built, TODAY - timedelta(days=9)).measures[0].readings] == [70]
    assert build(built).measures[0].priorities == (1,)


def test_a_recommendation_closed_after_the_day_is_open(built: World) -> None:
    one = db.session.query(Recommendation).first()
    assert one is not None
    one.closed_at, one.closing_statement = NOW, "Done and seen."
    db.session.flush()
    assert build(built).recommendations[0].closed_on == TODAY
    before = build(built, TODAY - timedelta(days=1)).recommendations[0]
    assert (before.closed_on, before.closing_statement) == (None, "")


@pytest.mark.parametrize("edition", list(Edition))
def test_evidence_for_officers_is_in_no_edition(built: World, edition: Edition) -> None:
    secret = add_evidence(
        db.session.get_one(Plan, built.plan), the_action(), built.people["owner"], audience=Audience.OFFICERS
    )
    secret.title, secret.url, secret.shows = "Officers title", "https://officers.example", "Officers shows"
    db.session.flush()
    snapshot = build(built, edition=edition)
    assert [item.number for item in snapshot.evidence] == [1]
    assert snapshot.actions[0].evidence == (1,)
    assert "fficers" not in snapshot.to_json()
    assert "fficers title" not in report_html(snapshot)


def test_evidence_for_members_is_named_in_their_edition_alone(built: World) -> None:
    exempt = add_evidence(
        db.session.get_one(Plan, built.plan), the_action(), built.people["owner"], audience=Audience.MEMBERS
    )
    exempt.title, exempt.url, exempt.shows = "Exempt title", "https://exempt.example", "Exempt shows"
    check = NOW - timedelta(days=1)
    person = built.people["assurer"]
    add(
        EvidenceCheck(
            evidence_id=exempt.id, verdict=Verdict.VERIFIED, by_id=person, at=check, note="Exempt note"
        )
    )
    public, members = build(built), build(built, edition=Edition.MEMBERS)
    assert "xempt title" not in public.to_json() + report_html(public)
    assert "exempt.example" not in public.to_json() + report_html(public)
    assert "available to members on request" in report_html(public)
    assert "Exempt title" in report_html(members)
    assert "Exempt note" not in members.to_json()


def test_the_impact_of_a_recommendation_is_that_of_its_page(built: World) -> None:
    add_update(
        the_action(), built.people["owner"], delivery=Delivery.DELIVERED, impact=Impact.SOME_EVIDENCE, at=NOW
    )
    check_evidence(built, days_ago=4)
    verified = build(built).recommendations[0]
    assert verified.record_impact is Impact.SOME_EVIDENCE
    plan = db.session.get_one(Plan, built.plan)
    first = db.session.query(Recommendation).filter_by(number=1).one()
    second = add_action(plan, first, title="B")
    add_update(second, built.people["owner"], delivery=Delivery.DELIVERED, impact=Impact.SOME_EVIDENCE)
    refresh_standings([the_action().id, second.id], TODAY)
    pulled_down = build(built).recommendations[0]
    # Delivered, but nobody verified it: it must not be left out of what the whole shows.
    assert pulled_down.record_impact is Impact.TOO_EARLY
    assert load_impact(plan)[Impact.TOO_EARLY] == 1
    assert load_impact(plan)[Impact.SOME_EVIDENCE] == 0


def test_an_action_verified_by_the_rules_says_since_when(built: World) -> None:
    add_update(
        the_action(), built.people["owner"], delivery=Delivery.DELIVERED, impact=Impact.SOME_EVIDENCE, at=NOW
    )
    check_evidence(built, days_ago=4)
    action = build(built).actions[0]
    assert action.is_verified
    assert action.verified_on == TODAY - timedelta(days=4)
    assert build(built).recommendations[0].record is Delivery.DELIVERED


def test_a_post_is_named_with_its_holder_and_a_partner_with_its_contact(built: World) -> None:
    action = the_action()
    post = add(
        Owner(
            plan_id=built.plan,
            kind=OwnerKind.POST,
            name="Head of the front door",
            person_id=built.people["director"],
        )
    )
    partner = add(
        Owner(
            plan_id=built.plan, kind=OwnerKind.PARTNER, name="Harlmere NHS Trust", contact_name="Owen Lacey"
        )
    )
    add(Naming(action_id=action.id, owner_id=post.id, part=Part.ACCOUNTABLE_DIRECTOR))
    add(Naming(action_id=action.id, owner_id=partner.id, part=Part.CONTRIBUTOR))
    db.session.expire_all()
    built_action = build(built).actions[0]
    assert built_action.accountable == Name("Director", "Head of the front door")
    assert Name("Harlmere NHS Trust", "Contact: Owen Lacey") in built_action.contributors
    assert build(built).leaders[0].name == "Director"


def test_the_newest_commentary_of_a_section_holds(built: World) -> None:
    for days, text in ((5, "Older words"), (1, "Newer words")):
        add(
            Commentary(
                plan_id=built.plan,
                section="overview",
                heading="",
                text=text,
                by_id=built.people["lead"],
                at=NOW - timedelta(days=days),
            )
        )
    found = build(built).commentary("overview")
    assert found is not None
    assert found.text == "Newer words"


def test_recommendations_under_no_priority_come_last(built: World) -> None:
    plan = db.session.get_one(Plan, built.plan)
    add_recommendation(plan, text="Waiting for a priority.")
    snapshot = build(built)
    assert [one.number for one in snapshot.priorities] == [1, 0]
    assert "Waiting for a priority." in report_html(snapshot)


def test_the_value_survives_its_storage(built: World) -> None:
    snapshot = build(built, number=3)
    assert Snapshot.from_json(snapshot.to_json()) == snapshot


def test_the_number_of_queries_does_not_grow_with_the_plan(app: Flask, built: World) -> None:
    def queries() -> int:
        db.session.flush()
        db.session.expire_all()
        plan = db.session.get_one(Plan, built.plan)
        with counted_queries(app) as run:
            build_snapshot(plan, TODAY, council=COUNCIL)
        return len(run)

    def grow(priorities: range) -> None:
        plan = db.session.get_one(Plan, built.plan)
        owner = db.session.query(Owner).first()
        assert owner is not None
        for number in priorities:
            inspection = add(
                Inspection(
                    plan_id=plan.id, kind="other", title=f"Visit {number}", provider="", created_at=NOW
                )
            )
            priority = add(Priority(plan_id=plan.id, number=number, title=f"Priority {number}"))
            action = add_action(plan, add_recommendation(plan, priority=priority, inspection=inspection))
            add(Naming(action_id=action.id, owner_id=owner.id, part=Part.LEAD_OFFICER))
            add(Milestone(action_id=action.id, title="Step", due_on=TODAY))
            add_update(action, built.people["owner"])
            add_evidence(plan, action, built.people["owner"])

    grow(range(2, 3))
    few = queries()
    grow(range(3, 53))
    assert queries() == few


def test_an_update_that_says_nothing_leaves_standing_what_was_explained_before(built: World) -> None:
    action, owner = the_action(), built.people["owner"]
    assert build(built).actions[0].explained is None
    add_update(action, owner, at=NOW - timedelta(hours=3), done="The police rota is set for a quarter.")
    add_update(action, owner, at=NOW - timedelta(hours=2), done="No change.")
    add_update(action, owner, at=NOW - timedelta(hours=1), done="Nothing has changed since 9 November 2026.")
    told = build(built).actions[0]
    assert told.update is not None
    assert told.update.done.startswith("Nothing has changed")
    assert told.explained is not None
    assert told.explained.done == "The police rota is set for a quarter."


def test_a_vacant_post_and_a_leaver_are_named_as_such_and_answer_for_nothing(built: World) -> None:
    action = the_action()
    post = Owner(plan_id=built.plan, kind=OwnerKind.POST, name="Head of fostering")
    add(post)
    lead = db.session.scalars(
        sa.select(Naming).where(Naming.action_id == action.id, Naming.part == Part.LEAD_OFFICER)
    ).one()
    lead.owner_id = post.id
    db.session.flush()
    db.session.expire_all()
    assert build(built).actions[0].lead_officer == Name("Head of fostering (vacant post)", answers=False)
    post.person_id = built.people["owner"]
    db.session.flush()
    db.session.expire_all()
    db.session.get_one(Person, built.people["owner"]).is_removed = True
    db.session.flush()
    assert build(built).actions[0].lead_officer == Name(
        "Owner (has left)", "Head of fostering", answers=False
    )


def test_a_sheet_counts_only_the_measures_of_its_own_recommendation(built: World) -> None:
    priority = build(built).priorities[0]
    plan = replace(
        build(built),
        measures=tuple(
            facts.Measure(
                f"Measure {number}", Direction.HIGHER, priorities=(priority.number,), recommendations=numbers
            )
            for number, numbers in enumerate(((1,), (2,), ()))
        ),
    )
    alone = replace(priority, recommendations=priority.recommendations[:1])
    assert [one.title for one in measures_of(plan, alone)] == ["Measure 0", "Measure 2"]


def test_the_reason_of_a_due_date_goes_with_it(built: World) -> None:
    one = db.session.query(Recommendation).filter_by(plan_id=built.plan).first()
    assert one is not None
    one.due_on, one.due_reason = TODAY, "The board agreed a later date."
    db.session.flush()
    assert build(built).recommendations[0].due_reason == "The board agreed a later date."
