"""Due dates as a calendar that Outlook and phones subscribe to, by a secret address."""

from flask import Blueprint

blueprint = Blueprint("calendar_feed", __name__)

from tracker.calendar_feed import views  # noqa: E402, F401 - the views register themselves on the blueprint
