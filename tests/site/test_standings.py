"""The one derived row says what the rules say, on every day, whatever happened to the actions."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.sample.council import loaded
from tests.world import NOW, TODAY, World, add, add_action, add_evidence, add_update
from tracker import clock
from tracker.database import db
from tracker.models import Action, DateMove, EvidenceCheck, Milestone, Plan, Recommendation, StandingRow
from tracker.operations.standing import load_facts, refresh_due_standings, refresh_standings
from tracker.rules.ladders import Delivery, EvidenceKind, Impact, Verdict
from tracker.rules.status import stand

_COUNTS_DAYS = ("declared_delivery", "declared_impact", "record_delivery", "record_impact")
_FLAGS = ("is_overdue", "is_stale", "is_verified", "is_flattering", "is_challenged")
_DAYS = st.integers(-80, 80)
_VERDICTS = st.none() | st.sampled_from(Verdict)


def differences(today: date) -> list[str]:
    """Return where the stored rows differ from the rules applied to all facts for this day."""
    days = {plan.id: plan.stale_after_days for plan in db.session.scalars(sa.select(Plan))}
    rows = {row.action_id: row for row in db.session.scalars(sa.select(StandingRow))}
    every = load_facts(db.session.scalars(sa.select(Action.id)).all(), today)
    assert set(rows) == set(every)
    wrong = []
    for action_id, facts in every.items():
        row, expected = rows[action_id], stand(facts, today, days[rows[action_id].plan_id])
        for name in (*_COUNTS_DAYS, *_FLAGS, "next_change_on"):
            if getattr(row, name) != getattr(expected, name):
                wrong.append(f"{action_id} {name}: {getattr(row, name)}, not {getattr(expected, name)}")
        for name in ("delivery_reasons", "impact_reasons"):
            if tuple(getattr(row, name)) != getattr(expected, name):
                wrong.append(f"{action_id} {name}: {getattr(row, name)}, not {getattr(expected, name)}")
    return wrong


@st.composite
def happenings(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what may have happened to one action; days count from today, negative ones are past."""
    return {
        "due": draw(st.none() | _DAYS),
        "update": draw(
            st.none() | st.tuples(st.integers(0, 80), st.sampled_from(Delivery), st.sampled_from(Impact))
        ),
        "milestones": draw(st.lists(st.tuples(_DAYS, st.none() | st.integers(-80, 0)), max_size=2)),
        "evidence": draw(
            st.lists(
                st.tuples(st.sampled_from(EvidenceKind), _DAYS, st.none() | st.sampled_from(Verdict)),
                max_size=2,
            )
        ),
        "moves": draw(st.integers(0, 2)),
        "waits": draw(st.booleans()),
    }


def make(plan: Plan, world: World, drawn: dict[str, Any]) -> int:
    """Add an action to which that happened, and return its id."""
    due = None if drawn["due"] is None else TODAY + timedelta(days=drawn["due"])
    action = add_action(plan, db.session.query(Recommendation).one(), due_on=due)
    lead = world.people["lead"]
    if drawn["update"]:
        ago, delivery, impact = drawn["update"]
        add_update(action, lead, delivery=delivery, impact=impact, at=NOW - timedelta(days=ago))
    for due_in, done in drawn["milestones"]:
        done_on = None if done is None else TODAY + timedelta(days=done)
        add(
            Milestone(
                action_id=action.id, title="Rota", due_on=TODAY + timedelta(days=due_in), done_on=done_on
            )
        )
    for kind, effective, verdict in drawn["evidence"]:
        item = add_evidence(plan, action, lead, kind=kind)
        item.effective_on = TODAY + timedelta(days=effective)
        if verdict:
            add(EvidenceCheck(evidence_id=item.id, verdict=verdict, by_id=lead, at=NOW, note="Seen"))
    for _ in range(drawn["moves"]):
        move = DateMove(
            action_id=action.id, from_on=due, to_on=due, reason="Later", moved_by_id=lead, moved_at=NOW
        )
        move.needs_approval = drawn["waits"]
        add(move)
    return action.id


@hypothesis_settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(happenings(), min_size=1, max_size=3), steps=st.lists(st.integers(1, 40), max_size=3))
def test_rows_equal_the_rules_across_midnights(
    app: Flask, world: World, drawn: list[dict[str, Any]], steps: list[int]
) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        refresh_standings([1, *(make(plan, world, each) for each in drawn)], TODAY)
        day = TODAY
        assert differences(day) == []
        for step in steps:
            day += timedelta(days=step)
            refresh_due_standings(day)
            assert differences(day) == []
        db.session.rollback()


@pytest.mark.parametrize(
    ("due", "last_second"),
    [
        (date(2037, 1, 15), "2037-01-15T23:59:59+00:00"),
        (date(2037, 3, 28), "2037-03-28T23:59:59+00:00"),  # the clocks go forward an hour after midnight
        (date(2037, 3, 29), "2037-03-29T22:59:59+00:00"),  # a day of 23 hours
        (date(2037, 6, 30), "2037-06-30T22:59:59+00:00"),
        (date(2037, 10, 25), "2037-10-25T23:59:59+00:00"),  # a day of 25 hours
    ],
)
def test_an_action_is_late_from_midnight_in_london_winter_and_summer(
    app: Flask,
    world: World,
    signed_in: Callable[[str], FlaskClient],
    monkeypatch: pytest.MonkeyPatch,
    due: date,
    last_second: str,
) -> None:
    lead = signed_in("lead")
    with app.app_context():
        action = db.session.query(Action).one()
        action.due_on = due
        refresh_standings([action.id], TODAY)
        db.session.commit()
    before = datetime.fromisoformat(last_second)
    for moment, late in ((before, False), (before + timedelta(seconds=1), True)):
        monkeypatch.setattr(clock, "now", lambda at=moment: at)
        # Nobody has woken the worker: the first request of the day brings the rows up to date.
        page = lead.get("/plans/harlmere/actions?flag=overdue").get_data(as_text=True)
        assert ("1 day late" in page) == late
        with app.app_context():
            assert differences(due + timedelta(days=late)) == []


def test_rows_of_the_sample_equal_the_rules_now_and_after_midnight(
    migrated_database: Path, tmp_path: Path
) -> None:
    with loaded(TODAY, migrated_database, tmp_path):
        assert differences(TODAY) == []
        for later in (1, 2, 36, 200):
            refresh_due_standings(TODAY + timedelta(days=later))
            assert differences(TODAY + timedelta(days=later)) == []
