"""The triage page: acting on one action in its row, and on several after looking at what will change."""

import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient

from tests.plan.sending import boxes, named, owner_id
from tests.world import NOW, TODAY, World, add, add_action, add_recommendation
from tracker.database import db
from tracker.models import Action, DateMove, OutgoingMail, Owner, OwnerKind, Person, Plan, Recommendation
from tracker.operations.standing import refresh_standings

SignIn = Callable[[str], FlaskClient]
TRIAGE = "/plans/harlmere/triage"


def add_late(app: Flask, world: World, number: int = 1) -> None:
    """Add actions 2.1, 2.2, … that nobody leads and that were due five days ago."""
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        recommendation = add_recommendation(plan, text="Reduce delay for children.")
        late = [
            add_action(plan, recommendation, title=f"Track every case {n}", due_on=TODAY - timedelta(days=5))
            for n in range(number)
        ]
        refresh_standings([action.id for action in late], TODAY)
        db.session.commit()


def ask_to_move(app: Flask, world: World) -> None:
    """Let the director ask to move 1.1 in a plan that wants approval."""
    with app.app_context():
        action = db.session.query(Action).filter_by(first_number=1).one()
        add(
            DateMove(
                action_id=action.id,
                from_on=action.due_on,
                to_on=TODAY + timedelta(days=90),
                reason="Partners.",
                moved_by_id=world.people["director"],
                moved_at=NOW,
                needs_approval=True,
            )
        )
        db.session.commit()


def test_triage_counts_each_reason_and_says_why_an_action_is_there(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    add_late(app, world)
    ask_to_move(app, world)
    page = signed_in("lead").get(TRIAGE).get_data(as_text=True)
    assert "Everything (2)" in page
    assert "Overdue (1)" in page
    assert "Without an owner (1)" in page
    assert "Asked to move the date (1)" in page
    assert "5 days late" in page
    assert page.index("Track every case") < page.index("Agree who attends")


def test_an_owner_who_is_no_longer_there_is_none(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    for kind, person_id, words in (
        (OwnerKind.POST, None, "Nobody holds the post"),
        (OwnerKind.PERSON, world.people["owner"], "Its owner has left"),
    ):
        with app.app_context():
            owner = db.session.query(Owner).filter_by(name="Owner").one()
            owner.person_id, owner.kind = person_id, kind
            db.session.get_one(Person, world.people["owner"]).is_removed = True
            db.session.commit()
        page = lead.get(TRIAGE).get_data(as_text=True)
        assert "Without an owner (1)" in page
        assert words in page
        assert "Name an owner" in page
        assert "<b>1</b> <span>without an owner" in " ".join(
            lead.get("/plans/harlmere").get_data(as_text=True).lower().split()
        )


def test_an_owner_is_named_in_the_row_and_the_list_comes_back_as_it_was(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    add_late(app, world)
    lead = signed_in("lead")
    assert "Save who leads 2.1" in lead.get(f"{TRIAGE}?open=2.1&flag=unowned").get_data(as_text=True)
    answer = lead.post(f"{TRIAGE}/2.1?flag=unowned", data={"do": "name", "do-owner": owner_id(app, "Owner")})
    assert answer.headers["Location"] == f"{TRIAGE}?flag=unowned"
    assert named(app, "2.1") == {"lead_officer": ["Owner"]}
    wrong = lead.post(f"{TRIAGE}/2.1", data={"do": "name", "do-owner": ""}).get_data(as_text=True)
    assert "Choose who leads the work" in wrong


def test_asking_for_an_update_sends_one_mail_and_is_recorded(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    lead.post(f"{TRIAGE}/1.1", data={"do": "ask", "do-words": "When is the rota signed?"})
    with app.app_context():
        mail = db.session.query(OutgoingMail).one()
        assert mail.to_address == "owner@harlmere.example"
        assert mail.subject == "Lead asks for an update on 1.1"
        assert "What is asked stands there" in mail.text
        assert "When is the rota signed?" not in mail.text, "mails hold no more than titles"
    assert "When is the rota signed?" in signed_in("owner").get("/my-actions").get_data(as_text=True)
    history = lead.get("/plans/harlmere/actions/1.1/history").get_data(as_text=True)
    assert "Owner asked for an update on 1.1" in history


def test_nobody_is_asked_about_an_action_without_an_owner(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    add_late(app, world)
    answer = signed_in("lead").post(f"{TRIAGE}/2.1", data={"do": "ask", "do-words": "?"})
    assert "nobody leads it yet" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.query(OutgoingMail).count() == 0


def test_the_second_person_to_move_a_date_is_told(app: Flask, world: World, signed_in: SignIn) -> None:
    add_late(app, world)
    day = TODAY + timedelta(days=30)
    sent = {"do": "move", "do-version": "1", "do-reason": "Sickness."}
    lead = signed_in("lead")
    assert lead.post(f"{TRIAGE}/2.1", data=sent | boxes("do-due_on", day)).status_code == 302
    later = boxes("do-due_on", day + timedelta(days=1))
    answer = lead.post(f"{TRIAGE}/2.1", data=sent | later).get_data(as_text=True)
    assert "while you were writing" in answer
    assert "Sickness." in answer
    impossible = lead.post(f"{TRIAGE}/2.1", data=sent | {"do-due_on": ["31", "2", "2027"]})
    assert "must be a real date" in impossible.get_data(as_text=True)


def test_a_move_that_waits_is_approved_by_another_person(app: Flask, world: World, signed_in: SignIn) -> None:
    ask_to_move(app, world)
    lead = signed_in("lead")
    assert "Director asks to move the date" in lead.get(f"{TRIAGE}?open=1.1").get_data(as_text=True)
    lead.post(f"{TRIAGE}/1.1", data={"do": "approve"})
    with app.app_context():
        assert db.session.query(DateMove).one().approved_by_id == world.people["lead"]
    again = lead.post(f"{TRIAGE}/1.1", data={"do": "approve"}).get_data(as_text=True)
    assert "waits for a decision any more" in again


def confirm(lead: FlaskClient, query: str) -> str:
    """Look at what will change, press the button on that page, and return the page that follows."""
    page = lead.get(f"{TRIAGE}/change?{query}&answered=yes&from=triage").get_data(as_text=True)
    form = page[page.index('id="save"') :]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    sent: dict[str, list[str]] = {}
    for name, value in pairs:
        sent.setdefault(name, []).append(value)
    return lead.post(f"{TRIAGE}/change", data=sent, follow_redirects=True).get_data(as_text=True)


def test_several_dates_move_after_a_look_at_what_will_change(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    add_late(app, world, 2)
    lead = signed_in("lead")
    day = TODAY + timedelta(days=60)  # 1.1 is due then already
    query = (
        f"do=dates&action=1.1&action=2.1&action=2.2&reason=Sickness"
        f"&due_on={day.day}&due_on={day.month}&due_on={day.year}"
    )
    page = lead.get(f"{TRIAGE}/change?{query}&answered=yes").get_data(as_text=True)
    assert "2 changes; 1 left out" in page
    assert "It is due then already" in page
    assert "The due dates of 2 actions are saved" in confirm(lead, query)
    with app.app_context():
        assert {action.due_on for action in db.session.query(Action)} == {day}


def test_several_actions_change_service_and_their_recommendations_priority(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    add_late(app, world, 2)
    lead = signed_in("lead")
    query = "do=themes&action=2.1&service=1&priority=1"
    page = lead.get(f"{TRIAGE}/change?{query}&answered=yes").get_data(as_text=True)
    assert "1 further action with it" in page
    assert "2 changes saved" in confirm(lead, query)
    with app.app_context():
        assert db.session.query(Action).filter_by(first_number=2, sequence=1).one().service_id == 1
        assert db.session.query(Recommendation).filter_by(number=2).one().priority_id == 1
    nothing = lead.get(f"{TRIAGE}/change?do=themes&action=2.1&answered=yes&service=9999")
    assert nothing.status_code == 200


def test_one_owner_gets_one_mail_about_several_actions(app: Flask, world: World, signed_in: SignIn) -> None:
    add_late(app, world, 2)
    lead = signed_in("lead")
    owner = owner_id(app, "Owner")
    assert "leads 2 further actions now" in confirm(lead, f"do=name&action=2.1&action=2.2&owner={owner}")
    said = confirm(lead, "do=ask&action=1.1&action=2.1&action=2.2&words=How+is+it")
    assert "1 owner asked for updates on 3 actions" in said
    with app.app_context():
        assert db.session.query(OutgoingMail).one().subject == "Lead asks for an update on 3 actions"


def test_what_somebody_changed_meanwhile_is_shown_again_before_it_is_saved(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    add_late(app, world)
    owner = owner_id(app, "Owner")
    answer = signed_in("lead").post(
        f"{TRIAGE}/change", data={"do": "name", "action": "2.1", "owner": owner, "seen": "2.1:0"}
    )
    assert "Somebody changed these actions meanwhile" in answer.get_data(as_text=True)
    assert named(app, "2.1") == {}


def test_changing_several_without_selecting_any_says_so(world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    page = lead.get(f"{TRIAGE}/change?do=name&answered=yes&owner=1&action=77.1&action=x").get_data(
        as_text=True
    )
    assert "Select at least one action" in page
    many = "&".join(f"action={number}.1" for number in range(3000))
    assert lead.get(f"{TRIAGE}/change?do=name&{many}").status_code == 200
