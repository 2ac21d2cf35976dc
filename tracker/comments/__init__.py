"""Comments on actions, and telling the people they mention."""

from flask import Blueprint

blueprint = Blueprint("comments", __name__)

from tracker.comments import views  # noqa: E402, F401 - the views register themselves on the blueprint
