"""Which mails somebody wants."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts import blueprint
from tracker.accounts.forms import MailsForm
from tracker.accounts.views import Page
from tracker.database import db
from tracker.operations.mail_choices import choose_mails, wanted_kinds
from tracker.permissions import Permission, requires
from tracker.rules.mails import ALWAYS_SENT


@blueprint.route("/account/mails", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def choose_own_mails() -> Page:
    """Choose among the mails one may do without; the others are named."""
    form = MailsForm(data={"wanted": wanted_kinds(current_user)})
    if form.validate_on_submit():
        choose_mails(current_user, form.wanted.data or [])
        db.session.commit()
        flash("Your choice of mails is saved")
        return redirect(url_for("accounts.account"))
    return render_template(
        "accounts/choose_own_mails.html", title="Mails", form=form, always_sent=ALWAYS_SENT
    )
