"""The verification queue, the dashboard, the timeline, the plan on a page, and searching."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.site.furnished import furnish
from tests.world import NOW, TODAY, World, add, add_action, add_evidence, add_owner
from tracker.dashboard.timeline import read_start, start_of_next
from tracker.database import db
from tracker.models import (
    Action,
    Comment,
    EvidenceCheck,
    Finding,
    Milestone,
    Naming,
    Part,
    Plan,
    Recommendation,
)
from tracker.rules.ladders import Audience, Verdict
from tracker.search.kinds import KINDS

SignIn = Callable[[str], FlaskClient]
PLAN = "/plans/harlmere"


def more_evidence(app: Flask, world: World, by: str, audience: Audience = Audience.PUBLIC) -> None:
    with app.app_context():
        action = db.session.query(Action).one()
        plan = db.session.get_one(Plan, world.plan)
        add_evidence(plan, action, world.people[by], audience=audience).title = "Audit of secret visits"
        db.session.commit()


def test_the_queue_shows_the_oldest_first_and_marks_ones_own(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    more_evidence(app, world, "assurer")
    page = signed_in("assurer").get(f"{PLAN}/verification").get_data(as_text=True)
    assert "2 pieces of evidence nobody has checked yet" in page
    assert page.index("E1 Weekend rota") < page.index("E2 Audit of secret")
    assert page.count("Not by you") == 1
    assert "You added this evidence" in page
    assert "On track" in page


def test_what_was_checked_leaves_the_queue_and_comes_back_when_that_is_withdrawn(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    assurer = signed_in("assurer")
    for verdict, words in ((Verdict.VERIFIED, "Nothing waits"), (Verdict.WITHDRAWN, "E1 Weekend rota")):
        with app.app_context():
            add(EvidenceCheck(evidence_id=1, verdict=verdict, by_id=world.people["assurer"], at=NOW))
            db.session.commit()
        assert words in assurer.get(f"{PLAN}/verification").get_data(as_text=True)


def test_the_menu_leads_the_lead_to_triage_and_the_assurer_to_the_queue(
    world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead").get(f"{PLAN}/dashboard").get_data(as_text=True)
    assert ">Triage<" in lead
    assert ">To verify<" not in lead
    assurer = signed_in("assurer").get(f"{PLAN}/dashboard").get_data(as_text=True)
    assert ">To verify<" in assurer
    assert ">Triage<" not in assurer


def test_the_dashboard_says_how_the_plan_stands(app: Flask, world: World, signed_in: SignIn) -> None:
    page = signed_in("director").get(f"{PLAN}/dashboard").get_data(as_text=True)
    assert "0 of 1 action are delivered" in page
    assert "None is rated better than the record supports" in page
    assert "Has it helped children? 1 recommendation" in page


def test_the_dashboard_of_an_empty_plan_says_what_will_be_there(signed_in: SignIn, world: World) -> None:
    assert "No actions yet" in signed_in("stranger").get("/plans/elsewhere/dashboard").get_data(as_text=True)
    assert "No recommendations yet" in signed_in("stranger").get("/plans/elsewhere/on-a-page").get_data(
        as_text=True
    )


def test_the_timeline_puts_actions_and_milestones_into_their_quarter(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        add(Milestone(action_id=1, title="Rota signed", due_on=TODAY))
        db.session.commit()
    page = signed_in("owner").get(f"{PLAN}/timeline").get_data(as_text=True)
    assert "Rota signed" in page
    assert "1.1 Agree who attends at weekends" in page
    far = signed_in("owner").get(f"{PLAN}/timeline?from=2100-02-03").get_data(as_text=True)
    assert "January to March 2100" in far
    assert "Nothing due" in far


def test_quarters_follow_one_another_over_the_turn_of_the_year() -> None:
    assert read_start("", date(2026, 11, 21)) == date(2026, 10, 1)
    assert start_of_next(date(2026, 10, 1)) == date(2027, 1, 1)
    assert start_of_next(date(2026, 1, 1), -1) == date(2025, 10, 1)


def test_searching_finds_every_kind_of_text_and_marks_the_words(world: World, signed_in: SignIn) -> None:
    owner = signed_in("owner")
    for words, where in (
        ("strategy discussions", "Recommendation 1"),
        ("attends", "1.1 Agree who"),
        ("HEALTH trust", "Update to 1.1"),
        ("rota october", "E1 Weekend rota"),
    ):
        page = owner.get(f"{PLAN}/search?q={words}").get_data(as_text=True)
        assert where in page
        assert "<mark>" in page
    assert "Nothing in this plan has" in owner.get(f"{PLAN}/search?q=%25").get_data(as_text=True)


def test_no_text_of_the_plan_is_left_out_and_each_find_leads_to_its_page(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        furnish(world)
        person = world.people["assurer"]
        add(Comment(action_id=1, by_id=person, at=NOW, text="As is."))
        add(EvidenceCheck(evidence_id=1, verdict=Verdict.VERIFIED, by_id=person, at=NOW))
        add(Finding(inspection_id=1, position=1, text="Visits are late."))
        db.session.flush()
        for kind in KINDS:
            for text in kind.texts:
                db.session.execute(sa.update(text.class_).values({text.key: "quillfeather"}))
        db.session.commit()
    owner = signed_in("owner")
    page = owner.get(f"{PLAN}/search?q=quillfeather").get_data(as_text=True)
    for kind in KINDS:
        assert f'id="{kind.name}">{kind.words}</h2>' in page
    found = set(re.findall(r'<li><a class="[^"]*" href="([^"]+)">[^<]+</a><br>', page))
    assert len(found) >= len(KINDS) - 4  # several kinds lead to the action they are about
    for href in found:
        assert owner.get(href.partition("#")[0]).status_code == 200, href


def test_officers_evidence_is_found_only_by_those_who_may_read_it(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    more_evidence(app, world, "owner", Audience.OFFICERS)
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        other = add_action(plan, db.session.query(Recommendation).one(), due_on=TODAY + timedelta(days=9))
        known = add_owner(plan, world.people["administrator"], "other")
        add(Naming(action_id=other.id, owner_id=known.id, part=Part.LEAD_OFFICER))
        db.session.commit()
    assert "secret" in signed_in("assurer").get(f"{PLAN}/search?q=audit").get_data(as_text=True)
    assert "secret" in signed_in("contributor").get(f"{PLAN}/search?q=audit").get_data(as_text=True)
    assert "secret" not in signed_in("administrator").get(f"{PLAN}/search?q=audit").get_data(as_text=True)
