from datetime import date, timedelta
from typing import Any

import pytest

from tests.rules.examples import TODAY, action, evidence, milestone
from tracker.rules.attention import GROUP_WORDS, Group, group_of
from tracker.rules.ladders import Delivery, Verdict
from tracker.rules.status import stand

FAR = date(2027, 6, 30)


def days(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("changes", "challenged", "asked", "group"),
    [
        ({"due_on": days(-1)}, True, True, Group.LATE),
        ({"due_on": TODAY}, True, True, Group.ASKED),
        ({"due_on": TODAY}, True, False, Group.CHALLENGED),
        ({"due_on": TODAY}, False, False, Group.DUE_SOON),
        ({"due_on": days(30)}, False, False, Group.DUE_SOON),
        ({"due_on": days(31)}, False, False, Group.REST),
        ({"due_on": days(30), "last_update_on": days(-40)}, False, False, Group.DUE_SOON),
        ({"due_on": FAR, "last_update_on": days(-40)}, False, False, Group.WAITING),
        ({"due_on": None, "last_update_on": days(-40)}, False, False, Group.WAITING),
        ({"due_on": FAR, "milestones": (milestone(days(30)),)}, False, False, Group.DUE_SOON),
        ({"due_on": FAR, "milestones": (milestone(days(-5)),)}, False, False, Group.DUE_SOON),
        ({"due_on": FAR, "milestones": (milestone(days(5), TODAY),)}, False, False, Group.REST),
        ({"due_on": FAR, "milestones": (milestone(days(31)),)}, False, False, Group.REST),
        ({"due_on": None}, False, False, Group.REST),
    ],
)
def test_an_open_action_stands_in_the_first_group_that_fits(
    changes: dict[str, Any], challenged: bool, asked: bool, group: Group
) -> None:
    facts = action(**changes)
    standing = stand(facts, TODAY)
    assert group_of(standing, facts.due_on, facts.milestones, challenged, TODAY, asked) is group


@pytest.mark.parametrize(
    ("changes", "group"),
    [
        ({"due_on": FAR}, Group.WAITING),
        ({"due_on": days(5)}, Group.DUE_SOON),
        ({"declared_delivery": Delivery.DELIVERED}, Group.REST),
    ],
)
def test_a_round_waits_for_an_update_to_each_open_action(changes: dict[str, Any], group: Group) -> None:
    facts = action(**changes)
    standing = stand(facts, TODAY)
    assert group_of(standing, facts.due_on, facts.milestones, False, TODAY, in_round=True) is group


def test_a_delivered_action_is_neither_due_nor_waiting() -> None:
    facts = action(
        declared_delivery=Delivery.DELIVERED, due_on=days(-3), last_update_on=days(-90), milestones=()
    )
    assert group_of(stand(facts, TODAY), facts.due_on, (), False, TODAY) is Group.REST


def test_a_delivered_action_with_challenged_evidence_comes_back() -> None:
    facts = action(declared_delivery=Delivery.DELIVERED, evidence=(evidence(Verdict.CHALLENGED),))
    standing = stand(facts, TODAY)
    assert group_of(standing, facts.due_on, (), standing.is_challenged, TODAY) is Group.CHALLENGED


def test_groups_are_shown_late_first_and_the_rest_last() -> None:
    assert list(GROUP_WORDS) == list(Group)
    assert [*GROUP_WORDS.values()][::5] == ["Late", "The rest"]
