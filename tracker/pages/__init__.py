"""The start page and the pages that only say something: help, accessibility, privacy."""

from flask import Blueprint

blueprint = Blueprint("pages", __name__)

from tracker.pages import views  # noqa: E402, F401 - the views register themselves on the blueprint
