from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.evidence.sending import CHECK, LIST, VERIFIED, SignIn, page
from tests.world import TODAY, World
from tracker.database import db
from tracker.models import Change, Evidence, EvidenceCheck, StandingRow
from tracker.operations.standing import load_facts
from tracker.rules.ladders import Verdict

EDIT = f"{LIST}/1/edit"
DAY = ["1", "10", "2025"]


def changed(version: int = 1, /, **changes: Any) -> dict[str, Any]:
    form = {"version": str(version), "title": "Weekend rota, October", "shows": "Who attended."}
    return form | {"kind": "data", "effective_on": DAY, "audience": "public"} | changes


def verdicts(app: Flask) -> list[Verdict]:
    with app.app_context():
        return list(db.session.scalars(sa.select(EvidenceCheck.verdict).order_by(EvidenceCheck.id)))


def test_what_was_verified_has_to_be_checked_again_once_it_says_something_else(
    app: Flask, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    owner.post(EDIT, data=changed())
    signed_in("assurer").post(CHECK, data=VERIFIED)
    owner.post(EDIT, data=changed(2, shows="Both agencies attended every time."))
    assert verdicts(app) == [Verdict.VERIFIED, Verdict.WITHDRAWN]
    shown = page(owner.get(f"{LIST}/1"))
    assert "Changed after it was verified" in shown
    assert "Not checked yet" in shown
    with app.app_context():
        assert load_facts([1], TODAY)[1].evidence[0].verdict is Verdict.WITHDRAWN
        assert not db.session.get_one(StandingRow, 1).is_verified
        change = db.session.scalars(sa.select(Change).order_by(Change.id.desc())).first()
        assert change
        assert change.what.startswith("Evidence E1 changed, not checked yet")


def test_another_audience_is_recorded_and_leaves_the_check(app: Flask, signed_in: SignIn) -> None:
    owner = signed_in("owner")
    owner.post(EDIT, data=changed())
    signed_in("assurer").post(CHECK, data=VERIFIED)
    owner.post(EDIT, data=changed(2, audience="members"))
    assert verdicts(app) == [Verdict.VERIFIED]
    with app.app_context():
        change = db.session.scalars(sa.select(Change).order_by(Change.id.desc())).first()
        assert change
        assert change.details == [{"field": "Who may see it", "before": "Public", "after": "Members only"}]


def test_a_challenge_is_not_edited_away(app: Flask, signed_in: SignIn) -> None:
    signed_in("assurer").post(CHECK, data={"verdict": "challenged", "note": "It is last year’s."})
    signed_in("owner").post(EDIT, data=changed(title="This year’s rota"))
    assert verdicts(app) == [Verdict.CHALLENGED]


def test_the_words_of_officers_evidence_stay_out_of_the_history(app: Flask, signed_in: SignIn) -> None:
    signed_in("owner").post(EDIT, data=changed(audience="officers", title="In confidence"))
    with app.app_context():
        change = db.session.scalars(sa.select(Change).order_by(Change.id.desc())).first()
        assert change
        assert change.what == "Evidence E1 changed"
        assert [detail["field"] for detail in change.details] == ["Who may see it"]


def test_the_second_of_two_editors_is_told_and_keeps_the_text(app: Flask, signed_in: SignIn) -> None:
    owner = signed_in("owner")
    owner.post(EDIT, data=changed(title="Rota as signed"))
    answer = page(owner.post(EDIT, data=changed(title="Rota as sent")))
    assert "it is now “Rota as signed”" in answer
    assert 'value="Rota as sent"' in answer
    owner.post(EDIT, data=changed(2, title="Rota as sent"))
    with app.app_context():
        assert db.session.get_one(Evidence, 1).title == "Rota as sent"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": " "}, "Say what the evidence is"),
        ({"title": "x" * 301}, "300 characters"),
        ({"effective_on": ["31", "2", "2025"]}, "real"),
        ({"effective_on": ["1", "1", "2099"]}, "has not come"),
        ({"kind": "rumour"}, ""),
        ({"audience": ""}, ""),
    ],
)
def test_bad_input_is_told_and_kept(
    app: Flask, signed_in: SignIn, changes: dict[str, Any], told: str
) -> None:
    answer = page(signed_in("owner").post(EDIT, data=changed(shows="These words stay.") | changes))
    assert "<title>Error: " in answer
    assert told in answer
    assert "These words stay." in answer


@pytest.mark.parametrize("verdict", ["verified", "challenged"])
def test_nobody_checks_their_own_by_direct_request(
    app: Flask, world: World, signed_in: SignIn, verdict: str
) -> None:
    with app.app_context():
        db.session.get_one(Evidence, 1).added_by_id = world.people["assurer"]
        db.session.commit()
    answer = page(signed_in("assurer").post(CHECK, data={"verdict": verdict, "note": "It is fine."}))
    assert "You added this evidence, so somebody else has to check it" in answer
    assert signed_in("owner").post(CHECK, data={"verdict": verdict, "note": "Fine."}).status_code == 403
    assert verdicts(app) == []
