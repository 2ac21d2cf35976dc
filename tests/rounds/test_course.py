"""The course of a round: who has answered, reminders on their days, closing, mails that do not arrive."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.my_actions.sending import PAGE as UPDATE
from tests.my_actions.sending import filled
from tests.rounds.asking import ROUNDS, SignIn, link_of, mails, open_round, text
from tests.world import NOW, SLUG, TODAY, World, add_person, grant
from tracker import jobs
from tracker.database import db
from tracker.formatting import long_date
from tracker.jobs import run_everything_due
from tracker.models import (
    JobState,
    MailKind,
    Naming,
    OutgoingMail,
    Owner,
    Part,
    Person,
    Plan,
    Role,
    Round,
    UnwantedMail,
)
from tracker.rounds import tasks

CLOSES = TODAY + timedelta(days=7)


@pytest.fixture
def lead(world: World, signed_in: SignIn) -> FlaskClient:
    """The lead, after opening round 1."""
    browser = signed_in("lead")
    open_round(browser, closes_on=CLOSES)
    return browser


def on(app: Flask, monkeypatch: pytest.MonkeyPatch, day: date) -> list[OutgoingMail]:
    """Let the worker look after rounds on a day, twice, and return the mails it wrote."""
    before = {mail.id for mail in mails(app)}
    moment = NOW + (day - TODAY)
    monkeypatch.setattr(tasks, "today", lambda: day)
    monkeypatch.setattr(tasks, "now", lambda: moment)
    with app.app_context():
        tasks.look_after_rounds()
        tasks.look_after_rounds()
    return [mail for mail in mails(app) if mail.id not in before]


def found(app: Flask) -> Round:
    with app.app_context():
        return db.session.query(Round).one()


def test_my_actions_says_until_when_the_round_waits_and_for_what(
    lead: FlaskClient, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    shown = text(owner.get("/my-actions"))
    closes = f"<strong>The round closes on {long_date(CLOSES)}</strong>"
    assert f"{closes}: 1 action of yours still waits for an update." in shown
    assert "No update in this round yet" in shown
    owner.post(UPDATE, data=filled())
    shown = text(owner.get("/my-actions"))
    assert "Nothing to do now." in shown
    assert "The round closes on" not in shown


def test_the_page_says_who_has_answered_and_what_changed(lead: FlaskClient, signed_in: SignIn) -> None:
    page = text(lead.get(f"{ROUNDS}/1"))
    assert "<strong>0 of 1 person</strong> have answered" in page
    assert "Not answered yet (1)" in page
    assert "No status moved<" in page
    signed_in("owner").post(UPDATE, data=filled(delivery="at_risk"))
    page = text(lead.get(f"{ROUNDS}/1"))
    assert "<strong>1 of 1 person</strong> has answered" in page
    answered = page.split('id="done"')[1].split("</table>")[0]
    assert "1.1:" in answered
    assert "On track" in answered
    assert "At risk" in answered
    assert "1 status moved, none of them to delivered" in page


def test_a_lead_who_enters_an_update_for_the_owner_answers_for_them(lead: FlaskClient) -> None:
    lead.post(UPDATE, data=filled(for_owner="y"))
    assert "Answered (1)" in text(lead.get(f"{ROUNDS}/1"))


def test_a_moved_due_date_is_a_change(lead: FlaskClient) -> None:
    day = TODAY + timedelta(days=90)
    lead.post(
        f"/plans/{SLUG}/actions/1.1/due-date",
        data={"due_on": [str(day.day), str(day.month), str(day.year)], "reason": "Partners.", "version": "1"},
    )
    lead.post(UPDATE, data=filled())
    page = text(lead.get(f"{ROUNDS}/1"))
    assert "Due date moved:" in page
    assert "1 due date moved or asked to be moved" in page


def test_who_has_not_answered_is_reminded_once_before_and_once_after(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert on(app, monkeypatch, CLOSES - timedelta(days=4)) == []
    before = on(app, monkeypatch, CLOSES - timedelta(days=3))
    assert [(mail.kind, mail.to_address) for mail in before] == [
        (MailKind.REMINDER, "owner@harlmere.example"),
        (MailKind.DIGEST, "lead@harlmere.example"),
    ]
    assert before[0].subject.startswith("Reminder: 1 action to update by ")
    assert "Owner: 1.1" in before[1].text
    assert on(app, monkeypatch, CLOSES) == []
    [closed] = on(app, monkeypatch, CLOSES + timedelta(days=1))[:1]
    assert closed.kind is MailKind.DIGEST
    assert "has closed" in closed.subject
    after = [mail for mail in mails(app) if mail.subject.startswith("Still without")]
    assert len(after) == 1
    assert "You can still answer" in after[0].text
    assert on(app, monkeypatch, CLOSES + timedelta(days=2)) == []
    assert found(app).as_at == CLOSES


def test_who_was_asked_when_the_reminder_was_due_already_is_not_reminded(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    open_round(signed_in("lead"), closes_on=TODAY + timedelta(days=3))
    with app.app_context():
        run_everything_due()
    assert [mail.kind for mail in mails(app)] == [MailKind.ROUND]


def test_who_has_answered_hears_no_more(
    app: Flask, lead: FlaskClient, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in("owner").post(UPDATE, data={"same": "yes", "form_key": "k"})
    reminders = on(app, monkeypatch, CLOSES - timedelta(days=1)) + on(
        app, monkeypatch, CLOSES + timedelta(days=2)
    )
    assert {mail.kind for mail in reminders} == {MailKind.DIGEST}
    assert "Everybody has answered." in reminders[0].text


def test_a_worker_that_stood_still_over_the_close_sends_no_reminder_of_a_day_that_has_passed(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = on(app, monkeypatch, CLOSES + timedelta(days=30))
    assert [mail.kind for mail in late] == [MailKind.DIGEST]


def test_a_lead_can_do_without_digests_and_nobody_without_the_round(
    app: Flask, lead: FlaskClient, world: World, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = text(lead.get("/account/mails"))
    assert "How a round goes" in page
    assert "A round that asks you for updates" in page
    assert lead.post("/account/mails", data={"wanted": ["mention", "report"]}).status_code == 302
    with app.app_context():
        assert [row.kind for row in db.session.query(UnwantedMail)] == [MailKind.DIGEST]
    sent = on(app, monkeypatch, CLOSES - timedelta(days=1))
    assert [mail.kind for mail in sent] == [MailKind.REMINDER]
    signed_in("owner").post("/account/mails", data={"wanted": []})
    assert len(on(app, monkeypatch, CLOSES + timedelta(days=2))) == 1


def test_closing_by_hand_sets_the_day_of_the_next_report(app: Flask, lead: FlaskClient, world: World) -> None:
    with app.app_context():
        other = add_person("otherlead")
        grant(db.session.get_one(Plan, world.plan), other.id, Role.LEAD)
        db.session.commit()
    page = text(lead.get(f"{ROUNDS}/1/close"))
    assert "1 person has not answered for every action: Owner" in page
    lead.post(f"{ROUNDS}/1/close")
    assert found(app).as_at == TODAY
    assert found(app).closed_by_id == world.people["lead"]
    digests = [mail.to_address for mail in mails(app) if mail.kind is MailKind.DIGEST]
    assert digests == ["otherlead@harlmere.example"], "who closes it sees the page"
    assert "closed on" in text(lead.get(f"{ROUNDS}/1"))
    assert lead.get(f"{ROUNDS}/1/close").location == f"{ROUNDS}/1"
    answer = open_round(lead)
    assert answer.location == f"{ROUNDS}/2"


def test_the_next_report_is_offered_as_at_the_close(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(app, monkeypatch, CLOSES + timedelta(days=1))
    with app.app_context():
        db.session.query(Round).one().as_at = TODAY - timedelta(days=2)
        db.session.commit()
    page = text(lead.get(f"/plans/{SLUG}/reports/new"))
    day = TODAY - timedelta(days=2)
    assert f'name="as_at" type="text" value="{day.day}"' in page
    assert "Round 1 closed into" in page


def test_an_answer_after_the_close_counts_until_the_link_ends(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead.post(f"{ROUNDS}/1/close")
    browser = app.test_client()
    page = browser.get(link_of(app, "owner@harlmere.example")).location
    browser.post(f"{page}/1.1", data=filled("a1-1-"))
    assert "Answered (1)" in text(lead.get(f"{ROUNDS}/1"))


def test_a_mail_that_fails_is_shown_with_its_reason_and_sent_again(app: Flask, lead: FlaskClient) -> None:
    with app.app_context():
        mail = db.session.query(OutgoingMail).one()
        mail.state, mail.tries, mail.error = JobState.FAILED, 6, "550 no such mailbox"
        number = mail.message_id
        db.session.commit()
    page = text(lead.get(f"{ROUNDS}/1"))
    assert "1 mail did not get through" in page
    assert "550 no such mailbox" in page
    assert "will be tried again now" in text(lead.post(f"{ROUNDS}/1/asked/1/send", follow_redirects=True))
    [mail] = mails(app)
    assert (mail.state, mail.tries, mail.message_id) == (JobState.WAITING, 0, number)
    with app.app_context():
        mail = db.session.query(OutgoingMail).one()
        mail.state, mail.error = JobState.FAILED, "550 no such mailbox"
        db.session.commit()
    lead.post(f"{ROUNDS}/1/send-failed")
    with app.app_context():
        run_everything_due()
    [mail] = mails(app)
    assert mail.state is JobState.DONE
    assert "did not get through" not in text(lead.get(f"{ROUNDS}/1"))


def test_sending_again_to_one_writes_one_more_mail_about_what_waits(
    app: Flask, lead: FlaskClient, signed_in: SignIn
) -> None:
    with app.app_context():
        run_everything_due()
    assert "The mail to Owner will leave now" in text(
        lead.post(f"{ROUNDS}/1/asked/1/send", follow_redirects=True)
    )
    assert [mail.to_address for mail in mails(app)] == ["owner@harlmere.example"] * 2
    signed_in("owner").post(UPDATE, data=filled())
    assert "has answered for every action" in text(
        lead.post(f"{ROUNDS}/1/asked/1/send", follow_redirects=True)
    )
    assert len(mails(app)) == 2


def test_a_new_owner_is_asked_and_the_old_one_is_left_in_peace(
    app: Flask, lead: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        director = db.session.query(Owner).filter_by(person_id=world.people["director"]).one()
        db.session.query(Naming).filter_by(part=Part.LEAD_OFFICER).one().owner_id = director.id
        db.session.commit()
    page = text(lead.post(f"{ROUNDS}/1/ask-new", follow_redirects=True))
    assert "Asked too: Director" in page
    assert "Not answered yet (1)" in page
    assert [mail.to_address for mail in mails(app)][-1] == "director@harlmere.example"
    reminded = on(app, monkeypatch, CLOSES - timedelta(days=1))
    assert [mail.to_address for mail in reminded if mail.kind is MailKind.REMINDER] == [
        "director@harlmere.example"
    ]
    page = text(lead.post(f"{ROUNDS}/1/ask-new", follow_redirects=True))
    assert "Everybody who has open actions was asked already" in page


def test_nobody_who_was_removed_is_written_to(
    app: Flask, lead: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        db.session.get_one(Person, world.people["owner"]).is_removed = True
        db.session.commit()
    assert {mail.kind for mail in on(app, monkeypatch, CLOSES - timedelta(days=1))} == {MailKind.DIGEST}
    page = text(lead.post(f"{ROUNDS}/1/asked/1/send", follow_redirects=True))
    assert "no longer works with this plan" in page


def test_the_worker_looks_after_rounds(app: Flask, lead: FlaskClient) -> None:
    assert tasks.look_after_rounds in jobs.CHORES
