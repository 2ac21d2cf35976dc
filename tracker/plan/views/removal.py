"""Removing personal data: search the plan for words, look at what holds them, and take them out."""

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db, reading_only
from tracker.formatting import counted
from tracker.mail import rewrite_files
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
    found: operations.Found | None = None
    removes = request.form.get("do") == "remove"
    chosen = request.form.getlist("place")
    if form.validate_on_submit():
        words = form.words.data or ""
        try:
            if removes:
                removed = operations.remove_words(
                    plan, words, form.reason.data or "", chosen, by=current_user, now=now()
                )
                db.session.commit()
                _finish(removed)
                return redirect(url_for("plan.remove_words", plan=plan.slug))
            found = _search(plan, words)
        except Refused as refused:
            db.session.rollback()
            form.show(Refused("words" if refused.field == "place" else refused.field, refused.message))
            if refused.field != "words":
                found = _search(plan, words)
    return render_template(
        "plan/remove_words.html",
        title="Remove personal data",
        plan=plan,
        form=form,
        found=found,
        # Files and reports go whole, so each of them is for the lead to choose.
        chosen=chosen if removes else [place.key for place in found.places] if found else [],
    )


def _search(plan: Plan, words: str) -> operations.Found:
    """Search in a transaction that only reads: files take their time, and nobody shall wait for that."""
    db.session.rollback()
    with reading_only():
        return operations.find_words(plan, words)


def _finish(removed: operations.Removed) -> None:
    """Do what can only be done after the commit, and say what was done and what is left to do."""
    for sha256 in removed.hashes:
        purge_bytes(sha256)
    rewrite_files(removed.mails)
    flash(f"Removed from {counted(removed.places, 'place')}")
    if removed.reports:
        numbers = ", ".join(str(number) for number in removed.reports)
        flash(f"Withdrawn, with all stored forms purged: report {numbers}. Issue what replaces it", "problem")
