"""The plan at a glance: the dashboard, a timeline by quarter, and the plan on a page."""

from flask import Blueprint

blueprint = Blueprint("dashboard", __name__)

from tracker.dashboard import views  # noqa: E402, F401 - the views register themselves
