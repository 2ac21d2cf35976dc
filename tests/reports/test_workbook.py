"""The data of a report as a workbook: what the snapshot holds, cell by cell, and nothing that runs."""

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from tests.reports.sample_report import sample_snapshot
from tracker.reports.data_tables import data_tables
from tracker.reports.facts import Question
from tracker.reports.snapshot import Snapshot
from tracker.reports.workbook import snapshot_to_xlsx
from tracker.rules.report_kinds import ReportKind


@pytest.fixture(scope="module")
def asked(snapshot: Snapshot) -> Snapshot:
    question = Question("Question", "How many wait?", "The whole report", 3, "G. Pell", date(2026, 9, 1))
    return replace(snapshot, questions=(question,))


@pytest.fixture(scope="module")
def data(asked: Snapshot) -> bytes:
    return snapshot_to_xlsx(asked)


@pytest.fixture(scope="module")
def workbook(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows(workbook: Any, name: str) -> list[dict[str, Any]]:
    head, *lines = workbook[name].iter_rows(values_only=True)
    return [dict(zip(head, line, strict=True)) for line in lines]


def day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def test_its_cells_are_the_values_of_the_snapshot(asked: Snapshot, workbook: Any) -> None:
    recommendations = rows(workbook, "Recommendations")
    assert [(one["No."], one["Recommendation"]) for one in recommendations] == [
        (one.number, one.text) for one in asked.recommendations
    ]
    actions = rows(workbook, "Actions")
    assert len(actions) == len(asked.actions) > 20
    for row, action in zip(actions, asked.actions, strict=True):
        step = asked.delivery_step
        assert (row["Ref"], row["Action"], row["Days late"]) == (action.label, action.title, action.days_late)
        assert (day(row["Due"]), day(row["First due date"])) == (action.due, action.original_due)
        assert row["Record shows"] == f"{step[action.record].letter} {step[action.record].word}"
        assert row["Lead officer"] == (action.lead_officer.name if action.lead_officer else None)
    told = rows(workbook, "What was done")
    updates = [one.update for one in asked.actions if one.update]
    assert [(day(row["Updated on"]), row["What was done"]) for row in told] == [
        (one.on, one.done or None) for one in updates
    ]
    assert [row["Evidence"] for row in rows(workbook, "Evidence")] == [one.title for one in asked.evidence]
    readings = [one.value for measure in asked.measures for one in measure.readings]
    own = [row for row in rows(workbook, "Readings") if row["Whose"] == asked.council.name]
    assert [row["Value"] for row in own] == [float(one) for one in readings]
    assert [row["Question or recommendation"] for row in rows(workbook, "Questions")] == ["How many wait?"]


def test_every_cell_of_every_sheet_is_the_one_the_tables_say(asked: Snapshot, workbook: Any) -> None:
    for table in data_tables(asked):
        lines = [tuple(one.heading for one in table.columns), *table.rows]
        found = list(workbook[table.name].iter_rows(values_only=True))
        assert [[_as_read(one) for one in line] for line in lines] == [
            [one.date() if isinstance(one, datetime) else one for one in line] for line in found
        ]


def _as_read(value: Any) -> Any:
    if value is None or value == "":
        return None
    return value if isinstance(value, (str, int, date)) else float(value)


def test_it_says_what_it_is_and_its_heads_stay(workbook: Any) -> None:
    about = {row["This workbook"]: row["Says"] for row in rows(workbook, "About")}
    assert about["This report"] == "Draft  |  20 November 2026  |  Public edition"
    assert about["Report"] == "Board report"
    for sheet in workbook:
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"
        assert all(one.width > 5 for one in sheet.column_dimensions.values())


def test_no_text_becomes_a_formula() -> None:
    evil = '=HYPERLINK("https://example.org","x")'
    base = sample_snapshot(1)
    hostile = replace(
        base,
        plan=evil,
        actions=tuple(
            replace(one, title=evil, description="@SUM(A1)", service="-1+1") for one in base.actions
        ),
    )
    for sheet in openpyxl.load_workbook(io.BytesIO(snapshot_to_xlsx(hostile))):
        assert not [cell.coordinate for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]
    cell = openpyxl.load_workbook(io.BytesIO(snapshot_to_xlsx(hostile)))["Actions"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (evil, "s", True)


def test_the_sheet_of_one_recommendation_has_its_own_data_alone(snapshot: Snapshot) -> None:
    sheet = replace(snapshot, kind=ReportKind.RECOMMENDATION, recommendation=3)
    workbook = openpyxl.load_workbook(io.BytesIO(snapshot_to_xlsx(sheet)))
    assert [row["No."] for row in rows(workbook, "Recommendations")] == [3]
    labels = [one.label for one in snapshot.actions if 3 in one.recommendations]
    assert [row["Ref"] for row in rows(workbook, "Actions")] == labels
    assert rows(workbook, "Questions") == []


def test_the_same_snapshot_gives_the_same_bytes_and_names_no_person_or_machine(
    asked: Snapshot, data: bytes, workbook: Any
) -> None:
    assert snapshot_to_xlsx(asked) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    told = workbook.properties
    assert (told.creator, told.lastModifiedBy) == ("Harlmere County Council", "Harlmere County Council")
    assert told.created == told.modified == datetime(2026, 11, 20)  # noqa: DTZ001 - the format has no zone
