"""Why an action stands where it does: the newest words that explain it, or that nobody gave a reason."""

from dataclasses import replace
from datetime import date

import pytest

from tests.reports.sample_report import sample_snapshot
from tracker.reports.facts import Action, DateMove, Update
from tracker.reports.whys import NO_REASON, NOT_HERE, explaining, implication, reason, short_reason
from tracker.rules.answers import holds_news
from tracker.rules.ladders import Delivery

RED = {"declared": Delivery.OFF_TRACK, "record": Delivery.OFF_TRACK}


def action(**changes: object) -> Action:
    quiet: dict[str, object] = {
        "days_late": 0, "moves": (), "reasons": (), "keep_reason": "", "is_flattering": False, "update": None,
    }  # fmt: skip
    return replace(sample_snapshot(1).actions[0], **(quiet | changes))  # type: ignore[arg-type]


def update(done: str, day: int = 10) -> Update:
    return Update(date(2026, 11, day), "Rowan Ashby", done=done)


@pytest.mark.parametrize(
    "text", ["", " ", "N/A", "No change.", "Nothing has changed since 9 November 2026.", "no\n update"]
)
def test_an_answer_that_says_nothing_is_no_news(text: str) -> None:
    assert not holds_news(text)


@pytest.mark.parametrize(
    "text",
    [
        "No change of staff since May.", "None of the clinics opened.", "12 of 40.",
        "Nothing has changed since the supplier withdrew in May; we tender again.",
    ],
)  # fmt: skip
def test_an_answer_that_says_something_is_news(text: str) -> None:
    assert holds_news(text)


def test_the_reason_is_the_newest_word_that_explains_with_its_day_where_it_is_older() -> None:
    same = update("Nothing has changed since 9 November 2026.", 25)
    told = update("There is no clinic in Vale.", 9)
    assert reason(action(**RED, update=told)) == "There is no clinic in Vale."
    assert (
        reason(action(**RED, update=same, explained=told))
        == "On 9\u00a0Nov\u00a02026: There is no clinic in Vale. Nothing new since."
    )

    cut = short_reason(
        action(**RED, update=same, explained=update("All is planned. " * 9 + "None left.", 9)), 60
    )
    assert cut == "On 9 Nov 2026: … None left. Nothing new since."
    withheld = action(**RED, update=same, explained=update("", 9))
    assert reason(withheld) == NOT_HERE


def test_where_nobody_explained_it_that_is_said_with_why_its_date_was_moved() -> None:
    same = update("Nothing has changed since 9 November 2026.")
    assert reason(action(**RED, update=same, days_late=3, reasons=("3 days late: due 1 May",))) == NO_REASON
    moved = DateMove(date(2026, 7, 1), date(2026, 8, 1), date(2026, 9, 1), "Two doctors left", "M. Thornley")
    assert (
        reason(action(**RED, update=same, moves=(moved,)))
        == f"{NO_REASON} Its date was moved last because: Two doctors left."
    )
    assert reason(action(**RED, update=same, moves=(replace(moved, old=None),))) == NO_REASON


def test_where_the_record_alone_shows_less_its_reasons_count_and_not_what_the_owner_did() -> None:
    found = reason(
        action(
            declared=Delivery.ON_TRACK,
            record=Delivery.AT_RISK,
            is_flattering=True,
            reasons=("No update for 80 days",),
            keep_reason="The rota is signed",
            update=update("Slot confirmed in writing."),
        )
    )
    assert found == "No update for 80 days. Its owner says: The rota is signed."


def test_a_long_text_is_cut_from_where_it_explains() -> None:
    told = (
        "The example is out. Nine went back to their authors. We missed the date, since nobody could check."
    )
    assert explaining(told, 200) == told
    assert explaining(told, 60) == "… We missed the date, since nobody could check."
    assert explaining("The trainer was ill. " + told, 40).startswith("The trainer was ill.")


def test_a_difference_that_cannot_be_told_yet_is_no_answer_to_what_it_means_for_children() -> None:
    early = replace(update("Begun."), difference="Too early to say.")
    found = implication(action(update=early, how_we_will_know="no child waits a week"), sample_snapshot(1))
    assert found == "Not shown yet: No child waits a week."
