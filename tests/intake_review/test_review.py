"""The review page: keep, leave out, edit, split, merge, add, and the tray of what was not matched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from tests.intake_review.reports import (
    FINDING,
    HEALTH,
    MUST,
    PLAN,
    RECORDS,
    VISITS,
    add_draft,
    fields_of,
    press,
    proposed,
    reading,
    the_draft,
)
from tests.world import World
from tracker.database import db
from tracker.models import IntakeDraft, Recommendation
from tracker.operations.intake_draft import Choice, DraftReview, TrayChoice

SignedIn = Callable[[str], FlaskClient]


def review(app: Flask, address: str) -> DraftReview:
    return DraftReview.from_dict(the_draft(app, address).decisions)


def words(app: Flask, address: str) -> list[str]:
    return [proposal.text for proposal in review(app, address).proposals]


def test_source_and_proposals_stand_beside_each_other_and_link_both_ways(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    page = signed_in("lead").get(address).get_data(as_text=True)
    assert "The report, page 1 of 2" in page
    assert f'<mark id="passage-1">{VISITS}</mark>' in page
    assert 'href="#proposal-1"' in page
    assert 'href="#passage-1"' in page
    assert f'<mark id="passage-3" class="trk-doubt">{HEALTH}</mark>' in page
    assert FINDING not in page.split("Not matched")[0]


def test_sure_proposals_start_kept_and_doubtful_ones_without_a_choice(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    page = signed_in("lead").get(address).get_data(as_text=True)
    assert "we are unsure of 1" in page
    assert "It may be a heading." in page
    fields = fields_of(page)
    assert fields["p1-decision"] == ["keep"]
    assert "p3-decision" not in fields
    assert "Add 2 recommendations to the plan" in page


def test_the_due_date_follows_the_timescale_and_publication_with_its_reason(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    lead = signed_in("lead")
    assert fields_of(lead.get(address).get_data(as_text=True))["p1-due_on"] == ["16", "6", "2026"]
    page = press(lead, address, "save-1", p1_timescale="Within six months")
    assert "Due 16 September 2026" in page
    assert "publication on 16 March 2026" in page
    page = press(lead, address, "save", **{"facts-published": ["", "3", "2026"]})
    assert "counts from publication, and that day is not known" in page
    press(lead, address, "save-1", **{"p1-due_on": ["1", "5", "2027"]})
    page = press(lead, address, "save", **{"facts-published": ["16", "3", "2026"]})
    assert "Due 1 May 2027" in page


def test_an_empty_line_splits_a_proposal_and_each_half_keeps_its_passage(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    press(
        signed_in("lead"),
        address,
        "save-2",
        p2_words="Write records on the day,\r\n\r\nin words a child would understand later.",
    )
    assert words(app, address) == [
        VISITS,
        "Write records on the day,",
        "in words a child would understand later.",
        HEALTH,
    ]
    second = review(app, address).proposals[2]
    assert second.passage is not None
    assert second.passage.start > review(app, address).proposals[1].at


def test_merging_joins_words_passages_and_what_was_linked(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    lead = signed_in("lead")
    press(lead, address, "save", t2="link-3", p3_decision="keep")
    press(lead, address, "merge-2")
    assert words(app, address) == [VISITS, f"{RECORDS} {HEALTH}"]
    merged = review(app, address)
    assert merged.tray[1].proposal == 2
    press(lead, address, "merge-2")
    assert len(words(app, address)) == 2, "the last one has nothing to merge with"


def test_words_added_by_hand_find_their_passage_and_others_stand_without(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    lead = signed_in("lead")
    press(lead, address, "add", rest_added="What  must\n improve")
    page = press(lead, address, "add", rest_added="Something nobody printed")
    assert "Added by hand; the words stand in the report." in page
    assert words(app, address) == [
        "Something nobody printed",
        "What  must\n improve",
        VISITS,
        RECORDS,
        HEALTH,
    ]
    assert "Write what the inspectors ask for" in press(lead, address, "add")


def test_a_new_priority_is_offered_to_every_proposal_and_can_be_given_to_all_without_one(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    lead = signed_in("lead")
    page = press(lead, address, "save-1", p1_new_priority="Seeing children")
    assert '<option value="new:Seeing children">Seeing children (new)</option>' in page
    page = press(lead, address, "save", rest_priority="id:1")
    assert page.count("Priority: The right help, first time.") == 2
    assert page.count("Priority: Seeing children (new).") == 1


def test_a_marked_finding_that_clearly_says_the_same_starts_linked(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    finding, must = review(app, address).tray
    assert (finding.choice, finding.proposal) == (TrayChoice.LINK, 1)
    assert must.choice is None


def test_a_passage_of_the_tray_becomes_a_proposal_and_a_changed_mind_takes_it_away(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    lead = signed_in("lead")
    press(lead, address, "tray", t2="add")
    assert words(app, address)[-1] == MUST
    press(lead, address, "tray")
    assert words(app, address).count(MUST) == 1
    press(lead, address, "tray", t2="leave")
    assert MUST not in words(app, address)


def test_what_is_open_in_the_tray_is_decided_at_once(app: Flask, signed_in: SignedIn, world: World) -> None:
    unmatched = tuple(
        each for name in ("Staff stay.", "What inspectors saw", MUST) for each in (proposed("", name),)
    )
    from tracker.intake.model import UnmatchedPassage

    found = reading(unmatched=tuple(UnmatchedPassage(u.text, u.passage, "why") for u in unmatched))
    address = add_draft(app, world, found)
    page = press(signed_in("lead"), address, "tray-leave")
    assert not review(app, address).undecided_tray
    assert review(app, address).tray[-1].choice is TrayChoice.LEAVE
    assert "without a recommendation</button>" not in page


def test_what_is_suggested_in_the_tray_is_linked_at_once_and_the_rest_stays_open(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    lead, address = signed_in("lead"), add_draft(app, world, reading(findings=()))
    with app.app_context():
        draft = db.session.get_one(IntakeDraft, int(address.rpartition("/")[2]))
        decisions = DraftReview.from_dict(draft.decisions)
        decisions.tray[0].closest, decisions.tray[0].shared = 2, ["written", "decided"]
        other = replace(decisions.tray[0], key=2, closest=None, shared=[])
        draft.decisions = replace(decisions, tray=[decisions.tray[0], other]).to_dict()
        db.session.commit()
    page = lead.get(address).get_data(as_text=True)
    assert "<b>We suggest proposal 2:</b>" in page
    assert "Both say written, decided." in page
    assert "No proposal clearly says the same." in page
    page = press(lead, address, "tray-link")
    linked, still_open = review(app, address).tray
    assert (linked.choice, linked.proposal, still_open.choice) == (TrayChoice.LINK, 2, None)
    assert "Leave it without a recommendation</button>" in page


def test_a_link_to_a_proposal_that_is_left_out_is_open_again(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    page = press(signed_in("lead"), address, "confirm", p1_decision="drop", p3_decision="drop", t2="leave")
    assert "Choose what should happen to paragraph 14, page 2" in page


def test_facts_inspectors_and_judgements_are_corrected(app: Flask, signed_in: SignedIn, world: World) -> None:
    address = add_draft(app, world)
    press(
        signed_in("lead"),
        address,
        "save",
        **{
            "facts-kind": "ilacs",
            "facts-provider": "Harlmere County Council",
            "facts-inspectors": "Ada Penrose\r\n\r\nSam Hill",
            "facts-inspected_from": ["26", "1", "2026"],
            "facts-inspected_to": ["", "2", "2026"],
            "facts-received_on": ["17", "3", "2026"],
            "j1-area": "",
            "j1-grade": "",
            "j2-area": "Leaders",
            "j2-grade": "Good",
        },
    )
    facts = review(app, address).facts
    assert (facts.kind, facts.provider) == ("ilacs", "Harlmere County Council")
    assert facts.inspectors == ["Ada Penrose", "Sam Hill"]
    assert (facts.inspected_from, facts.inspected_to, facts.received_on) == (
        "2026-01-26",
        "2026-02",
        "2026-03-17",
    )
    assert facts.judgements == [("Leaders", "Good")]


def test_what_is_wrong_is_said_at_the_field_what_was_typed_stays_and_nothing_is_saved(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    before = the_draft(app, address).decisions
    long = "word " * 5000
    page = press(
        signed_in("lead"),
        address,
        "confirm",
        p1_words=long,
        p2_words="",
        **{
            "p2-due_on": ["31", "2", "2027"],
            "facts-published": ["", "13", "2026"],
            "facts-inspected_to": ["1", "1", "26"],
            "j1-area": "a" * 301,
        },
    )
    assert page.count("There is a problem") == 1
    for said in (
        "Inspectors’ words must be 20,000 characters or fewer",
        "Due date must be a real date",
        "Published must be a real date",
        "must have a year with four digits",
        "Area must be 300 characters or fewer",
    ):
        assert said in page
    assert long.strip() in page
    assert 'value="31"' in page
    assert the_draft(app, address).decisions == before
    page = press(signed_in("lead"), address, "save", p2_words=" ")
    assert "Write what the inspectors ask for, or leave the proposal out" in page


def test_confirming_early_keeps_the_choices_and_links_to_what_is_open(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    page = press(signed_in("lead"), address, "confirm", p1_decision="drop", t1="leave")
    assert "<title>Error: Check what we found" in page
    assert '<a href="#keep-3">Keep or leave out proposal 3</a>' in page
    assert '<a href="#t2">Choose what should happen to page 2</a>' in page
    assert review(app, address).proposals[0].choice is Choice.DROP
    with app.app_context():
        assert db.session.query(Recommendation).count() == 1, "only the one the plan began with"


def test_a_page_is_turned_with_every_choice_kept(app: Flask, signed_in: SignedIn, world: World) -> None:
    address = add_draft(app, world)
    page = press(signed_in("lead"), address, "page-2", p3_decision="drop")
    assert "The report, page 2 of 2" in page
    assert "No proposals on this page" in page
    assert "Proposals 1 to 3 are on page 1" in page
    assert review(app, address).proposals[2].choice is Choice.DROP


def test_a_draft_survives_signing_out(app: Flask, signed_in: SignedIn, world: World) -> None:
    address = add_draft(app, world)
    lead = signed_in("lead")
    page = press(
        lead, address, "leave", p3_decision="keep", p3_words="Health checks, and work with partners."
    )
    assert "Your decisions are kept" in page
    lead.post("/sign-out")
    page = signed_in("lead").get(address).get_data(as_text=True)
    assert "Add 3 recommendations to the plan" in page
    assert "Health checks, and work with partners." in page


def test_of_two_people_the_second_is_told_and_loses_nothing(
    app: Flask, signed_in: SignedIn, world: World
) -> None:
    address = add_draft(app, world)
    lead = signed_in("lead")
    old = {**fields_of(lead.get(address).get_data(as_text=True)), "do": "save"}
    press(lead, address, "merge-2")
    page = lead.post(address, data={**old, "p1-words": "My words", "p3-words": "My other words"})
    said = page.get_data(as_text=True)
    assert "Somebody else saved decisions on this report after you opened it" in said
    assert "My words" in said
    assert "You had written: My other words" in said
    assert words(app, address) == [VISITS, f"{RECORDS} {HEALTH}"]
    again = {**fields_of(said), "do": "save"}
    lead.post(address, data=again)
    assert words(app, address)[0] == "My words"


def test_the_same_form_sent_twice_is_no_conflict(app: Flask, signed_in: SignedIn, world: World) -> None:
    address = add_draft(app, world)
    lead = signed_in("lead")
    form = {**fields_of(lead.get(address).get_data(as_text=True)), "do": "save", "p1-number": "A1"}
    for _ in range(2):
        assert lead.post(address, data=form).status_code == 302
    assert review(app, address).proposals[0].number == "A1"


def test_stray_requests_do_not_break_the_page(app: Flask, signed_in: SignedIn, world: World) -> None:
    address = add_draft(app, world)
    lead = signed_in("lead")
    for data in (
        {},
        {"do": "merge-x", "keys": ["9", "x", "1"], "p1-due_on": ["1"], "t2": "link-99"},
        {"do": "see-q", "place": "-3", "version": "x", "facts-published": ["a"]},
        {"do": f"save-{'9' * 5000}", "t2": "link-"},
        {"do": "see-p99", "p1-priority": "id:x", "facts-kind": "nothing"},
    ):
        assert lead.post(address, data=data).status_code in (200, 302), data
    assert lead.get(f"{address}?page=999&saved=x&check").status_code == 200
    assert lead.get(f"{PLAN}/reports-in/999").status_code == 404
