"""What scrutiny members see: reports to their bodies or released to them, questions, and nothing else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.pages import check_page
from tests.queries import counted_queries
from tests.report_screens.issued import issued_report
from tests.report_screens.test_board_report import start
from tests.world import TODAY, World
from tracker.database import db
from tracker.models import Action, Meeting, Person, Plan
from tracker.rules.ladders import Edition
from tracker.rules.report_kinds import ReportKind

SignedIn = Callable[[str], FlaskClient]
PLAN = "/plans/harlmere"
REPORT = f"{PLAN}/issued-reports/1"


@pytest.fixture(autouse=True)
def report(app: Flask, world: World) -> None:
    """Report 1 to the board, of which the scrutiny member is not a member."""
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        issued_report(plan, db.session.query(Meeting).one(), world)
        db.session.commit()


def join_the_board(signed_in: SignedIn, world: World) -> None:
    data = {"members": [str(world.people["scrutiny"])]}
    assert signed_in("lead").post(f"{PLAN}/bodies/1", data=data).status_code == 302


def test_a_report_to_another_body_does_not_exist_for_a_member(signed_in: SignedIn) -> None:
    member = signed_in("scrutiny")
    for address in (REPORT, f"{REPORT}/public.pdf", f"{REPORT}/public.html", f"{REPORT}/ask"):
        assert member.get(address).status_code == 404, address
    assert "No report has been issued to you yet" in member.get(f"{PLAN}/issued-reports").get_data(
        as_text=True
    )


def test_members_read_what_is_issued_to_their_body_in_both_editions(
    signed_in: SignedIn, world: World
) -> None:
    join_the_board(signed_in, world)
    member = signed_in("scrutiny")
    page = member.get("/", follow_redirects=True).get_data(as_text=True)
    assert "Reports for members" in page
    assert "Board report 1, for the meeting of the" in page
    for edition in Edition:
        assert "Agree who attends" in member.get(f"{REPORT}/{edition.value}.html").get_data(as_text=True)
        assert member.get(f"{REPORT}/{edition.value}.pdf").status_code == 200
    with_members = signed_in("lead").get(f"{PLAN}/bodies").get_data(as_text=True)
    assert "Scrutiny" in with_members


def test_a_lead_releases_a_report_to_all_scrutiny_members_and_ends_that(signed_in: SignedIn) -> None:
    lead, member = signed_in("lead"), signed_in("scrutiny")
    lead.post(f"{REPORT}/release", data={"to_members": "yes"})
    assert member.get(REPORT).status_code == 200
    lead.post(f"{REPORT}/release", data={"to_members": "no"})
    assert member.get(REPORT).status_code == 404


def test_nothing_else_of_the_plan_exists_for_them(signed_in: SignedIn, world: World) -> None:
    join_the_board(signed_in, world)
    draft = start(signed_in("lead"))
    member = signed_in("scrutiny")
    for address in (
        PLAN,
        draft,
        f"{draft}/preview",
        f"{PLAN}/reports",
        f"{PLAN}/bodies",
        f"{REPORT}/members.json",
    ):
        assert member.get(address).status_code == 404, address


def test_a_question_is_asked_answered_and_printed_in_the_next_report(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    join_the_board(signed_in, world)
    with app.app_context():
        db.session.get_one(Person, world.people["scrutiny"]).job_title = "Chair of the panel"
        db.session.commit()
    member = signed_in("scrutiny")
    assert "Priority 1: The right help, first time" in member.get(f"{REPORT}/ask").get_data(as_text=True)
    wrong = member.post(f"{REPORT}/ask", data={"about": "The whole report", "kind": "question", "text": ""})
    assert "Enter your question" in wrong.get_data(as_text=True)
    asked = {
        "about": "Priority 1: The right help, first time",
        "kind": "question",
        "place": "action 1.1",
        "text": "How many children waited?",
    }
    member.post(f"{REPORT}/ask", data=asked)
    assert "Waiting for a reply" in member.get(f"{PLAN}/questions").get_data(as_text=True)
    lead = signed_in("lead")
    reply = {"owner": "1", "status": "waiting", "reply": "Nine children.", "audience": "public"}
    assert "Select what the reply says" in lead.post(f"{PLAN}/questions/1", data=reply).get_data(as_text=True)
    lead.post(f"{PLAN}/questions/1", data={**reply, "status": "answered"})
    assert "Nine children." in member.get(f"{PLAN}/questions").get_data(as_text=True)
    preview = lead.get(f"{start(lead)}/preview").get_data(as_text=True)
    assert "Questions from members" in preview
    assert "How many children waited?" in preview
    assert ", Chair of the panel</small>" in preview
    assert "Nine children." in preview


def test_a_question_for_members_alone_is_not_in_the_public_edition(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    join_the_board(signed_in, world)
    asked = {"about": "The whole report", "kind": "question", "text": "PLANTED question"}
    signed_in("scrutiny").post(f"{REPORT}/ask", data=asked)
    lead = signed_in("lead")
    reply = {"owner": "0", "status": "answered", "reply": "PLANTED reply", "audience": "members"}
    lead.post(f"{PLAN}/questions/1", data=reply)
    public, members = start(lead), start(lead, edition="members")
    assert "PLANTED" not in lead.get(f"{public}/preview").get_data(as_text=True)
    assert "PLANTED reply" in lead.get(f"{members}/preview").get_data(as_text=True)


def test_officers_do_not_ask_as_members(signed_in: SignedIn) -> None:
    assert signed_in("owner").get(f"{REPORT}/ask").status_code == 403


def test_the_list_costs_the_same_with_many_reports(app: Flask, signed_in: SignedIn, world: World) -> None:
    join_the_board(signed_in, world)
    member = signed_in("scrutiny")
    with counted_queries(app) as few:
        member.get(f"{PLAN}/issued-reports")
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        for _ in range(4):
            issued_report(plan, db.session.query(Meeting).order_by(Meeting.id).first(), world)  # type: ignore[arg-type]
        db.session.commit()
    with counted_queries(app) as many:
        member.get(f"{PLAN}/issued-reports")
    assert len(many) == len(few)


def test_members_are_offered_questions_that_the_facts_suggest_and_can_send_one(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    join_the_board(signed_in, world)
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        action = db.session.query(Action).order_by(Action.id).first()
        assert action is not None
        action.due_on = TODAY - timedelta(days=10)
        issued_report(plan, db.session.query(Meeting).one(), world)
        db.session.commit()
    member = signed_in("scrutiny")
    page = member.get(f"{PLAN}/issued-reports").get_data(as_text=True)
    assert "Questions you may want to ask" in page
    question = "is 10 days late. What does the delay mean for children, and when will it be done?"
    ask = f"{PLAN}/issued-reports/2/ask?suggested="
    assert question in page
    assert f"{ask}1" in page
    form = member.get(f"{ask}1").get_data(as_text=True)
    check_page(form)
    assert question in form
    assert 'value="Action 1.1"' in form
    assert question not in member.get(f"{ask}99").get_data(as_text=True)


def test_members_see_the_scrutiny_report_before_a_newer_one_of_another_kind(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    join_the_board(signed_in, world)
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        meeting = db.session.query(Meeting).one()
        issued_report(plan, meeting, world, kind=ReportKind.SCRUTINY)
        issued_report(plan, meeting, world)
        db.session.commit()
    page = signed_in("scrutiny").get(f"{PLAN}/issued-reports").get_data(as_text=True)
    assert page.index("Scrutiny report 2, for") < page.index("Report 3 (board report), for")
