"""Bringing in a report: upload, check what was found, confirm; and the inspection kept for ever."""

from flask import Blueprint

blueprint = Blueprint("intake_review", __name__)

from tracker.intake_review import views  # noqa: E402, F401 - the views register themselves on the blueprint
