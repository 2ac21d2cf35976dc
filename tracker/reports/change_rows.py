"""Rows of the tables that say what changed since the body's last report."""

from dataclasses import dataclass

from tracker.reports.change_facts import ActionChange, RecommendationChange, Since
from tracker.reports.changes import BETTER, WORSE, Kind, added, closed, gone, kinds_of, reopened, with_kinds
from tracker.reports.facts import Action
from tracker.reports.snapshot import Snapshot
from tracker.reports.whys import because, explaining, no_reason, owners_words
from tracker.reports.words import brief, long_date, short_date, stop

MOST_ROWS = 40  # of one table; the rest are named by their labels
_WHY = 110


@dataclass(frozen=True)
class ChangeRow:
    """A differing action, with the action itself as it stands now and why it differs."""

    change: ActionChange
    action: Action
    why: str
    is_newly_overdue: bool


@dataclass(frozen=True)
class Rows:
    """The rows of one table, and the labels of those that it has no room for."""

    shown: list[ChangeRow]
    rest: tuple[str, ...]


@dataclass(frozen=True)
class PlainRow:
    """One thing added, closed, reopened or taken out, in words."""

    label: str
    title: str
    what: str
    why: str = ""


def got_worse(snapshot: Snapshot, since: Since) -> Rows:
    """Return the actions that are worse in any way, however they are better in another."""
    return _rows(snapshot, with_kinds(since, WORSE))


def got_better(snapshot: Snapshot, since: Since) -> Rows:
    """Return the actions that are better in some way and worse in none."""
    worse = {one.label for one in with_kinds(since, WORSE)}
    return _rows(snapshot, [one for one in with_kinds(since, BETTER) if one.label not in worse])


def dates_moved(snapshot: Snapshot, since: Since) -> Rows:
    """Return the actions whose due date differs."""
    return _rows(snapshot, with_kinds(since, {Kind.REDATED}))


def closed_and_added(snapshot: Snapshot, since: Since) -> list[PlainRow]:
    """Return what was closed, reopened, added or taken out: recommendations first, then actions."""
    found = [
        *(_plain(one, "Closed", _closing(snapshot, one)) for one in closed(since)),
        *(_plain(one, "Open again") for one in reopened(since)),
        *(_plain(one, "New") for one in added(since)),
        *(_plain(one, "No longer in the plan") for one in gone(since)),
    ]
    for one in with_kinds(since, {Kind.NEW, Kind.GONE}):
        is_new = one.before is None
        due = f"Due {short_date(one.after.due)}." if one.after and one.after.due else ""
        found.append(
            PlainRow(one.label, brief(one.title, _WHY), "New" if is_new else "No longer in the plan", due)
        )
    return found


def moved_why(change: ActionChange) -> str:
    """Return why a due date was moved and who approved it, for every move since."""
    if not change.moves:
        return "The date was corrected."
    return " ".join(
        f"{stop(move.reason) if move.reason else 'No reason given.'} "
        + (f"Approved by {move.approved_by}." if move.approved_by else "Not approved yet.")
        for move in change.moves
    )


def _rows(snapshot: Snapshot, changes: list[ActionChange]) -> Rows:
    shown = [
        ChangeRow(
            one,
            snapshot.action_by_label[one.label],
            _why(snapshot.action_by_label[one.label], one),
            Kind.OVERDUE in kinds_of(one),
        )
        for one in changes[:MOST_ROWS]
    ]
    return Rows(shown, tuple(one.label for one in changes[MOST_ROWS:]))


def _why(action: Action, change: ActionChange) -> str:
    """Return the record's reason where it shows less than the owner says, or else the owner's own words."""
    kinds = kinds_of(change)
    if Kind.VERIFIED in kinds and action.verified_on:
        return f"Verified on {long_date(action.verified_on)}."
    if action.is_flattering and not WORSE.isdisjoint(kinds):
        return brief(because(action), _WHY)
    return explaining(owners_words(action), _WHY) or no_reason(action)


def _plain(one: RecommendationChange, what: str, why: str = "") -> PlainRow:
    return PlainRow(f"R{one.number}", one.title, what, why)


def _closing(snapshot: Snapshot, one: RecommendationChange) -> str:
    closing = snapshot.recommendation_by_number[one.number].closing_statement
    return brief(closing, _WHY) if closing else ""
