"""Who covers whom, and saying that somebody is away."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.cover import blueprint
from tracker.cover.forms import StandInForm
from tracker.cover.mails import tell_stand_in
from tracker.cover.queries import (
    get_stand_in,
    list_answering,
    list_orphans,
    list_possible_stand_ins,
    list_posts,
    list_stand_ins,
)
from tracker.database import db
from tracker.models import Plan, StandIn
from tracker.operations.errors import Refused
from tracker.operations.stand_ins import add_stand_in as add
from tracker.operations.stand_ins import end_stand_in as end
from tracker.permissions import Capacity, Permission, requires


@blueprint.get("/plans/<plan>/cover")
@requires(Permission.READ_PLAN)
def list_cover(plan: Plan) -> str:
    """Show who is away and who stands in, who holds which post, and what nobody answers for."""
    return render_template(
        "cover/list_cover.html",
        title="Who covers whom",
        plan=plan,
        stand_ins=list_stand_ins(plan, today()),
        posts=list_posts(plan),
        orphans=list_orphans(plan),
        may_add=_may_add(),
        may_end=_may_end,
        today=today(),
    )


@blueprint.route("/plans/<plan>/cover/new", methods=["GET", "POST"])
@requires(Permission.READ_PLAN)
def add_stand_in(plan: Plan) -> Page:
    """Say that somebody is away: oneself, or as a lead anybody who answers for actions."""
    if not _may_add():
        abort(403)
    absent = {person.id: person for person in list_answering(plan)}
    people = {person.id: person for person in list_possible_stand_ins(plan)}
    if not g.access.may(Permission.LEAD_PLAN):
        absent = {key: person for key, person in absent.items() if key == current_user.id}
    form = StandInForm(data={"absent": current_user.id, "from_on": today()})
    form.absent.choices = [(str(person.id), person.name) for person in absent.values()]
    form.person.choices = [("", "Choose a person"), *((str(one.id), one.name) for one in people.values())]
    if form.validate_on_submit():
        moment = now()
        try:
            away, chosen = absent.get(form.absent.data), people.get(form.person.data)
            if away is None:
                raise Refused("absent", "Choose who is away")
            if chosen is None:
                raise Refused("person", "Choose who stands in")
            row = add(
                plan,
                absent=away,
                person=chosen,
                from_on=form.from_on.data,
                until_on=form.until_on.data,
                by=current_user,
                now=moment,
                today=today(),
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            if chosen.id != current_user.id:
                tell_stand_in(plan, row, away, chosen, now=moment)
            words = f"{chosen.name} stands in for {away.name}"
            db.session.commit()
            flash(words)
            return redirect(url_for("cover.list_cover", plan=plan.slug))
    return render_template(
        "cover/add_stand_in.html",
        title="Say who is away",
        plan=plan,
        form=form,
        from_my_actions=request.args.get("from") == "my-actions",
    )


@blueprint.post("/plans/<plan>/cover/<int(max=999999999):row>/end")
@requires(Permission.READ_PLAN)
def end_stand_in(plan: Plan, row: int) -> Response:
    """End a standing-in; for the one who was away, and for leads."""
    found = get_stand_in(plan, row)
    if not _may_end(found):
        abort(403)
    words = f"{found.person.name} no longer stands in for {found.absent.name}"
    end(plan, found, by=current_user, now=now(), today=today())
    db.session.commit()
    flash(words)
    return redirect(url_for("cover.list_cover", plan=plan.slug))


def _may_add() -> bool:
    named = Capacity.OWNER in g.access.capacities or Capacity.CONTRIBUTOR in g.access.capacities
    return named or g.access.may(Permission.LEAD_PLAN)


def _may_end(row: StandIn) -> bool:
    return bool(row.absent_id == current_user.id) or g.access.may(Permission.LEAD_PLAN)
