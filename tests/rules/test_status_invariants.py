"""What must hold for any action on any day, tried on many invented ones."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.examples import TODAY
from tracker.rules.ladders import Delivery, Direction, EvidenceKind, Impact, Verdict, is_better
from tracker.rules.status import ActionFacts, EvidenceFacts, MeasureFacts, MilestoneFacts, Standing, stand

# Days lie close together, so that limits are met often.
NEAR = st.integers(-80, 80).map(lambda gone: TODAY + timedelta(days=gone))
PAST = st.integers(-400, 0).map(lambda gone: TODAY + timedelta(days=gone))
EVIDENCE = st.builds(
    EvidenceFacts,
    st.sampled_from(EvidenceKind),
    st.none() | NEAR | PAST,
    st.none() | st.sampled_from(Verdict),
)
MILESTONES = st.builds(MilestoneFacts, NEAR, st.none() | NEAR, st.sampled_from(["first", "second"]))
MEASURES = st.builds(
    MeasureFacts,
    st.just("Visits in time"),
    st.sampled_from(Direction),
    st.lists(st.integers(0, 3).map(Decimal), max_size=2).map(tuple),
)
FACTS = st.builds(
    ActionFacts,
    declared_delivery=st.sampled_from(Delivery),
    declared_impact=st.sampled_from(Impact),
    created_on=PAST,
    due_on=st.none() | NEAR,
    original_due_on=st.none() | NEAR,
    date_moves=st.integers(0, 3),
    start_on=st.none() | NEAR,
    forecast_on=st.none() | NEAR,
    last_update_on=st.none() | PAST,
    milestones=st.lists(MILESTONES, max_size=2).map(tuple),
    evidence=st.lists(EVIDENCE, max_size=3).map(tuple),
    measures=st.lists(MEASURES, max_size=2).map(tuple),
    embedded_on=st.none() | PAST,
    keep_reason=st.sampled_from(["", "It waits for a signature"]),
)


def not_better(after: Standing, before: Standing) -> bool:
    return (
        not is_better(after.record_delivery, before.record_delivery)
        and not is_better(after.record_impact, before.record_impact)
        and (before.is_verified or not after.is_verified)
        and len(after.delivery_reasons) >= len(before.delivery_reasons)
    )


def what_matters(standing: Standing) -> tuple[object, ...]:
    """Everything of a standing but the counts of days, which grow daily."""
    reasons = tuple(re.sub(r"\d+ days?\b", "some days", words) for words in standing.delivery_reasons)
    flags = (standing.is_overdue, standing.is_stale, standing.is_verified, standing.is_flattering)
    record = (standing.record_delivery, standing.record_impact)
    return record, flags, reasons, standing.impact_reasons


@given(FACTS)
def test_the_record_is_never_better_than_declared(facts: ActionFacts) -> None:
    standing = stand(facts, TODAY)
    assert not is_better(standing.record_delivery, standing.declared_delivery)
    assert not is_better(standing.record_impact, standing.declared_impact)


@given(FACTS)
def test_a_record_that_differs_says_why(facts: ActionFacts) -> None:
    standing = stand(facts, TODAY)
    if standing.record_delivery is not standing.declared_delivery:
        assert standing.delivery_reasons
    assert (standing.record_impact is not standing.declared_impact) == bool(standing.impact_reasons)
    differs = (standing.record_delivery, standing.record_impact) != (
        standing.declared_delivery,
        standing.declared_impact,
    )
    assert standing.is_flattering == differs


@given(FACTS, MILESTONES)
def test_one_more_milestone_never_improves_anything(facts: ActionFacts, added: MilestoneFacts) -> None:
    more = replace(facts, milestones=(*facts.milestones, added))
    assert not_better(stand(more, TODAY), stand(facts, TODAY))


@given(FACTS, MEASURES)
def test_one_more_measure_never_improves_anything(facts: ActionFacts, added: MeasureFacts) -> None:
    more = replace(facts, measures=(*facts.measures, added))
    assert not_better(stand(more, TODAY), stand(facts, TODAY))


@given(FACTS, EVIDENCE.filter(lambda item: item.verdict is not Verdict.VERIFIED))
def test_evidence_nobody_verified_never_improves_anything(facts: ActionFacts, added: EvidenceFacts) -> None:
    more = replace(facts, evidence=(*facts.evidence, added))
    assert not_better(stand(more, TODAY), stand(facts, TODAY))


@given(FACTS, EVIDENCE.filter(lambda item: item.verdict is Verdict.VERIFIED))
def test_verified_evidence_never_makes_anything_worse(facts: ActionFacts, added: EvidenceFacts) -> None:
    more = replace(facts, evidence=(*facts.evidence, added))
    assert not is_better(stand(facts, TODAY).record_delivery, stand(more, TODAY).record_delivery)
    assert not is_better(stand(facts, TODAY).record_impact, stand(more, TODAY).record_impact)


@given(FACTS)
def test_moving_the_date_once_more_never_improves_anything(facts: ActionFacts) -> None:
    more = replace(facts, date_moves=facts.date_moves + 1)
    assert not_better(stand(more, TODAY), stand(facts, TODAY))


@given(FACTS, NEAR)
def test_giving_a_due_date_or_forecast_never_improves_anything(facts: ActionFacts, day: date) -> None:
    bare = replace(facts, due_on=None, forecast_on=None)
    dated = replace(bare, due_on=day)
    assert not_better(stand(dated, TODAY), stand(bare, TODAY))
    foreseen = replace(dated, forecast_on=day + timedelta(days=7))
    assert not_better(stand(foreseen, TODAY), stand(dated, TODAY))


@given(FACTS)
def test_saying_why_never_changes_the_record(facts: ActionFacts) -> None:
    silent = stand(replace(facts, keep_reason=""), TODAY)
    spoken = stand(replace(facts, keep_reason="It waits for a signature"), TODAY)
    assert what_matters(silent) == what_matters(spoken)


@given(FACTS)
def test_an_update_today_answers_staleness_and_nothing_else(facts: ActionFacts) -> None:
    before, after = stand(facts, TODAY), stand(replace(facts, last_update_on=TODAY), TODAY)
    assert after.is_stale is False
    stale_reasons = [words for words in before.delivery_reasons if words.startswith("No update")]
    assert len(stale_reasons) == before.is_stale
    left = [words for words in before.delivery_reasons if words not in stale_reasons]
    assert list(after.delivery_reasons) == left


@given(FACTS, EVIDENCE, MILESTONES, st.integers(0, 3))
def test_what_answers_one_reason_leaves_every_other(
    facts: ActionFacts, item: EvidenceFacts, step: MilestoneFacts, value: int
) -> None:
    verified = replace(item, verdict=Verdict.VERIFIED)
    measure = MeasureFacts("Return conversations", Direction.HIGHER, (Decimal(3), Decimal(value)))
    better = replace(measure, last_two=(Decimal(value), Decimal(3)))
    missed = replace(step, title="the rota", done_on=None)
    due = replace(facts, milestones=(*facts.milestones, missed), measures=(*facts.measures, measure))
    answers = {
        ("No evidence", "Evidence", "None of"): replace(due, evidence=(*due.evidence, verified)),
        ("Milestone missed: the rota",): replace(
            due, milestones=(*facts.milestones, replace(missed, done_on=TODAY))
        ),
        ("Measure moving the wrong way: Return",): replace(due, measures=(*facts.measures, better)),
        ("No update",): replace(due, last_update_on=TODAY),
    }
    before = stand(due, TODAY)
    for answered, after in ((kind, stand(more, TODAY)) for kind, more in answers.items()):
        left = [words for words in before.delivery_reasons if not words.startswith(answered)]
        assert [words for words in after.delivery_reasons if not words.startswith(answered)] == left
        if is_better(after.record_delivery, before.record_delivery):
            assert any(words.startswith(answered) for words in before.delivery_reasons)


@given(FACTS, st.integers(1, 300))
def test_time_alone_never_improves_what_has_happened(facts: ActionFacts, later: int) -> None:
    happened = replace(
        facts,
        milestones=tuple(replace(step, done_on=None) for step in facts.milestones),
        evidence=tuple(replace(item, effective_on=None) for item in facts.evidence),
    )
    assert not_better(stand(happened, TODAY + timedelta(days=later)), stand(happened, TODAY))


@given(FACTS)
def test_the_standing_is_the_same_on_every_day_before_its_next_change(facts: ActionFacts) -> None:
    standing = stand(facts, TODAY)
    until = standing.next_change_on or TODAY + timedelta(days=500)
    assert until > TODAY
    for gone in range(1, (until - TODAY).days):
        assert what_matters(stand(facts, TODAY + timedelta(days=gone))) == what_matters(standing)


@given(FACTS)
def test_the_order_in_which_facts_are_handed_over_never_matters(facts: ActionFacts) -> None:
    turned = replace(facts, milestones=facts.milestones[::-1], evidence=facts.evidence[::-1])
    assert stand(turned, TODAY) == stand(facts, TODAY)
