from datetime import date, timedelta
from typing import Any

import pytest

from tests.rules.examples import TODAY, action, evidence, measure, milestone
from tracker.rules.ladders import Delivery, Direction, EvidenceKind, Impact, Verdict
from tracker.rules.status import stand

N, G, A, R, B = (
    Delivery.NOT_STARTED,
    Delivery.ON_TRACK,
    Delivery.AT_RISK,
    Delivery.OFF_TRACK,
    Delivery.DELIVERED,
)
DATA, AUDIT, VOICE = EvidenceKind.DATA, EvidenceKind.AUDIT, EvidenceKind.VOICE
VERIFIED, CHALLENGED, WITHDRAWN = Verdict.VERIFIED, Verdict.CHALLENGED, Verdict.WITHDRAWN


def days(number: int) -> date:
    """The day that many days after today, or before it."""
    return TODAY + timedelta(days=number)


DELIVERY_CASES: list[tuple[str, dict[str, Any], Delivery, tuple[str, ...]]] = [
    ("nothing wrong", {}, G, ()),
    ("due today is not late", {"due_on": TODAY}, G, ()),
    ("late from the day after", {"due_on": days(-1)}, R, ("1 day late: due 19 November 2026",)),
    ("late by days", {"due_on": date(2026, 10, 31)}, R, ("20 days late: due 31 October 2026",)),
    ("no due date is never late", {"due_on": None}, G, ()),
    (
        "not started and past its due date",
        {"declared_delivery": N, "due_on": days(-1)},
        R,
        ("1 day late: due 19 November 2026",),
    ),
    (
        "at risk and late",
        {"declared_delivery": A, "due_on": days(-1)},
        R,
        ("1 day late: due 19 November 2026",),
    ),
    ("declared at risk without a reason of ours", {"declared_delivery": A}, A, ()),
    ("declared off track is never lifted", {"declared_delivery": R}, R, ()),
    (
        "declared off track, with a reason for less",
        {"declared_delivery": R, "date_moves": 2},
        R,
        ("Due date moved twice: first due 18 December 2026",),
    ),
    (
        "forecast after due",
        {"forecast_on": date(2027, 1, 29)},
        A,
        ("Forecast 29 January 2027 is after the due date, 18 December 2026",),
    ),
    ("forecast on the due date", {"forecast_on": date(2026, 12, 18)}, G, ()),
    ("forecast without a due date", {"forecast_on": days(300), "due_on": None}, G, ()),
    ("milestone due today", {"milestones": (milestone(TODAY),)}, G, ()),
    (
        "milestone missed",
        {"milestones": (milestone(date(2026, 10, 3)),)},
        A,
        ("Milestone missed: rota signed, due 3 October 2026",),
    ),
    ("milestone done today", {"milestones": (milestone(days(-30), TODAY),)}, G, ()),
    ("milestone done late is done", {"milestones": (milestone(days(-30), days(-2)),)}, G, ()),
    (
        "milestone done only after the day looked at",
        {"milestones": (milestone(days(-1), days(1)),)},
        A,
        ("Milestone missed: rota signed, due 19 November 2026",),
    ),
    (
        "milestones missed, the oldest first",
        {"milestones": (milestone(days(-1), title="b"), milestone(days(-2), title="c"))},
        A,
        ("Milestone missed: c, due 18 November 2026", "Milestone missed: b, due 19 November 2026"),
    ),
    ("update 35 days ago", {"last_update_on": days(-35)}, G, ()),
    ("update 36 days ago", {"last_update_on": days(-36)}, A, ("No update for 36 days",)),
    (
        "never updated",
        {"last_update_on": None, "created_on": days(-36)},
        A,
        ("No update yet, 36 days after it was added",),
    ),
    ("never updated, but new", {"last_update_on": None, "created_on": days(-35)}, G, ()),
    (
        "not started, start still to come",
        {"declared_delivery": N, "last_update_on": None, "start_on": days(1)},
        N,
        (),
    ),
    (
        "not started long after the start date",
        {"declared_delivery": N, "last_update_on": None, "start_on": days(-36)},
        A,
        ("No update in the 36 days since its start date",),
    ),
    (
        "begun before its start date",
        {"last_update_on": days(-40), "start_on": days(-1)},
        A,
        ("No update for 40 days",),
    ),
    ("date moved once", {"date_moves": 1}, G, ()),
    (
        "date moved three times",
        {"date_moves": 3, "original_due_on": date(2026, 6, 30)},
        A,
        ("Due date moved 3 times: first due 30 June 2026",),
    ),
    (
        "measure falling",
        {"measures": (measure("84", "81.50"),)},
        A,
        ("Measure moving the wrong way: Visits in time, from 84 to 81.5",),
    ),
    *(
        (
            f"measure falling, in {unit}",
            {"measures": (measure("84", "81.50", unit=unit),)},
            A,
            (f"Measure moving the wrong way: Visits in time, {way}",),
        )
        for unit, way in (
            ("%", "from 84% to 81.5%"),
            ("£", "from £84 to £81.5"),
            ("weeks", "from 84 to 81.5 weeks"),
        )
    ),
    ("measure rising", {"measures": (measure("81", "84"),)}, G, ()),
    ("measure level", {"measures": (measure("84", "84.0"),)}, G, ()),
    ("measure read once", {"measures": (measure("84"),)}, G, ()),
    (
        "measure rising that should fall",
        {"measures": (measure("100", "120", direction=Direction.LOWER),)},
        A,
        ("Measure moving the wrong way: Visits in time, from 100 to 120",),
    ),
    ("measure falling that should", {"measures": (measure("12", "9", direction=Direction.LOWER),)}, G, ()),
    ("measure level that should fall", {"measures": (measure("9", "9", direction=Direction.LOWER),)}, G, ()),
    (
        "measure with older readings handed over too",
        {"measures": (measure("1", "5", "4"),)},
        A,
        ("Measure moving the wrong way: Visits in time, from 5 to 4",),
    ),
    ("measure without a better way", {"measures": (measure("1", "2", direction=Direction.NEITHER),)}, G, ()),
    ("delivered without evidence", {"declared_delivery": B}, A, ("No evidence yet",)),
    (
        "delivered, evidence not checked",
        {"declared_delivery": B, "evidence": (evidence(),)},
        A,
        ("Evidence not yet verified",),
    ),
    (
        "delivered, its check withdrawn",
        {"declared_delivery": B, "evidence": (evidence(WITHDRAWN),)},
        A,
        ("Evidence not yet verified",),
    ),
    (
        "delivered, evidence challenged",
        {"declared_delivery": B, "evidence": (evidence(CHALLENGED),)},
        A,
        ("Evidence challenged",),
    ),
    (
        "delivered, two items and neither verified",
        {"declared_delivery": B, "evidence": (evidence(CHALLENGED), evidence())},
        A,
        ("None of 2 evidence items is verified",),
    ),
    ("delivered and verified", {"declared_delivery": B, "evidence": (evidence(VERIFIED),)}, B, ()),
    (
        "delivered, evidence about today",
        {"declared_delivery": B, "evidence": (evidence(VERIFIED, effective_on=TODAY),)},
        B,
        (),
    ),
    (
        "delivered, evidence about a day to come",
        {"declared_delivery": B, "evidence": (evidence(VERIFIED, effective_on=days(1)),)},
        A,
        ("Evidence not yet verified",),
    ),
    (
        "delivered ends lateness, waiting, forecast and moves",
        {
            "declared_delivery": B,
            "evidence": (evidence(VERIFIED),),
            "due_on": days(-90),
            "forecast_on": days(-60),
            "last_update_on": days(-60),
            "date_moves": 4,
        },
        B,
        (),
    ),
    (
        "delivered with a milestone left open",
        {
            "declared_delivery": B,
            "evidence": (evidence(VERIFIED),),
            "milestones": (milestone(date(2026, 10, 3)),),
        },
        A,
        ("Milestone missed: rota signed, due 3 October 2026",),
    ),
    (
        "everything at once, the weightiest first",
        {
            "due_on": date(2026, 10, 31),
            "original_due_on": date(2026, 6, 30),
            "date_moves": 2,
            "forecast_on": date(2026, 12, 1),
            "last_update_on": days(-42),
            "milestones": (milestone(date(2026, 10, 3)),),
            "measures": (measure("84", "81"),),
        },
        R,
        (
            "20 days late: due 31 October 2026",
            "Milestone missed: rota signed, due 3 October 2026",
            "Forecast 1 December 2026 is after the due date, 31 October 2026",
            "Due date moved twice: first due 30 June 2026",
            "No update for 42 days",
            "Measure moving the wrong way: Visits in time, from 84 to 81",
        ),
    ),
]


@pytest.mark.parametrize(
    ("changes", "record", "reasons"),
    [case[1:] for case in DELIVERY_CASES],
    ids=[case[0] for case in DELIVERY_CASES],
)
def test_delivery_the_record_shows(
    changes: dict[str, Any], record: Delivery, reasons: tuple[str, ...]
) -> None:
    standing = stand(action(**changes), TODAY)
    assert standing.record_delivery is record
    assert standing.delivery_reasons == reasons


@pytest.mark.parametrize(
    ("changes", "is_verified"),
    [
        ({"declared_delivery": B, "evidence": (evidence(VERIFIED),)}, True),
        ({"declared_delivery": B, "evidence": (evidence(VERIFIED), evidence())}, True),
        ({"declared_delivery": B, "evidence": (evidence(VERIFIED), evidence(CHALLENGED))}, False),
        ({"declared_delivery": B, "evidence": (evidence(),)}, False),
        ({"declared_delivery": B}, False),
        ({"declared_delivery": G, "evidence": (evidence(VERIFIED),)}, False),
    ],
)
def test_an_action_is_verified_when_delivered_with_checked_evidence_and_no_challenge(
    changes: dict[str, Any], is_verified: bool
) -> None:
    assert stand(action(**changes), TODAY).is_verified is is_verified


def test_a_plan_may_wait_longer_for_updates() -> None:
    facts = action(last_update_on=days(-60))
    assert stand(facts, TODAY, stale_after_days=60).is_stale is False
    assert stand(facts, TODAY, stale_after_days=59).is_stale is True


def test_days_since_the_update_are_unknown_before_the_first() -> None:
    assert stand(action(last_update_on=None), TODAY).days_since_update is None
    assert stand(action(last_update_on=days(-3)), TODAY).days_since_update == 3


def test_keeping_a_better_status_with_a_reason_does_not_change_the_record() -> None:
    late = action(due_on=days(-5))
    kept = action(due_on=days(-5), keep_reason="The contract waits only for a signature.")
    assert stand(late, TODAY).needs_reason is True
    assert stand(kept, TODAY).needs_reason is False
    assert stand(kept, TODAY).is_flattering is True
    assert stand(kept, TODAY).record_delivery is R


def test_a_reason_of_spaces_is_no_reason() -> None:
    assert stand(action(due_on=days(-5), keep_reason="  "), TODAY).needs_reason is True


def test_a_flattering_impact_alone_is_flattering() -> None:
    standing = stand(action(declared_impact=Impact.SOME_EVIDENCE), TODAY)
    assert standing.record_delivery is standing.declared_delivery
    assert standing.is_flattering is True


@pytest.mark.parametrize(
    ("changes", "next_change"),
    [
        ({}, date(2026, 12, 8)),  # 36 days after the last update
        ({"due_on": TODAY}, days(1)),
        ({"due_on": days(-1), "last_update_on": days(-50)}, None),
        ({"milestones": (milestone(days(2)),)}, days(3)),
        ({"milestones": (milestone(days(2), days(-1)),)}, date(2026, 12, 8)),
        ({"milestones": (milestone(days(-2), days(4)),)}, days(4)),
        ({"declared_delivery": B, "due_on": days(3)}, None),
        ({"declared_delivery": B, "evidence": (evidence(VERIFIED, effective_on=days(9)),)}, days(9)),
        ({"declared_delivery": N, "start_on": days(10), "due_on": None}, days(46)),
    ],
)
def test_next_day_on_which_time_alone_changes_something(
    changes: dict[str, Any], next_change: date | None
) -> None:
    assert stand(action(**changes), TODAY).next_change_on == next_change
