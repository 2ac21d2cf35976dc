"""My actions: which action stands where, and what the page costs."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from tests.my_actions.sending import FROM_LIST, SignIn, filled, page
from tests.queries import counted_queries
from tests.world import NOW, TODAY, World, add, add_action, add_evidence, add_owner, add_recommendation
from tests.world import add_update as update
from tracker.database import db
from tracker.models import (
    Action,
    Evidence,
    EvidenceCheck,
    Milestone,
    Naming,
    Owner,
    Part,
    Plan,
    Recommendation,
)
from tracker.my_actions.page import MOST_FORMS
from tracker.operations.standing import refresh_standings
from tracker.rules.ladders import Delivery, Verdict


def give(world: World, title: str, **facts: object) -> int:
    """Add an action of the owner with an update of ten days ago, and return its id. Commit after."""
    plan = db.session.get_one(Plan, world.plan)
    recommendation = db.session.scalars(sa.select(Recommendation).limit(1)).one()
    owner = db.session.scalars(sa.select(Owner).where(Owner.person_id == world.people["owner"])).first()
    assert owner is not None
    action = add_action(plan, recommendation, title=title, **facts)  # type: ignore[arg-type]
    add(Naming(action_id=action.id, owner_id=owner.id, part=Part.LEAD_OFFICER))
    update(action, world.people["owner"])
    refresh_standings([action.id], TODAY)
    return action.id


def test_an_action_stands_only_in_the_first_group_that_fits(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        give(world, "Late one", due_on=TODAY - timedelta(days=5))
        give(world, "Soon one", due_on=TODAY + timedelta(days=9))
        asked = give(world, "Asked one")
        waiting = give(world, "Waiting one")
        item = add_evidence(
            db.session.get_one(Plan, world.plan),
            db.session.get_one(Action, asked),
            world.people["owner"],
        )
        add(
            EvidenceCheck(
                evidence_id=item.id,
                verdict=Verdict.CHALLENGED,
                note="Show who attended.",
                by_id=world.people["assurer"],
                at=NOW,
            )
        )
        last = db.session.get_one(Action, waiting)
        db.session.execute(
            sa.text("UPDATE action_update SET at = :at WHERE action_id = :id"),
            {"at": (NOW - timedelta(days=40)).replace(tzinfo=None), "id": last.id},
        )
        refresh_standings([asked, waiting], TODAY)
        db.session.commit()
    shown = page(signed_in("owner").get("/my-actions"))
    places = {
        words: shown.index(words)
        for words in (
            'id="late">Late',
            "Late one",
            'id="challenged">',
            "Asked one",
            'id="due-soon">',
            "Soon one",
            'id="waiting">',
            "Waiting one",
            'id="rest">',
            "Agree who attends at weekends",
        )
    }
    assert list(places.values()) == sorted(places.values())
    assert shown.count("Late one</a>") == 1
    assert "5 days late" in shown
    assert "9 days left" in shown
    assert "No update for 40 days" in shown
    assert "Assurer asks" in shown
    assert "Show who attended." in shown
    assert "<strong>4 of your 5 actions</strong> need something from you now." in shown


def test_a_missed_milestone_makes_an_action_due(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        action_id = give(world, "Stepping one")
        add(Milestone(action_id=action_id, title="Half done", due_on=TODAY - timedelta(days=1)))
        db.session.commit()
    shown = page(signed_in("owner").get("/my-actions"))
    assert shown.index('id="due-soon">') < shown.index("Stepping one") < shown.index('id="rest">')
    assert "Milestone missed:" in shown


def test_nothing_to_do_is_said_and_the_actions_are_a_link_away(world: World, signed_in: SignIn) -> None:
    owner = signed_in("owner")
    shown = page(owner.get("/my-actions"))
    assert "Nothing to do now." in shown
    assert "Saved in the last month" in shown
    assert 'id="update-1-1"' not in shown
    assert 'id="update-1-1"' in page(owner.get("/my-actions?all=yes"))


def test_who_owns_nothing_reads_what_would_stand_there(signed_in: SignIn) -> None:
    assert "No action is yours yet." in page(signed_in("lead").get("/my-actions"))


def test_a_contributor_finds_the_actions_they_are_named_on(signed_in: SignIn) -> None:
    shown = page(signed_in("contributor").get("/my-actions"))
    assert "Actions you are named on" in shown
    assert "Add evidence to 1.1" in shown
    assert "Save update" not in shown


def test_several_updates_are_saved_on_one_page_and_stay_in_their_lists(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        give(world, "Late one", due_on=TODAY - timedelta(days=5))
        db.session.commit()
    owner = signed_in("owner")
    late = f"/plans/{world.slug}/actions/1.2/update?at=1-2"
    assert owner.post(FROM_LIST, data=filled("a1-1-")).status_code == 302
    delivered = filled("a1-2-", delivery="delivered", keep_reason="Proof comes on Monday.", form_key="b")
    assert owner.post(late, data=delivered).status_code == 302
    shown = page(owner.get("/my-actions"))
    assert shown.count("Update saved") == 2
    assert shown.index('id="late">') < shown.index("Late one")
    failed = page(owner.post(FROM_LIST, data=filled("a1-1-", done="", form_key="c")))
    assert failed.count("Update saved") == 2
    assert failed.count('" open>') == 1


def test_actions_of_two_plans_stand_under_their_plans(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        other = db.session.get_one(Plan, world.other_plan)
        recommendation = add_recommendation(other)
        action = add_action(other, recommendation, title="Work elsewhere")
        owner = add_owner(other, world.people["owner"], "owner")
        add(Naming(action_id=action.id, owner_id=owner.id, part=Part.LEAD_OFFICER))
        refresh_standings([action.id], TODAY)
        db.session.commit()
    browser = signed_in("owner")
    shown = page(browser.get("/my-actions?all=yes"))
    assert shown.index("Another plan</h2>") < shown.index("Work elsewhere")
    assert 'id="update-elsewhere-1-1"' in shown
    assert 'id="update-harlmere-1-1"' in shown
    answer = browser.post(
        "/plans/elsewhere/actions/1.1/update?at=elsewhere-1-1", data=filled("aelsewhere-1-1-")
    )
    assert answer.location == "/my-actions#update-elsewhere-1-1"


def test_a_place_made_by_hand_is_not_believed(signed_in: SignIn) -> None:
    answer = signed_in("owner").post(FROM_LIST.replace("1-1", '"><script>'), data=filled())
    assert answer.location == "/plans/harlmere/actions/1.1"


def test_one_action_and_fifty_cost_the_same_queries(app: Flask, world: World, signed_in: SignIn) -> None:
    owner = signed_in("owner")
    with app.app_context():
        first = db.session.scalars(sa.select(Action.id)).one()
        _make_busy(world, first)
        db.session.commit()
    owner.get("/my-actions")
    with counted_queries(app) as one:
        owner.get("/my-actions")
    with app.app_context():
        for number in range(49):
            _make_busy(world, give(world, f"Action {number}", due_on=TODAY - timedelta(days=number)))
        db.session.commit()
    with counted_queries(app) as fifty:
        shown = page(owner.get("/my-actions"))
    assert shown.count('name="csrf_token"') >= 50
    assert len(fifty) == len(one)


def test_who_owns_very_many_actions_gets_forms_only_where_something_is_due(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        give(world, "Late one", due_on=TODAY - timedelta(days=5))
        for number in range(MOST_FORMS):
            give(world, f"Quiet {number}")
        db.session.commit()
    shown = page(signed_in("owner").get("/my-actions"))
    assert shown.count(">Save update to") == 1
    assert "/plans/harlmere/actions/1.3/update" in shown


def _make_busy(world: World, action_id: int) -> None:
    """Give an action everything the page shows."""
    action = db.session.get_one(Action, action_id)
    add(Milestone(action_id=action_id, title="A step", due_on=TODAY))
    item: Evidence = add_evidence(db.session.get_one(Plan, world.plan), action, world.people["owner"])
    add(
        EvidenceCheck(
            evidence_id=item.id,
            verdict=Verdict.CHALLENGED,
            note="More.",
            by_id=world.people["assurer"],
            at=NOW,
        )
    )
    update(action, world.people["owner"], delivery=Delivery.AT_RISK, at=NOW - timedelta(days=1))
    refresh_standings([action_id], TODAY)
