"""Signing in and out, passwords, invitations, one's own account."""

from flask import Blueprint

blueprint = Blueprint("accounts", __name__)

from tracker.accounts import stale_forms, views  # noqa: E402, F401 - the views register themselves on the blueprint
