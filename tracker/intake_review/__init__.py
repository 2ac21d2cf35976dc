"""Bringing in a report: upload, check what was found, confirm; and the inspection kept for ever."""

from flask import Blueprint

blueprint = Blueprint("intake_review", __name__)

# The views register themselves on the blueprint, and the tasks with the worker.
from tracker.intake_review import deadline_views, inspection_views, repeat_views, tasks, views  # noqa: E402, F401
