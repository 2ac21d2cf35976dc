"""What the report says in its own words, written from the snapshot."""

from collections.abc import Sequence

from tracker.reports.change_facts import Since
from tracker.reports.facts import Action, Inspection, Priority, Recommendation, SafetyMap
from tracker.reports.findings import counts_in_words, late, stages, unchecked, word
from tracker.reports.safety import scale_sentence
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import (
    brief,
    capital,
    counted,
    listed,
    long_date,
    number,
    short_date,
    stop,
)
from tracker.rules.ladders import EvidenceKind, Verdict


def safety_scale(safety_map: SafetyMap) -> str:
    """Return where the council puts itself on a priority, and where it did before."""
    return scale_sentence([(mark.on, mark.value) for mark in safety_map.scale])


def delivered_sentence(actions: Sequence[Action]) -> str:
    """Return how many of the actions are delivered by their owners' word and how many somebody verified."""
    found = stages(actions)
    if not found.delivered:
        if found.whole == 1:
            return "Its one action is not delivered yet."
        return f"None of the {counted(found.whole, 'action')} is delivered yet."
    if found.verified == found.delivered:
        checked = (
            "all of them verified by somebody else" if found.verified > 1 else "somebody else verified it"
        )
    else:
        checked = f"{number(found.verified)} of them verified by somebody else"
    told = f"{capital(number(found.delivered))} of {counted(found.whole, 'action')}"
    if found.delivered == 1:
        alone = checked if found.verified else "nobody else has verified it"
        return f"{told} is delivered, says its owner; {alone}."
    return f"{told} are delivered, say their owners; {checked}."


def late_sentence(actions: Sequence[Action], where: str = "") -> str:
    """Return how many actions are late; `where` is put behind the number."""
    if not (overdue := late(actions)):
        return "Nothing is late."
    return f"{capital(number(len(overdue)))} {'is' if len(overdue) == 1 else 'are'} late{where}."


def answer(snapshot: Snapshot) -> str:
    """Return the report in two sentences: how much is delivered and verified, what is late and where."""
    if not snapshot.actions:
        asked = len(snapshot.recommendations)
        if not asked:
            return "The plan is still empty: it has no recommendations and no actions."
        return f"The plan holds {counted(asked, 'recommendation')} and no actions yet."
    held = [one for one in snapshot.priorities if late(snapshot.actions_of(one))]
    where = ""
    if len(snapshot.priorities) > 1 and 0 < len(held) < 3:
        where = ", under " + listed(f"“{brief(one.title, 60)}”" for one in held)
    return f"{delivered_sentence(snapshot.actions)} {late_sentence(snapshot.actions, where)}"


def priority_answer(snapshot: Snapshot, priority: Priority) -> str:
    """Return a priority in two sentences, as `answer` does for the plan."""
    actions = snapshot.actions_of(priority)
    if not actions:
        return "No action has been planned here yet."
    return f"{delivered_sentence(actions)} {late_sentence(actions)}"


def inspection_date(inspection: Inspection) -> str:
    """Return when an inspection was published, or else took place, as printed."""
    return long_date(inspection.published or inspection.inspected_to or inspection.inspected_from)


def other_provider(snapshot: Snapshot, inspection: Inspection) -> str:
    """Return whom the inspection was about, where that is somebody else than the council itself."""
    return "" if inspection.provider.casefold() == snapshot.council.name.casefold() else inspection.provider


def source_line(snapshot: Snapshot, one: Recommendation) -> str:
    """Return where a recommendation stands: inspection, date, printed number, page, timescale."""
    if one.source is None:
        return "Added by the council."
    inspection = snapshot.inspections[one.source]
    parts = [inspection.title, inspection_date(inspection)]
    parts.append(f"its number {one.printed_number}" if one.printed_number else "")
    parts.append(f"page {one.page}" if one.page else "")
    asked = f" Timescale given: {stop(one.timescale)}" if one.timescale else ""
    return ", ".join(part for part in parts if part) + "." + asked


def due_line(snapshot: Snapshot, one: Recommendation) -> str:
    """Return until when a recommendation is or was to be met, and why that date; "" without a due date."""
    if one.due is None:
        return ""
    has_passed = one.closed_on is not None or one.due < snapshot.as_at
    told = f"It {'was' if has_passed else 'is'} to be met by {long_date(one.due)}."
    return f"{told} Why that date: {stop(one.due_reason)}" if one.due_reason else told


def state_line(snapshot: Snapshot, one: Recommendation) -> str:
    """Return whether a recommendation is open and how its actions stand by the record."""
    state = f"Closed on {long_date(one.closed_on)}." if one.closed_on else "Open."
    actions = [snapshot.action_by_label[label] for label in one.actions]
    if not actions:
        return f"{state} No action yet."
    if len(actions) == 1:
        return f"{state} By the record its one action is {word(snapshot, actions[0].record).lower()}."
    shown = {action.record for action in actions}
    if len(shown) == 1:
        every = "both its actions" if len(actions) == 2 else f"all its {counted(len(actions), 'action')}"
        return f"{state} By the record, {every} are {word(snapshot, shown.pop()).lower()}."
    return (
        f"{state} By the record, of {counted(len(actions), 'action')}: {counts_in_words(snapshot, actions)}."
    )


def provenance(snapshot: Snapshot) -> str:
    """Return where the recommendations came from, in sentences."""
    every = snapshot.recommendations
    if not every:
        return "No recommendation has been taken into the plan yet."
    parts = []
    for place, inspection in enumerate(snapshot.inspections):
        if found := sum(one.source == place for one in every):
            told = [
                f"“{inspection.title}”",
                other_provider(snapshot, inspection),
                inspection_date(inspection),
            ]
            come = "comes" if found == 1 else "come"
            many = "all" if found == len(every) and found > 1 else number(found)
            parts.append(f"{many} {come} from {', '.join(part for part in told if part)}")
    if own := sum(one.source is None for one in every):
        parts.append(f"{number(own)} {'was' if own == 1 else 'were'} added by the council")
    closed = sum(one.closed_on is not None for one in every)
    verb = "has" if closed == 1 else "have"
    tail = f"{capital(number(closed))} {verb} been closed." if closed else "None has been closed yet."
    return f"The plan answers {counted(len(every), 'recommendation')}: {'; '.join(parts)}. {tail}"


def checks_sentence(snapshot: Snapshot) -> str:
    """Return how progress is checked and how much of the evidence was."""
    rule = (
        "Owners report on their actions in dated updates that are never overwritten, and fixed rules say "
        "beside each rating what the record shows. An action without an update for "
        f"{snapshot.stale_after_days} days is at risk by the record. An action counts as delivered when its "
        "owner says so. It counts as verified only when somebody who has no part in it has looked at the "
        "evidence."
    )
    if not snapshot.evidence:
        return f"{rule} No evidence has been added yet."
    verdicts = [item.verdict for item in snapshot.evidence]
    verified, challenged = verdicts.count(Verdict.VERIFIED), verdicts.count(Verdict.CHALLENGED)
    parts = [f"{number(verified)} verified"]
    if challenged:
        parts.append(f"{number(challenged)} challenged")
    if waiting := len(verdicts) - verified - challenged:
        parts.append(f"{number(waiting)} not checked yet")
    return f"{rule} Of {counted(len(verdicts), 'piece')} of evidence, {_agree(listed(parts), verified)}."


def _agree(parts: str, first: int) -> str:
    return parts.replace(" ", " is " if first == 1 else " are ", 1)


def evidence_sentence(snapshot: Snapshot) -> str:
    """Return how much evidence of each kind there is, and how to see what is for members."""
    if not snapshot.evidence:
        return "The plan has no evidence yet."
    kinds = [item.kind for item in snapshot.evidence]
    names = {
        EvidenceKind.DATA: "data",
        EvidenceKind.AUDIT: "audit or observation",
        EvidenceKind.VOICE: "the voice of children, families or staff",
    }
    told = listed(f"{number(kinds.count(kind))} {name}" for kind, name in names.items() if kind in kinds)
    sentence = f"{capital(counted(len(kinds), 'piece'))} of evidence: {told}."
    if any(item.withheld for item in snapshot.evidence):
        sentence += " What is for members only is kept out of this edition; members can ask for it."
    return sentence


def update_line(snapshot: Snapshot, action: Action, *, alone: bool = True) -> str:
    """Return when and by whom an action was last reported on, and how far its milestones are.

    Where it does not stand alone but beside the lead officer, it names only an author who is somebody else.
    """
    update = action.update
    told = f"Updated {short_date(update.on)} by {update.author}." if update else "No update yet."
    if update and not alone and action.lead_officer and update.author == action.lead_officer.name:
        told = f"Updated {short_date(update.on)}."
    if update and update.entered_by:
        told = f"{told[:-1]}, entered by {update.entered_by}."
    if action.milestones:
        done = sum(step.done_on is not None for step in action.milestones)
        told += f" {done} of {len(action.milestones)} milestones done."
    return told


def unproven_sentence(actions: Sequence[Action]) -> str:
    """Return how many of these actions are delivered by their owners' word alone."""
    waiting = len(unchecked(actions))
    return f"{capital(number(waiting))} {'is' if waiting == 1 else 'are'} delivered and not verified yet."


def left_sentence(since: Since) -> str:
    """Return who answered for actions in the report before and does not any more."""
    told = [f"{one.name} ({one.post})" if one.post else one.name for one in since.left]
    verb = "answers" if len(told) == 1 else "answer"
    return f"As named in report {since.number}, {listed(told)} no longer {verb} for an action."


def _asked_in_words(snapshot: Snapshot) -> str:
    recommended = sum(one.kind.lower() == "recommendation" for one in snapshot.questions)
    asked = len(snapshot.questions) - recommended
    both = ((asked, "question"), (recommended, "recommendation"))
    return listed(counted(count, what) for count, what in both if count)


def questions_sentence(snapshot: Snapshot) -> str:
    """Return how many questions and recommendations members have put, and how many wait for a reply."""
    asked = len(snapshot.questions)
    waiting = sum(not one.reply for one in snapshot.questions)
    told = f"Members have put {_asked_in_words(snapshot)}."
    if not waiting:
        return f"{told} {'It has' if asked == 1 else 'All have'} a reply."
    return f"{told} {capital(number(waiting))} {'waits' if waiting == 1 else 'wait'} for a reply."
