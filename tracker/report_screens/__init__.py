"""Reports: preview, making the PDF with its progress, what was issued."""

from flask import Blueprint

blueprint = Blueprint("report_screens", __name__)

from tracker.report_screens import tasks, views  # noqa: E402, F401 - the views register themselves on the blueprint
