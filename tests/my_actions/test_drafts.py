"""Words that are typed and not saved yet: kept, brought back, and carried through a lost session."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.my_actions.sending import FROM_LIST, PAGE, SignIn, filled, page, updates
from tests.world import PASSWORD, World
from tracker import create_app
from tracker.config import Settings
from tracker.database import db
from tracker.models import UpdateDraft

DRAFT = "/plans/harlmere/actions/1.1/draft"


def drafts(app: Flask) -> list[UpdateDraft]:
    with app.app_context():
        return list(db.session.scalars(sa.select(UpdateDraft)))


def test_words_kept_from_my_actions_stand_in_the_form_again(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    form = filled("a1-1-", done="Half a sentence", delivery="off_track")
    sent = owner.post(f"{DRAFT}?at=1-1", data=form, headers={"Sec-Fetch-Mode": "cors"})
    assert sent.status_code == 204
    for address in ("/my-actions", PAGE):
        shown = page(owner.get(address))
        assert "Half a sentence" in shown
        assert "These words are kept, not saved as an update yet" in shown
        assert re.search(r'value="off_track"[^>]*checked', shown)
    assert len(updates(app)) == 1


def test_without_script_a_button_keeps_them_and_another_throws_them_away(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    form = filled("a1-1-", done="Half a sentence")
    answer = owner.post(f"{DRAFT}?at=1-1", data={**form, "draft": "keep"})
    assert answer.location.endswith("#update-1-1")
    owner.post(f"{DRAFT}?at=1-1", data={**form, "draft": "discard"})
    assert drafts(app) == []
    assert "Half a sentence" not in page(owner.get("/my-actions"))


def test_saving_the_update_ends_the_draft_and_late_words_do_not_bring_it_back(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    owner.post(f"{DRAFT}?at=1-1", data=filled("a1-1-"))
    owner.post(FROM_LIST, data=filled("a1-1-"))
    assert drafts(app) == []
    owner.post(f"{DRAFT}?at=1-1", data=filled("a1-1-"))
    assert drafts(app) == []


def test_a_form_that_comes_back_with_an_error_keeps_the_draft(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    owner.post(f"{DRAFT}?at=1-1", data=filled("a1-1-", done="Half a sentence"))
    assert "Write what was done" in page(owner.post(FROM_LIST, data=filled("a1-1-", done=" ")))
    assert len(drafts(app)) == 1


def test_a_draft_is_read_by_nobody_else(app: Flask, world: World, signed_in: SignIn) -> None:
    signed_in("owner").post(DRAFT, data=filled(done="Between me and my screen"))
    for persona in ("lead", "assurer", "director"):
        reader = signed_in(persona)
        for address in ("/my-actions", "/plans/harlmere/actions/1.1"):
            assert "Between me" not in page(reader.get(address))
    assert "Between me" not in page(signed_in("lead").get(PAGE))


def test_more_than_anybody_types_is_refused(app: Flask, world: World, signed_in: SignIn) -> None:
    answer = signed_in("owner").post(DRAFT, data=filled(done="x" * 200_001))
    assert answer.status_code == 413
    assert drafts(app) == []


@pytest.fixture
def guarded(settings: Settings, world: World) -> Flask:
    """The application as it runs, with its protection against forged forms."""
    return create_app(settings, {"TESTING": True})


def test_words_sent_after_the_session_ended_come_back_after_signing_in(guarded: Flask, world: World) -> None:
    browser = guarded.test_client()
    ours = {"Origin": "http://localhost"}
    shown = page(browser.post(FROM_LIST, data=filled("a1-1-", done="Typed for an hour"), headers=ours))
    assert "You were signed out before your update was saved" in shown
    kept = re.search(r'name="kept" value="([^"]+)"', shown)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
    assert kept
    assert token
    form = {
        "csrf_token": token[1],
        "kept": kept[1],
        "email": world.email("owner"),
        "password": PASSWORD,
    }
    answer = browser.post("/sign-in", data=form)
    assert answer.location == PAGE
    assert "Typed for an hour" in page(browser.get(PAGE))
    with guarded.app_context():
        assert len(drafts(guarded)) == 1


@pytest.mark.parametrize(
    ("persona", "spoilt"), [("owner", True), ("contributor", False), ("stranger", False)]
)
def test_words_that_were_tampered_with_or_belong_to_others_are_dropped(
    guarded: Flask, world: World, persona: str, spoilt: bool
) -> None:
    browser = guarded.test_client()
    shown = page(
        browser.post(PAGE, data=filled(done="Not theirs"), headers={"Sec-Fetch-Site": "same-origin"})
    )
    kept = re.search(r'name="kept" value="([^"]+)"', shown)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown)
    assert kept
    assert token
    packed = f"x{kept[1]}" if spoilt else kept[1]
    form = {"csrf_token": token[1], "kept": packed, "email": world.email(persona), "password": PASSWORD}
    assert browser.post("/sign-in", data=form).location == "/"
    assert drafts(guarded) == []
    assert "The words of your update were not kept" in page(browser.get("/account"))


@pytest.mark.parametrize(
    "sent_by",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {},
    ],
)
def test_another_site_puts_no_words_into_anybodys_draft(
    guarded: Flask, world: World, sent_by: dict[str, str]
) -> None:
    answer = guarded.test_client().post(PAGE, data=filled(done="Words from elsewhere"), headers=sent_by)
    assert answer.status_code == 400
    assert 'name="kept"' not in page(answer)


def test_the_words_of_any_other_form_are_given_back_and_no_password(guarded: Flask, world: World) -> None:
    browser = guarded.test_client()
    comment = {"comment": "Typed for an hour :::officers about leave :::"}
    answer = browser.post("/plans/harlmere/actions/1.1/comments/new", data=comment)
    assert answer.status_code == 400
    assert "Typed for an hour :::officers about leave :::" in page(answer)
    answer = browser.post("/sign-in", data={"email": "a@b.example", "password": "three odd words"})
    assert "three odd words" not in page(answer)
