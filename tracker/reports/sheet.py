"""The sheet of one recommendation, from the inspectors' words to the evidence that it was met."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.reports.facts import Action, Evidence, Recommendation
from tracker.reports.findings import stages
from tracker.reports.narrative import Story, story_of
from tracker.reports.parts import Part
from tracker.reports.past import Event
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import capital, counted, listed, number
from tracker.rules.ladders import KIND_WORDS, EvidenceKind, Verdict


def subject(snapshot: Snapshot) -> Recommendation:
    """Return the recommendation that the sheet is about. Raises KeyError where the plan does not have it."""
    if snapshot.recommendation is None:
        raise KeyError("a recommendation sheet needs a recommendation")
    return snapshot.recommendation_by_number[snapshot.recommendation]


def recommendation_outline(snapshot: Snapshot) -> tuple[Part, ...]:
    """Return the parts of the sheet in their order."""
    subject(snapshot)
    parts = (
        ("words", "The inspectors’ words"),
        ("stands", "Where it stands"),
        ("done", "What was done, and what difference it made"),
        ("evidence", "Evidence, and who checked it"),
        ("history", "History of status and dates"),
    )
    return (
        *(Part(key, heading, f"reports/recommendation/{key}.html") for key, heading in parts),
        Part("key", "Key", "reports/parts/key.html"),
    )


def story(snapshot: Snapshot) -> Story:
    """Return what was done, what difference it made, what is not there yet and what is next."""
    one = subject(snapshot)
    priority = next(each for each in snapshot.priorities if one in each.recommendations)
    return story_of(snapshot, replace(priority, introduction="", recommendations=(one,)))


def actions(snapshot: Snapshot) -> list[Action]:
    """Return the actions that answer the recommendation, in the order of their labels."""
    return [snapshot.action_by_label[label] for label in subject(snapshot).actions]


def evidence(snapshot: Snapshot) -> list[Evidence]:
    """Return the evidence of its actions, by number."""
    cited = {item for action in actions(snapshot) for item in action.evidence}
    return [item for item in snapshot.evidence if item.number in cited]


def for_actions(snapshot: Snapshot, item: Evidence) -> str:
    """Return for which of the sheet's actions a piece of evidence was given: "actions 1.1 and 1.3"."""
    labels = [action.label for action in actions(snapshot) if item.number in action.evidence]
    return f"action{'s' if len(labels) > 1 else ''} {listed(labels)}"


def evidence_sentence(items: Sequence[Evidence]) -> str:
    """Return how much evidence there is, of which kinds, and how much of it somebody verified."""
    if not items:
        return "No evidence has been added yet."
    kinds = [item.kind for item in items]
    names = {kind: KIND_WORDS[kind].lower() for kind in EvidenceKind if kind in kinds}
    if len(names) == 1 and len(items) > 1:
        told = f"all {next(iter(names.values()))}"
    else:
        told = listed(f"{number(kinds.count(kind))} {name}" for kind, name in names.items())
    verified = sum(item.verdict == Verdict.VERIFIED for item in items)
    many = "all" if verified == len(items) > 1 else number(verified)
    pieces = counted(len(items), "piece")
    return f"{capital(pieces)} of evidence: {told}. {capital(many)} verified by somebody else."


def impact_sentence(snapshot: Snapshot) -> str:
    """Return how far the difference for children reaches by the record."""
    one = subject(snapshot)
    found = stages(actions(snapshot))
    word = snapshot.impact_step[one.record_impact].word.lower()
    told = f"Impact by the record: {word}."
    if found.delivered:
        told += f" {lasting_sentence(found.delivered, found.lasting)}"
    return told


def lasting_sentence(delivered: int, lasting: int) -> str:
    """Return of how many delivered actions (one or more) a lasting difference is known."""
    if delivered == 1:
        known = "The one delivered action is" if lasting else "The one delivered action is not yet"
    else:
        verb = "is" if lasting == 1 else "are"
        known = f"{capital(number(lasting))} of {counted(delivered, 'delivered action')} {verb}"
    return f"{known} known to have made a lasting difference."


def events(snapshot: Snapshot) -> tuple[Event, ...]:
    """Return the history, the newest first."""
    return tuple(reversed(snapshot.history))
