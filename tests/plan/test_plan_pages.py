"""Reading the plan: its page, a recommendation, an action, the list of actions, and the histories."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.queries import counted_queries
from tests.world import (
    NOW,
    TODAY,
    World,
    add,
    add_action,
    add_evidence,
    add_owner,
    add_recommendation,
    add_update,
)
from tracker.database import db
from tracker.models import (
    Action,
    DateMove,
    EvidenceCheck,
    Milestone,
    Naming,
    OwnerKind,
    Part,
    Plan,
    Priority,
    Recommendation,
)
from tracker.operations.standing import refresh_standings
from tracker.rules.ladders import Audience, Delivery, Verdict

SignIn = Callable[[str], FlaskClient]

PAGES = (
    "/plans/harlmere",
    "/plans/harlmere/actions",
    "/plans/harlmere/actions?flag=overdue&priority=1&status=on_track&record=at_risk&owner=nobody",
    "/plans/harlmere/history",
    "/plans/harlmere/recommendations/1",
    "/plans/harlmere/recommendations/1/history",
    "/plans/harlmere/actions/1.1",
    "/plans/harlmere/actions/1.1/history",
)
LEAD_PAGES = (
    "/plans/harlmere/settings",
    "/plans/harlmere/owners",
    "/plans/harlmere/owners/new/person",
    "/plans/harlmere/owners/new/post",
    "/plans/harlmere/owners/new/partner",
    "/plans/harlmere/people",
    "/plans/harlmere/people/new",
    "/plans/harlmere/priorities",
    "/plans/harlmere/priorities/new",
    "/plans/harlmere/priorities/1",
    "/plans/harlmere/services/new",
    "/plans/harlmere/services/1",
    "/plans/harlmere/recommendations/new",
    "/plans/harlmere/recommendations/1/edit",
    "/plans/harlmere/recommendations/1/close",
    "/plans/harlmere/recommendations/1/reopen",
    "/plans/harlmere/actions/new?recommendation=1",
    "/plans/harlmere/actions/assign?action=1.1",
    "/plans/harlmere/actions/1.1/edit",
    "/plans/harlmere/actions/1.1/due-date",
    "/plans/harlmere/actions/1.1/owners",
    "/plans/harlmere/actions/1.1/milestones/new",
)


def add_late_action(world: World) -> str:
    """Add an action nobody leads, which was due five days ago; return its label."""
    plan = db.session.get_one(Plan, world.plan)
    recommendation = add_recommendation(plan, text="Reduce delay for children.")
    action = add_action(plan, recommendation, title="Track every case", due_on=TODAY - timedelta(days=5))
    refresh_standings([action.id], TODAY)
    db.session.commit()
    return action.label


@pytest.mark.parametrize("persona", ["contributor", "owner", "assurer", "director", "lead"])
def test_everybody_of_the_plan_reads_it(signed_in: SignIn, persona: str) -> None:
    browser = signed_in(persona)
    for page in PAGES:
        assert browser.get(page).status_code == 200, page


@pytest.mark.parametrize("persona", ["scrutiny", "stranger", "administrator"])
def test_to_others_the_plan_does_not_exist(signed_in: SignIn, persona: str) -> None:
    browser = signed_in(persona)
    for page in PAGES + LEAD_PAGES:
        assert browser.get(page).status_code == 404, page


def test_only_a_lead_opens_the_pages_that_change_the_plan(signed_in: SignIn) -> None:
    lead, owner, director = signed_in("lead"), signed_in("owner"), signed_in("director")
    for page in LEAD_PAGES:
        assert lead.get(page).status_code == 200, page
        assert director.get(page).status_code == 403, page
        assert owner.get(page).status_code == (200 if "milestones" in page else 403), page


def test_numbers_that_are_in_no_plan_are_not_found(signed_in: SignIn) -> None:
    lead = signed_in("lead")
    for page in (
        "recommendations/99",
        "recommendations/9999999999999999999999",
        "actions/9.9",
        "actions/1.1/milestones/99",
        "owners/99999",
        "priorities/7",
        "services/99",
    ):
        assert lead.get(f"/plans/harlmere/{page}").status_code == 404, page


def test_the_plan_page_shows_what_needs_attention_first(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        label = add_late_action(world)
    page = signed_in("lead").get("/plans/harlmere").get_data(as_text=True)
    assert page.index("Needs attention") < page.index("Priority 1:")
    assert "<b>1</b> <span>Without an owner</span>" in page
    assert "<b>1</b> <span>Overdue</span>" in page
    assert "5 days late" in page
    assert "None awaiting verification" in page
    assert "Without a priority" in page
    listed = signed_in("lead").get("/plans/harlmere/actions?flag=unowned").get_data(as_text=True)
    assert label in listed
    assert "1.1 " not in listed


def test_the_plan_page_counts_declared_beside_the_record(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        add_late_action(world)
    page = signed_in("director").get("/plans/harlmere").get_data(as_text=True)
    assert "0 off track, 0 at risk, 1 not started, 1 on track, 0 delivered" in page
    assert "1 off track, 0 at risk, 0 not started, 1 on track, 0 delivered" in page
    assert "1 of 1 action is late" in page


def test_an_empty_plan_says_the_next_step_and_takes_the_report(signed_in: SignIn) -> None:
    page = signed_in("stranger").get("/plans/elsewhere").get_data(as_text=True)
    assert "This plan is empty" in page
    assert 'action="/plans/elsewhere/reports-in/new"' in page
    assert "/plans/elsewhere/recommendations/new" in page


def test_the_recommendation_page_says_what_is_missing_and_what_stands_before_closing(
    signed_in: SignIn,
) -> None:
    page = signed_in("lead").get("/plans/harlmere/recommendations/1").get_data(as_text=True)
    assert "Hold strategy discussions on time, with police and health there." in page
    assert "No voice evidence" in page
    assert "1 action to deliver and verify: 1.1" in page
    assert "recommendations/1/close" not in page


def test_officers_evidence_is_read_by_the_actions_own_people_only(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        recommendation = add_recommendation(plan)
        action = add_action(plan, recommendation)
        evidence = add_evidence(plan, action, world.people["lead"], audience=Audience.OFFICERS)
        evidence.title = "Names of the families"
        owner = add_owner(plan, world.people["assurer"], "assurer")
        add(Naming(action_id=action.id, owner_id=owner.id, part=Part.LEAD_OFFICER))
        refresh_standings([action.id], TODAY)
        db.session.commit()
    for page in ("recommendations/2", "actions/2.1"):
        for persona, reads in (("lead", True), ("director", True), ("assurer", True), ("owner", False)):
            text = signed_in(persona).get(f"/plans/harlmere/{page}").get_data(as_text=True)
            assert ("Names of the families" in text) is reads, (page, persona)
            assert ("1 item more for officers" in text) is not reads


def test_the_action_page_shows_both_statuses_only_where_they_differ(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    assert "Rated better than the record shows" not in signed_in("owner").get(
        "/plans/harlmere/actions/1.1"
    ).get_data(as_text=True)
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        recommendation = add_recommendation(plan)
        action = add_action(plan, recommendation, due_on=TODAY - timedelta(days=20))
        update = add_update(action, world.people["owner"])
        update.keep_reason = "The rota waits only for a signature."
        refresh_standings([action.id], TODAY)
        db.session.commit()
    page = signed_in("owner").get("/plans/harlmere/actions/2.1").get_data(as_text=True)
    assert "Rated better than the record shows" in page
    assert "The rota waits only for a signature." in page
    assert "20 days late" in page


def test_buttons_stand_only_where_they_may_be_pressed(signed_in: SignIn) -> None:
    action = "/plans/harlmere/actions/1.1"
    owner = signed_in("owner").get(action).get_data(as_text=True)
    assert f"{action}/update" in owner
    assert f"{action}/edit" not in owner
    contributor = signed_in("contributor").get(action).get_data(as_text=True)
    assert f"{action}/update" not in contributor
    assert f"{action}/evidence/new" in contributor
    director = signed_in("director").get(action).get_data(as_text=True)
    assert f"{action}/evidence/new" not in director


def test_older_updates_are_one_link_away(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        action = db.session.get_one(Action, 1)
        for number in range(7):
            add_update(action, world.people["owner"], done=f"Step {number} done.")
        db.session.commit()
    owner = signed_in("owner")
    assert "See all 8 updates" in owner.get("/plans/harlmere/actions/1.1").get_data(as_text=True)
    every = owner.get("/plans/harlmere/actions/1.1?updates=all").get_data(as_text=True)
    assert all(f"Step {number} done." in every for number in range(7))


def test_a_filter_made_by_hand_is_left_out_and_named(signed_in: SignIn) -> None:
    answer = signed_in("lead").get(
        "/plans/harlmere/actions?flag=nonsense&owner=999999999999999&page=-3&priority=77&recommendation=x"
    )
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert "(needs attention; priority; lead officer; recommendation), so that was left out" in page


def test_the_list_narrows_to_the_actions_of_one_recommendation(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        label = add_late_action(world)
    page = signed_in("lead").get("/plans/harlmere/actions?recommendation=2").get_data(as_text=True)
    assert f">{label} Track every case<" in page
    assert "1.1 Agree" not in page


def test_a_long_list_of_actions_is_read_in_pages_of_fifty(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        add_many(world, 60)
    lead = signed_in("lead")
    first = lead.get("/plans/harlmere/actions").get_data(as_text=True)
    assert "61 actions, 1 to 50 here" in first
    assert "51 to 61 here" in lead.get("/plans/harlmere/actions?page=2").get_data(as_text=True)
    assert "51 to 61 here" in lead.get("/plans/harlmere/actions?page=77").get_data(as_text=True)


def add_many(world: World, number: int) -> None:
    """Add recommendations with an action, an owner, an update and evidence each, under one priority."""
    plan = db.session.get_one(Plan, world.plan)
    priority = db.session.query(Priority).filter_by(plan_id=plan.id).first()
    ids = []
    for place in range(number):
        recommendation = add_recommendation(plan, priority=priority, text=f"Ask number {place}.")
        action = add_action(plan, recommendation)
        owner = add_owner(plan, world.people["assurer"], f"owner {place}")
        owner.kind = OwnerKind.POST
        add(Naming(action_id=action.id, owner_id=owner.id, part=Part.LEAD_OFFICER))
        add_update(action, world.people["owner"], delivery=Delivery.AT_RISK)
        add_evidence(plan, action, world.people["owner"])
        ids.append(action.id)
    refresh_standings(ids, TODAY)
    db.session.commit()


@pytest.mark.parametrize(
    "page",
    [
        "/plans/harlmere",
        "/plans/harlmere/actions",
        "/plans/harlmere/history",
        "/plans/harlmere/owners",
        "/plans/harlmere/people",
        "/plans/harlmere/priorities",
        "/plans/harlmere/actions/new",
        "/plans/harlmere/recommendations/1/edit",
    ],
)
def test_one_row_and_fifty_cost_the_same_queries(
    app: Flask, world: World, signed_in: SignIn, page: str
) -> None:
    lead = signed_in("lead")
    with counted_queries(app) as before:
        lead.get(page)
    with app.app_context():
        add_many(world, 49)
    with counted_queries(app) as after:
        lead.get(page)
    assert len(after) == len(before), after


def test_a_recommendation_with_fifty_actions_costs_as_many_queries_as_with_one(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        add_many(world, 1)
    lead = signed_in("lead")
    pages = ("/plans/harlmere/recommendations/2", "/plans/harlmere/recommendations/2/history")
    with counted_queries(app) as before:
        for page in pages:
            lead.get(page)
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        recommendation = db.session.query(Recommendation).filter_by(plan_id=plan.id, number=2).one()
        owner = add_owner(plan, world.people["assurer"], "another", OwnerKind.POST)
        ids = []
        for _ in range(49):
            action = add_action(plan, recommendation)
            add(Naming(action_id=action.id, owner_id=owner.id, part=Part.LEAD_OFFICER))
            add_evidence(plan, action, world.people["owner"])
            ids.append(action.id)
        refresh_standings(ids, TODAY)
        db.session.commit()
    with counted_queries(app) as after:
        for page in pages:
            assert lead.get(page).status_code == 200
    assert len(after) == len(before), after


def test_an_action_with_a_long_past_costs_as_many_queries_as_a_new_one(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    with app.app_context():
        add_past(world, 1)
    with counted_queries(app) as before:
        lead.get("/plans/harlmere/actions/1.1?updates=all")
    with app.app_context():
        add_past(world, 30)
    with counted_queries(app) as after:
        lead.get("/plans/harlmere/actions/1.1?updates=all")
    assert len(after) == len(before), after


def add_past(world: World, number: int) -> None:
    """Give action 1.1 milestones, moved dates, updates and checked evidence."""
    plan, action = db.session.get_one(Plan, world.plan), db.session.get_one(Action, 1)
    for _ in range(number):
        add(Milestone(action_id=action.id, title="Rota signed", due_on=TODAY))
        add(
            DateMove(
                action_id=action.id,
                from_on=TODAY,
                to_on=TODAY + timedelta(days=1),
                reason="The rota changed.",
                moved_by_id=world.people["lead"],
                moved_at=NOW,
                approved_by_id=world.people["director"],
                approved_at=NOW,
            )
        )
        add_update(action, world.people["owner"])
        evidence = add_evidence(plan, action, world.people["owner"])
        add(
            EvidenceCheck(
                evidence_id=evidence.id, verdict=Verdict.VERIFIED, by_id=world.people["assurer"], at=NOW
            )
        )
    db.session.commit()
