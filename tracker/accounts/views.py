"""Signing in and out, passwords, one-time links, one's own account."""

from urllib.parse import urlsplit

from flask import flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from tracker.accounts import blueprint, lost_words
from tracker.accounts.forms import AccountForm, ChangePasswordForm, ForgottenForm, NewPasswordForm, SignInForm
from tracker.accounts.mails import send_password_link
from tracker.clock import now
from tracker.database import db
from tracker.extensions import sign_in
from tracker.models import LinkPurpose, OneTimeLink, Person
from tracker.operations import accounts
from tracker.operations.errors import Refused
from tracker.permissions import Permission, public, requires

Page = str | Response | tuple[str, int]


@sign_in.user_loader  # type: ignore[untyped-decorator]
def load_person(cookie: str) -> Person | None:
    """Return whom a session cookie speaks of, unless the password was changed or the person removed since."""
    person_id, _, version = cookie.partition(".")
    person = db.session.get(Person, int(person_id)) if person_id.isdecimal() else None
    return person if person and str(person.session_version) == version and not person.is_removed else None


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in_page() -> Page:
    """Sign in with e-mail address and password."""
    if current_user.is_authenticated:
        return redirect(url_for("pages.start"))
    form = SignInForm()
    kept = request.form.get("kept", "")
    if form.validate_on_submit():
        try:
            person = accounts.check_sign_in(form.email.data, form.password.data, now=now())
        except Refused as refused:
            # A wrong try counts, so it is committed like any other change.
            db.session.commit()
            form.show(refused)
        else:
            words_stand_at = lost_words.restore(kept, person, now=now()) if kept else None
            db.session.commit()
            _start_session(person)
            if kept and not words_stand_at:
                flash(
                    "The words of your update were not kept: too long has passed, or that action is not "
                    "yours to update",
                    "problem",
                )
            return redirect(
                words_stand_at or _own_address(request.args.get("next")) or url_for("pages.start")
            )
    return render_template("accounts/sign_in_page.html", title="Sign in", form=form, kept=kept, roomy=True)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session."""
    logout_user()
    session.clear()
    return redirect(url_for("accounts.sign_in_page"))


@blueprint.route("/forgotten-password", methods=["GET", "POST"])
@public
def forgotten_password() -> Page:
    """Send a one-time link; say the same whether there is such a person or not, or one asks too often."""
    form = ForgottenForm()
    if form.validate_on_submit():
        moment = now()
        try:
            accounts.count_asking((request.remote_addr or "")[:64], now=moment)
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            person = accounts.find_person(form.email.data)
            if person and accounts.may_have_another_link(person, now=moment):
                send_password_link(person, now=moment)
            db.session.commit()
            return render_template("accounts/link_sent.html", title="Look into your mailbox", roomy=True)
    return render_template(
        "accounts/forgotten_password.html", title="I have forgotten my password", form=form, roomy=True
    )


@blueprint.route("/link/<token>", methods=["GET", "POST"])
@public
def follow_link(token: str) -> Page:
    """Choose a password by a one-time link: an invitation, or a forgotten password."""
    link = accounts.find_link(token, now=now())
    if link is None:
        return render_template(
            "accounts/link_ended.html", title="This link can no longer be used", roomy=True
        ), 410
    form = NewPasswordForm(obj=_NamedOnly(link))
    if form.validate_on_submit():
        try:
            person = accounts.use_link(link, form.password.data, now=now())
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            person.name = form.name.data
            db.session.commit()
            logout_user()
            _start_session(person)
            return redirect(url_for("pages.start"))
    title = "Choose your password" if link.purpose == LinkPurpose.INVITATION else "Choose a new password"
    return render_template("accounts/follow_link.html", title=title, form=form, link=link, roomy=True)


class _NamedOnly:
    """What the form is filled from: the name, empty while nobody has said it."""

    def __init__(self, link: OneTimeLink) -> None:
        self.name = "" if link.person.name == link.person.email else link.person.name


@blueprint.route("/account", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def account() -> Page:
    """Read and change one's own name and job title."""
    form = AccountForm(obj=current_user)
    if form.validate_on_submit():
        current_user.name, current_user.job_title = form.name.data, form.job_title.data
        db.session.commit()
        flash("Your details are saved")
        return redirect(url_for("accounts.account"))
    return render_template("accounts/account.html", title="Your account", form=form)


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def change_password() -> Page:
    """Change one's password; every other session of the person ends."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            accounts.change_password(current_user, form.old.data, form.new.data)
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            _start_session(current_user._get_current_object())
            flash("Your password is changed. You are signed out everywhere else")
            return redirect(url_for("accounts.account"))
    return render_template("accounts/change_password.html", title="Change your password", form=form)


def _start_session(person: Person) -> None:
    """Begin a fresh session, so that nothing a stranger put into the old one goes on."""
    session.clear()
    session.permanent = True
    login_user(person)


def _own_address(address: str | None) -> str | None:
    """Return the address only when it leads to a page of this site."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc or "\\" in address else address
