"""A leaver leaves no orphans: handing actions over, posts that go on, and accounts that end."""

from collections.abc import Callable

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from tests.rounds.asking import open_round
from tests.world import NOW, SLUG, World, add, add_owner, grant
from tracker.database import db
from tracker.models import (
    Action,
    BodyMember,
    Change,
    Grant,
    Handover,
    Naming,
    OutgoingMail,
    Owner,
    OwnerKind,
    Part,
    Person,
    Plan,
    Role,
    RoundAsk,
)

SignIn = Callable[[str], FlaskClient]
OWNERS = f"/plans/{SLUG}/owners"
ACTION = f"/plans/{SLUG}/actions/1.1"


def owner_of(app: Flask) -> str:
    with app.app_context():
        naming = db.session.scalars(
            sa.select(Naming).where(Naming.part == Part.LEAD_OFFICER).options(sa.orm.joinedload(Naming.owner))
        ).one()
        return naming.owner.name


def test_a_leavers_actions_go_to_the_next_with_a_note_they_read_on_my_actions(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    form = {"to": "3", "actions": ["1.1"], "note": "The rota lies with health."}
    page = signed_in("lead").post(f"{OWNERS}/1/hand-over", data=form, follow_redirects=True)
    assert "1 action of Owner handed over to Director" in page.get_data(as_text=True)
    assert owner_of(app) == "Director"
    with app.app_context():
        mail = db.session.scalars(sa.select(OutgoingMail)).one()
        assert mail.to_address == world.email("director")
        assert "The rota lies with health" not in mail.text
        assert db.session.scalar(
            sa.select(Change).where(Change.what == "1.1 handed over from Owner to Director")
        )
    mine = signed_in("director").get("/my-actions").get_data(as_text=True)
    assert "Handed over to you" in mine
    assert "The rota lies with health." in mine
    assert signed_in("owner").get(f"{ACTION}/update").status_code == 404


def test_who_takes_over_a_part_they_have_already_is_not_named_twice(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        add(Naming(action_id=1, owner_id=3, part=Part.CONTRIBUTOR))
        db.session.commit()
    signed_in("lead").post(f"{OWNERS}/2/hand-over", data={"to": "3", "actions": ["1.1"]})
    with app.app_context():
        namings = db.session.scalars(sa.select(Naming).where(Naming.part == Part.CONTRIBUTOR)).all()
        assert [naming.owner_id for naming in namings] == [3]


def test_handing_over_to_nobody_or_nothing_is_refused_and_the_note_is_kept(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    page = lead.post(f"{OWNERS}/1/hand-over", data={"actions": ["1.1"], "note": "Keep me"})
    assert "Choose who takes the actions over" in page.get_data(as_text=True)
    assert "Keep me" in page.get_data(as_text=True)
    page = lead.post(f"{OWNERS}/1/hand-over", data={"to": "3", "note": "Keep me"})
    assert "Choose at least one action" in page.get_data(as_text=True)
    assert owner_of(app) == "Owner"


def test_a_post_goes_on_with_its_next_holder(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        post = add_owner(plan, world.people["owner"], "head of service", OwnerKind.POST)
        db.session.execute(sa.update(Naming).where(Naming.part == Part.LEAD_OFFICER).values(owner_id=post.id))
        post_id = post.id
        db.session.commit()
    form = {"holder": str(world.people["director"]), "note": "Visits first."}
    signed_in("lead").post(f"{OWNERS}/{post_id}/next-holder", data=form)
    assert owner_of(app) == "Head of service"
    mine = signed_in("director").get("/my-actions").get_data(as_text=True)
    assert "as Head of service" in mine
    assert "Visits first." in mine
    assert signed_in("director").get(f"{ACTION}/update").status_code == 200
    again = signed_in("lead").post(f"{OWNERS}/{post_id}/next-holder", data=form)
    assert "Choose another holder" in again.get_data(as_text=True)


def test_an_account_that_ends_signs_out_frees_posts_and_tells_the_leads(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        post = add_owner(db.session.get_one(Plan, world.plan), world.people["owner"], "post", OwnerKind.POST)
        grant(db.session.get_one(Plan, world.plan), world.people["owner"], Role.ASSURER)
        post_id = post.id
        add(BodyMember(body_id=1, person_id=world.people["owner"], added_at=NOW))
        db.session.commit()
    open_round(signed_in("lead"))
    owner = signed_in("owner")
    address = f"/administration/people/{world.people['owner']}/end"
    page = signed_in("administrator").post(address, follow_redirects=True).get_data(as_text=True)
    assert "The leads of 1 plan are told" in page
    assert owner.get("/my-actions").status_code == 302
    with app.app_context():
        assert db.session.get_one(Owner, post_id).person_id is None
        assert db.session.scalar(sa.select(BodyMember.id)) is None
        assert db.session.scalars(sa.select(RoundAsk.link_revoked_at)).one() is not None
        mine = sa.select(sa.func.count(Grant.id)).where(Grant.person_id == world.people["owner"])
        assert db.session.scalar(mine) == 0
        told = sa.select(OutgoingMail.to_address).where(OutgoingMail.subject.contains("has left"))
        assert db.session.scalars(told).all() == [world.email("lead")]
    cover = signed_in("lead").get(f"/plans/{SLUG}/cover").get_data(as_text=True)
    assert "Has left" in cover
    update = signed_in("lead").get(f"{ACTION}").get_data(as_text=True)
    assert "Owner" in update  # what they did stays theirs


def test_the_only_lead_and_oneself_cannot_be_ended(app: Flask, world: World, signed_in: SignIn) -> None:
    administrator = signed_in("administrator")
    for persona, words in (("lead", "is the only lead of"), ("administrator", "You cannot end your own")):
        address = f"/administration/people/{world.people[persona]}/end"
        assert words in administrator.post(address, follow_redirects=True).get_data(as_text=True)
    with app.app_context():
        assert not db.session.get_one(Person, world.people["lead"]).is_removed


def test_somebody_who_comes_back_keeps_what_they_did_and_has_no_roles(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    administrator = signed_in("administrator")
    signed_in("assurer").post("/account/calendar")
    administrator.post(f"/administration/people/{world.people['assurer']}/end")
    invite = {"email": world.email("assurer"), "name": "Assurer again"}
    administrator.post("/administration/people/new", data=invite)
    with app.app_context():
        person = db.session.get_one(Person, world.people["assurer"])
        assert (person.is_removed, person.password_hash, person.name) == (False, None, "Assurer again")
        assert person.calendar_version < 0, "the address from before would open the calendar again"
        assert db.session.scalar(sa.select(Grant.id).where(Grant.person_id == person.id)) is None
        assert db.session.scalar(sa.select(sa.func.count(Handover.id))) == 0
        assert db.session.scalar(sa.select(sa.func.count(Action.id))) == 1
