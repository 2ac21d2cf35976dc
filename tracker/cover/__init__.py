"""Who covers whom: stand-ins, posts and their holders, leavers, and handing actions over."""

from flask import Blueprint

blueprint = Blueprint("cover", __name__)

from tracker.cover import handover_views, views  # noqa: E402, F401 - the views register themselves
