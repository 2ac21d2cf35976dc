"""What changed between two reports, against pairs made by hand and pairs made by hypothesis."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.reports.change_facts import Since, Standing
from tracker.reports.change_list import change_list
from tracker.reports.change_rows import moved_why
from tracker.reports.changes import (
    Kind,
    added,
    changes_since,
    closed,
    gone,
    in_words,
    kinds_of,
    reopened,
    short_line,
    standing_of,
)
from tracker.reports.facts import Action, Council, DateMove, Leader, Meeting, Name, Priority, Recommendation
from tracker.reports.html import report_html
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import Delivery, Impact

MARCH, JUNE = date(2026, 3, 20), date(2026, 6, 20)


def action(label: str, **facts: object) -> Action:
    plain = Action(
        label=label,
        title=f"Action {label}",
        recommendations=(int(label.partition(".")[0]),),
        declared=Delivery.ON_TRACK,
        record=Delivery.ON_TRACK,
        impact=Impact.TOO_EARLY,
        record_impact=Impact.TOO_EARLY,
        due=date(2026, 12, 31),
        lead_officer=Name("Rowan Ashby"),
    )
    return replace(plain, **facts)  # type: ignore[arg-type]


def report(
    *actions: Action, closed_numbers: tuple[int, ...] = (), asked: int = 2, **facts: object
) -> Snapshot:
    recommendations = tuple(
        Recommendation(
            one,
            f"Recommendation {one}",
            "Do better.",
            closed_on=MARCH if one in closed_numbers else None,
            actions=tuple(each.label for each in actions if one in each.recommendations),
        )
        for one in range(1, asked + 1)
    )
    plain = Snapshot(
        council=Council("Harlmere County Council"),
        plan="The plan",
        as_at=JUNE,
        meeting=Meeting("Board", JUNE),
        priorities=(Priority(1, "Help", recommendations=recommendations),),
        actions=actions,
    )
    return replace(plain, **facts)  # type: ignore[arg-type]


def issued(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, number=4, as_at=MARCH)


def kinds_between(before: Action, after: Action) -> tuple[Kind, ...]:
    found = changes_since(issued(report(before)), report(after)).actions
    return kinds_of(found[0]) if found else ()


PAIRS: tuple[tuple[dict[str, object], dict[str, object], tuple[Kind, ...]], ...] = (
    ({"record": Delivery.AT_RISK}, {}, (Kind.UP,)),
    ({}, {"record": Delivery.OFF_TRACK}, (Kind.DOWN,)),
    ({}, {"record": Delivery.OFF_TRACK, "days_late": 3}, (Kind.DOWN, Kind.OVERDUE)),
    ({"days_late": 3}, {"days_late": 40}, ()),
    ({}, {"due": date(2027, 3, 31)}, (Kind.REDATED,)),
    ({}, {"declared": Delivery.DELIVERED, "record": Delivery.AT_RISK}, (Kind.DOWN, Kind.DELIVERED)),
    (
        {"declared": Delivery.DELIVERED},
        {"declared": Delivery.DELIVERED, "is_verified": True},
        (Kind.VERIFIED,),
    ),
    ({"is_verified": True}, {}, (Kind.UNVERIFIED,)),
    ({"declared": Delivery.DELIVERED}, {}, (Kind.REOPENED,)),
    ({}, {"record_impact": Impact.EMBEDDED}, (Kind.IMPACT_UP,)),
    ({"record_impact": Impact.SUSTAINED}, {}, (Kind.IMPACT_DOWN,)),
    ({"title": "Old words"}, {"title": "New words"}, ()),
)


@pytest.mark.parametrize(("before", "after", "kinds"), PAIRS)
def test_an_action_differs_in_the_ways_a_reader_would_say(
    before: dict[str, object], after: dict[str, object], kinds: tuple[Kind, ...]
) -> None:
    assert kinds_between(action("1.1", **before), action("1.1", **after)) == kinds


def test_actions_come_and_go() -> None:
    since = changes_since(issued(report(action("1.1"))), report(action("1.2")))
    assert [(one.label, kinds_of(one)) for one in since.actions] == [
        ("1.2", (Kind.NEW,)),
        ("1.1", (Kind.GONE,)),
    ]


def test_recommendations_are_closed_reopened_added_and_taken_out() -> None:
    old = issued(report(asked=3, closed_numbers=(2,)))
    new = report(asked=2, closed_numbers=(1,))
    since = changes_since(old, new)
    assert [one.number for one in closed(since)] == [1]
    assert [one.number for one in reopened(since)] == [2]
    assert [one.number for one in gone(since)] == [3]
    assert [
        one.number for one in added(changes_since(issued(new), report(asked=3, closed_numbers=(1,))))
    ] == [3]


def test_a_moved_date_brings_its_reason_and_who_approved_it_and_no_earlier_move() -> None:
    first = DateMove(date(2026, 2, 1), date(2026, 6, 30), date(2026, 12, 31), "Staff left.")
    second = DateMove(date(2026, 5, 1), date(2026, 12, 31), date(2027, 3, 31), "No rooms.", "M. Thornley")
    known_by_now = replace(first, approved_by="M. Thornley")
    old = issued(report(action("1.1", moves=(first,))))
    new = report(action("1.1", moves=(known_by_now, second), due=date(2027, 3, 31)))
    assert changes_since(old, new).actions[0].moves == (second,)


def test_the_report_before_must_have_been_issued() -> None:
    with pytest.raises(ValueError, match="issued"):
        changes_since(report(), report())


def test_the_line_counts_each_kind_in_one_order() -> None:
    old = issued(report(action("1.1", record=Delivery.AT_RISK), action("1.2"), action("2.1")))
    new = report(
        action("1.1"),
        action("1.2", record=Delivery.OFF_TRACK, days_late=1),
        action("2.1", due=date(2027, 1, 31)),
        closed_numbers=(2,),
    )
    since = changes_since(old, new)
    assert (
        short_line(since) == "1 moved up, 1 moved down, 1 newly overdue, 1 re-dated, 1 recommendation closed"
    )
    assert in_words(since) == (
        "Of the actions, one moved up, one moved down, one became overdue and one was re-dated. "
        "Of the recommendations, one has been closed. No delivery was verified."
    )


def test_nothing_changed_is_said_and_so_is_a_first_report() -> None:
    same = report(action("1.1"))
    since = changes_since(issued(same), same)
    assert short_line(since) == "Nothing changed"
    assert in_words(since) == "No action changed its standing, its date or its verification."
    assert short_line(None) == "First report to this body"
    assert "This is the first report to this body" in report_html(same)


def test_the_report_shows_each_change_with_the_reason_and_the_approver() -> None:
    move = DateMove(
        date(2026, 5, 1), date(2026, 12, 31), date(2027, 3, 31), "No rooms at the hub", "M. Thornley"
    )
    old = issued(
        report(action("1.1"), action("1.2"), action("2.1"), meeting=Meeting("Board", date(2026, 3, 27)))
    )
    new = report(
        action("1.1", record=Delivery.OFF_TRACK, days_late=9, declared=Delivery.OFF_TRACK),
        action("1.2", due=date(2027, 3, 31), moves=(move,)),
        action("2.1"),
        action("2.2", title="Train the night team"),
    )
    page = " ".join(report_html(replace(new, since=changes_since(old, new))).split())
    part = page[page.index('id="changed"') : page.index('id="review"')]
    for expected in (
        "Compared with report 4",
        "27 March 2026",
        "Got worse",
        "Newly overdue.",
        "Dates moved",
        "31 Mar 2027",
        "No rooms at the hub. Approved by M. Thornley.",
        "Train the night team",
    ):
        assert expected in part, expected
    assert "Got better" not in part


labels = st.sampled_from([f"{first}.{second}" for first in (1, 2, 3) for second in (1, 2)])
actions = st.builds(
    action,
    labels,
    record=st.sampled_from(Delivery),
    declared=st.sampled_from(Delivery),
    record_impact=st.sampled_from(Impact),
    due=st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 4)),
    days_late=st.integers(0, 2),
    is_verified=st.booleans(),
)
reports = st.builds(
    lambda found, numbers, asked: report(*found, closed_numbers=tuple(numbers), asked=asked),
    st.lists(actions, max_size=6, unique_by=lambda one: one.label),
    st.lists(st.integers(1, 4), max_size=3),
    st.integers(0, 4),
)


def standings(snapshot: Snapshot) -> dict[str, Standing]:
    return {one.label: standing_of(one) for one in snapshot.actions}


def states(snapshot: Snapshot) -> dict[int, bool]:
    return {one.number: one.closed_on is not None for one in snapshot.recommendations}


def test_who_answers_now_and_did_not_before_is_marked_and_who_does_not_any_more_is_named() -> None:
    vacant = Name("Head of fostering (vacant post)", answers=False)
    old = report(
        action("1.1"),
        leaders=(
            Leader("Rowan Ashby", "Manager"),
            Leader("Kit Sandford", "Head of homes"),
            Leader("Head of fostering"),
        ),
    )
    new = report(
        action("1.1", lead_officer=vacant),
        leaders=(
            Leader("Rowan Ashby", "Team manager"),
            Leader("Imogen Tarrant", "Head of homes"),
            Leader(vacant.name),
        ),
    )
    since = changes_since(issued(old), new)
    assert since.joined == (Name("Imogen Tarrant", "Head of homes"),)
    page = report_html(replace(new, since=since))
    assert page.count("New since 20 March 2026") == 1
    assert "in report 4, Kit Sandford (Head of homes) no longer answers for an action." in page


def apply(since: Since, old: Snapshot) -> tuple[dict[str, Standing], dict[int, bool]]:
    """Return what the old report becomes: the compared parts of it with the changes made."""
    held, asked = standings(old), states(old)
    for one in since.actions:
        assert held.pop(one.label, None) == one.before
        if one.after:
            held[one.label] = one.after
    for each in since.recommendations:
        assert asked.pop(each.number, None) is each.was_closed
        if each.is_closed is not None:
            asked[each.number] = each.is_closed
    return held, asked


@given(old=reports, new=reports)
@settings(max_examples=150)
def test_what_changed_applied_to_the_old_report_gives_the_new(old: Snapshot, new: Snapshot) -> None:
    since = changes_since(issued(old), new)
    assert apply(since, old) == (standings(new), states(new))


@given(old=reports, new=reports)
@settings(max_examples=100)
def test_every_way_is_the_opposite_of_the_way_back(old: Snapshot, new: Snapshot) -> None:
    opposite = {
        Kind.UP: Kind.DOWN,
        Kind.IMPACT_UP: Kind.IMPACT_DOWN,
        Kind.DELIVERED: Kind.REOPENED,
        Kind.VERIFIED: Kind.UNVERIFIED,
        Kind.NEW: Kind.GONE,
        Kind.REDATED: Kind.REDATED,
    }
    there = {one.label: kinds_of(one) for one in changes_since(issued(old), new).actions}
    back = {one.label: kinds_of(one) for one in changes_since(issued(new), old).actions}
    assert there.keys() == back.keys()
    for label, kinds in there.items():
        for one, other in opposite.items():
            assert (one in kinds) == (other in back[label])


@given(snapshot=reports)
@settings(max_examples=30)
def test_a_report_with_its_changes_comes_back_from_its_json(snapshot: Snapshot) -> None:
    whole = replace(snapshot, since=changes_since(issued(report(action("1.1"))), snapshot))
    assert Snapshot.from_json(whole.to_json()) == whole


@given(
    days=st.lists(st.dates(date(2026, 7, 1), date(2027, 7, 1)), min_size=1, max_size=6),
    known=st.integers(0, 5),
    approved=st.booleans(),
)
@settings(max_examples=60)
def test_the_moves_since_the_last_report_lead_from_its_date_to_this_one(
    days: list[date], known: int, approved: bool
) -> None:
    first = action("1.1").due
    before = [first, *days][:-1]
    moves = tuple(
        DateMove(date(2026, 1, 1 + place), old, new, f"Reason {place}", "M. Thornley" if approved else "")
        for place, (old, new) in enumerate(zip(before, days, strict=True))
    )
    known = min(known, len(days))
    old = issued(report(action("1.1", moves=moves[:known], due=[first, *days][known])))
    new = report(action("1.1", moves=moves, due=days[-1]))
    since = changes_since(old, new)
    if old.actions[0].due == days[-1]:
        assert since.actions == ()
        return
    change = since.actions[0]
    assert Kind.REDATED in kinds_of(change)
    assert change.before is not None
    assert change.after is not None
    assert (change.before.due, change.after.due) == (old.actions[0].due, days[-1])
    assert moves[:known] + change.moves == moves
    for place in range(known, len(days)):
        assert f"Reason {place}." in moved_why(change)
    assert ("Approved by M. Thornley." in moved_why(change)) == approved


def test_the_short_list_tells_each_action_once_the_worse_first_with_old_and_new_date_why_and_who() -> None:
    move = DateMove(date(2026, 5, 1), date(2026, 12, 31), date(2027, 3, 31), "No rooms", "M. Thornley")
    better = action("1.1", record=Delivery.AT_RISK)
    old = issued(report(better, action("1.2"), action("2.1")))
    worse = action("1.2", record=Delivery.OFF_TRACK, days_late=1, due=date(2027, 3, 31), moves=(move,))
    new = report(
        replace(better, record=Delivery.ON_TRACK), worse, action("2.1"), action("2.2"), closed_numbers=(1,)
    )
    found = change_list(new, changes_since(old, new), 90)
    assert [(one.label, one.what) for one in found] == [
        ("1.2", "Moved down, newly overdue, re-dated"),
        ("1.1", "Moved up"),
        ("R1", "Closed"),
        ("2.2", "New"),
    ]
    assert (
        "31\u00a0Dec\u00a02026 to 31\u00a0Mar\u00a02027: No rooms. Approved by M. Thornley." in found[0].why
    )
