"""Arranging the report, writing its words, and the help and warnings beside them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.pages import check_page
from tests.queries import counted_queries
from tests.report_screens.issued import issued_report
from tests.world import NOW, TODAY, World, add, add_evidence, add_measure
from tracker.database import db
from tracker.formatting import long_date
from tracker.models import Action, Commentary, Meeting, Plan, Priority, Service
from tracker.operations.outlines import arrangement
from tracker.operations.priorities import Way, move_priority
from tracker.reports.build import build_snapshot
from tracker.reports.facts import Council
from tracker.reports.html import report_html
from tracker.reports.kinds import outline_of
from tracker.rules.ladders import Audience
from tracker.rules.report_kinds import ReportKind

SignedIn = Callable[[str], FlaskClient]
PLAN = "/plans/harlmere"
OUTLINE = f"{PLAN}/outline"


@pytest.fixture
def lead(signed_in: SignedIn) -> FlaskClient:
    return signed_in("lead")


def parts(world: World) -> list[str]:
    """Return the keys of the report's parts as it would be made now."""
    plan = db.session.get_one(Plan, world.plan)
    return [part.key for part in outline_of(build_snapshot(plan, TODAY, council=Council("Harlmere")))]


def page_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def written(lead: FlaskClient, section: str, **words: str) -> str:
    """Save words from the page as it is now, and return where the answer leads to, or the page it is."""
    page = page_of(lead, f"{OUTLINE}/{section}")
    start = page.index('name="began_with"')
    began_with = page[start:].split('value="')[1].split('"')[0]
    answer = lead.post(f"{OUTLINE}/{section}", data={"began_with": began_with, **words})
    return answer.location or answer.get_data(as_text=True)


def test_a_section_moves_up_and_the_report_follows(app: Flask, world: World, lead: FlaskClient) -> None:
    with app.app_context():
        assert parts(world).index("review") < parts(world).index("plan")
    assert lead.post(OUTLINE, data={"up": "plan"}).status_code == 302
    with app.app_context():
        assert parts(world).index("plan") < parts(world).index("review")
        assert parts(world)[:2] == ["glance", "changed"]
        assert parts(world)[-1] == "app-d"


def test_a_section_that_is_not_ticked_is_left_out_whatever_else_the_button_does(
    app: Flask, world: World, lead: FlaskClient
) -> None:
    shown = ["review", "plan"]
    lead.post(OUTLINE, data={"shown": shown, "print": ["plan"], "down": "plan"})
    with app.app_context():
        assert "review" not in parts(world)
        assert "plan" in parts(world)
    lead.post(OUTLINE, data={"shown": shown, "print": shown})
    with app.app_context():
        assert "review" in parts(world)


def test_ticks_of_sections_that_somebody_else_added_meanwhile_stay(
    app: Flask, world: World, lead: FlaskClient
) -> None:
    lead.post(OUTLINE, data={"heading": "Our workforce"})
    lead.post(OUTLINE, data={"shown": ["review"], "print": ["review"]})
    with app.app_context():
        own = next(one for one in arrangement(db.session.get_one(Plan, world.plan)) if one.key == "own-1")
        assert own.is_printed


def test_the_plan_adds_a_section_with_words_and_measures_and_removes_it_again(
    app: Flask, world: World, lead: FlaskClient
) -> None:
    with app.app_context():
        measure = add_measure(db.session.get_one(Plan, world.plan), 58, 61).id
        db.session.commit()
    answer = lead.post(OUTLINE, data={"heading": "Our workforce"})
    assert answer.location == f"{OUTLINE}/own-1"
    assert "Nothing in it yet, so it is not printed" in page_of(lead, OUTLINE)
    with app.app_context():
        assert "own-1" not in parts(world)
    written(lead, "own-1", heading="Our workforce", text="Two posts are *vacant*.", measures=str(measure))
    with app.app_context():
        snapshot = build_snapshot(db.session.get_one(Plan, world.plan), TODAY, council=Council("Harlmere"))
        part = next(one for one in outline_of(snapshot) if one.key == "own-1")
        assert part.heading == "Our workforce"
        assert part.measures is not None
        assert [one.code for one in part.measures] == [snapshot.measures[0].code]
    lead.post(OUTLINE, data={"remove": "own-1"})
    with app.app_context():
        assert "own-1" not in parts(world)
    assert lead.post(OUTLINE, data={"heading": "Another"}).location == f"{OUTLINE}/own-2"


def test_the_self_evaluation_follows_the_three_questions_or_the_plans_own_outline(
    app: Flask, world: World, lead: FlaskClient
) -> None:
    def keys() -> list[str]:
        plan = db.session.get_one(Plan, world.plan)
        kind = ReportKind.SELF_EVALUATION
        snapshot = build_snapshot(plan, TODAY, council=Council("Harlmere"), kind=kind)
        check_page(report_html(snapshot))
        return [part.key for part in outline_of(snapshot)]

    with app.app_context():
        assert "know" in keys()
    lead.post(OUTLINE, data={"self_evaluation": "outline"})
    assert 'value="outline" checked' in page_of(lead, OUTLINE)
    with app.app_context():
        assert "know" not in keys()
        assert keys()[:2] == ["short", "changed"]
        assert "priority-1" in keys()


def test_only_added_sections_can_be_removed_and_a_new_one_needs_a_heading(lead: FlaskClient) -> None:
    assert "Only sections that were added" in lead.post(OUTLINE, data={"remove": "plan"}).get_data(
        as_text=True
    )
    for heading, error in ((" ", "Enter a heading"), ("x" * 201, "must be 200 characters or fewer")):
        assert error in lead.post(OUTLINE, data={"heading": heading}).get_data(as_text=True)


def test_a_service_that_is_not_chosen_is_left_out_and_a_later_one_is_in_as_usual(
    app: Flask, world: World, lead: FlaskClient
) -> None:
    def services(section: str) -> tuple[str, ...] | None:
        snapshot = build_snapshot(db.session.get_one(Plan, world.plan), TODAY, council=Council("Harlmere"))
        return next(one.services for one in snapshot.outline if one.key == section)

    with app.app_context():
        second = add(Service(plan_id=world.plan, name="Children in care", position=2)).id
        db.session.commit()
    written(lead, "journey", text="From the first worry on.", services=str(second))
    with app.app_context():
        assert services("journey") == ("Children in care",)
        assert services("overview") is None
    assert 'services"' in page_of(lead, f"{OUTLINE}/journey")


def test_words_are_dated_signed_and_never_overwritten(app: Flask, world: World, lead: FlaskClient) -> None:
    written(lead, "overview", heading="Our services", introduction="In short.", text="First words.")
    written(lead, "overview", heading="Our services", introduction="In short.", text="Second words.")
    page = page_of(lead, f"{OUTLINE}/overview")
    assert "Second words." in page
    assert "Written by Lead" in page
    earlier = page_of(lead, f"{OUTLINE}/overview/earlier")
    assert earlier.index("Second words.") < earlier.index("First words.")
    with app.app_context():
        snapshot = build_snapshot(
            db.session.get_one(Plan, world.plan), TODAY - timedelta(days=30), council=Council("Harlmere")
        )
        assert snapshot.commentary("overview") is not None, "an earlier day has the words as they stand"
        part = next(one for one in outline_of(snapshot) if one.key == "overview")
        assert (part.heading, part.introduction, part.commentary) == (
            "Our services",
            "In short.",
            "Second words.",
        )


def test_two_editors_are_told_and_nothing_either_wrote_is_lost(lead: FlaskClient) -> None:
    lead.post(f"{OUTLINE}/review", data={"began_with": "0", "text": "What Ruth wrote."})
    answer = lead.post(f"{OUTLINE}/review", data={"began_with": "0", "text": "What Omar wrote."})
    page = answer.get_data(as_text=True)
    assert "Somebody else has changed these words" in page
    assert "What Ruth wrote." in page
    assert "What Omar wrote." in page
    began_with = page[page.index('name="began_with"') :].split('value="')[1].split('"')[0]
    lead.post(f"{OUTLINE}/review", data={"began_with": began_with, "text": "What both agreed."})
    earlier = page_of(lead, f"{OUTLINE}/review/earlier")
    assert "What Ruth wrote." in earlier
    assert "What both agreed." in earlier


def test_words_carry_forward_and_say_so_until_somebody_has_looked(
    app: Flask, world: World, lead: FlaskClient
) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        add(
            Commentary(
                plan_id=plan.id,
                section="review",
                text="As it was.",
                by_id=world.people["lead"],
                at=NOW - timedelta(days=40),
            )
        )
        issued_report(plan, db.session.query(Meeting).one(), world)
        db.session.commit()
    assert "not yet changed" in page_of(lead, OUTLINE)
    assert "Words from last time." in page_of(lead, f"{OUTLINE}/review")
    written(lead, "review", text="As it was.")
    assert "not yet changed" not in page_of(lead, OUTLINE)


def test_the_words_of_a_priority_follow_it_to_another_number(
    app: Flask, world: World, lead: FlaskClient
) -> None:
    written(lead, "priority-1", text="About help.")
    written(lead, "priority-1-gaps", text="No rota yet.")
    lead.post(OUTLINE, data={"shown": ["priority-1"]})
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        add(Priority(plan_id=plan.id, number=2, title="Plans that change things"))
        first = db.session.query(Priority).filter_by(number=1).one()
        move_priority(plan, first, Way.DOWN, by=None, now=NOW)  # type: ignore[arg-type]
        db.session.commit()
        sections = {one.section: one.text for one in db.session.query(Commentary)}
        assert sections == {"priority-2": "About help.", "priority-2-gaps": "No rota yet."}
        printed = {one.key: one.is_printed for one in arrangement(plan)}
        assert (printed["priority-1"], printed["priority-2"]) == (True, False)


def test_hints_stand_beside_the_words_and_never_block(app: Flask, world: World, lead: FlaskClient) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        add_evidence(plan, db.session.query(Action).one(), world.people["owner"], audience=Audience.OFFICERS)
        db.session.commit()
    text = "We will review the IHA clinic [E1] [E2] [E99] {m:NONE}. :::members It closed."
    assert written(lead, "review", text=text) == f"{OUTLINE}/review"
    page = page_of(lead, f"{OUTLINE}/review")
    for words in (
        "“We will review the IHA”: say what will change, and by when",
        "it usually means “initial health assessment”",
        "the plan has no evidence E99",
        "E2 is for officers only",
        "no measure has the code NONE",
        "“:::members” is not ended",
    ):
        assert words in page, words
    assert "[E1] prints nothing" not in page
    lead.post(f"{PLAN}/glossary?at=review", data={"term": "IHA", "meaning": "initial health assessment"})
    page = page_of(lead, f"{OUTLINE}/review")
    assert "“IHA” is explained in the glossary: initial health assessment" in page
    assert "it usually means" not in page


def test_a_citation_that_newer_evidence_has_overtaken_is_named(
    app: Flask, world: World, lead: FlaskClient
) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        action = db.session.query(Action).one()
        add_evidence(plan, action, world.people["owner"]).effective_on = TODAY
        add_evidence(plan, action, world.people["owner"], audience=Audience.OFFICERS).effective_on = TODAY
        db.session.commit()
    written(lead, "review", text="Attendance is better [E1].")
    newer = f"There is a newer one for action 1.1: E2, {long_date(TODAY)}"
    assert newer in page_of(lead, f"{OUTLINE}/review")
    written(lead, "review", text="Attendance is better [E1][E2].")
    assert "There is a newer one" not in page_of(lead, f"{OUTLINE}/review")


def test_checking_the_words_saves_nothing(app: Flask, lead: FlaskClient) -> None:
    page = lead.post(
        f"{OUTLINE}/review", data={"began_with": "0", "text": "A robust plan.", "do": "check"}
    ).get_data(as_text=True)
    assert "A robust plan." in page
    assert "say what makes it so" in page
    with app.app_context():
        assert db.session.query(Commentary).count() == 0


def test_words_that_may_identify_a_child_are_saved_only_when_somebody_has_looked(
    app: Flask, lead: FlaskClient
) -> None:
    data = {"began_with": "0", "text": "Jayden (date of birth: 4 May 2011) waited."}
    page = lead.post(f"{OUTLINE}/review", data=data).get_data(as_text=True)
    assert "Do these words identify a child?" in page
    assert "a date of birth" in page
    assert "Jayden (date of birth" in page
    code = page[page.index('name="identifies_nobody"') :].split('value="')[1].split('"')[0]
    other = {**data, "text": "Mia, aged 9, waited.", "identifies_nobody": code}
    assert "Mia, aged 9" in lead.post(f"{OUTLINE}/review", data=other).get_data(as_text=True)
    assert lead.post(f"{OUTLINE}/review", data={**data, "identifies_nobody": code}).status_code == 302
    with app.app_context():
        assert db.session.query(Commentary).one().text == data["text"]


def test_the_glossary_of_the_report_is_the_usual_one_with_the_plans_own_words(
    app: Flask, world: World, lead: FlaskClient
) -> None:
    lead.post(f"{PLAN}/glossary", data={"term": "IHA", "meaning": "Initial health assessment"})
    lead.post(f"{PLAN}/glossary", data={"term": "forecast", "meaning": "When it will be done"})
    lead.post(f"{PLAN}/glossary", data={"remove": "Exempt"})
    with app.app_context():
        snapshot = build_snapshot(db.session.get_one(Plan, world.plan), TODAY, council=Council("Harlmere"))
        words = {one.term: one.meaning for one in snapshot.glossary}
    assert words["IHA"] == "Initial health assessment"
    assert words["forecast"] == "When it will be done"
    assert "Forecast" not in words
    assert "Exempt" not in words
    assert "Milestone" in words
    lead.post(f"{PLAN}/glossary", data={"term": "Exempt", "meaning": "Not for the public"})
    assert "Not for the public" in page_of(lead, f"{PLAN}/glossary")


def test_the_pages_cost_the_same_queries_for_few_and_many_sections(
    app: Flask, world: World, lead: FlaskClient
) -> None:
    lead.post(OUTLINE, data={"heading": "One more"})
    with counted_queries(app) as few:
        page_of(lead, f"{OUTLINE}/own-1")
    for _ in range(6):
        lead.post(OUTLINE, data={"heading": "One more"})
    with counted_queries(app) as many:
        page_of(lead, f"{OUTLINE}/own-1")
    assert len(few) == len(many)


def test_the_draft_names_what_to_look_at_before_it_is_issued(
    app: Flask, world: World, lead: FlaskClient, signed_in: SignedIn
) -> None:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        action = db.session.query(Action).one()
        action.description = "2 children in Harlmere Primary waited. :::officers Mia, aged 9. :::"
        action.how_we_will_know = "[E7] and {m:NONE}"
        add_evidence(plan, action, world.people["owner"], audience=Audience.OFFICERS)
        add(Commentary(plan_id=plan.id, section="review", text="See [E2].", at=NOW))
        db.session.commit()
    data = {"meeting": "1", "edition": "public", "kind": "board"}
    day = {"as_at": [str(TODAY.day), str(TODAY.month), str(TODAY.year)]}
    draft = lead.post(f"{PLAN}/reports/new", data={**data, **day}).location
    page = page_of(lead, draft)
    assert (
        f'<a class="govuk-link govuk-link--no-visited-state" href="{PLAN}/actions/1.1">Action 1.1</a>' in page
    )
    assert "“2 children in Harlmere Primary” looks like so few children" in page
    assert "Mia" not in page, "what is for officers only is in no report"
    for what in ("the plan has no such evidence", "it is for officers only", "{m:NONE} prints"):
        assert what in page
        assert what in page_of(lead, f"{draft}/preview")
    signed_in("director").post(f"{draft}/sign")
    answer = lead.post(f"{draft}/issue", follow_redirects=True).get_data(as_text=True)
    assert "Tick that the words found identify no child" in answer
    code = answer[answer.index('name="identifies_nobody"') :].split('value="')[1].split('"')[0]
    confirmed = lead.post(f"{draft}/issue", data={"identifies_nobody": code}, follow_redirects=True)
    assert "Issuing the report" in confirmed.get_data(as_text=True)
