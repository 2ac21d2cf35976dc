"""The calendar itself, and switching it on, renewing its address and switching it off."""

import sqlalchemy as sa
from flask import Response, abort, current_app, flash, redirect, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from tracker.calendar_feed import blueprint
from tracker.calendar_feed.address import calendar_address, find_person
from tracker.calendar_feed.making import calendar_of
from tracker.clock import now, today
from tracker.database import db
from tracker.models import Round
from tracker.my_actions.queries import load_work
from tracker.permissions import Permission, public, requires


@blueprint.get("/calendar/<token>.ics")
@public
def show_calendar(token: str) -> Response:
    """Give the calendar behind a secret address. Whoever has the address reads it: nobody signs in here."""
    person = find_person(token)
    if person is None:
        abort(404)
    work = load_work(person.id, today())
    plans = {item.plan.id for item in work}
    rounds = db.session.scalars(
        sa.select(Round)
        .where(Round.plan_id.in_(plans), Round.closed_at.is_(None))
        .options(joinedload(Round.plan))
        .order_by(Round.id)
    ).all()
    base: str = current_app.config["SETTINGS"].base_url
    addresses = {
        item.action.id: base + url_for("plan.show_action", plan=item.plan.slug, action=item.action.label)
        for item in work
    }
    answer = Response(calendar_of(work, rounds, addresses, now=now()), mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@blueprint.post("/account/calendar")
@requires(Permission.SIGNED_IN)
def change_calendar() -> Response:
    """Switch one's calendar on, give it a new address, or switch it off."""
    if request.form.get("do") == "end":
        # The next one gets a higher number all the same, so that no old address ever works again.
        current_user.calendar_version = -abs(current_user.calendar_version)
        words = "Your calendar is switched off. Its address no longer works"
    else:
        current_user.calendar_version = abs(current_user.calendar_version) + 1
        words = "Your calendar has a new address. An earlier one no longer works"
    db.session.commit()
    flash(words)
    return redirect(url_for("accounts.account", _anchor="calendar"))  # type: ignore[return-value]


blueprint.add_app_template_global(calendar_address)
