"""The glossary that the plan's reports print."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.models import Plan
from tracker.operations import glossary
from tracker.operations.errors import Refused
from tracker.permissions import Permission, requires
from tracker.report_screens import blueprint
from tracker.report_screens.outline_forms import GlossaryForm
from tracker.rules.outlines import kind_of


@blueprint.route("/plans/<plan>/glossary", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def edit_glossary(plan: Plan) -> Page:
    """Explain a word, explain it differently, or leave it out. `at` leads back to the words it came from."""
    words = glossary.glossary_of(plan)
    term = " ".join(request.args.get("term", "").split())[:60]
    form = GlossaryForm(data={"term": term, "meaning": words.get(term, "")})
    leaves_out = request.form.get("remove", "")
    if leaves_out or form.validate_on_submit():
        try:
            if leaves_out:
                glossary.leave_out_word(plan, leaves_out, by=current_user, now=now())
            else:
                glossary.explain_word(plan, form.term.data, form.meaning.data, by=current_user, now=now())
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash(
                f"“{leaves_out}” is not explained any more"
                if leaves_out
                else f"“{form.term.data}” is explained in the glossary"
            )
            return redirect(_back(plan))
    return render_template(
        "report_screens/edit_glossary.html",
        title="Glossary of the reports",
        plan=plan,
        form=form,
        words=words,
        at=_section(),
    )


def _section() -> str:
    at = request.args.get("at", "")
    return at if kind_of(at) else ""


def _back(plan: Plan) -> str:
    if section := _section():
        return url_for("report_screens.edit_words", plan=plan.slug, section=section)
    return url_for("report_screens.edit_glossary", plan=plan.slug)
