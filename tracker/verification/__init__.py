"""The assurer's work list: evidence that nobody has checked yet."""

from flask import Blueprint

blueprint = Blueprint("verification", __name__)

from tracker.verification import views  # noqa: E402, F401 - the views register themselves
