"""What a reader of a report has to know first, in sentences."""

from tracker.reports.findings import counts, late, rated_too_high, stages, word
from tracker.reports.scrutiny_words import measures_sentence
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import brief, capital, counted, number
from tracker.rules.ladders import Delivery


def points(snapshot: Snapshot) -> list[str]:
    """Return what a reader has to know first, a sentence for each fact, the gravest first."""
    actions = snapshot.actions
    found = []
    if overdue := late(actions):
        worst = overdue[0]
        by = counted(worst.days_late, "day")
        verb = "is" if len(overdue) == 1 else "are"
        found.append(
            f"{capital(number(len(overdue)))} of {counted(len(actions), 'action')} {verb} late, "
            f"by up to {by} ({worst.label}, {brief(worst.title, 60)})."
        )
    if counted_at_risk := counts(actions).get(Delivery.AT_RISK, 0):
        risk = word(snapshot, Delivery.AT_RISK).lower()
        found.append(f"The record shows {number(counted_at_risk)} {risk}.")
    if flattering := rated_too_high(actions):
        verb = "is" if len(flattering) == 1 else "are"
        found.append(
            f"{capital(number(len(flattering)))} {verb} rated better by the owner than the record allows, "
            "for delivery or for the difference made."
        )
    if actions:
        done = stages(actions)
        lasting = f"{capital(number(done.lasting))} {'is' if done.lasting == 1 else 'are'}"
        found.append(f"{lasting} known to have made a lasting difference for children.")
    found.append(measures_sentence(snapshot.measures))
    if every := snapshot.recommendations:
        closed = sum(one.closed_on is not None for one in every)
        found.append(
            f"{capital(number(closed))} of {counted(len(every), 'recommendation')} "
            f"{'is' if closed == 1 else 'are'} closed."
        )
    return found
