"""The list of actions: what an address may ask of it, saved lists, and lists as files."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.queries import counted_queries
from tests.world import TODAY, World, add_action, add_recommendation
from tracker.database import db
from tracker.models import Plan, SavedView
from tracker.operations.standing import refresh_standings
from tracker.plan.queries.filters import Sort, read_day

SignIn = Callable[[str], FlaskClient]
LIST = "/plans/harlmere/actions"


def add_actions(world: World, *titles: str) -> None:
    plan = db.session.get_one(Plan, world.plan)
    recommendation = add_recommendation(plan, text="Reduce delay for children.")
    made = [
        add_action(plan, recommendation, title=title, due_on=TODAY + timedelta(days=10 + number))
        for number, title in enumerate(titles)
    ]
    refresh_standings([action.id for action in made], TODAY)
    db.session.commit()


def test_words_are_looked_for_as_they_stand_and_a_percent_sign_means_itself(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    with app.app_context():
        add_actions(world, "Answer 100% of calls", "Answer 1000 calls", "See under_score")
    lead = signed_in("lead")
    page = lead.get(f"{LIST}?q=100%25").get_data(as_text=True)
    assert "Answer 100% of calls" in page
    assert "Answer 1000 calls" not in page
    assert "under_score" in lead.get(f"{LIST}?q=R_S").get_data(as_text=True)
    assert "No action fits" in lead.get(f"{LIST}?q=U_D").get_data(as_text=True)


def test_a_span_of_due_dates_narrows_the_list(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        add_actions(world, "Early", "Later")
    day = TODAY + timedelta(days=10)
    page = signed_in("owner").get(f"{LIST}?due_from={day}&due_to={day.day}/{day.month}/{day.year}")
    assert "Early" in page.get_data(as_text=True)
    assert "Later" not in page.get_data(as_text=True)


@pytest.mark.parametrize("sort", list(Sort))
def test_every_way_of_sorting_lists_every_action(
    app: Flask, world: World, signed_in: SignIn, sort: Sort
) -> None:
    with app.app_context():
        add_actions(world, "Bravo", "Alpha")
    page = signed_in("lead").get(f"{LIST}?sort={sort.value}").get_data(as_text=True)
    assert all(words in page for words in ("Bravo", "Alpha", "Agree who attends"))
    if sort is Sort.TITLE:
        assert page.index("2.2 Alpha") < page.index("2.1 Bravo")


@pytest.mark.parametrize(
    "query",
    [
        "flag=x&priority=-1&owner=1e9&service=a&status=green&record=%00&sort=price&page=x",
        "due_from=2026-02-31&due_to=tomorrow&recommendation=1.1",
        "due_from=2027-01-01&due_to=2026-01-01",
        "q=" + "a" * 500,
        "page=999999&owner=99999999999999999999",
        "q=%00",
    ],
)
@pytest.mark.parametrize(
    "page", ["actions", "actions.csv", "triage", "verification", "search", "timeline", "evidence", "history"]
)
def test_an_address_made_by_hand_gets_a_clear_page(
    world: World, signed_in: SignIn, query: str, page: str
) -> None:
    answer = signed_in("lead").get(f"/plans/harlmere/{page}?{query}&from=x&kind=%22&open=../..")
    assert answer.status_code == 200
    if page == "actions" and "page=999999" not in query:
        assert "left out" in answer.get_data(as_text=True)


def test_a_day_is_read_in_the_ways_people_write_it() -> None:
    assert read_day("2026-11-21") == read_day("21 11 2026") == read_day("21/11/2026") == "2026-11-21"
    assert read_day("30 2 2026") == read_day("0001-01-01") == read_day("soon") == ""


def test_a_list_is_saved_for_its_person_only_and_can_be_removed(
    app: Flask, world: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    answer = lead.post(
        "/plans/harlmere/saved-views",
        data={"name": "Late ones", "flag": "overdue", "status": "nonsense"},
        follow_redirects=True,
    )
    assert "“Late ones” is saved" in answer.get_data(as_text=True)
    assert f'{LIST}?flag=overdue">Late ones' in lead.get(LIST).get_data(as_text=True)
    assert "Late ones" not in signed_in("owner").get(LIST).get_data(as_text=True)
    with app.app_context():
        view = db.session.query(SavedView).one().id
    assert signed_in("owner").post(f"/plans/harlmere/saved-views/{view}/remove").status_code == 404
    lead.post(f"/plans/harlmere/saved-views/{view}/remove")
    with app.app_context():
        assert db.session.query(SavedView).count() == 0


def test_a_list_without_filters_or_name_is_not_saved(world: World, signed_in: SignIn) -> None:
    lead = signed_in("lead")
    told = lead.post("/plans/harlmere/saved-views", data={"name": "All"}, follow_redirects=True)
    assert "nothing to save yet" in told.get_data(as_text=True)
    told = lead.post("/plans/harlmere/saved-views", data={"flag": "stale"}, follow_redirects=True)
    assert "Enter a name for this list" in told.get_data(as_text=True)


def test_files_hold_the_filtered_list_and_no_formula(app: Flask, world: World, signed_in: SignIn) -> None:
    with app.app_context():
        add_actions(world, '=HYPERLINK("https://bad.example";"x")', "+44", "Harmless")
    lead = signed_in("lead")
    answer = lead.get(f"{LIST}.csv?recommendation=2")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Action", "2.1", "2.2", "2.3"]
    assert rows[1][1].startswith("'=HYPERLINK")
    assert rows[2][1] == "'+44"
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = load_workbook(io.BytesIO(lead.get(f"{LIST}.xlsx?recommendation=2").data)).active
    assert sheet is not None
    cell = sheet["B2"]
    assert cell.value.startswith("=HYPERLINK")
    assert cell.data_type == "s"
    assert sheet.max_row == 4


def test_fifty_actions_cost_as_many_queries_as_one(app: Flask, world: World, signed_in: SignIn) -> None:
    pages = [
        LIST, f"{LIST}?sort=owner", f"{LIST}.csv", "/plans/harlmere/triage",
        "/plans/harlmere/triage?open=1.1",
        "/plans/harlmere/verification", "/plans/harlmere/dashboard", "/plans/harlmere/timeline",
        "/plans/harlmere/on-a-page", "/plans/harlmere/search?q=a",
    ]  # fmt: skip
    lead = signed_in("lead")
    with app.app_context():
        add_actions(world, "A")
    few = {}
    for page in pages:
        with counted_queries(app) as statements:
            lead.get(page)
        few[page] = len(statements)
    with app.app_context():
        add_actions(world, *(f"A{number}" for number in range(50)))
    many = {}
    for page in pages:
        with counted_queries(app) as statements:
            lead.get(page)
        many[page] = len(statements)
    assert many == few
    assert max(few.values()) < 45, few
