"""Adding and changing actions, their dates, milestones and people, through the pages a lead uses."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.plan.sending import boxes, fields, named, owner_id
from tests.world import TODAY, World, add_recommendation
from tracker.database import db
from tracker.models import Action, DateMove, Plan

SignIn = Callable[[str], FlaskClient]
ACTION = "/plans/harlmere/actions/1.1"


def stored(app: Flask, label: str = "1.1") -> dict[str, object]:
    """Return what is stored of an action."""
    number, sequence = label.split(".")
    with app.app_context():
        action = db.session.query(Action).filter_by(first_number=int(number), sequence=int(sequence)).one()
        return {
            "title": action.title,
            "description": action.description,
            "start_on": action.start_on,
            "due_on": action.due_on,
            "original_due_on": action.original_due_on,
        }


def edit(page: str, **changes: object) -> dict[str, object]:
    """Return what the form of action 1.1 sends, as opened on this page, with some parts changed."""
    return {
        **fields(page),
        "title": "Agree who attends at weekends",
        "recommendations": ["1"],
        "description": "",
        "how_we_will_know": "",
        "service": "",
        **boxes("start_on", TODAY - timedelta(days=30)),
        **changes,
    }


def test_an_action_is_numbered_under_the_recommendation_it_is_added_from(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        add_recommendation(db.session.get_one(Plan, world.plan), text="Reduce delay.")
        db.session.commit()
    answer = signed_in("lead").post(
        "/plans/harlmere/actions/new?recommendation=2",
        data={
            "title": "Track every case each fortnight",
            "recommendations": ["1", "2"],
            "lead_officer": owner_id(app, "Owner"),
            **boxes("start_on", TODAY),
            **boxes("due_on", TODAY + timedelta(days=30)),
        },
    )
    assert answer.headers["Location"] == "/plans/harlmere/actions/2.1"
    page = signed_in("owner").get("/plans/harlmere/actions/2.1").get_data(as_text=True)
    assert "Recommendation 1</a>" in page
    assert "Recommendation 2</a>" in page
    assert named(app, "2.1") == {"lead_officer": ["Owner"]}
    assert stored(app, "2.1")["original_due_on"] == TODAY + timedelta(days=30)


def test_numbers_of_actions_are_not_given_twice(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    places = [
        lead.post(
            "/plans/harlmere/actions/new?recommendation=1",
            data={"title": f"Step {number}", "recommendations": ["1"]},
        ).headers["Location"]
        for number in range(2)
    ]
    assert places == ["/plans/harlmere/actions/1.2", "/plans/harlmere/actions/1.3"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Enter what will be done"),
        ({"title": "x" * 301}, "must be 300 characters or fewer. You have written 301"),
        ({"recommendations": []}, "Choose at least one recommendation"),
        ({"recommendations": ["77"]}, "recommendations-error"),
        ({"due_on": ["31", "2", "2027"]}, "Due must be a real date"),
        ({"due_on": ["1", "1", "2020"]}, "The due date must not be before the start"),
        ({"description": "y" * 20_001}, "must be 20,000 characters or fewer"),
    ],
)
def test_a_form_with_an_error_keeps_what_was_typed_and_saves_nothing(
    app: Flask, signed_in: SignIn, changes: dict[str, object], words: str
) -> None:
    answer = signed_in("lead").post(
        "/plans/harlmere/actions/new",
        data={
            "title": "Track every case",
            "how_we_will_know": "Fewer cases wait.",
            "recommendations": ["1"],
            **boxes("start_on", TODAY),
            **boxes("due_on", None),
            **changes,
        },
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert words in page
    assert "Error: Add an action" in page
    assert "Fewer cases wait." in page
    with app.app_context():
        assert db.session.query(Action).count() == 1


def test_an_action_keeps_its_number_when_it_serves_another_recommendation(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        add_recommendation(db.session.get_one(Plan, world.plan), text="Reduce delay.")
        db.session.commit()
    lead = signed_in("lead")
    opened = lead.get(f"{ACTION}/edit").get_data(as_text=True)
    lead.post(f"{ACTION}/edit", data=edit(opened, recommendations=["2"], title="Agree on weekends"))
    page = lead.get(ACTION).get_data(as_text=True)
    assert "1.1 Agree on weekends" in page
    assert "Recommendation 2</a>" in page
    assert "Recommendation 1</a>" not in page
    history = lead.get(f"{ACTION}/history").get_data(as_text=True)
    assert "Agree who attends at weekends" in history
    assert "Lead</h2>" in history


def test_the_second_of_two_people_chooses_and_loses_nothing(app: Flask, signed_in: SignIn) -> None:
    first, second = signed_in("lead"), signed_in("lead")
    opened_first = first.get(f"{ACTION}/edit").get_data(as_text=True)
    opened_second = second.get(f"{ACTION}/edit").get_data(as_text=True)
    first.post(f"{ACTION}/edit", data=edit(opened_first, title="Theirs", description="Told by the first."))
    answer = second.post(
        f"{ACTION}/edit",
        data=edit(opened_second, title="Mine", how_we_will_know="95% attend,\nat weekends too."),
    )
    page = answer.get_data(as_text=True)
    assert "Error: 1.1 was changed by two people" in page
    for words in (
        "Keep “Theirs”",
        "Keep “Mine”",
        "Told by the first.",
        "95% attend,",
        "Lead changed this action",
    ):
        assert words in page
    assert stored(app)["title"] == "Theirs"
    sent = edit(
        page,
        title="Mine",
        description="Told by the first.",
        how_we_will_know="95% attend,\nat weekends too.",
        both="title",
    )
    still = second.post(f"{ACTION}/edit", data=sent).get_data(as_text=True)
    assert "Choose what to keep: What will be done" in still
    assert second.post(f"{ACTION}/edit", data={**sent, "keep-title": "mine"}).status_code == 302
    assert stored(app)["title"] == "Mine"
    assert stored(app)["description"] == "Told by the first."


def test_the_other_persons_words_can_be_kept(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    opened = lead.get(f"{ACTION}/edit").get_data(as_text=True)
    lead.post(f"{ACTION}/edit", data=edit(opened, title="Theirs"))
    page = lead.post(f"{ACTION}/edit", data=edit(opened, title="Mine")).get_data(as_text=True)
    lead.post(f"{ACTION}/edit", data={**edit(page, title="Mine", both="title"), "keep-title": "theirs"})
    assert stored(app)["title"] == "Theirs"


def test_naming_somebody_meanwhile_is_no_conflict_for_the_words(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    opened = lead.get(f"{ACTION}/edit").get_data(as_text=True)
    people = lead.get(f"{ACTION}/owners").get_data(as_text=True)
    lead.post(f"{ACTION}/owners", data={**fields(people), "lead_officer": "", "accountable_director": ""})
    assert lead.post(f"{ACTION}/edit", data=edit(opened, title="Still mine")).status_code == 302
    assert stored(app)["title"] == "Still mine"


def test_what_a_form_carries_along_may_be_tampered_with_but_overwrites_nothing(
    app: Flask, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    for opened in ("", "[]", "{bad", '{"title": 3}'):
        data = edit("", title="Mine", version="0", opened=opened)
        page = lead.post(f"{ACTION}/edit", data=data).get_data(as_text=True)
        assert "was changed by two people" in page
    assert stored(app)["title"] == "Agree who attends at weekends"


def test_a_due_date_moves_with_a_reason_and_the_first_one_is_kept(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    page = lead.get(f"{ACTION}/due-date").get_data(as_text=True)
    later = TODAY + timedelta(days=90)
    without = lead.post(f"{ACTION}/due-date", data={**fields(page), **boxes("due_on", later)})
    assert "Say why the due date moves" in without.get_data(as_text=True)
    lead.post(
        f"{ACTION}/due-date",
        data={**fields(page), **boxes("due_on", later), "reason": "The police rota changed."},
    )
    assert stored(app)["due_on"] == later
    assert stored(app)["original_due_on"] == TODAY + timedelta(days=60)
    shown = lead.get(ACTION).get_data(as_text=True)
    assert "The police rota changed." in shown
    assert "Moved once, 30 days in all" in shown


def test_a_due_date_before_the_start_or_the_same_is_refused(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    page = lead.get(f"{ACTION}/due-date").get_data(as_text=True)
    for day, words in (
        (TODAY - timedelta(days=31), "must not be before the start"),
        (TODAY + timedelta(days=60), "already"),
    ):
        answer = lead.post(
            f"{ACTION}/due-date", data={**fields(page), **boxes("due_on", day), "reason": "Because of it."}
        )
        assert words in answer.get_data(as_text=True)
        assert "Because of it." in answer.get_data(as_text=True)
    assert stored(app)["due_on"] == TODAY + timedelta(days=60)


def test_two_people_moving_one_date_do_not_overwrite_each_other(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    page = lead.get(f"{ACTION}/due-date").get_data(as_text=True)
    first, second = TODAY + timedelta(days=70), TODAY + timedelta(days=80)
    lead.post(f"{ACTION}/due-date", data={**fields(page), **boxes("due_on", first), "reason": "One."})
    told = lead.post(
        f"{ACTION}/due-date", data={**fields(page), **boxes("due_on", second), "reason": "My reason."}
    ).get_data(as_text=True)
    assert "Lead changed this" in told
    assert "My reason." in told
    assert stored(app)["due_on"] == first
    lead.post(f"{ACTION}/due-date", data={**fields(told), **boxes("due_on", second), "reason": "My reason."})
    assert stored(app)["due_on"] == second


def test_a_moved_date_is_approved_by_somebody_else(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    page = lead.get(f"{ACTION}/due-date").get_data(as_text=True)
    lead.post(
        f"{ACTION}/due-date",
        data={**fields(page), **boxes("due_on", TODAY + timedelta(days=90)), "reason": "The rota."},
    )
    assert "due-date/1/approve" not in lead.get(ACTION).get_data(as_text=True)
    lead.post(f"{ACTION}/due-date/1/approve")
    with app.app_context():
        assert db.session.get_one(DateMove, 1).approved_by_id is None
    assert signed_in("owner").post(f"{ACTION}/due-date/1/approve").status_code == 403
    director = signed_in("director")
    assert "due-date/1/approve" in director.get(ACTION).get_data(as_text=True)
    director.post(f"{ACTION}/due-date/1/approve")
    assert f"Director, {TODAY.day} " in director.get(ACTION).get_data(as_text=True)
    assert director.post(f"{ACTION}/due-date/9/approve").status_code == 404


def test_an_owner_keeps_the_milestones_of_their_action(app: Flask, signed_in: SignIn) -> None:
    owner = signed_in("owner")
    owner.post(
        f"{ACTION}/milestones/new",
        data={"title": "Rota signed", **boxes("due_on", TODAY - timedelta(days=3)), **boxes("done_on", None)},
    )
    page = owner.get(ACTION).get_data(as_text=True)
    assert "Missed" in page
    assert "Milestone missed: Rota signed" in page
    milestone = f"{ACTION}/milestones/1"
    assert "Rota signed" in owner.get(milestone).get_data(as_text=True)
    done = {"title": "Rota signed", **boxes("due_on", TODAY - timedelta(days=3))}
    refused = owner.post(milestone, data={**done, **boxes("done_on", TODAY + timedelta(days=2))})
    assert "must not lie in the future" in refused.get_data(as_text=True)
    owner.post(milestone, data={**done, **boxes("done_on", TODAY)})
    assert "Milestone missed" not in owner.get(ACTION).get_data(as_text=True).split('id="history"')[0]
    assert signed_in("contributor").post(f"{milestone}/remove").status_code == 403
    owner.post(f"{milestone}/remove")
    page = owner.get(ACTION).get_data(as_text=True)
    assert "None yet." in page.split('id="dates"')[0]
    assert "Milestone of 1.1 removed" in page
