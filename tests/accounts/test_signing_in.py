"""Signing in, waiting after wrong tries, forgotten passwords, invitations."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.world import PASSWORD, World
from tracker import clock, create_app
from tracker.config import Settings
from tracker.database import db
from tracker.jobs import run_everything_due
from tracker.models import OneTimeLink, OutgoingMail

SignedIn = Callable[[str], FlaskClient]


def try_to_sign_in(client: FlaskClient, password: str, email: str = "lead@harlmere.example") -> str:
    return client.post("/sign-in", data={"email": email, "password": password}).get_data(as_text=True)


def test_a_person_signs_in_and_lands_on_their_plan(client: FlaskClient, world: World) -> None:
    answer = client.post("/sign-in", data={"email": " Lead@Harlmere.example ", "password": PASSWORD})
    assert answer.location == "/"
    assert client.get("/").location == "/plans/harlmere"


@pytest.mark.parametrize("email", ["lead@harlmere.example", "nobody@harlmere.example"])
def test_a_wrong_pair_gives_one_message_that_tells_nothing(
    client: FlaskClient, world: World, email: str
) -> None:
    page = try_to_sign_in(client, "not my password", email)
    assert "The e-mail address or the password is wrong" in page
    assert email in page


@pytest.mark.parametrize("email", ["lead@harlmere.example", "nobody@harlmere.example"])
def test_after_five_wrong_tries_even_the_right_password_waits(
    client: FlaskClient, world: World, email: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [try_to_sign_in(client, "not my password", email) for _ in range(5)]
    assert ["Wait 15 minutes" in page for page in pages] == [False] * 4 + [True]
    assert "Wait 15 minutes" in try_to_sign_in(client, PASSWORD, email)
    later = clock.now() + timedelta(minutes=15, seconds=1)
    monkeypatch.setattr("tracker.accounts.views.now", lambda: later)
    assert "Wait" not in try_to_sign_in(client, PASSWORD, email)


def test_four_wrong_tries_do_not_lock_and_a_right_one_clears_them(client: FlaskClient, world: World) -> None:
    for _ in range(2):
        for _ in range(4):
            try_to_sign_in(client, "not my password")
        answer = client.post("/sign-in", data={"email": "lead@harlmere.example", "password": PASSWORD})
        assert answer.status_code == 302
        client.post("/sign-out")


def test_signing_out_ends_the_session(signed_in: SignedIn) -> None:
    browser = signed_in("lead")
    browser.post("/sign-out")
    assert browser.get("/plans/harlmere").status_code == 302


def test_after_signing_in_only_an_address_of_this_site_is_followed(app: Flask, world: World) -> None:
    for wanted, given in (
        ("/account", "/account"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
    ):
        answer = app.test_client().post(
            "/sign-in",
            query_string={"next": wanted},
            data={"email": "lead@harlmere.example", "password": PASSWORD},
        )
        assert answer.location == given


def test_a_new_password_ends_every_other_session(signed_in: SignedIn) -> None:
    here, there = signed_in("lead"), signed_in("lead")
    answer = here.post("/account/password", data={"old": PASSWORD, "new": "four other plain words"})
    assert answer.location == "/account"
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("not mine at all", "four other plain words", "This is not your password"),
        (PASSWORD, "short", "at least 12 characters"),
        (PASSWORD, "aaaaaaaaaaaaaaaa", "too easy to guess"),
        (PASSWORD, "lead@harlmere.example", "too easy to guess"),
    ],
)
def test_a_password_change_that_is_refused_says_why(
    signed_in: SignedIn, old: str, new: str, message: str
) -> None:
    page = signed_in("lead").post("/account/password", data={"old": old, "new": new}).get_data(as_text=True)
    assert message in page
    assert new not in page


def mailed_link(app: Flask, settings: Settings) -> str:
    with app.app_context():
        run_everything_due()
    mails = [file.read_text() for file in sorted(Path(settings.instance_path, "mail").glob("*.eml"))]
    found = re.search(r"http://127\.0\.0\.1:5000(/link/\S+)", mails[-1])
    assert found
    return found[1]


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(
    app: Flask, client: FlaskClient, settings: Settings, world: World
) -> None:
    client.post("/forgotten-password", data={"email": "lead@harlmere.example"})
    link = mailed_link(app, settings)
    assert "Choose a new password" in client.get(link).get_data(as_text=True)
    data = {"name": "Lead", "password": "four other plain words"}
    assert client.post(link, data=data).location == "/"
    assert client.get(link).status_code == 410
    client.post("/sign-out")
    answer = client.post("/sign-in", data={"email": "lead@harlmere.example", "password": data["password"]})
    assert answer.status_code == 302


def test_a_forgotten_password_says_the_same_for_a_stranger_and_sends_nothing(
    app: Flask, client: FlaskClient, settings: Settings, world: World
) -> None:
    known = client.post("/forgotten-password", data={"email": "lead@harlmere.example"}).data
    with app.app_context():
        run_everything_due()
    sent = len(list((settings.instance_path / "mail").glob("*.eml")))
    unknown = client.post("/forgotten-password", data={"email": "nobody@harlmere.example"}).data
    with app.app_context():
        run_everything_due()
    assert sent == len(list((settings.instance_path / "mail").glob("*.eml"))) == 1

    def without_nonce(page: bytes) -> str:
        return re.sub(r'nonce="[^"]*"', "", page.decode())

    assert without_nonce(known) == without_nonce(unknown)


def test_no_more_than_three_links_are_sent_in_an_hour_and_the_last_one_works(
    app: Flask, client: FlaskClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask() -> int:
        answer = client.post("/forgotten-password", data={"email": "lead@harlmere.example"})
        assert "we have sent them a link" in answer.get_data(as_text=True)
        with app.app_context():
            return db.session.query(OutgoingMail).count()

    assert [ask() for _ in range(5)] == [1, 2, 3, 3, 3]
    with app.app_context():
        links = sa.select(sa.func.count(OneTimeLink.id)).where(OneTimeLink.used_at.is_(None))
        assert db.session.scalar(links) == 1
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr("tracker.accounts.views.now", lambda: later)
    assert ask() == 4


def test_a_client_that_asks_for_too_many_links_waits_an_hour_and_others_do_not(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(client: str, email: str = "lead@harlmere.example") -> str:
        answer = app.test_client().post(
            "/forgotten-password", data={"email": email}, environ_base={"REMOTE_ADDR": client}
        )
        return answer.get_data(as_text=True)

    for number in range(30):
        assert "we have sent them a link" in ask("203.0.113.9", f"nobody-{number}@harlmere.example")
    assert "Try again in an hour" in ask("203.0.113.9")
    with app.app_context():
        assert db.session.query(OutgoingMail).count() == 0
    assert "we have sent them a link" in ask("203.0.113.10")
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr("tracker.accounts.views.now", lambda: later)
    assert "we have sent them a link" in ask("203.0.113.9")


@pytest.mark.parametrize(("proxies", "refused"), [(0, True), (1, False)])
def test_behind_our_own_proxy_a_client_is_whom_the_proxy_names(
    settings: Settings, world: World, proxies: int, refused: bool
) -> None:
    app = create_app(replace(settings, proxies=proxies), {"TESTING": True, "WTF_CSRF_ENABLED": False})
    answers = [
        app.test_client().post(
            "/forgotten-password",
            data={"email": "nobody@harlmere.example"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )
        for number in range(31)
    ]
    assert ("Try again in an hour" in answers[-1].get_data(as_text=True)) == refused


def test_a_link_ends_after_its_time(
    app: Flask, client: FlaskClient, settings: Settings, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/forgotten-password", data={"email": "lead@harlmere.example"})
    link = mailed_link(app, settings)
    later = clock.now() + timedelta(hours=2, minutes=1)
    monkeypatch.setattr("tracker.accounts.views.now", lambda: later)
    answer = client.get(link)
    assert answer.status_code == 410
    assert "can no longer be used" in answer.get_data(as_text=True)


def test_a_second_link_ends_the_first(
    app: Flask, client: FlaskClient, settings: Settings, world: World
) -> None:
    client.post("/forgotten-password", data={"email": "lead@harlmere.example"})
    first = mailed_link(app, settings)
    client.post("/forgotten-password", data={"email": "lead@harlmere.example"})
    assert client.get(first).status_code == 410


def test_an_administrator_creates_a_plan_and_its_first_lead_is_invited(
    app: Flask, signed_in: SignedIn, settings: Settings
) -> None:
    administrator = signed_in("administrator")
    administrator.post(
        "/administration/plans/new",
        data={"plan_title": "A third plan", "name": "Nia Price", "email": "nia@harlmere.example"},
    )
    assert "Nia Price" in administrator.get("/administration/plans").get_data(as_text=True)
    newcomer = app.test_client()
    link = mailed_link(app, settings)
    newcomer.post(link, data={"name": "Nia Price", "password": "four other plain words"})
    assert newcomer.get("/").location == "/plans/a-third-plan"


def test_a_rejected_form_keeps_what_was_typed(signed_in: SignedIn) -> None:
    page = (
        signed_in("administrator")
        .post(
            "/administration/plans/new",
            data={"plan_title": "A third plan", "name": "Nia Price", "email": "nia"},
        )
        .get_data(as_text=True)
    )
    assert "Enter an e-mail address, like name@example.gov.uk" in page
    assert 'value="A third plan"' in page
    assert "<title>Error: " in page
