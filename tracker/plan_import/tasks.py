"""What the worker does for this area: reading a spreadsheet in a process of its own."""

from __future__ import annotations

from tracker.brought_in import ReadingTask
from tracker.models import PlanImport
from tracker.operations.plan_import import keep_book
from tracker.sheets.model import UnreadableSheet
from tracker.sheets.process import read_in_process

# The function is looked up when it is called, so that a test can put another in its place.
reading = ReadingTask(
    name="read_plan",
    kind=PlanImport,
    read=lambda path, name, _: read_in_process(path, name),
    unreadable=UnreadableSheet,
    keep=keep_book,
    given_up="Reading this file failed three times, and that is our fault. "
    "Try once more, or copy the plan alone into a new workbook and bring that in.",
)
reading.register()
