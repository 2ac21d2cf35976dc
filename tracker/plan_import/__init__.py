"""Bringing in a plan that exists in a spreadsheet, and taking this plan out as one."""

from flask import Blueprint

blueprint = Blueprint("plan_import", __name__)

from tracker.plan_import import check_views, tasks, views  # noqa: E402, F401 - they hang their pages on the blueprint
