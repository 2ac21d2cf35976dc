"""Signs of Safety maps of the priorities: reading, writing a new one, and how the scale moved."""

from flask import Blueprint

blueprint = Blueprint("safety_maps", __name__)

from tracker.safety_maps import views  # noqa: E402, F401 - the views register themselves on the blueprint
