"""Who has to sign a report is told so."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.report_screens.test_board_report import start
from tests.report_screens.test_issuing import sign
from tests.world import World
from tracker.database import db
from tracker.models import Grant, OutgoingMail, Role

PLAN = "/plans/harlmere"
SignedIn = Callable[[str], FlaskClient]


@pytest.mark.usefixtures("world")
def test_the_dashboard_tells_a_director_which_report_waits_for_a_signature(signed_in: SignedIn) -> None:
    draft = start(signed_in("lead"))
    waits = "</a> waits for a director’s signature"
    page = signed_in("director").get(f"{PLAN}/dashboard").get_data(as_text=True)
    assert f'href="{draft}">Board report for the Improvement board' in page
    assert waits in page
    assert waits not in signed_in("owner").get(f"{PLAN}/dashboard").get_data(as_text=True)
    sign(signed_in, draft)
    assert waits not in signed_in("director").get(f"{PLAN}/dashboard").get_data(as_text=True)


def mails(app: Flask) -> list[OutgoingMail]:
    with app.app_context():
        return list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def test_directors_and_leads_are_told_by_mail_and_a_draft_can_be_sent_back(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    lead, director = signed_in("lead"), signed_in("director")
    draft = start(lead)
    assert mails(app) == []  # a draft that was only begun asks nobody
    lead.post(f"{draft}/ask-signature")
    (asked,) = mails(app)
    assert asked.to_address == world.email("director")
    assert "asks you to sign the board report for the Improvement board" in asked.subject
    assert asked.text.endswith(f"http://127.0.0.1:5000{draft}")

    refused = director.post(f"{draft}/send-back", data={"reason": " "})
    assert "Enter what has to change" in refused.get_data(as_text=True)
    director.post(f"{draft}/send-back", data={"reason": "Say why Elm Street is late"})
    back = mails(app)[-1]
    assert back.to_address == world.email("lead")
    assert "sent back the board report" in back.subject
    assert "Elm Street" not in back.subject + back.text  # the words stay in the site
    assert "Say why Elm Street is late" in lead.get(draft).get_data(as_text=True)
    assert "was sent back by" in lead.get(f"{PLAN}/dashboard").get_data(as_text=True)

    lead.post(f"{draft}/ask-signature")
    assert "Elm Street" not in lead.get(draft).get_data(as_text=True)
    sign(signed_in, draft)
    assert "signed the board report" in mails(app)[-1].subject
    page = lead.get(draft).get_data(as_text=True)
    assert "always shows the plan as it is known now" not in page

    told = len(mails(app))
    lead.post("/account/mails", data={"wanted": ["digest"]})
    director.post(f"{draft}/end-signature")
    assert len(mails(app)) == told  # this lead does without


def test_the_page_says_where_a_plan_has_no_director_to_ask(app: Flask, signed_in: SignedIn) -> None:
    lead = signed_in("lead")
    draft = start(lead)
    with app.app_context():
        db.session.execute(sa.delete(Grant).where(Grant.role == Role.DIRECTOR))
        db.session.commit()
    assert "the plan has none yet" in lead.get(draft).get_data(as_text=True)
    answer = lead.post(f"{draft}/ask-signature", follow_redirects=True)
    assert "This plan has no director" in answer.get_data(as_text=True)
    assert mails(app) == []
