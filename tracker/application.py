"""Putting the application together: settings, extensions, screens, commands, error pages."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChainableUndefined, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker import (
    accounts,
    admin,
    answering,
    calendar_feed,
    commands,
    comments,
    cover,
    dashboard,
    error_pages,
    evidence,
    intake_review,
    jobs,
    measures,
    my_actions,
    navigation,
    pages,
    plan,
    plan_import,
    report_screens,
    round_sheets,
    rounds,
    safety_maps,
    said,
    search,
    security,
    template_words,
    triage,
    verification,
)
from tracker.config import PROJECT, Settings, read_settings
from tracker.converters import ActionLabel, RowNumber
from tracker.database import start_database
from tracker.extensions import forms_come_from_us, sign_in
from tracker.permissions import refuse_undeclared_endpoints

BLUEPRINTS = (
    accounts.blueprint,
    admin.blueprint,
    pages.blueprint,
    plan.blueprint,
    dashboard.blueprint,
    triage.blueprint,
    rounds.blueprint,
    answering.blueprint,
    search.blueprint,
    plan_import.blueprint,
    my_actions.blueprint,
    evidence.blueprint,
    comments.blueprint,
    round_sheets.blueprint,
    calendar_feed.blueprint,
    cover.blueprint,
    verification.blueprint,
    measures.blueprint,
    safety_maps.blueprint,
    intake_review.blueprint,
    report_screens.blueprint,
)


def create_app(settings: Settings | None = None, extra: Mapping[str, Any] | None = None) -> Flask:
    """Return the application. Without settings they are read from the environment; `extra` is for tests.

    Raises UnsafeSettings for settings that must not be used, RuntimeError for an endpoint without permission.
    """
    settings = settings or read_settings()
    app = Flask("tracker", instance_path=str(settings.instance_path))
    app.config.update(
        SETTINGS=settings,
        MIGRATIONS=PROJECT / "migrations",
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        **security.COOKIES_AND_LIMITS,
    )
    app.config["SESSION_COOKIE_SECURE"] = settings.base_url.startswith("https://")
    app.config.update(extra or {})
    if settings.proxies:
        # Only what our own proxies say is believed; anybody can write such a line.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    app.url_map.converters.update(label=ActionLabel, int=RowNumber)
    _prepare_templates(app)
    start_database(app)
    sign_in.init_app(app)
    # First of all, so that a page that refuses a forged or stale form has what every page has.
    security.harden(app)
    forms_come_from_us.init_app(app)
    error_pages.register(app)
    navigation.register(app)
    template_words.register(app)
    said.register(app)
    jobs.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    commands.register(app)
    refuse_undeclared_endpoints(app)
    return app


def _prepare_templates(app: Flask) -> None:
    """Find the GOV.UK macros, and let them leave parameters out as they expect to."""
    app.jinja_options = {
        **app.jinja_options,
        "undefined": ChainableUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(PROJECT / "templates"),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    WTFormsHelpers(app)
