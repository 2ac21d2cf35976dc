"""Bodies that receive reports, and who belongs to them."""

from flask import abort, flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.models import Plan
from tracker.operations import reports
from tracker.permissions import Permission, requires
from tracker.report_screens import blueprint
from tracker.report_screens.forms import MembersForm
from tracker.report_screens.queries import bodies_of, people_of


@blueprint.get("/plans/<plan>/bodies")
@requires(Permission.LEAD_PLAN)
def list_bodies(plan: Plan) -> str:
    """List the boards, committees and teams with their members."""
    return render_template(
        "report_screens/list_bodies.html", title="Boards and committees", plan=plan, bodies=bodies_of(plan)
    )


@blueprint.route("/plans/<plan>/bodies/<int:body>", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def edit_body(plan: Plan, body: int) -> Page:
    """Say who belongs to a body."""
    found = next((one for one in bodies_of(plan) if one.id == body), None) or abort(404)
    people = {person.id: person for person in people_of(plan)}
    form = MembersForm(data={"members": [one.person_id for one in found.members]})
    form.members.choices = [
        (person.id, f"{person.name}, {person.job_title}" if person.job_title else person.name)
        for person in people.values()
    ]
    if form.validate_on_submit():
        chosen = [people[key] for key in form.members.data]
        reports.set_members(found, chosen, plan=plan, by=current_user, now=now())
        db.session.commit()
        flash(f"The members of the {found.name} are saved")
        return redirect(url_for("report_screens.list_bodies", plan=plan.slug))
    return render_template(
        "report_screens/edit_body.html", title=f"Members: {found.name}", plan=plan, body=found, form=form
    )
