"""Answering through the signed link: one's own actions and nothing else, until it ends."""

import io
import logging
import re
import string
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.my_actions.sending import filled
from tests.rounds.asking import ROUNDS, SignIn, link_of, open_round, text
from tests.world import NOW, SLUG, TODAY, World, add, add_action
from tracker import link_access
from tracker.database import db
from tracker.models import (
    Action,
    Change,
    Evidence,
    LinkAct,
    LinkUse,
    Naming,
    Owner,
    OwnerKind,
    Part,
    Person,
    Plan,
    Recommendation,
    RoundAsk,
    Update,
)
from tracker.operations.standing import refresh_standings
from tracker.signing import key_in, token_of

POLICE = "kaur@police.example"
LETTERS = f"{string.ascii_letters}{string.digits}-_"


@pytest.fixture
def asked(app: Flask, world: World, signed_in: SignIn) -> World:
    """An open round that asks the owner for 1.1 and 1.3, and the police's contact for 1.2."""
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        recommendation = db.session.query(Recommendation).one()
        police = add(
            Owner(
                plan_id=plan.id,
                kind=OwnerKind.PARTNER,
                name="Harlmere police",
                contact_name="A. Kaur",
                contact_email=POLICE,
            )
        )
        own = db.session.query(Owner).filter_by(person_id=world.people["owner"]).one()
        made = [add_action(plan, recommendation, title=title) for title in ("Send officers", "Agree cover")]
        for action, owner in zip(made, (police, own), strict=True):
            add(Naming(action_id=action.id, owner_id=owner.id, part=Part.LEAD_OFFICER))
        refresh_standings([action.id for action in made], TODAY)
        db.session.commit()
    open_round(signed_in("lead"))
    return world


def follow(app: Flask, email: str = POLICE) -> tuple[FlaskClient, str]:
    """Follow the link of a mail in a fresh browser; return it and the address of the page behind."""
    browser = app.test_client()
    answer = browser.get(link_of(app, email))
    assert answer.status_code == 303
    return browser, answer.location


def test_the_link_opens_ones_own_actions_and_no_others(app: Flask, asked: World) -> None:
    browser, page = follow(app)
    shown = text(browser.get(page))
    assert "You answer as <strong>A. Kaur (Harlmere police)</strong>" in shown
    assert "1.2 Send officers" in shown
    assert "1.1 Agree who attends" not in shown
    assert browser.post(f"{page}/1.1", data=filled("a1-1-")).status_code == 404
    assert browser.post(f"{page}/9.9", data=filled("a9-9-")).status_code == 404
    other = page.replace("1", "2") if page.endswith("1") else page.replace("2", "1")
    assert browser.get(other).status_code == 410
    for address in (f"/plans/{SLUG}", f"/plans/{SLUG}/actions/1.2", f"/plans/{SLUG}/actions/1.2/update"):
        assert browser.get(address).status_code == 302, "it signs nobody in"


def test_an_update_with_evidence_is_the_contacts_word(app: Flask, asked: World, signed_in: SignIn) -> None:
    browser, page = follow(app)
    form = filled("a1-2-", done="Officers attend each weekend.") | {
        "a1-2-file": (io.BytesIO(b"Attendance in October."), "rota.txt"),
        "a1-2-title": "Rota of October",
        "a1-2-kind": "data",
        "a1-2-audience": "public",
        "a1-2-effective_on": ["1", "10", "2025"],
    }
    answer = browser.post(f"{page}/1.2", data=form, follow_redirects=True)
    assert "Update to 1.2 saved" in text(answer)
    assert "You have answered for your action" in text(answer)
    with app.app_context():
        update = db.session.query(Update).filter_by(done="Officers attend each weekend.").one()
        assert (update.by_id, update.entered_by_id) == (None, None)
        evidence = db.session.query(Evidence).filter_by(title="Rota of October").one()
        assert evidence.added_by_id is None
        number = evidence.number
    lead = signed_in("lead")
    said = "A. Kaur (Harlmere police), through the link"
    for address in ("actions/1.2", "actions/1.2/history", f"evidence/{number}", "history", "verification"):
        assert said in text(lead.get(f"/plans/{SLUG}/{address}")), address
    assert said in text(lead.get(f"/plans/{SLUG}/search?q=weekend"))


def test_the_word_of_somebody_with_an_account_is_theirs(app: Flask, asked: World, signed_in: SignIn) -> None:
    browser, page = follow(app, asked.email("owner"))
    browser.post(f"{page}/1.1", data=filled("a1-1-"))
    with app.app_context():
        update = db.session.query(Update).filter_by(done="The rota is signed.").one()
        assert update.by_id == asked.people["owner"]
        assert update.ask_id is not None
    assert "Owner, through the link" in text(signed_in("lead").get(f"/plans/{SLUG}/actions/1.1"))


def test_nothing_has_changed_is_one_button(app: Flask, asked: World, signed_in: SignIn) -> None:
    browser, page = follow(app, asked.email("owner"))
    assert "Nothing has changed in 1.1" in text(browser.get(page))
    answer = browser.post(f"{page}/1.1", data={"same": "yes"}, follow_redirects=True)
    assert "Update to 1.1 saved" in text(answer)
    assert "<strong>1 of your 2 actions</strong> waits" in text(answer)
    with app.app_context():
        assert {use.act for use in db.session.query(LinkUse)} == {LinkAct.OPENED, LinkAct.CONFIRMED}


def test_the_same_form_sent_twice_makes_one_update(app: Flask, asked: World) -> None:
    browser, page = follow(app)
    for _ in range(2):
        assert browser.post(f"{page}/1.2", data=filled("a1-2-")).status_code == 302
    with app.app_context():
        assert db.session.query(Update).filter_by(done="The rota is signed.").count() == 1
        assert db.session.query(LinkUse).filter_by(act=LinkAct.UPDATED).count() == 1


def test_an_error_keeps_the_words_and_saves_nothing(app: Flask, asked: World) -> None:
    browser, page = follow(app)
    shown = text(browser.post(f"{page}/1.2", data=filled("a1-2-", done="", next_steps="Agree cover.")))
    assert "<title>Error: Your updates" in shown
    assert "1.2: write what was done" in shown
    assert "1.2 is not saved yet. Your words are kept" in shown
    assert "Agree cover." in shown
    flattering = filled("a1-2-", delivery="delivered")
    shown = text(browser.post(f"{page}/1.2", data=flattering))
    assert "is better than the record shows" in shown
    with app.app_context():
        assert db.session.query(Update).filter_by(done="The rota is signed.").count() == 0


def test_the_last_words_can_be_copied_forward(app: Flask, asked: World) -> None:
    browser, page = follow(app, asked.email("owner"))
    shown = text(browser.post(f"{page}/1.1", data={"copy": "last"}))
    assert shown.count("Met the police and the health trust.") == 2


def test_it_works_any_number_of_times_and_each_use_is_recorded(
    app: Flask, asked: World, signed_in: SignIn
) -> None:
    for number in range(3):
        browser, page = follow(app)
        browser.post(f"{page}/1.2", data=filled("a1-2-", form_key=f"key-{number}"))
    lead = signed_in("lead")
    shown = text(lead.get(f"{ROUNDS}/1/asked/1"))
    assert shown.count("Opened the link") == 3
    assert shown.count("Updated 1.2") == 3
    with app.app_context():
        opened = db.session.query(Change).filter_by(what="The link of round 1 opened").all()
        assert len(opened) == 1, "the history has the first opening of a day"


def test_a_look_that_only_asks_for_headers_is_no_use(app: Flask, asked: World) -> None:
    app.test_client().head(link_of(app, POLICE))
    with app.app_context():
        assert db.session.query(LinkUse).count() == 0


def later(monkeypatch: pytest.MonkeyPatch, **by: int) -> None:
    moment = NOW + timedelta(**by)
    monkeypatch.setattr(link_access, "now", lambda: moment)


def test_an_expired_link_says_so_and_gives_the_words_back(
    app: Flask, asked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, page = follow(app)
    later(monkeypatch, days=14)
    assert browser.get(page).status_code == 200, "seven days of grace after the closing date"
    later(monkeypatch, days=16)
    answer = browser.post(f"{page}/1.2", data=filled("a1-2-", done="What we did this month."))
    assert answer.status_code == 410
    assert "This link ended with" in text(answer)
    assert "What you had written is not saved" in text(answer)
    assert "What we did this month." in text(answer)
    assert app.test_client().get(link_of(app, POLICE)).status_code == 410
    with app.app_context():
        assert db.session.query(Update).filter_by(done="What we did this month.").count() == 0


def test_a_link_taken_back_opens_nothing_and_a_new_one_does(
    app: Flask, asked: World, signed_in: SignIn
) -> None:
    browser, page = follow(app)
    old = link_of(app, POLICE)
    lead = signed_in("lead")
    assert "The link of A. Kaur (Harlmere police) opens nothing any more" in text(
        lead.post(f"{ROUNDS}/1/asked/1/revoke", follow_redirects=True)
    )
    assert "taken back" in text(browser.get(page))
    assert app.test_client().get(old).status_code == 410
    lead.post(f"{ROUNDS}/1/asked/1/send")
    new = link_of(app, POLICE)
    assert new != old
    assert "replaced by a newer one" in text(app.test_client().get(old))
    assert browser.get(page).status_code == 410, "who holds the old link stays outside"
    follow(app)


def test_a_link_changed_by_a_letter_opens_nothing(app: Flask, asked: World) -> None:
    link = link_of(app, POLICE)
    token = link.rpartition("/")[2]
    for place in range(0, len(token), 7):
        for letter in "Aa_":
            if token[place] != letter:
                changed = token[:place] + letter + token[place + 1 :]
                assert app.test_client().get(f"/answer/{changed}").status_code == 410
    with app.app_context():
        secret = app.config["SETTINGS"].secret_key
        ask = db.session.query(RoundAsk).filter_by(email=POLICE).one()
        assert ask.link_key
        assert key_in(token_of(ask.link_key, "another secret" * 3), secret) is None
        # The last letter of a signature has spellings that mean the same bytes.
        assert sum(key_in(token[:-1] + end, secret) is not None for end in LETTERS) == 1


def test_a_removed_person_and_a_new_contact_end_it(app: Flask, asked: World) -> None:
    own, own_page = follow(app, asked.email("owner"))
    browser, page = follow(app)
    with app.app_context():
        db.session.get_one(Person, asked.people["owner"]).is_removed = True
        db.session.query(Owner).filter_by(name="Harlmere police").one().contact_email = "new@police.example"
        db.session.commit()
    answer = own.get(own_page)
    assert answer.status_code == 410
    assert "no longer works with this plan" in text(answer)
    assert "Nothing is asked of you any more" in text(browser.get(page))
    assert browser.post(f"{page}/1.2", data=filled("a1-2-")).status_code == 404


def test_an_action_handed_over_is_no_longer_behind_the_link(app: Flask, asked: World) -> None:
    browser, page = follow(app, asked.email("owner"))
    with app.app_context():
        action = db.session.query(Action).filter_by(sequence=3).one()
        naming = db.session.query(Naming).filter_by(action_id=action.id).one()
        director = db.session.query(Owner).filter_by(person_id=asked.people["director"]).one()
        naming.owner_id = director.id
        db.session.commit()
    shown = text(browser.get(page))
    assert "1.1 Agree who attends" in shown
    assert "1.3 Agree cover" not in shown
    assert browser.post(f"{page}/1.3", data=filled("a1-3-")).status_code == 404


def test_a_post_that_nobody_holds_is_not_the_contacts(app: Flask, asked: World) -> None:
    browser, page = follow(app)
    with app.app_context():
        vacant = add(Owner(plan_id=asked.plan, kind=OwnerKind.POST, name="Head of service"))
        action = db.session.query(Action).filter_by(sequence=2).one()
        db.session.query(Naming).filter_by(action_id=action.id).one().owner_id = vacant.id
        db.session.commit()
    assert "Nothing is asked of you any more" in text(browser.get(page))
    assert browser.post(f"{page}/1.2", data=filled("a1-2-")).status_code == 404


def test_a_search_finds_what_the_contact_wrote(app: Flask, asked: World, signed_in: SignIn) -> None:
    browser, page = follow(app)
    browser.post(f"{page}/1.2", data=filled("a1-2-", done="Officers are quillfeathered."))
    found = text(signed_in("lead").get(f"/plans/{SLUG}/search?q=quillfeathered"))
    assert "A. Kaur" in found
    assert "through the link" in found


def test_the_secret_leaves_no_trace(
    app: Flask, asked: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    link = link_of(app, POLICE)
    browser = app.test_client()
    answer = browser.get(link)
    token = link.rpartition("/")[2]
    assert token not in answer.location
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    page = browser.get(answer.location)
    for one in (answer, page):
        assert one.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert one.headers["Cache-Control"] == "no-store"
    assert token not in text(page)
    assert '<meta name="robots" content="noindex, nofollow">' in text(page)

    def fail(*arguments: object, **options: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr("tracker.answering.views.record_use", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.ERROR):
        assert app.test_client().get(link).status_code == 500
    assert "/answer/[left out]" in caplog.text
    assert token not in caplog.text
    with caplog.at_level(logging.INFO):
        logging.getLogger("werkzeug").info("GET /calendar/WzEsMV0.secret.ics 200")
    assert "/calendar/[left out]" in caplog.text
    assert "secret" not in caplog.text


def test_a_lead_at_the_same_browser_stays_a_lead_and_answers_as_the_contact(
    app: Flask, asked: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    page = lead.get(link_of(app, POLICE)).location
    assert "You answer as <strong>A. Kaur" in text(lead.get(page))
    assert lead.post(f"{page}/1.1", data=filled("a1-1-")).status_code == 404, (
        "a link gives no more than it is"
    )
    lead.post(f"{page}/1.2", data=filled("a1-2-"))
    with app.app_context():
        assert db.session.query(Update).filter_by(done="The rota is signed.").one().by_id is None
    assert lead.get(f"/plans/{SLUG}/rounds").status_code == 200


def test_two_links_in_one_browser_do_not_mix(app: Flask, asked: World) -> None:
    browser, first = follow(app)
    second = browser.get(link_of(app, asked.email("owner"))).location
    assert "1.2 Send officers" in text(browser.get(first))
    assert "1.1 Agree who attends" in text(browser.get(second))
    assert re.match(r"/answers/\d+$", first)
    assert browser.post(f"{first}/1.1", data=filled("a1-1-")).status_code == 404
