"""The administrator's pages: plans and people, without seeing inside a plan."""

from flask import Blueprint

blueprint = Blueprint("admin", __name__, url_prefix="/administration")

from tracker.admin import views  # noqa: E402, F401 - the views register themselves on the blueprint
