"""Evidence and its files: adding, reading, checking."""

from flask import Blueprint

blueprint = Blueprint("evidence", __name__)

from tracker.evidence import download_views, views  # noqa: E402, F401 - the views register themselves
