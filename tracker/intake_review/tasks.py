"""What the worker does for this area: reading a report in a process of its own."""

from __future__ import annotations

from tracker.brought_in import ReadingTask
from tracker.intake.many import MEGABYTES, SECONDS
from tracker.intake.model import UnreadableDocument
from tracker.intake.process import read_in_process
from tracker.models import IntakeDraft
from tracker.operations.intake import keep_progress, keep_reading

# The function is looked up when it is called, so that a test can put another in its place.
reading = ReadingTask(
    name="read_report",
    kind=IntakeDraft,
    read=lambda path, name, tell: read_in_process(
        path, name, seconds=SECONDS, megabytes=MEGABYTES, progress=tell
    ),
    unreadable=UnreadableDocument,
    keep=keep_reading,
    given_up="Reading this report failed three times, and that is our fault. "
    "Try once more, or paste the text of the report.",
    tell=keep_progress,
)
reading.register()
