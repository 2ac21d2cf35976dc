"""What changed since a body last met: the difference of two snapshots, as facts, as kinds and in words.

Pure functions. Compared are, for every action, what the record shows on both ladders, the due date, and
whether it is overdue, delivered and verified; for every recommendation, whether it is closed. Everything that
differs there is in the result and nothing else is, so the old report with the changes applied is the new one.
"""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from tracker.reports.change_facts import ActionChange, RecommendationChange, Since, Standing
from tracker.reports.facts import VACANT, Action, DateMove, Name, Recommendation
from tracker.reports.snapshot import Snapshot
from tracker.reports.words import brief, capital, counted, listed, number
from tracker.rules.ladders import IMPACT_ORDER, PRINT_ORDER, Delivery


class Kind(StrEnum):
    """The ways in which something can differ, in the order in which they are told."""

    UP = "moved up"
    DOWN = "moved down"
    IMPACT_UP = "of more impact"
    IMPACT_DOWN = "of less impact"
    OVERDUE = "newly overdue"
    REDATED = "re-dated"
    DELIVERED = "delivered"
    VERIFIED = "verified"
    UNVERIFIED = "no longer verified"
    REOPENED = "reopened"
    NEW = "new"
    GONE = "no longer in the plan"


WORSE = frozenset({Kind.DOWN, Kind.IMPACT_DOWN, Kind.OVERDUE, Kind.UNVERIFIED, Kind.REOPENED})
BETTER = frozenset({Kind.UP, Kind.IMPACT_UP, Kind.DELIVERED, Kind.VERIFIED})
_TITLE = 90


def changes_since(old: Snapshot, new: Snapshot) -> Since:
    """Return what differs between the report `old`, which was issued, and `new`.

    Raises ValueError where `old` has no number: only an issued report can be the one before.
    """
    if old.number is None:
        raise ValueError("only an issued report can be the one before")
    return Since(
        number=old.number,
        as_at=old.as_at,
        met_on=old.meeting.on if old.meeting else None,
        actions=_action_changes(old, new),
        recommendations=_recommendation_changes(old, new),
        joined=_leaders_only_in(new, old),
        left=_leaders_only_in(old, new),
    )


def _leaders_only_in(one: Snapshot, other: Snapshot) -> tuple[Name, ...]:
    """Return who answers for actions in one report and not in the other, as they were named there.

    Somebody whose post is called otherwise still answers.
    """
    known = {leader.name for leader in other.leaders}
    # In a report that was stored before names said so, a vacant post has its name alone.
    known |= {name.removesuffix(VACANT) for name in known}
    # A vacant post and somebody who left stand in the list of leaders, and answer for nothing.
    names = (name for action in one.actions for name in (action.accountable, action.lead_officer))
    known |= {name.name for name in names if name and not name.answers}
    return tuple(Name(leader.name, leader.post) for leader in one.leaders if leader.name not in known)


def standing_of(action: Action) -> Standing:
    """Return the part of an action that reports are compared by."""
    return Standing(
        record=action.record,
        record_impact=action.record_impact,
        due=action.due,
        is_overdue=action.days_late > 0,
        is_delivered=action.declared == Delivery.DELIVERED,
        is_verified=action.is_verified,
    )


def _action_changes(old: Snapshot, new: Snapshot) -> tuple[ActionChange, ...]:
    """Return the differing actions in the new report's order, then those that are gone."""
    found = []
    for action in new.actions:
        earlier = old.action_by_label.get(action.label)
        before, after = standing_of(earlier) if earlier else None, standing_of(action)
        if before != after:
            moves = _moves_between(earlier, action) if earlier else ()
            found.append(ActionChange(action.label, action.title, before, after, moves))
    gone = (one for one in old.actions if one.label not in new.action_by_label)
    return (*found, *(ActionChange(one.label, one.title, standing_of(one)) for one in gone))


def _moves_between(earlier: Action, later: Action) -> tuple[DateMove, ...]:
    """Return the moves that the earlier report did not know; a move it knew may be approved by now."""
    known = Counter((move.moved_on, move.old, move.new) for move in earlier.moves)
    fresh = []
    for move in later.moves:
        key = (move.moved_on, move.old, move.new)
        if known[key]:
            known[key] -= 1
        else:
            fresh.append(move)
    return tuple(fresh)


def _recommendation_changes(old: Snapshot, new: Snapshot) -> tuple[RecommendationChange, ...]:
    was = {one.number: one for one in old.recommendations}
    now = {one.number: one for one in new.recommendations}
    found = []
    for key in sorted(was.keys() | now.keys()):
        before, after = _is_closed(was.get(key)), _is_closed(now.get(key))
        if before != after:
            one = now[key] if key in now else was[key]
            found.append(RecommendationChange(key, one.title or brief(one.text, _TITLE), before, after))
    return tuple(found)


def _is_closed(one: Recommendation | None) -> bool | None:
    return None if one is None else one.closed_on is not None


def kinds_of(change: ActionChange) -> tuple[Kind, ...]:
    """Return in which ways an action differs, in the order of `Kind`."""
    before, after = change.before, change.after
    if before is None:
        return (Kind.NEW,)
    if after is None:
        return (Kind.GONE,)
    rank, step = PRINT_ORDER.index, IMPACT_ORDER.index
    holds = {
        Kind.UP: rank(after.record) > rank(before.record),
        Kind.DOWN: rank(after.record) < rank(before.record),
        Kind.IMPACT_UP: step(after.record_impact) > step(before.record_impact),
        Kind.IMPACT_DOWN: step(after.record_impact) < step(before.record_impact),
        Kind.OVERDUE: after.is_overdue and not before.is_overdue,
        Kind.REDATED: after.due != before.due,
        Kind.DELIVERED: after.is_delivered and not before.is_delivered,
        Kind.VERIFIED: after.is_verified and not before.is_verified,
        Kind.UNVERIFIED: before.is_verified and not after.is_verified,
        Kind.REOPENED: before.is_delivered and not after.is_delivered,
    }
    return tuple(kind for kind in Kind if holds.get(kind))


def with_kinds(since: Since, kinds: Iterable[Kind]) -> list[ActionChange]:
    """Return the changes that are of any of these kinds."""
    wanted = frozenset(kinds)
    return [one for one in since.actions if wanted.intersection(kinds_of(one))]


def closed(since: Since) -> list[RecommendationChange]:
    """Return the recommendations that were closed, new ones that came closed included."""
    return [one for one in since.recommendations if one.is_closed and not one.was_closed]


def reopened(since: Since) -> list[RecommendationChange]:
    """Return the recommendations that were closed and are open again."""
    return [one for one in since.recommendations if one.was_closed and one.is_closed is False]


def added(since: Since) -> list[RecommendationChange]:
    """Return the recommendations that are new and open."""
    return [one for one in since.recommendations if one.was_closed is None and not one.is_closed]


def gone(since: Since) -> list[RecommendationChange]:
    """Return the recommendations that are no longer in the plan."""
    return [one for one in since.recommendations if one.is_closed is None]


def changed_heading(snapshot: Snapshot) -> str:
    """Return what the changes are told against: the last meeting, or the last report of this kind."""
    if snapshot.meeting is None:
        return "What changed since the last report"
    return "What changed since you last met"


def short_line(since: Since | None) -> str:
    """Return the changes in one line for lists: "4 moved up, 2 moved down, 1 recommendation closed"."""
    if since is None:
        return "First report to this body"
    tally = Counter(kind for one in since.actions for kind in kinds_of(one))
    parts = [f"{tally[kind]} {kind.value}" for kind in Kind if tally[kind]]
    parts += [
        f"{counted(len(found), 'recommendation').replace('one ', '1 ')} {word}"
        for found, word in (
            (closed(since), "closed"),
            (reopened(since), "reopened"),
            (added(since), "added"),
            (gone(since), "taken out"),
        )
        if found
    ]
    return ", ".join(parts) or "Nothing changed"


def in_words(since: Since) -> str:
    """Return the changes as sentences: what happened, and what did not happen at all."""
    tally = Counter(kind for one in since.actions for kind in kinds_of(one))
    told = [f"{number(tally[kind])} {_verb(kind, tally[kind])}" for kind in Kind if tally[kind]]
    sentences = []
    if told:
        # An action may be told twice: one can move down, become overdue and be re-dated.
        sentences.append(f"Of the actions, {listed(told)}.")
    else:
        sentences.append("No action changed its standing, its date or its verification.")
    recommendations = [
        f"{number(len(found))} {word.format(has='has' if len(found) == 1 else 'have')}"
        for found, word in (
            (closed(since), "{has} been closed"),
            (reopened(since), "{has} been reopened"),
            (added(since), "{has} been added"),
            (gone(since), "{has} been taken out"),
        )
        if found
    ]
    if recommendations:
        sentences.append(f"Of the recommendations, {listed(recommendations)}.")
    if told:
        sentences += _what_did_not(tally)
    return " ".join(sentences)


def _what_did_not(tally: Counter[Kind]) -> list[str]:
    """Return a sentence that names the four things a board looks for and that did not happen."""
    missing = [
        words
        for kind, words in (
            (Kind.DOWN, "none moved down"),
            (Kind.OVERDUE, "none became overdue"),
            (Kind.REDATED, "no date was moved"),
            (Kind.VERIFIED, "no delivery was verified"),
        )
        if not tally[kind]
    ]
    return [f"{capital(listed(missing))}."] if missing else []


def _verb(kind: Kind, count: int) -> str:
    is_, has = ("is", "has") if count == 1 else ("are", "have")
    match kind:
        case Kind.UP | Kind.DOWN:
            return kind.value
        case Kind.IMPACT_UP:
            return f"{has} more impact by the record"
        case Kind.IMPACT_DOWN:
            return f"{has} less impact by the record"
        case Kind.OVERDUE:
            return f"became {kind.value.removeprefix('newly ')}"
        case Kind.NEW:
            return f"{is_} new"
        case Kind.UNVERIFIED | Kind.GONE:
            return f"{is_} {kind.value}"
        case _:
            return f"{'was' if count == 1 else 'were'} {kind.value}"
