"""The start page, the pages that only say something, and what the page frame is made of."""

from flask import Response, abort, current_app, redirect, render_template, send_file
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from tracker.config import Settings
from tracker.extensions import sign_in
from tracker.navigation import home_for, plans_of
from tracker.pages import blueprint
from tracker.permissions import Permission, access_by_plan, access_of, public, requires


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@blueprint.get("/")
@public
def start() -> AnyResponse:
    """Lead to the page where this person's work begins."""
    if not current_user.is_authenticated:
        return sign_in.unauthorized()  # type: ignore[no-any-return]
    plans = plans_of(current_user.id)
    access = access_of(current_user, plans[0]) if plans else None
    return redirect(home_for(current_user.is_administrator, plans, access))


@blueprint.get("/plans")
@requires(Permission.SIGNED_IN)
def list_plans() -> str:
    """Lead to each plan of this person: who has two finds the second one here."""
    plans = plans_of(current_user.id)
    access = access_by_plan(current_user, plans)
    homes = {plan.id: home_for(False, [plan], access[plan.id]) for plan in plans}
    return render_template("pages/list_plans.html", title="Your plans", plans=plans, homes=homes)


@blueprint.get("/statuses")
@public
def statuses() -> str:
    """Say what the statuses mean and how the record is worked out."""
    return render_template("pages/statuses.html", title="What the statuses mean")


@blueprint.get("/help")
@public
def help() -> str:  # noqa: A001 - the users' word for the page
    """Answer the questions people have."""
    return render_template("pages/help.html", title="Help", roomy=True)


@blueprint.get("/accessibility")
@public
def accessibility() -> str:
    """The accessibility statement (Public Sector Bodies Accessibility Regulations 2018)."""
    return render_template("pages/accessibility.html", title="Accessibility statement", roomy=True)


@blueprint.get("/privacy")
@public
def privacy() -> str:
    """What is kept about whom, and why."""
    return render_template("pages/privacy.html", title="Privacy", roomy=True)


@blueprint.get("/council.css")
@public
def council_colours() -> Response:
    """The council's two colours, which the settings have checked."""
    settings = _settings()
    css = (
        f":root {{ --council-main: {settings.council_main}; --council-accent: {settings.council_accent}; }}\n"
    )
    return Response(css, mimetype="text/css", headers={"Cache-Control": "public, max-age=3600"})


@blueprint.get("/council-logo")
@public
def council_logo() -> AnyResponse:
    """The council's logo. Served with a policy of its own, since an SVG could hold scripts."""
    logo = _settings().council_logo
    if logo is None or not logo.is_file():
        abort(404)
    response = send_file(logo, max_age=3600)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


@blueprint.get("/favicon.ico")
@public
def icon() -> AnyResponse:
    """The site's icon, where browsers look for it on pages that name none: reports on screen."""
    return current_app.send_static_file("images/icon.svg")


@blueprint.get("/ready")
@public
def ready() -> Response:
    """Answer when the site serves; used by the set-up and by monitoring."""
    return Response("ready\n", mimetype="text/plain")
