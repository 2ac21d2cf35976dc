"""The round sheet: filled in in Excel, checked, and saved only as its preview showed it."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from tests.my_actions.sending import FROM_LIST, filled
from tests.world import NOW, TODAY, World, add, add_action, add_update
from tracker.database import db
from tracker.models import Evidence, Naming, Part, Plan, Recommendation, SheetUpload, Update
from tracker.operations.standing import refresh_standings

SignIn = Callable[[str], FlaskClient]
SHEET = "/plans/harlmere/round-sheet.xlsx"
SEND = "/plans/harlmere/round-sheets"


@pytest.fixture
def two_actions(app: Flask, world: World) -> World:
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        recommendation = db.session.scalars(sa.select(Recommendation)).one()
        action = add_action(plan, recommendation, title="Second action", due_on=TODAY + timedelta(days=90))
        add(Naming(action_id=action.id, owner_id=1, part=Part.LEAD_OFFICER))
        add_update(action, world.people["owner"])
        refresh_standings([action.id], TODAY)
        db.session.commit()
    return world


def opened(browser: FlaskClient, address: str = SHEET) -> Any:
    answer = browser.get(address)
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.data))


def places(sheet: Any) -> dict[str, int]:
    return {cell.value: cell.column for cell in sheet[1] if cell.value}


def fill(sheet: Any, row: int, **words: Any) -> None:
    at = places(sheet)
    headings = {
        "done": "What was done",
        "delivery": "Delivery",
        "same": "Nothing has changed",
        "forecast": "Expected finish",
        "link": "Evidence: link",
        "what": "Evidence: what it is",
        "kind": "Evidence: kind",
        "day": "Evidence: date it is from",
        "audience": "Evidence: who may see it",
        "number": "No.",
        "key": "Leave this column as it is",
    }
    for name, value in words.items():
        sheet.cell(row, at[headings[name]]).value = value


def send(browser: FlaskClient, book: Any, name: str = "sheet.xlsx") -> Any:
    stored = io.BytesIO()
    book.save(stored)
    return browser.post(SEND, data={"file": (io.BytesIO(stored.getvalue()), name)})


def page(browser: FlaskClient, answer: Any) -> str:
    assert answer.status_code == 302, answer.get_data(as_text=True)
    text: str = browser.get(answer.location).get_data(as_text=True)
    return text


def updates(app: Flask) -> list[Update]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Update).order_by(Update.id)))


def test_a_sheet_holds_a_row_for_each_action_with_drop_downs_and_all_else_locked(
    app: Flask, two_actions: World, signed_in: SignIn
) -> None:
    book = opened(signed_in("owner"))
    sheet = book.worksheets[0]
    at = places(sheet)
    assert [sheet.cell(row, at["No."]).value for row in (2, 3)] == ["1.1", "1.2"]
    assert sheet.protection.sheet
    assert sheet.cell(2, at["Action"]).protection.locked
    assert not sheet.cell(2, at["What was done"]).protection.locked
    lists = {str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert len(lists) == 5
    assert [cell.value for cell in book["Choices"]["B"]][1:] == [
        "Not started",
        "On track",
        "At risk",
        "Off track",
        "Delivered",
    ]


def test_nothing_is_saved_before_the_preview_is_confirmed_and_then_what_it_showed(
    app: Flask, two_actions: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    book = opened(owner)
    sheet = book.worksheets[0]
    fill(
        sheet,
        2,
        done="Rota signed, both teams.",
        delivery="At risk",
        forecast="end March 2031",
        link="https://harlmere.example/rota",
        what="Rota",
        kind="Data",
        day=TODAY - timedelta(days=3),
        audience="Members only",
    )
    fill(sheet, 3, same="Yes")
    answer = send(owner, book)
    shown = page(owner, answer)
    assert len(updates(app)) == 2
    for words in ("Save 2 updates", "Rota signed, both teams.", "31 March 2031", "On track", "At risk"):
        assert words in shown
    assert "hidden columns" not in shown, "the sheet's own column is always hidden"
    saved = page(owner, owner.post(answer.location))
    assert "2 updates saved from your sheet" in saved
    first, second = updates(app)[2:]
    assert (first.done, first.delivery, first.by_id) == (
        "Rota signed, both teams.",
        "at_risk",
        two_actions.people["owner"],
    )
    assert second.done.startswith("Nothing has changed since")
    with app.app_context():
        assert db.session.scalar(sa.select(Evidence.url).where(Evidence.title == "Rota"))
    owner.post(answer.location)
    assert len(updates(app)) == 4


def test_a_row_left_as_it_is_changes_nothing_and_one_taken_out_is_named(
    app: Flask, two_actions: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    book = opened(owner)
    book.worksheets[0].delete_rows(3)
    shown = page(owner, send(owner, book))
    assert "There is nothing to save in this sheet" in shown
    assert "Not in the sheet, so nothing changes for: 1.2" in shown


def test_words_that_may_identify_a_child_are_named_before_they_are_saved(
    app: Flask, two_actions: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    book = opened(owner)
    fill(book.worksheets[0], 2, done="We visited Maisie, aged 7, at home.")
    assert "looks like a child’s name and age" in page(owner, send(owner, book))


def test_an_old_sheet_after_a_newer_update_is_a_conflict_that_the_person_decides(
    app: Flask, two_actions: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    book = opened(owner)
    fill(book.worksheets[0], 2, done="From the sheet")
    fill(book.worksheets[0], 3, done="Also from the sheet")
    owner.post(FROM_LIST, data=filled("a1-1-", done="From the site"))
    answer = send(owner, book)
    shown = page(owner, answer)
    assert "Updated by somebody meanwhile" in shown
    assert "Save my words on 1.1 as the newest" in shown
    owner.post(answer.location)
    assert [update.done for update in updates(app)][-1] == "Also from the sheet"
    assert "Save what is ticked" in page(owner, answer), "it can still be decided"
    owner.post(answer.location, data={"conflict": "1.1"})
    assert [update.done for update in updates(app)][-1] == "From the sheet"
    assert '<form method="post" novalidate' not in page(owner, answer)


def test_an_update_between_preview_and_saving_is_shown_and_nothing_unseen_is_saved(
    app: Flask, two_actions: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    book = opened(owner)
    fill(book.worksheets[0], 2, done="From the sheet")
    answer = send(owner, book)
    owner.post(FROM_LIST, data=filled("a1-1-", done="From the site"))
    shown = page(owner, owner.post(answer.location))
    assert "Nothing was saved yet" in shown
    assert "Updated by somebody meanwhile" in shown
    assert [update.done for update in updates(app)][-1] == "From the site"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"done": "Done", "delivery": "Ambre"}, "“Ambre” is no delivery status"),
        ({"delivery": "At risk"}, "Write what was done"),
        ({"done": "Done", "forecast": "when ready"}, "“when ready” is no date"),
        ({"done": "Done", "forecast": "31 March 2019"}, "31 March 2019 has passed"),
        ({"done": "Done", "delivery": "Delivered"}, "is better than the record shows"),
        ({"done": "Done", "same": "Yes"}, "Empty one or the other"),
        ({"done": "Done", "link": "file:///etc/passwd", "what": "x"}, "Choose the kind of evidence"),
        ({"done": "Done", "key": "changed"}, "The last, hidden column was changed"),
        ({"done": "Done", "number": "9.9"}, "9.9 is no action that you may update"),
        ({"done": "Done", "number": "1.2"}, "1.2 stands 2 times in the sheet"),
    ],
)
def test_rows_that_were_spoilt_by_hand_are_refused_in_words_and_the_others_go_on(
    app: Flask, two_actions: World, signed_in: SignIn, words: dict[str, Any], message: str
) -> None:
    owner = signed_in("owner")
    book = opened(owner)
    sheet = book.worksheets[0]
    fill(sheet, 2, **words)
    if "number" not in words or words["number"] == "9.9":
        fill(sheet, 3, done="A fine row")
    answer = send(owner, book)
    assert message in page(owner, answer)
    owner.post(answer.location)
    saved = [update.done for update in updates(app)][2:]
    assert saved == ([] if words.get("number") == "1.2" else ["A fine row"])


def test_columns_may_be_moved_and_formulas_count_as_what_they_show(
    app: Flask, two_actions: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    book = opened(owner)
    old = book.worksheets[0]
    moved = book.create_sheet("Moved")
    for row in (1, 2, 3):
        for at, column in enumerate(reversed(range(1, old.max_column + 1)), start=1):
            moved.cell(row, at).value = old.cell(row, column).value
    book.remove(old)
    fill(moved, 2, done="Moved and saved")
    fill(moved, 3, done="=1+1")
    answer = send(owner, book)
    shown = page(owner, answer)
    assert "a formula without its result" in shown
    owner.post(answer.location)
    assert [update.done for update in updates(app)][2:] == ["Moved and saved"]


def test_somebody_elses_sheet_is_taken_from_a_lead_and_from_nobody_else(
    app: Flask, two_actions: World, signed_in: SignIn
) -> None:
    lead = signed_in("lead")
    assert signed_in("contributor").get(f"{SHEET}?owner=1").status_code == 403
    book = opened(lead, f"{SHEET}?owner=1")
    fill(book.worksheets[0], 2, done="Told on the telephone")
    with app.app_context():
        plan = db.session.get_one(Plan, two_actions.plan)
        action = add_action(plan, db.session.scalars(sa.select(Recommendation)).one(), title="Third")
        add(Naming(action_id=action.id, owner_id=2, part=Part.LEAD_OFFICER))
        refresh_standings([action.id], TODAY)
        db.session.commit()
    other = signed_in("contributor")
    assert "1.1 is no action that you may update" in page(other, send(other, book))
    answer = send(lead, book)
    lead.post(answer.location)
    assert [update.done for update in updates(app)][-1] == "Told on the telephone"
    assert other.get(answer.location).status_code == 404


def test_a_file_that_is_no_round_sheet_is_refused_with_what_to_do(
    app: Flask, two_actions: World, signed_in: SignIn
) -> None:
    owner = signed_in("owner")
    book = opened(owner)
    sheet = book.worksheets[0]
    sheet.delete_cols(places(sheet)["Impact"])
    assert "These columns are missing: Impact" in send(owner, book).get_data(as_text=True)
    for data, words in (
        (b"", "empty"),
        (b"No.,Action\n1.1,x\n", "This is no round sheet"),
        (b"%PDF-1.7 nothing", "PDF"),
    ):
        answer = owner.post(SEND, data={"file": (io.BytesIO(data), "sheet.xlsx")})
        assert answer.status_code == 200
        assert words in answer.get_data(as_text=True), data
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(SheetUpload.id))) == 0
        assert db.session.get_one(Plan, two_actions.plan).created_at == NOW
