from datetime import date
from typing import Any

import pytest

from tests.rules.examples import TODAY, action, evidence
from tracker.rules.ladders import Delivery, EvidenceKind, Impact, Verdict
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


SOME, EMBEDDED, SUSTAINED = Impact.SOME_EVIDENCE, Impact.EMBEDDED, Impact.SUSTAINED
EMBEDDED_ON = date(2026, 2, 28)
NOT_YET_LASTING = (
    "No verified evidence from 28 August 2026 or later, "
    "six months after it reached the step before on 28 February 2026"
)

IMPACT_CASES: list[tuple[str, Impact, dict[str, Any], Impact, tuple[str, ...]]] = [
    ("too early needs nothing", Impact.TOO_EARLY, {}, Impact.TOO_EARLY, ()),
    ("some evidence, none there", SOME, {}, Impact.TOO_EARLY, ("No evidence yet",)),
    (
        "some evidence, not checked",
        SOME,
        {"evidence": (evidence(),)},
        Impact.TOO_EARLY,
        ("Evidence not yet verified",),
    ),
    ("some evidence, one verified", SOME, {"evidence": (evidence(VERIFIED),)}, SOME, ()),
    (
        "some evidence, one verified beside a challenged one",
        SOME,
        {"evidence": (evidence(VERIFIED), evidence(CHALLENGED))},
        SOME,
        (),
    ),
    (
        "embedded, nothing verified",
        EMBEDDED,
        {"evidence": (evidence(),)},
        SOME,
        ("Two kinds of evidence must be verified: none is",),
    ),
    (
        "embedded, one kind twice",
        EMBEDDED,
        {"evidence": (evidence(VERIFIED, VOICE), evidence(VERIFIED, VOICE))},
        SOME,
        ("Two kinds of evidence must be verified: only the voice of children, families or staff is",),
    ),
    (
        "embedded, the second kind challenged",
        EMBEDDED,
        {"evidence": (evidence(VERIFIED, DATA), evidence(CHALLENGED, AUDIT))},
        SOME,
        ("Two kinds of evidence must be verified: only data is",),
    ),
    (
        "embedded, two kinds",
        EMBEDDED,
        {"evidence": (evidence(VERIFIED, DATA), evidence(VERIFIED, VOICE))},
        EMBEDDED,
        (),
    ),
    (
        "sustained, never embedded",
        SUSTAINED,
        {"evidence": (evidence(VERIFIED, DATA), evidence(VERIFIED, VOICE))},
        EMBEDDED,
        ("No day is known from which six months could be counted: it has not been at the step before",),
    ),
    (
        "sustained, verified a day too early",
        SUSTAINED,
        {"embedded_on": EMBEDDED_ON, "evidence": (evidence(VERIFIED, effective_on=date(2026, 8, 27)),)},
        EMBEDDED,
        (NOT_YET_LASTING,),
    ),
    (
        "sustained, verified six months on",
        SUSTAINED,
        {"embedded_on": EMBEDDED_ON, "evidence": (evidence(VERIFIED, effective_on=date(2026, 8, 28)),)},
        SUSTAINED,
        (),
    ),
    (
        "sustained, six months on but not verified",
        SUSTAINED,
        {"embedded_on": EMBEDDED_ON, "evidence": (evidence(effective_on=date(2026, 8, 28)),)},
        EMBEDDED,
        (NOT_YET_LASTING,),
    ),
    (
        "sustained, verified but without a day it speaks about",
        SUSTAINED,
        {"embedded_on": EMBEDDED_ON, "evidence": (evidence(VERIFIED, effective_on=None),)},
        EMBEDDED,
        (NOT_YET_LASTING,),
    ),
]


@pytest.mark.parametrize(
    ("declared", "changes", "record", "reasons"),
    [case[1:] for case in IMPACT_CASES],
    ids=[case[0] for case in IMPACT_CASES],
)
def test_impact_the_record_shows(
    declared: Impact, changes: dict[str, Any], record: Impact, reasons: tuple[str, ...]
) -> None:
    standing = stand(action(declared_impact=declared, **changes), TODAY)
    assert standing.record_impact is record
    assert standing.impact_reasons == reasons


def test_six_months_from_the_last_of_august_end_with_february() -> None:
    facts = action(
        declared_impact=SUSTAINED,
        embedded_on=date(2025, 8, 31),
        evidence=(evidence(VERIFIED, effective_on=date(2026, 2, 28)),),
    )
    assert stand(facts, TODAY).record_impact is SUSTAINED
