"""Who may check evidence, what is missing from it, and what stands between a recommendation and its end."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.rules.calendar import whole_months_between
from tracker.rules.ladders import Delivery, EvidenceKind, Impact, Verdict
from tracker.rules.rollup import roll_up_record_impact
from tracker.rules.status import EvidenceFacts, Standing
from tracker.rules.wording import counted, listed

OLD_EVIDENCE_MONTHS = 6

_MISSING_KIND = {
    EvidenceKind.DATA: "No data",
    EvidenceKind.AUDIT: "No audit or observation",
    EvidenceKind.VOICE: "No voice evidence",
}


@dataclass(frozen=True)
class ActionToClose:
    """An action of a recommendation that may be closed: its number ("11.3") and how it stands."""

    number: str
    standing: Standing


def may_check_evidence(
    person_id: int,
    added_by_id: int | None,
    named_ids: Collection[int],
    update_author_ids: Collection[int],
) -> str | None:
    """Whether a person may verify or challenge an evidence item: None if so, else why not, in words.

    `named_ids` are the lead officers, accountable directors and contributors of every action the item
    supports, and who stands in for them, `update_author_ids` all who entered an update on one of them. That
    the person has the right to check evidence in this plan at all is asked elsewhere.
    """
    if person_id == added_by_id:
        return "You added this evidence, so somebody else has to check it"
    if person_id in named_ids:
        return (
            "You are named on an action this evidence supports, or stand in for somebody who is, so somebody "
            "else has to check it"
        )
    if person_id in update_author_ids:
        return "You entered an update on an action this evidence supports, so somebody else has to check it"
    return None


def may_close(actions: Sequence[ActionToClose], closing_statement: str) -> list[str]:
    """What stands between a recommendation and closing it, in words; nothing when it may be closed.

    Every action must be verified, the impact the record shows at least *some evidence*, and a closing
    statement written.
    """
    missing = []
    if not actions:
        missing.append("No action yet")
    open_ones = [it.number for it in actions if it.standing.declared_delivery is not Delivery.DELIVERED]
    challenged = [it.number for it in actions if _is_delivered(it) and it.standing.is_challenged]
    unverified = [
        it.number
        for it in actions
        if _is_delivered(it) and not it.standing.is_verified and not it.standing.is_challenged
    ]
    if open_ones:
        missing.append(f"{counted(len(open_ones), 'action')} to deliver and verify: {listed(open_ones)}")
    if unverified:
        missing.append(f"{counted(len(unverified), 'delivered action')} to verify: {listed(unverified)}")
    if challenged:
        missing.append(f"Challenged evidence to answer: {listed(challenged)}")
    impact = roll_up_record_impact(
        (it.standing.declared_delivery, it.standing.record_impact) for it in actions
    )
    if impact is Impact.TOO_EARLY:
        missing.append("No difference for children is shown by verified evidence yet")
    if not closing_statement.strip():
        missing.append("No closing statement yet")
    return missing


def gaps(evidence: Iterable[EvidenceFacts], today: date) -> list[str]:
    """What is missing from the evidence of an action or recommendation, in words.

    Challenged items are named as such and fill no gap. Age counts from the newest effective date and is
    mentioned from six months on.
    """
    items = list(evidence)
    if not items:
        return ["No evidence yet"]
    challenged = sum(1 for item in items if item.verdict is Verdict.CHALLENGED)
    standing = [item for item in items if item.verdict is not Verdict.CHALLENGED]
    unchecked = sum(1 for item in standing if item.verdict is not Verdict.VERIFIED)
    present = {item.kind for item in standing}
    found = [words for kind, words in _MISSING_KIND.items() if kind not in present]
    if challenged:
        found.append(f"{counted(challenged, 'item')} challenged and not answered")
    if unchecked:
        found.append(f"{counted(unchecked, 'item')} not checked yet")
    dated = [item.effective_on for item in standing if item.effective_on]
    age = whole_months_between(max(dated), today) if dated else 0
    if age >= OLD_EVIDENCE_MONTHS:
        found.append(f"Newest evidence is {counted(age, 'month')} old")
    return found


def _is_delivered(action: ActionToClose) -> bool:
    return action.standing.declared_delivery is Delivery.DELIVERED
