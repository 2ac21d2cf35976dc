"""The plan, its recommendations and actions, its people, and the history of each."""

from flask import Blueprint

blueprint = Blueprint("plan", __name__)

from tracker.plan import views  # noqa: E402, F401 - the views register themselves on the blueprint
