"""The sentences of the first page of the scrutiny report."""

from collections.abc import Sequence

from tracker.reports.changes import in_words
from tracker.reports.facts import Measure
from tracker.reports.findings import counts, is_better, misses_target, rated_too_high, stages, word
from tracker.reports.sentences import answer
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import capital, counted, listed, long_date, number
from tracker.rules.ladders import Delivery, Verdict


def lead(snapshot: Snapshot) -> str:
    """Return the report in a few sentences."""
    return f"{answer(snapshot)} {standing_sentence(snapshot)}"


def standing_sentence(snapshot: Snapshot) -> str:
    """Return how many recommendations are closed and how the measures moved."""
    if not (every := snapshot.recommendations):
        return measures_sentence(snapshot.measures)
    closed = sum(one.closed_on is not None for one in every)
    verb = "is" if closed == 1 else "are"
    told = f"{capital(number(closed))} of {counted(len(every), 'recommendation')} {verb} closed."
    return f"{told} {measures_sentence(snapshot.measures)}"


def risk_sentence(snapshot: Snapshot) -> str:
    """Return how many actions the record shows at risk, and how many are rated better than it allows."""
    at_risk = counts(snapshot.actions).get(Delivery.AT_RISK, 0)
    told = f"The record shows {number(at_risk)} {word(snapshot, Delivery.AT_RISK).lower()}."
    if flattering := len(rated_too_high(snapshot.actions)):
        verb = "is" if flattering == 1 else "are"
        told += f" {capital(number(flattering))} {verb} rated better by the owner than the record allows."
    return told


def checked_sentence(snapshot: Snapshot) -> str:
    """Return whether anybody but the owners has checked what was delivered, and the evidence."""
    found = stages(snapshot.actions)
    if not found.delivered:
        told = "Nothing is delivered yet, so no delivery could be verified."
    elif found.delivered == 1:
        told = f"The one delivery has {'been' if found.verified else 'not been'} verified by somebody else."
    else:
        of_all = f"{number(found.verified)} of the {number(found.delivered)} deliveries"
        told = f"Somebody else has verified {of_all}."
    verdicts = [item.verdict for item in snapshot.evidence]
    if not verdicts:
        return f"{told} No evidence has been added yet."
    verified, challenged = (verdicts.count(one) for one in (Verdict.VERIFIED, Verdict.CHALLENGED))
    tail = f", {number(challenged)} challenged" if challenged else ""
    return f"{told} Of {counted(len(verdicts), 'piece')} of evidence: {number(verified)} verified{tail}."


def changed_sentence(snapshot: Snapshot) -> str:
    """Return in words what changed, and since when."""
    if since := snapshot.since:
        return f"{in_words(since)} Compared with report {since.number}, of {long_date(since.as_at)}."
    if snapshot.meeting is None:
        return "This report is compared with no earlier one."
    return "This is the first report to you, so nothing can have changed since the last one."


def measures_sentence(measures: Sequence[Measure]) -> str:
    """Return how many measures got better or worse over their last two readings and miss their target."""
    if not measures:
        return "The plan has no measures yet."
    moved = [one for one in measures if len(one.readings) > 1]
    better = sum(is_better(one, one.readings[-1].value, one.readings[-2].value) for one in moved)
    worse = sum(is_better(one, one.readings[-2].value, one.readings[-1].value) for one in moved)
    short = sum(misses_target(one) for one in measures)
    misses = "misses its target" if short == 1 else "miss their target"
    told = listed([f"{number(better)} got better", f"{number(worse)} got worse", f"{number(short)} {misses}"])
    return f"Of {counted(len(measures), 'measure')}, {told}."
