"""What changed since the body last met as one list, worst first: each action once, with all that happened."""

from dataclasses import dataclass

from tracker.reports.change_facts import ActionChange, Since, Standing
from tracker.reports.change_rows import closed_and_added, got_better, got_worse, moved_why
from tracker.reports.changes import Kind, kinds_of, with_kinds
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import brief, capital, short_date


@dataclass(frozen=True)
class Change:
    """One thing that changed: what it is about, what happened, how it stood and stands, and why."""

    label: str
    title: str
    what: str
    why: str
    before: Standing | None = None
    after: Standing | None = None


def change_list(snapshot: Snapshot, since: Since, limit: int) -> list[Change]:
    """Return the changes, the worse ones first; `limit` is the length of a reason in characters."""
    rows = {
        row.change.label: row
        for row in (*got_worse(snapshot, since).shown, *got_better(snapshot, since).shown)
    }
    dated = [one for one in with_kinds(since, {Kind.REDATED}) if one.label not in rows]
    found = [_changed(snapshot, row.change, row.why, limit) for row in rows.values()]
    found += [_changed(snapshot, one, "", limit) for one in dated]
    found += [
        Change(one.label, one.title, one.what, brief(one.why, limit))
        for one in closed_and_added(snapshot, since)
    ]
    return found


def _changed(snapshot: Snapshot, change: ActionChange, why: str, limit: int) -> Change:
    kinds = kinds_of(change)
    if Kind.REDATED in kinds and change.before and change.after:
        old, new = (short_date(one.due) or "no date" for one in (change.before, change.after))
        why = f"Date moved from {old} to {new}: {brief(moved_why(change), limit - 20)}"
    elif why:
        why = brief(why, limit)
    what = capital(", ".join(kind.value for kind in kinds))
    title = snapshot.action_by_label[change.label].title
    return Change(change.label, title, what, why, change.before, change.after)
