"""Round sheets: an owner's actions as a workbook, filled in, checked and saved."""

from flask import Blueprint

blueprint = Blueprint("round_sheets", __name__)

from tracker.round_sheets import views  # noqa: E402, F401 - the views register themselves on the blueprint
