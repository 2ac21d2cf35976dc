"""Checking evidence: a second person, with reasons, and the record follows."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.evidence.sending import CHECK, LIST, NEW, VERIFIED, SignIn, filled, page
from tests.world import SLUG, World, add, add_action, add_owner
from tracker.database import db
from tracker.models import (
    EvidenceCheck,
    Naming,
    Part,
    Plan,
    Recommendation,
    StandingRow,
)
from tracker.rules.ladders import Verdict


def test_an_assurer_verifies_and_the_record_follows(app: Flask, signed_in: SignIn) -> None:
    answer = signed_in("assurer").post(CHECK, data=VERIFIED)
    assert answer.location == f"{LIST}/1"
    shown = page(signed_in("owner").get(f"{LIST}/1"))
    assert "trk-check--yes" in shown
    assert "I saw the rota in the duty room." in shown
    with app.app_context():
        check = db.session.scalars(sa.select(EvidenceCheck)).one()
        assert check.verdict is Verdict.VERIFIED
        assert db.session.scalars(sa.select(StandingRow)).one().is_challenged is False


def test_a_challenge_says_what_is_missing_and_marks_the_action(app: Flask, signed_in: SignIn) -> None:
    assurer = signed_in("assurer")
    refused = page(assurer.post(CHECK, data={"verdict": "challenged"}))
    assert "Say what is missing" in refused
    assert assurer.post(CHECK, data={"verdict": "challenged", "note": "Who came?"}).status_code == 302
    with app.app_context():
        assert db.session.scalars(sa.select(StandingRow)).one().is_challenged


def test_a_check_is_withdrawn_only_where_there_is_one(app: Flask, signed_in: SignIn) -> None:
    assurer = signed_in("assurer")
    assert "Withdraw the check" not in page(assurer.get(f"{LIST}/1"))
    assert assurer.post(CHECK, data={"verdict": "withdrawn"}).status_code == 200
    assurer.post(CHECK, data=VERIFIED)
    assert "Withdraw the check" in page(assurer.get(f"{LIST}/1"))
    assert assurer.post(CHECK, data={"verdict": "withdrawn"}).status_code == 302
    assert "Not checked yet" in page(assurer.get(f"{LIST}/1"))
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(EvidenceCheck.id))) == 2


@pytest.mark.parametrize("persona", ["owner", "contributor", "director"])
def test_who_may_not_check_evidence_is_refused(app: Flask, signed_in: SignIn, persona: str) -> None:
    assert signed_in(persona).post(CHECK, data=VERIFIED).status_code == 403
    assert "Save the check" not in page(signed_in(persona).get(f"{LIST}/1"))


def test_nobody_verifies_evidence_they_added(app: Flask, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.post(NEW, data=filled())
    assert "You added this evidence, so somebody else has to check it." in page(lead.get(f"{LIST}/2"))
    answer = lead.post(f"{LIST}/2/check", data=VERIFIED)
    assert answer.status_code == 200
    assert "You added this evidence" in page(answer)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(EvidenceCheck.id))) == 0


def test_nobody_verifies_where_they_entered_an_update(app: Flask, world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    lead.post(
        f"/plans/{SLUG}/actions/1.1/update",
        data={"delivery": "on_track", "impact": "too_early", "done": "As told.", "for_owner": "y"},
    )
    assert "You entered an update on an action this evidence supports" in page(
        lead.post(CHECK, data=VERIFIED)
    )


def test_nobody_verifies_where_they_are_named_on_any_action_it_supports(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        other = add_action(plan, db.session.scalars(sa.select(Recommendation)).one(), title="Another")
        named = add_owner(plan, world.people["assurer"], "assurer")
        add(Naming(action_id=other.id, owner_id=named.id, part=Part.CONTRIBUTOR))
        db.session.commit()
    assurer = signed_in("assurer")
    assert (
        assurer.post(f"/plans/{SLUG}/actions/1.2/evidence/link", data={"link-number": "e 1"}).status_code
        == 302
    )
    assert "You are named on an action this evidence supports" in page(assurer.post(CHECK, data=VERIFIED))
