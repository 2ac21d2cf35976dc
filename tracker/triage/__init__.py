"""The lead's work list: what is wrong in the plan, and acting on it in place or on several at once."""

from flask import Blueprint

blueprint = Blueprint("triage", __name__)

from tracker.triage import several_views, views  # noqa: E402, F401 - the views register themselves
