"""Putting recommendations under priorities after a report came in: what is proposed, and what is saved."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.intake_review.reports import fields_of
from tests.world import NOW, World, add
from tracker.database import db
from tracker.models import Finding, Inspection, Judgement, Priority, Recommendation
from tracker.operations.grouping_guesses import Ask, guess_headings

SignIn = Callable[[str], FlaskClient]
PLAN = "/plans/harlmere"
GROUP = f"{PLAN}/priorities/group"

HELP, LEADERS = "The experiences and progress of children who need help", "The impact of leaders"
VISITS = "Visit every child who waits for help within a week."
AUDITS = "Use audits, so that leaders learn from practice."
SOURCE = f"""Inspection of Harlmere
Judgement | Grade
{HELP} | Good
{LEADERS} | Good
Overall effectiveness | Good
{HELP}: good
1. Too many a child waits more than a week for help, and nobody visits.
{LEADERS} is: good
2. Leaders do not learn from audits of practice.
"""
AREAS = ["Overall effectiveness", LEADERS, HELP]
FINDINGS = [
    (SOURCE.index(words), SOURCE[SOURCE.index(words) :].splitlines()[0]) for words in ("1. Too", "2. Lea")
]


def titles(*asks: Ask, areas: list[str] = AREAS) -> list[str]:
    return [guess.title for guess in guess_headings(asks, areas, FINDINGS, SOURCE)]


def test_a_recommendation_goes_where_the_report_speaks_of_it() -> None:
    assert titles(Ask(VISITS), Ask(AUDITS)) == ["Children who need help", LEADERS]


def test_a_linked_finding_says_more_than_words_that_are_alike() -> None:
    assert titles(Ask(VISITS, found_at=(FINDINGS[1][0],)), Ask(VISITS))[0] == LEADERS


def test_where_no_area_tells_sections_do_and_one_section_for_all_tells_nothing() -> None:
    assert titles(Ask(VISITS, "Now"), Ask(AUDITS, "Later"), areas=[]) == ["Now", "Later"]
    assert titles(Ask(VISITS, "Now"), Ask(AUDITS, "Now"), areas=[]) == ["", ""]


def test_a_section_that_is_a_judged_area_is_its_heading() -> None:
    assert titles(Ask(VISITS, LEADERS), Ask(VISITS))[0] == LEADERS


@pytest.fixture
def inspection(app: Flask, world: World) -> int:
    """An inspection with two recommendations that stand under no priority, numbers 2 and 3 of the plan."""
    with app.app_context():
        facts = {"plan_id": world.plan, "created_at": NOW}
        found = Inspection(kind="ilacs", title="ILACS", source_text=SOURCE, page_starts=[0], **facts)
        found.judgements = [Judgement(position=at, area=area, grade="Good") for at, area in enumerate(AREAS)]
        found.findings = [
            Finding(position=at, text=text, passage_start=start) for at, (start, text) in enumerate(FINDINGS)
        ]
        add(found)
        for number, text in ((2, VISITS), (3, AUDITS)):
            add(Recommendation(number=number, text=text, inspection_id=found.id, **facts))
        db.session.commit()
        return found.id


def send(lead: FlaskClient, **changes: str) -> str:
    fields = {**form_of(lead), **{name.replace("_", "-"): value for name, value in changes.items()}}
    return lead.post(GROUP, data=fields, follow_redirects=True).get_data(as_text=True)


def form_of(lead: FlaskClient) -> dict[str, object]:
    return dict(fields_of(lead.get(GROUP).get_data(as_text=True), having="select"))


def grouped(app: Flask) -> list[tuple[int, str]]:
    with app.app_context():
        query = db.select(Recommendation.number, Priority.title).outerjoin(Recommendation.priority)
        return [
            (number, title or "")
            for number, title in db.session.execute(query.order_by(Recommendation.number))
        ]


def test_the_inspection_leads_on_to_priorities_and_actions(
    inspection: int, signed_in: SignIn, app: Flask
) -> None:
    address = f"{PLAN}/inspections/{inspection}"
    lead = signed_in("lead")
    page = lead.get(address).get_data(as_text=True)
    assert "Put 2 recommendations under priorities</a>" in page
    assert "2 recommendations have no actions yet" in page
    assert "Put these 2 under priorities</a>" in lead.get(PLAN).get_data(as_text=True)
    assert "What comes next" not in signed_in("owner").get(address).get_data(as_text=True)
    send(lead)
    page = lead.get(address).get_data(as_text=True)
    assert "under priorities</a>" not in page
    assert f'href="{PLAN}/actions/first"' in page


def test_what_is_proposed_is_saved_in_one_step(inspection: int, signed_in: SignIn, app: Flask) -> None:
    page = send(signed_in("lead"))
    assert "2 priorities added to the plan" in page
    assert "2 recommendations put under a priority" in page
    assert grouped(app)[1:] == [(2, "Children who need help"), (3, LEADERS)]
    assert "Every recommendation stands under a priority" in signed_in("lead").get(GROUP).get_data(
        as_text=True
    )


def test_priorities_are_renamed_joined_with_existing_ones_and_left_out(
    inspection: int, signed_in: SignIn, app: Flask
) -> None:
    page = send(signed_in("lead"), n0_heading="the right HELP, first time", r2_priority="")
    assert "added to the plan" not in page
    assert "1 recommendation put under a priority" in page
    assert grouped(app)[1:] == [(2, ""), (3, "The right help, first time")]


def test_a_new_priority_has_both_a_title_and_recommendations(
    inspection: int, signed_in: SignIn, app: Flask
) -> None:
    lead = signed_in("lead")
    page = send(lead, n0_heading="", n3_heading="A priority of our own")
    assert "Write the priority, or choose another for its recommendations" in page
    assert "Choose at least one recommendation for this priority, or empty its box" in page
    assert 'value="A priority of our own"' in page
    assert grouped(app)[1:] == [(2, ""), (3, "")]


def test_what_somebody_else_placed_meanwhile_is_left_where_it_is(
    inspection: int, signed_in: SignIn, app: Flask
) -> None:
    lead = signed_in("lead")
    fields = form_of(lead)
    with app.app_context():
        moved = db.session.scalars(db.select(Recommendation).filter_by(number=2)).one()
        moved.priority_id = db.session.scalars(db.select(Priority.id)).one()
        db.session.commit()
    lead.post(GROUP, data=fields)
    assert grouped(app)[1] == (2, "The right help, first time")
    assert grouped(app)[2][1] != ""
