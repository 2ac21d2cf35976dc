"""Update rounds, as leads see them: whom one asks, who has answered, what changed."""

from flask import Blueprint

blueprint = Blueprint("rounds", __name__)

# The views and the worker's part register themselves.
from tracker.rounds import ask_views, tasks, views  # noqa: E402, F401
