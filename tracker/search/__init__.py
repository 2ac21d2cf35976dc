"""Searching all text of a plan."""

from flask import Blueprint

blueprint = Blueprint("search", __name__)

from tracker.search import views  # noqa: E402, F401 - the views register themselves
