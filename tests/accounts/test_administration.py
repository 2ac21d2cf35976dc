"""Looking after the site: naming a lead where the leads cannot, and seeing whether the worker works."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.world import SLUG, World
from tracker.clock import now
from tracker.database import db
from tracker.jobs import run_later
from tracker.mail import send_later
from tracker.models import Change, JobState, OutgoingMail, Plan

SignIn = Callable[[str], FlaskClient]
LEAD = "/administration/plans/1/lead"
WORK = "/administration/worker"


def mails_to(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(OutgoingMail.to_address).order_by(OutgoingMail.to_address)))


def test_an_administrator_names_a_lead_and_those_who_lead_and_direct_are_told(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    named = {"name": "Ann Other", "email": "ann.other@harlmere.example"}
    page = signed_in("administrator").post(LEAD, data=named, follow_redirects=True).get_data(as_text=True)
    assert "Ann Other leads" in page
    assert "Hand this link to Ann Other" in page
    told = [world.email("director"), world.email("lead")]
    assert mails_to(app) == sorted([*told, "ann.other@harlmere.example"])
    with app.app_context():
        assert db.session.scalar(
            sa.select(Change.id).where(Change.what == "Ann Other became lead of the plan")
        )
    # Naming them twice tells nobody twice, and shows the administrator nothing of the plan.
    signed_in("administrator").post(LEAD, data=named)
    assert mails_to(app).count(world.email("lead")) == 1
    assert signed_in("administrator").get(f"/plans/{SLUG}").status_code == 404


def test_a_lead_without_a_right_address_is_refused_and_what_was_typed_is_kept(
    world: World, signed_in: SignIn
) -> None:
    page = signed_in("administrator").post(LEAD, data={"name": "Ann Other", "email": "ann"})
    assert "Enter an e-mail address" in page.get_data(as_text=True)
    assert 'value="Ann Other"' in page.get_data(as_text=True)
    assert signed_in("administrator").get("/administration/plans/99/lead").status_code == 404


def test_work_that_nobody_takes_up_says_that_the_worker_stands_still(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    administrator = signed_in("administrator")
    assert "Nothing waits longer than it should" in administrator.get(WORK).get_data(as_text=True)
    with app.app_context():
        job = run_later("make_report_pdf", report=1)
        job.run_after = now() - timedelta(minutes=6)
        db.session.commit()
        job_id = job.id
    assert "The worker seems to stand still" in administrator.get(WORK).get_data(as_text=True)
    # A worker that died with it in hand is seen as well, one that still has it is not.
    for claimed, words in (
        (timedelta(seconds=30), "Nothing waits longer than it should"),
        (-timedelta(seconds=1), "The worker seems to stand still"),
    ):
        with app.app_context():
            held = db.session.get_one(type(job), job_id)
            held.state, held.claimed_until = JobState.RUNNING, now() + claimed
            db.session.commit()
        assert words in administrator.get(WORK).get_data(as_text=True)


def test_mails_that_were_given_up_are_tried_again_without_showing_what_they_say(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, 1)
        for days, address in ((1, "kept@harlmere.example"), (20, "old@harlmere.example"), (1, "[removed]")):
            mail = send_later(address, "Secret title", "Text", plan=plan, now=now() - timedelta(days=days))
            mail.state, mail.tries, mail.error = JobState.FAILED, 6, "The server refused: 550"
        db.session.commit()
    administrator = signed_in("administrator")
    page = administrator.get(WORK).get_data(as_text=True)
    assert "1 mail of the last 14 days did not get through" in page
    assert "550" in page
    assert "Secret title" not in page
    page = administrator.post(f"{WORK}/mails", follow_redirects=True).get_data(as_text=True)
    assert "1 mail will be tried again now" in page
    assert "Mails that were given up" not in page
    with app.app_context():
        waiting = sa.select(OutgoingMail).where(OutgoingMail.state == JobState.WAITING)
        assert [(mail.to_address, mail.tries) for mail in db.session.scalars(waiting)] == [
            ("kept@harlmere.example", 0)
        ]
