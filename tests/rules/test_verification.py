from datetime import date
from typing import Any

import pytest

from tests.rules.examples import TODAY, action, evidence
from tracker.rules.ladders import Delivery, EvidenceKind, Impact, Verdict
from tracker.rules.status import EvidenceFacts, stand
from tracker.rules.verification import ActionToClose, gaps, may_check_evidence, may_close

VERIFIED, CHALLENGED, WITHDRAWN = Verdict.VERIFIED, Verdict.CHALLENGED, Verdict.WITHDRAWN
DATA, AUDIT, VOICE = EvidenceKind.DATA, EvidenceKind.AUDIT, EvidenceKind.VOICE


def test_a_second_person_may_check_evidence() -> None:
    assert may_check_evidence(1, added_by_id=2, named_ids={3, 4}, update_author_ids={5}) is None


def test_evidence_whose_adder_is_unknown_may_be_checked() -> None:
    assert may_check_evidence(1, added_by_id=None, named_ids=(), update_author_ids=()) is None


@pytest.mark.parametrize(
    ("added_by_id", "named_ids", "update_author_ids", "begins"),
    [
        (1, (), (), "You added this evidence"),
        (2, {1, 3}, (), "You are named on an action"),
        (2, {3}, {1}, "You entered an update"),
        (1, {1}, {1}, "You added this evidence"),
    ],
)
def test_nobody_checks_evidence_they_have_a_hand_in(
    added_by_id: int, named_ids: set[int], update_author_ids: set[int], begins: str
) -> None:
    reason = may_check_evidence(1, added_by_id, named_ids, update_author_ids)
    assert reason is not None
    assert reason.startswith(begins)
    assert reason.endswith("so somebody else has to check it")


def to_close(number: str, **changes: Any) -> ActionToClose:
    """A delivered and verified action with some evidence of its impact, changed as asked."""
    finished = {
        "declared_delivery": Delivery.DELIVERED,
        "declared_impact": Impact.SOME_EVIDENCE,
        "evidence": (evidence(VERIFIED),),
    }
    return ActionToClose(number, stand(action(**(finished | changes)), TODAY))


def test_a_recommendation_with_verified_actions_and_impact_may_be_closed() -> None:
    assert may_close([to_close("11.1"), to_close("11.2")], "Seen in the audit of September.") == []


@pytest.mark.parametrize(
    ("actions", "statement", "missing"),
    [
        (
            [],
            "Done.",
            ["No action yet", "No difference for children is shown by verified evidence yet"],
        ),
        ([to_close("11.1")], " ", ["No closing statement yet"]),
        (
            [to_close("11.1"), to_close("11.2", declared_delivery=Delivery.ON_TRACK)],
            "Done.",
            ["1 action to deliver and verify: 11.2"],
        ),
        (
            [to_close("11.1"), to_close("11.2", evidence=(evidence(),))],
            "Done.",
            [
                "1 delivered action to verify: 11.2",
                "No difference for children is shown by verified evidence yet",
            ],
        ),
        (
            [to_close("11.1", evidence=(evidence(VERIFIED), evidence(CHALLENGED)))],
            "Done.",
            ["Challenged evidence to answer: 11.1"],
        ),
        (
            [to_close("11.1", declared_impact=Impact.TOO_EARLY)],
            "Done.",
            ["No difference for children is shown by verified evidence yet"],
        ),
        (
            [to_close(f"11.{at}", declared_delivery=Delivery.AT_RISK) for at in (1, 2, 3)],
            "",
            [
                "3 actions to deliver and verify: 11.1, 11.2 and 11.3",
                "No difference for children is shown by verified evidence yet",
                "No closing statement yet",
            ],
        ),
    ],
)
def test_what_stands_between_now_and_closing(
    actions: list[ActionToClose], statement: str, missing: list[str]
) -> None:
    assert may_close(actions, statement) == missing


ALL_KINDS = [evidence(VERIFIED, kind) for kind in EvidenceKind]


@pytest.mark.parametrize(
    ("items", "missing"),
    [
        ([], ["No evidence yet"]),
        (ALL_KINDS, []),
        ([evidence(VERIFIED, DATA)], ["No audit or observation", "No voice evidence"]),
        ([evidence(VERIFIED, AUDIT), evidence(VERIFIED, VOICE)], ["No data"]),
        ([*ALL_KINDS, evidence()], ["1 item not checked yet"]),
        ([*ALL_KINDS, evidence(WITHDRAWN), evidence()], ["2 items not checked yet"]),
        (
            [evidence(VERIFIED, DATA), evidence(VERIFIED, AUDIT), evidence(CHALLENGED, VOICE)],
            ["No voice evidence", "1 item challenged and not answered"],
        ),
        (
            [evidence(VERIFIED, kind, date(2026, 2, 20)) for kind in EvidenceKind],
            ["Newest evidence is 9 months old"],
        ),
        (
            [evidence(VERIFIED, kind, date(2026, 5, 20)) for kind in EvidenceKind],
            ["Newest evidence is 6 months old"],
        ),
        ([evidence(VERIFIED, kind, date(2026, 5, 21)) for kind in EvidenceKind], []),
        ([evidence(VERIFIED, kind, None) for kind in EvidenceKind], []),
    ],
)
def test_gaps_in_the_evidence(items: list[EvidenceFacts], missing: list[str]) -> None:
    assert gaps(items, TODAY) == missing
