"""Handing out a list as a file: the same rows as on the page, every page of it."""

from collections.abc import Sequence

from flask import Response

from tracker.clock import today
from tracker.formatting import long_date
from tracker.models import Plan
from tracker.said import for_reader
from tracker.sheets.lists import Value, as_csv, as_workbook

_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_of(plan: Plan, name: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> Response:
    """Return a list as a CSV file, called after the plan, the list and the day."""
    return _as_file(plan, name, "csv", "text/csv; charset=utf-8", as_csv(headings, _read(rows)))


def workbook_of(plan: Plan, name: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> Response:
    """Return a list as a workbook with one sheet."""
    return _as_file(plan, name, "xlsx", _SHEETS, as_workbook(name.capitalize(), headings, _read(rows)))


def _read(rows: Sequence[Sequence[Value]]) -> list[list[Value]]:
    """Return the rows with texts as whoever asked may read them, as on the page."""
    return [[for_reader(value) for value in row] for row in rows]


def _as_file(plan: Plan, name: str, ending: str, kind: str, content: bytes) -> Response:
    day = long_date(today()).replace(" ", "-")
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{plan.slug}-{name}-{day}.{ending}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
