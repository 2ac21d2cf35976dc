"""Standing in for somebody: for those days, on their actions, and recorded under one's own name."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.my_actions.sending import FROM_LIST, filled
from tests.world import NOW, TODAY, World, add, add_owner, add_person
from tracker.database import db
from tracker.models import Change, Naming, OutgoingMail, Part, Plan, StandIn, Update

SignIn = Callable[[str], FlaskClient]
COVER = "/plans/harlmere/cover"
ACTION = "/plans/harlmere/actions/1.1"


def days(name: str, day: date) -> dict[str, list[str]]:
    return {name: [str(day.day), str(day.month), str(day.year)]}


def form(
    world: World, absent: str = "owner", person: str = "assurer", first: int = 0, last: int = 7
) -> dict[str, Any]:
    return {
        "absent": str(world.people[absent]),
        "person": str(world.people[person]),
        **days("from_on", TODAY + timedelta(days=first)),
        **days("until_on", TODAY + timedelta(days=last)),
    }


def test_an_owner_names_who_stands_in_and_that_person_updates_meanwhile(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    assurer = signed_in("assurer")
    assert assurer.get(f"{ACTION}/update").status_code == 403
    page = signed_in("owner").post(f"{COVER}/new", data=form(world), follow_redirects=True)
    assert "Assurer stands in for Owner" in page.get_data(as_text=True)
    with app.app_context():
        mail = db.session.scalars(sa.select(OutgoingMail)).one()
        assert mail.to_address == world.email("assurer")
    mine = assurer.get("/my-actions").get_data(as_text=True)
    assert "You stand in for <strong>Owner</strong>" in mine
    answer = assurer.post(FROM_LIST, data=filled("a1-1-"))
    assert answer.location.endswith("/my-actions#update-1-1")
    with app.app_context():
        update = db.session.scalars(sa.select(Update).order_by(Update.id.desc())).first()
        assert update is not None
        assert (update.by_id, update.entered_by_id) == (world.people["assurer"], None)
        words = "Update posted, standing in for Owner"
        assert db.session.scalar(sa.select(Change).where(Change.what == words))
    assert "My actions" in signed_in("owner").get("/my-actions").get_data(as_text=True)


def test_my_actions_leads_straight_to_the_form_and_back(world: World, signed_in: SignIn) -> None:
    owner = signed_in("owner")
    address = f"{COVER}/new?from=my-actions"
    assert f'href="{address}"' in owner.get("/my-actions").get_data(as_text=True)
    page = owner.get(address).get_data(as_text=True)
    assert 'href="/my-actions">Back to My actions' in page
    assert f'href="{COVER}">See who covers whom' in page


def test_who_has_nothing_else_in_a_plan_finds_their_way_there_meanwhile(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        relief = add_person("relief").id
        add_owner(db.session.get_one(Plan, world.plan), relief, "relief")
        db.session.commit()
    signed_in("lead").post(f"{COVER}/new", data={**form(world), "person": str(relief)})
    assert 'href="/my-actions"' in signed_in("relief").get("/account").get_data(as_text=True)


def test_who_stands_in_checks_no_evidence_of_those_actions_meanwhile(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    signed_in("lead").post(f"{COVER}/new", data=form(world))
    assurer = signed_in("assurer")
    check = {"verdict": "verified", "note": "Read it."}
    answer = assurer.post("/plans/harlmere/evidence/1/check", data=check)
    assert "or stand in for somebody who is" in answer.get_data(as_text=True)
    assert "or stand in for" in assurer.get("/plans/harlmere/verification").get_data(as_text=True)


@pytest.mark.parametrize(("first", "last"), [(-9, -1), (1, 5)])
def test_before_the_first_day_and_after_the_last_nobody_stands_in(
    app: Flask, world: World, signed_in: SignIn, first: int, last: int
) -> None:
    with app.app_context():
        add(
            StandIn(
                plan_id=world.plan,
                absent_id=world.people["owner"],
                person_id=world.people["assurer"],
                from_on=TODAY + timedelta(days=first),
                until_on=TODAY + timedelta(days=last),
                by_id=world.people["owner"],
                at=NOW,
            )
        )
        db.session.commit()
    assurer = signed_in("assurer")
    assert assurer.get(f"{ACTION}/update").status_code == 403
    assert "You stand in" not in assurer.get("/my-actions").get_data(as_text=True)


def test_standing_in_opens_no_other_plan(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        other = db.session.get_one(Plan, world.other_plan)
        add_owner(other, world.people["owner"], "owner")
        db.session.commit()
    signed_in("owner").post(f"{COVER}/new", data=form(world))
    assert signed_in("assurer").get("/plans/elsewhere").status_code == 404


def test_it_can_be_ended_at_once_by_who_was_away_or_a_lead(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    signed_in("owner").post(f"{COVER}/new", data=form(world))
    assert signed_in("assurer").post(f"{COVER}/1/end").status_code == 403
    signed_in("lead").post(f"{COVER}/1/end")
    assert signed_in("assurer").get(f"{ACTION}/update").status_code == 403
    assert "Nobody is away" in signed_in("lead").get(COVER).get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"first": 7, "last": 1}, "The last day must not be before the first"),
        ({"first": -9, "last": -2}, "The last day has passed"),
        ({"last": 800}, "hand the actions over instead"),
        ({"person": "owner"}, "Choose somebody else to stand in"),
    ],
)
def test_days_and_people_that_make_no_sense_are_refused_in_words(
    app: Flask, world: World, signed_in: SignIn, changes: dict[str, object], words: str
) -> None:
    page = signed_in("owner").post(f"{COVER}/new", data=form(world, **changes))  # type: ignore[arg-type]
    assert words in page.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(StandIn.id))) == 0


def test_two_stand_ins_for_the_same_days_and_one_who_is_away_are_refused(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    lead.post(f"{COVER}/new", data=form(world))
    again = lead.post(f"{COVER}/new", data=form(world, person="director", first=3, last=20))
    assert "Somebody stands in already" in again.get_data(as_text=True)
    back = lead.post(f"{COVER}/new", data=form(world, absent="contributor", person="owner", last=2))
    assert "Owner is away until" in back.get_data(as_text=True)


def test_an_owner_cannot_send_somebody_else_away(app: Flask, world: World, signed_in: SignIn) -> None:
    page = signed_in("owner").post(f"{COVER}/new", data=form(world, absent="contributor"))
    assert page.status_code == 200
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(StandIn.id))) == 0


def test_a_post_without_a_holder_and_a_leaver_are_shown_to_the_lead(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        gone = add_person("gone", is_removed=True)
        owner = add_owner(db.session.get_one(Plan, world.plan), gone.id, "gone")
        db.session.execute(
            sa.update(Naming).where(Naming.part == Part.LEAD_OFFICER).values(owner_id=owner.id)
        )
        db.session.commit()
    page = signed_in("lead").get(COVER).get_data(as_text=True)
    assert "Nobody answers for these" in page
    assert "Hand over the actions of Gone" in page
    unowned = signed_in("lead").get("/plans/harlmere/actions?flag=unowned").get_data(as_text=True)
    assert "1.1" in unowned
