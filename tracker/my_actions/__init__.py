"""My actions: the service manager's landing page."""

from flask import Blueprint

blueprint = Blueprint("my_actions", __name__)

from tracker.my_actions import views  # noqa: E402, F401 - the views register themselves on the blueprint
