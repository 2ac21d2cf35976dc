"""Bringing in a report: upload, check what was found, confirm; and the inspection kept for ever."""

from flask import Blueprint

blueprint = Blueprint("intake_review", __name__)

# The views register themselves on the blueprint, and the tasks with the worker.
from tracker.intake_review import (  # noqa: E402
    deadline_start_views,  # noqa: F401
    deadline_views,  # noqa: F401
    inspection_views,  # noqa: F401
    repeat_views,  # noqa: F401
    tasks,  # noqa: F401
    views,  # noqa: F401
)
