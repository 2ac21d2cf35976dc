"""Answering a round through its signed link: one's own actions and nothing else, without signing in."""

from flask import Blueprint

blueprint = Blueprint("answering", __name__)

from tracker.answering import views  # noqa: E402, F401 - the views register themselves on the blueprint
