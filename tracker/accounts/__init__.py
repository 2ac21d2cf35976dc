"""Signing in and out, passwords, invitations, one's own account."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

# The views register themselves on the blueprint.
from tracker.accounts import mail_views, stale_forms, views  # noqa: E402, F401
