"""Removing personal data: search the plan for words, look at the places, and take them out."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.models import Plan
from tracker.operations import removal as operations
from tracker.operations.errors import Refused
from tracker.operations.files import purge_bytes
from tracker.permissions import Permission, requires
from tracker.plan import blueprint
from tracker.plan.forms import RemovalForm


@blueprint.route("/plans/<plan>/removal", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def remove_words(plan: Plan) -> Page:
    """Find words and remove them. The words are sent in the form, so that no address or log keeps them."""
    form = RemovalForm()
    found: list[operations.FoundPlace] = []
    issued: list[int] = []
    number, hashes = 0, list[str]()
    removes = request.form.get("do") == "remove"
    chosen = request.form.getlist("place")
    if form.validate_on_submit():
        words = form.words.data or ""
        try:
            if removes:
                number, hashes = operations.remove_words(
                    plan, words, form.reason.data or "", chosen, by=current_user, now=now()
                )
            else:
                db.session.rollback()  # a search writes nothing and keeps nobody waiting
            found = [] if removes else operations.find_words(plan, words)
            issued = operations.issued_reports_with(plan, words)
        except Refused as refused:
            db.session.rollback()
            form.show(Refused("words" if refused.field == "place" else refused.field, refused.message))
            if refused.field != "words":
                found = operations.find_words(plan, words)
                issued = operations.issued_reports_with(plan, words)
        else:
            if removes:
                db.session.commit()
                for sha256 in hashes:
                    purge_bytes(sha256)
                flash(f"Removed from {number} {'place' if number == 1 else 'places'}")
                if issued:
                    flash(_still_issued(issued), "problem")
                return redirect(url_for("plan.remove_words", plan=plan.slug))
    return render_template(
        "plan/remove_words.html",
        title="Remove personal data",
        plan=plan,
        form=form,
        found=found,
        searched=form.is_submitted() and not form.errors,
        chosen=chosen if removes else [place.key for place in found],
        issued=_still_issued(issued) if issued else "",
    )


def _still_issued(numbers: list[int]) -> str:
    listed = ", ".join(str(number) for number in numbers)
    return (
        f"Issued {'report' if len(numbers) == 1 else 'reports'} {listed} still "
        f"{'holds' if len(numbers) == 1 else 'hold'} these words. Withdraw and replace "
        f"{'it' if len(numbers) == 1 else 'them'}, so that the stored forms are purged"
    )
