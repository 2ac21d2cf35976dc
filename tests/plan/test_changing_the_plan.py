"""Recommendations, owners, people, priorities and settings, through the pages a lead uses."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.plan.sending import boxes, fields
from tests.world import NOW, TODAY, World, add, add_evidence, add_owner, add_update
from tracker.database import db
from tracker.models import (
    Action,
    EvidenceCheck,
    Grant,
    Inspection,
    Owner,
    OwnerKind,
    Person,
    Plan,
    Priority,
    Recommendation,
    Role,
)
from tracker.operations.standing import refresh_standings
from tracker.rules.ladders import Delivery, Impact, Verdict

SignIn = Callable[[str], FlaskClient]
PLAN = "/plans/harlmere"
RECOMMENDATION = f"{PLAN}/recommendations/1"


def recommendation(app: Flask) -> dict[str, object]:
    with app.app_context():
        found = db.session.get_one(Recommendation, 1)
        return {
            "title": found.short_title,
            "priority": found.priority_id,
            "due_on": found.due_on,
            "text": found.text,
            "closed": found.closed_at is not None,
        }


def verify_everything(app: Flask, world: World) -> None:
    """Let action 1.1 be delivered with verified evidence and some impact."""
    with app.app_context():
        plan, action = db.session.get_one(Plan, world.plan), db.session.get_one(Action, 1)
        add_update(
            action,
            world.people["owner"],
            delivery=Delivery.DELIVERED,
            impact=Impact.SOME_EVIDENCE,
            at=NOW - timedelta(hours=1),
        )
        evidence = add_evidence(plan, action, world.people["owner"])
        add(
            EvidenceCheck(
                evidence_id=evidence.id, verdict=Verdict.VERIFIED, by_id=world.people["assurer"], at=NOW
            )
        )
        refresh_standings([action.id], TODAY)
        db.session.commit()


def test_a_recommendation_added_by_hand_gets_the_plans_next_number(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    empty = lead.post(f"{PLAN}/recommendations/new", data={"words": " ", "section": "Our own words"})
    assert "Enter what is recommended" in empty.get_data(as_text=True)
    assert "Our own words" in empty.get_data(as_text=True)
    answer = lead.post(
        f"{PLAN}/recommendations/new",
        data={"words": "Have enough foster homes.", "printed_timescale": "within a year"},
    )
    assert answer.headers["Location"].endswith("/recommendations/2")
    page = lead.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Have enough foster homes." in page
    assert "within a year" in page
    assert "No actions yet" in page


def test_a_recommendation_moves_to_another_priority_and_its_date_needs_a_reason(
    app: Flask, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    lead.post(f"{PLAN}/priorities/new", data={"heading": "Plans that change things"})
    page = lead.get(f"{RECOMMENDATION}/edit").get_data(as_text=True)
    sent = {
        **fields(page),
        "words": "Hold strategy discussions on time.",
        "short_title": "Strategy discussions",
        "priority": "2",
        **boxes("due_on", date(2027, 3, 31)),
    }
    refused = lead.post(f"{RECOMMENDATION}/edit", data=sent).get_data(as_text=True)
    assert "Say why the due date changes" in refused
    assert "Strategy discussions" in refused
    lead.post(f"{RECOMMENDATION}/edit", data={**sent, "due_reason": "Agreed with the board."})
    assert recommendation(app) == {
        "title": "Strategy discussions",
        "priority": 2,
        "due_on": date(2027, 3, 31),
        "text": "Hold strategy discussions on time.",
        "closed": False,
    }
    history = lead.get(f"{RECOMMENDATION}/history").get_data(as_text=True)
    assert "2: Plans that change things" in history
    assert "31 March 2027" in history


def test_the_inspectors_words_cannot_be_changed(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        inspection = add(
            Inspection(plan_id=world.plan, kind="ilacs", title="Inspection of services", created_at=NOW)
        )
        found = db.session.get_one(Recommendation, 1)
        found.inspection_id, found.passage_page = inspection.id, 2
        db.session.commit()
        words = found.text
    lead = signed_in("lead")
    page = lead.get(f"{RECOMMENDATION}/edit").get_data(as_text=True)
    assert 'name="words"' not in page
    lead.post(f"{RECOMMENDATION}/edit", data={**fields(page), "words": "Nicer words", "short_title": "Short"})
    assert recommendation(app)["text"] == words
    shown = lead.get(RECOMMENDATION).get_data(as_text=True)
    assert f"{PLAN}/inspections/1#recommendation-1" in shown
    assert "page 2" in shown
    assert f"{PLAN}/inspections/1#recommendation-1" in lead.get(f"{PLAN}/actions/1.1").get_data(as_text=True)


def test_the_second_to_save_a_recommendation_is_told_and_keeps_their_words(
    app: Flask, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    page = lead.get(f"{RECOMMENDATION}/edit").get_data(as_text=True)
    sent = {**fields(page), "words": "Hold them on time.", "priority": "1"}
    lead.post(f"{RECOMMENDATION}/edit", data={**sent, "short_title": "Theirs"})
    told = lead.post(f"{RECOMMENDATION}/edit", data={**sent, "short_title": "Mine"}).get_data(as_text=True)
    assert "Lead changed this" in told
    assert "Short title is now “Theirs”" in told
    assert 'value="Mine"' in told
    assert recommendation(app)["title"] == "Theirs"
    lead.post(f"{RECOMMENDATION}/edit", data={**sent, **fields(told), "short_title": "Mine"})
    assert recommendation(app)["title"] == "Mine"


def test_a_recommendation_closes_only_when_its_actions_are_verified(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    statement = {"statement": "Discussions are on time at weekends too."}
    refused = lead.post(f"{RECOMMENDATION}/close", data=statement).get_data(as_text=True)
    assert "It cannot be closed yet" in refused
    assert "Discussions are on time at weekends too." in refused
    verify_everything(app, world)
    assert "Ready to close" in lead.get(RECOMMENDATION).get_data(as_text=True)
    assert "Enter a closing statement" in lead.post(f"{RECOMMENDATION}/close").get_data(as_text=True)
    lead.post(f"{RECOMMENDATION}/close", data=statement)
    page = lead.get(RECOMMENDATION).get_data(as_text=True)
    assert "Closed on" in page
    assert "by Lead" in page
    again = lead.post(f"{RECOMMENDATION}/close", data=statement).get_data(as_text=True)
    assert "closed already" in again
    lead.post(f"{RECOMMENDATION}/reopen", data={"reason": "It slipped at Christmas."})
    assert recommendation(app)["closed"] is False
    history = lead.get(f"{RECOMMENDATION}/history").get_data(as_text=True)
    assert "Discussions are on time at weekends too." in history
    assert "It slipped at Christmas." in history
    twice = lead.post(f"{RECOMMENDATION}/reopen", data={"reason": "Again."}).get_data(as_text=True)
    assert "open already" in twice


def test_persons_posts_and_partners_become_owners(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    new = f"{PLAN}/owners/new"
    lead.post(f"{new}/person", data={"name": "Tom Haskett", "email": "Tom.Haskett@harlmere.example"})
    with app.app_context():
        tom = db.session.query(Person).filter_by(email="tom.haskett@harlmere.example").one().id
    lead.post(f"{new}/post", data={"name": "Head of leaving care", "holder": tom})
    lead.post(
        f"{new}/partner",
        data={"name": "Harlmere Police", "contact_name": "Insp. Gray", "contact_email": "g@police.example"},
    )
    page = lead.get(f"{PLAN}/owners").get_data(as_text=True)
    for words in ("Tom Haskett", "Head of leaving care", "Harlmere Police", "Insp. Gray", "(invited)"):
        assert words in page


def test_what_is_wrong_with_an_owner_is_said(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    new = f"{PLAN}/owners/new"
    partner = {"name": "Harlmere Police", "contact_name": "Insp. Gray"}
    lead.post(f"{new}/partner", data=partner)
    for kind, data, words in (
        ("person", {"name": "Tom", "email": "tom"}, "Enter an e-mail address, like"),
        (
            "person",
            {"name": "Owner", "email": "owner@harlmere.example"},
            "named on actions of this plan already",
        ),
        ("post", {"name": ""}, "Enter the post"),
        ("partner", {"name": "Health trust"}, "Enter who answers for the partner"),
        ("partner", partner, "named on actions of this plan already"),
        ("partner", {**partner, "name": "Trust", "contact_email": "x"}, "Enter an e-mail address, like"),
    ):
        page = lead.post(f"{new}/{kind}", data=data).get_data(as_text=True)
        assert words in page, (kind, data)
    with app.app_context():
        assert db.session.query(Owner).count() == 4
        assert db.session.query(Person).filter_by(email="tom").count() == 0
    assert lead.get(f"{new}/king").status_code == 404


def test_a_post_is_handed_to_another_holder(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        post = add_owner(
            db.session.get_one(Plan, world.plan), world.people["owner"], "team manager", OwnerKind.POST
        )
        db.session.commit()
        address = f"{PLAN}/owners/{post.id}"
    lead = signed_in("lead")
    assert "Team manager" in lead.get(address).get_data(as_text=True)
    lead.post(address, data={"name": "Team manager, duty", "holder": world.people["contributor"]})
    page = lead.get(f"{PLAN}/owners").get_data(as_text=True)
    assert "Team manager, duty" in page
    history = lead.get(f"{PLAN}/history").get_data(as_text=True)
    assert "Holder" in history


def test_a_lead_invites_somebody_with_several_roles(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    person = {"name": "Lin Carter", "email": "lin@harlmere.example"}
    without = lead.post(f"{PLAN}/people/new", data=person).get_data(as_text=True)
    assert "Choose at least one role" in without
    assert "lin@harlmere.example" in without
    answer = lead.post(
        f"{PLAN}/people/new", data={**person, "roles": ["assurer", "director"]}, follow_redirects=True
    )
    page = answer.get_data(as_text=True)
    assert "Lin Carter is in the plan" in page
    assert "/link/" in page
    with app.app_context():
        roles = {
            grant.role for grant in db.session.query(Grant).join(Grant.person).filter_by(name="Lin Carter")
        }
        assert roles == {Role.ASSURER, Role.DIRECTOR}
        first = db.session.query(Grant).join(Grant.person).filter_by(name="Lin Carter").first()
        assert first is not None
        again = f"{PLAN}/people/{first.id}/invitation"
    assert "/link/" in lead.post(again, follow_redirects=True).get_data(as_text=True)


def test_somebody_with_an_account_is_given_a_role_without_a_new_link(signed_in: SignIn) -> None:
    page = signed_in("lead").post(
        f"{PLAN}/people/new",
        data={"name": "Owner", "email": "owner@harlmere.example", "roles": ["assurer"]},
        follow_redirects=True,
    )
    assert "/link/" not in page.get_data(as_text=True)
    assert "Owner is in the plan" in page.get_data(as_text=True)


def test_a_role_is_withdrawn_but_never_the_last_lead(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        ids = {grant.role: grant.id for grant in db.session.query(Grant).filter_by(plan_id=world.plan)}
        elsewhere = db.session.query(Grant).filter_by(plan_id=world.other_plan).one().id
    lead = signed_in("lead")
    kept = lead.post(f"{PLAN}/people/{ids[Role.LEAD]}/withdraw", follow_redirects=True)
    assert "This is the only lead of the plan" in kept.get_data(as_text=True)
    assert "Not done" in kept.get_data(as_text=True)
    lead.post(f"{PLAN}/people/{ids[Role.ASSURER]}/withdraw")
    assert signed_in("assurer").get(PLAN).status_code == 404
    assert lead.post(f"{PLAN}/people/{elsewhere}/withdraw").status_code == 404
    assert signed_in("director").post(f"{PLAN}/people/{ids[Role.SCRUTINY]}/withdraw").status_code == 403


def test_priorities_and_services_are_added_renamed_and_put_in_order(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.post(f"{PLAN}/priorities/new", data={"heading": "Plans that change things"})
    lead.post(f"{PLAN}/priorities/2/move", data={"way": "up"})
    lead.post(f"{PLAN}/priorities/1/move", data={"way": "up"})
    lead.post(f"{PLAN}/priorities/2", data={"heading": "The right help", "introduction": "At once."})
    lead.post(f"{PLAN}/services/new", data={"name": "Early help"})
    lead.post(f"{PLAN}/services/2/move", data={"way": "up"})
    lead.post(f"{PLAN}/services/1", data={"name": "Front door"})
    taken = lead.post(f"{PLAN}/services/new", data={"name": "early help"}).get_data(as_text=True)
    assert "already" in taken
    assert lead.post(f"{PLAN}/services/1/move", data={"way": "sideways"}).status_code == 400
    page = lead.get(f"{PLAN}/priorities").get_data(as_text=True)
    assert page.index("Plans that change things") < page.index("The right help")
    assert page.index("Early help") < page.index("Front door")
    with app.app_context():
        titles = [each.title for each in db.session.query(Priority).order_by(Priority.number)]
        assert titles == ["Plans that change things", "The right help"]


@pytest.mark.parametrize(
    ("days", "words"),
    [("3", "Choose between 7 and 120 days"), ("many", "Choose between"), ("", "Enter a number")],
)
def test_settings_that_make_no_sense_are_refused(signed_in: SignIn, days: str, words: str) -> None:
    page = signed_in("lead").post(
        f"{PLAN}/settings",
        data={"plan_title": "Our plan", "strapline": "Small steps", "stale_after_days": days},
    )
    assert words in page.get_data(as_text=True)
    assert "Small steps" in page.get_data(as_text=True)


def test_settings_are_saved(signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.post(
        f"{PLAN}/settings",
        data={"plan_title": "Our plan", "strapline": "Small steps", "stale_after_days": "7"},
    )
    page = lead.get(PLAN).get_data(as_text=True)
    assert "Our plan</h1>" in page
    assert "Small steps" in page
    assert "<b>1</b> <span>No update for 7 days</span>" in page
