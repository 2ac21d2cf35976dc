"""What a person reads whose form can no longer be taken, because they were signed out meanwhile."""

from flask import render_template
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from tracker.accounts import blueprint, lost_words
from tracker.accounts.forms import SignInForm
from tracker.error_pages import error_page, sentences_sent


@blueprint.app_errorhandler(CSRFError)
def show_stale_form(error: CSRFError) -> tuple[str, int]:
    """Ask to sign in again; the words of an update go along, those of other forms are given back."""
    words = "" if current_user.is_authenticated else lost_words.pack()
    if words:
        page = render_template(
            "accounts/sign_in_page.html",
            title="Sign in",
            form=SignInForm(None),
            kept=words,
            ended=True,
            roomy=True,
        )
        return page, 400
    return error_page(
        "Your form has expired",
        (
            "You were signed out, or the page was open for a long time. Nothing was saved. Load the page "
            "again and send the form once more."
        ),
        400,
        typed=sentences_sent(),
    )
