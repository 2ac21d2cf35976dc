"""A lead sees who will be asked, opens the round, and each of them gets one mail."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from tests.rounds.asking import ROUNDS, SignIn, day, mails, open_round, text
from tests.world import (
    NOW,
    TODAY,
    World,
    add,
    add_action,
    add_owner,
    add_person,
    add_recommendation,
    add_update,
)
from tracker.database import db
from tracker.jobs import run_everything_due
from tracker.models import (
    Action,
    Change,
    Naming,
    Owner,
    OwnerKind,
    Part,
    Plan,
    Recommendation,
    Round,
    RoundEntry,
    StandIn,
)
from tracker.operations.standing import refresh_standings
from tracker.rules.ladders import Delivery
from tracker.signing import LINK_MARK


def name_lead(action: Action, owner: Owner) -> None:
    add(Naming(action_id=action.id, owner_id=owner.id, part=Part.LEAD_OFFICER))


@pytest.fixture
def busy(app: Flask, world: World) -> None:
    """Actions of a person twice over (also by a post), a partner, nobody, an empty post; one is delivered."""
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        recommendation = db.session.query(Recommendation).one()
        post = add_owner(plan, world.people["owner"], "head of first response", OwnerKind.POST)
        empty = add_owner(plan, None, "head of nothing", OwnerKind.POST)
        police = add(
            Owner(
                plan_id=plan.id,
                kind=OwnerKind.PARTNER,
                name="Harlmere police",
                contact_name="A. Kaur",
                contact_email="kaur@police.example",
            )
        )
        resting = add_person("resting")
        rests = add_owner(plan, resting.id, "resting")
        made = [
            add_action(plan, recommendation, title=title, due_on=TODAY - timedelta(days=3))
            for title in ("By post", "By the police", "By nobody", "By an empty post", "Long delivered")
        ]
        for action, owner in zip(made, (post, police, None, empty, rests), strict=True):
            if owner:
                name_lead(action, owner)
        add_update(made[4], resting.id, delivery=Delivery.DELIVERED)
        refresh_standings([action.id for action in made], TODAY)
        db.session.commit()


@pytest.mark.usefixtures("busy")
def test_the_lead_sees_who_will_be_asked_before_anything_is_sent(app: Flask, signed_in: SignIn) -> None:
    page = text(signed_in("lead").get(f"{ROUNDS}/new"))
    assert "2 people will be asked about 3 actions" in page
    table = page.split("Who will be asked</h2>")[1]
    assert re.findall(r'<th scope="row">([^<]+)<', table) == ["A. Kaur", "Owner"]
    assert "owner@harlmere.example" in table
    assert re.findall(r"/actions/([\d.]+)\"", table) == ["1.3", "1.1", "1.2"]
    assert "1 action without an owner" in page
    assert "Nobody holds the post" in page
    assert "Resting" not in page
    assert mails(app) == []


@pytest.mark.usefixtures("busy")
def test_each_person_gets_one_mail_with_all_their_actions(app: Flask, signed_in: SignIn) -> None:
    answer = open_round(signed_in("lead"), note="The board meets on the 14th.")
    assert answer.location == f"{ROUNDS}/1"
    sent = {mail.to_address: mail for mail in mails(app)}
    assert sorted(sent) == ["kaur@police.example", "owner@harlmere.example"]
    own = sent["owner@harlmere.example"]
    for words in (
        "1.1 Agree who attends at weekends",
        "1.2 By post",
        "3 days late",
        "The board meets on the 14th.",
        "/my-actions",
    ):
        assert words in own.text, words
    assert "By the police" not in own.text
    assert "/my-actions" not in sent["kaur@police.example"].text, "a partner has no account"
    with app.app_context():
        entries = {entry.action_id: entry.ask_id for entry in db.session.query(RoundEntry)}
        assert len(entries) == 5
        assert sum(ask is None for ask in entries.values()) == 2
        change = db.session.query(Change).order_by(Change.id.desc()).first()
        assert change
        assert change.what == "Round 1 opened: 2 people asked for updates on 3 actions"


@pytest.mark.usefixtures("busy")
def test_mails_reach_the_mailbox_with_a_link_that_is_stored_nowhere(app: Flask, signed_in: SignIn) -> None:
    open_round(signed_in("lead"))
    with app.app_context():
        run_everything_due()
        folder = app.config["SETTINGS"].instance_path / "mail"
    files = [file.read_bytes().decode().replace("=\n", "") for file in folder.glob("*.eml")]
    assert len(files) == 2
    links = {link for file in files for link in re.findall(r"/answer/([\w.-]+)", file)}
    assert len(links) == 2
    database = (app.config["SETTINGS"].instance_path / "tracker.db").read_bytes()
    log = app.config["SETTINGS"].instance_path / "tracker.db-wal"
    database += log.read_bytes() if log.exists() else b""
    for link in links:
        assert link.split(".")[1].encode() not in database, "the signature is stored"


def test_a_plan_may_keep_titles_out_of_its_mails(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    days = {"round_days": "10", "remind_before_days": "2", "remind_after_days": "0", "link_grace_days": "5"}
    assert lead.post(f"{ROUNDS}/settings", data=days).status_code == 302
    page = text(lead.get(f"{ROUNDS}/new"))
    closing = TODAY + timedelta(days=10)
    assert f'value="{closing.year}"' in page
    assert "no titles" in page
    open_round(lead)
    [mail] = mails(app)
    for part in (mail.subject, mail.text, mail.html):
        assert "weekends" not in part
    assert "1.1" in mail.text
    assert "1.1" in mail.html


def test_a_passage_in_a_title_is_in_no_mail(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        db.session.get_one(Action, 1).title = "Agree the rota :::officers while Quillfeather is off sick:::"
        db.session.commit()
    open_round(signed_in("lead"), note="Thank you.\n:::officers\nQuillfeather is back soon.\n:::")
    [mail] = mails(app)
    assert "Thank you." in mail.text
    assert "1.1 Agree the rota\n" in mail.text
    assert "Agree the rota" in mail.html
    assert "Quillfeather" not in mail.text + mail.html


@pytest.mark.parametrize("field", ["round_days", "link_grace_days", "remind_before_days"])
def test_settings_out_of_range_are_refused(field: str, world: World, signed_in: SignIn) -> None:
    days = {"round_days": "10", "remind_before_days": "2", "remind_after_days": "0", "link_grace_days": "5"}
    for wrong in ("999", "some"):
        page = text(signed_in("lead").post(f"{ROUNDS}/settings", data={**days, field: wrong}))
        assert "Choose between" in page
        assert "<title>Error: " in page


def test_a_mail_is_a_whole_page_in_tables_that_fetches_nothing(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    open_round(signed_in("lead"), note="First line\nSecond <b>line</b>")
    [mail] = mails(app)
    assert "<table" in mail.html
    assert "First line<br>Second &lt;b&gt;line&lt;/b&gt;" in mail.html
    assert "Second <b>line</b>" in mail.text
    for fetched in ("<img", "<link", "<script", "url(", "@import", "src="):
        assert fetched not in mail.html


def test_only_one_round_is_open(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    open_round(lead)
    answer = lead.get(f"{ROUNDS}/new")
    assert answer.location == f"{ROUNDS}/1"
    assert lead.post(f"{ROUNDS}/new", data={"closes_on": day(TODAY + timedelta(days=3))}).location
    with app.app_context():
        assert db.session.query(Round).count() == 1
    assert len(mails(app)) == 1


def test_a_list_that_changed_meanwhile_is_shown_again(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    answer = open_round(lead, seen="another list")
    assert "Who is asked has changed meanwhile" in text(answer)
    assert mails(app) == []


@pytest.mark.parametrize("days", [0, -3, 93])
def test_the_closing_date_lies_ahead(days: int, app: Flask, world: World, signed_in: SignIn) -> None:
    page = text(open_round(signed_in("lead"), closes_on=TODAY + timedelta(days=days)))
    assert "The closing date must lie between tomorrow and 92 days from now" in page
    assert mails(app) == []


def test_nobody_to_ask_is_said(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        db.session.query(Naming).filter_by(part=Part.LEAD_OFFICER).delete()
        db.session.commit()
    lead = signed_in("lead")
    page = text(lead.get(f"{ROUNDS}/new"))
    assert "Nobody can be asked" in page
    assert "1 action without an owner" in page
    with app.app_context():
        assert db.session.query(Round).count() == 0


def test_the_page_costs_the_same_for_one_and_for_fifty(app: Flask, world: World, signed_in: SignIn) -> None:
    from tests.queries import counted_queries

    lead = signed_in("lead")
    open_round(lead)

    def queries() -> int:
        with counted_queries(app) as statements:
            lead.get(f"{ROUNDS}/1")
        return len(statements)

    queries()
    before = queries()
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        recommendation = add_recommendation(plan, text="More")
        made = []
        for number in range(50):
            owner = add_owner(plan, add_person(f"p{number}").id, f"p{number}")
            made.append(add_action(plan, recommendation, title=f"Action {number}"))
            name_lead(made[-1], owner)
        refresh_standings([action.id for action in made], TODAY)
        db.session.commit()
    answer = lead.post(f"{ROUNDS}/1/ask-new", follow_redirects=True)
    assert "Asked too: P0, P1" in text(answer)
    assert len(mails(app)) == 51
    queries()
    assert queries() == before


def test_who_stands_in_is_asked_too_without_the_link_of_who_is_away(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        add(
            StandIn(
                plan_id=world.plan,
                absent_id=world.people["owner"],
                person_id=world.people["assurer"],
                from_on=TODAY,
                until_on=TODAY + timedelta(days=3),
                by_id=world.people["lead"],
                at=NOW,
            )
        )
        db.session.commit()
    open_round(signed_in("lead"))
    sent = {mail.to_address: mail for mail in mails(app)}
    covering = sent[world.email("assurer")]
    assert "you stand in for Owner at present" in covering.text
    assert LINK_MARK not in covering.text + covering.html
    assert LINK_MARK in sent[world.email("owner")].text
