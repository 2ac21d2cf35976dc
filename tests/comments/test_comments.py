"""Comments on an action: who writes them, who is told, and who never sees them."""

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.queries import counted_queries
from tests.world import NOW, World, add
from tracker.database import db
from tracker.models import Action, Comment, Grant, OutgoingMail, Plan

SignIn = Callable[[str], FlaskClient]
ACTION = "/plans/harlmere/actions/1.1"
PAGE = f"{ACTION}/comments/new"


def mails(app: Flask) -> list[OutgoingMail]:
    with app.app_context():
        return list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def test_a_contributor_comments_and_the_people_of_the_plan_read_it(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    answer = signed_in("contributor").post(PAGE, data={"comment": "The rota is with health."})
    assert answer.location.startswith(f"{ACTION}#comment-")
    for persona in ("owner", "assurer", "director", "lead"):
        assert "The rota is with health." in signed_in(persona).get(ACTION).get_data(as_text=True)
    assert mails(app) == []


def test_who_is_mentioned_gets_one_mail_that_does_not_repeat_the_comment(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    words = "@Owner and @Lead, the family of the boy in Elm Street said so. @owner?"
    answer = signed_in("contributor").post(PAGE, data={"comment": words}, follow_redirects=True)
    assert "Owner, Lead will be told" in answer.get_data(as_text=True)
    sent = mails(app)
    assert [mail.to_address for mail in sent] == [world.email("owner"), world.email("lead")]
    assert all("Elm Street" not in mail.text + mail.html + mail.subject for mail in sent)
    assert ACTION in sent[0].text
    assert "Elm Street" in signed_in("owner").get("/my-actions").get_data(as_text=True)


def test_mails_hold_no_title_where_the_plan_keeps_them_out_and_never_the_words_of_a_question(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        plan.mails_hold_titles = False
        title = db.session.get_one(Action, 1).title
        db.session.commit()
    lead = signed_in("lead")
    lead.post(PAGE, data={"comment": "@Owner, look"})
    lead.post("/plans/harlmere/triage/1.1", data={"do": "ask", "do-words": "How is the boy in Elm Street?"})
    sent = mails(app)
    assert len(sent) == 2
    for mail in sent:
        assert title not in mail.text + mail.subject
        assert "Elm Street" not in mail.text
    assert "Elm Street" in signed_in("owner").get("/my-actions").get_data(as_text=True)


def test_who_reads_the_plan_no_more_reads_no_comment_of_it(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    signed_in("lead").post(PAGE, data={"comment": "@Assurer, is the audit here?"})
    assurer = signed_in("assurer")
    assert "is the audit here?" in assurer.get("/my-actions").get_data(as_text=True)
    with app.app_context():
        db.session.execute(sa.delete(Grant).where(Grant.person_id == world.people["assurer"]))
        db.session.commit()
    assert "is the audit here?" not in assurer.get("/my-actions").get_data(as_text=True)


def test_members_of_scrutiny_cannot_be_mentioned(app: Flask, world: World, signed_in: SignIn) -> None:
    signed_in("lead").post(PAGE, data={"comment": "@Scrutiny should not know"})
    assert mails(app) == []


def test_an_empty_comment_is_refused_and_a_long_one_comes_back(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    assert "Write your comment" in lead.post(PAGE, data={"comment": " "}).get_data(as_text=True)
    long = "Word " * 1000
    page = lead.post(PAGE, data={"comment": long}).get_data(as_text=True)
    assert "must be 4,000 characters or fewer" in page
    assert long.strip() in page
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Comment.id))) == 0


def test_a_comment_is_escaped_and_the_page_costs_the_same_with_fifty(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    lead.post(PAGE, data={"comment": "<script>alert(1)</script>"})
    assert "&lt;script&gt;alert(1)" in lead.get(ACTION).get_data(as_text=True)
    with counted_queries(app) as one:
        lead.get(ACTION)
    with app.app_context():
        for number in range(49):
            add(Comment(action_id=1, by_id=world.people["owner"], at=NOW, text=f"Comment {number}"))
        db.session.commit()
    with counted_queries(app) as many:
        lead.get(ACTION)
    assert len(many) == len(one)


def test_who_does_without_these_mails_still_reads_it_on_my_actions(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    owner.post("/account/mails", data={"wanted": ["digest"]})
    signed_in("contributor").post(PAGE, data={"comment": "@Owner, is the rota signed?"})
    assert mails(app) == []
    assert "is the rota signed?" in owner.get("/my-actions").get_data(as_text=True)
