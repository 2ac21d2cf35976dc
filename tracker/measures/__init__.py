"""Measures and their readings: the list, one measure with its chart, typing and pasting readings."""

from flask import Blueprint

blueprint = Blueprint("measures", __name__)

from tracker.measures import reading_views, views  # noqa: E402, F401 - they register themselves on the blueprint
