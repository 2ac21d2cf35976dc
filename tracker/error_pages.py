"""What a person reads when something is not there, not theirs, too large, or broken."""

from collections.abc import Sequence
from contextlib import suppress

from flask import Flask, current_app, g, render_template, request
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from werkzeug.exceptions import HTTPException

from tracker.database import db
from tracker.extensions import sign_in
from tracker.formatting import file_size
from tracker.security import LONGEST_TEXT_BYTES

_WORDS = {
    403: (
        "You cannot do this",
        "You can read this plan, but this part of it belongs to others. Ask the lead of the plan.",
    ),
    404: (
        "Page not found",
        "If you typed the address, check it. If you followed a link, the page may belong to a plan "
        "that you are not part of. Ask its lead for an invitation.",
    ),
    405: ("Page not found", "This address only takes what a form sends. Go back and use the form."),
}
# PostgreSQL's names for a value that is there already, a row that is gone, and two who wait for each other.
# SQLite's writers queue.
_CAME_TOGETHER = ("23505", "23503", "40P01")


def register(app: Flask) -> None:
    """Give every error a page in the site's own frame."""

    @app.errorhandler(413)
    def show_limits(error: HTTPException) -> tuple[str, int]:
        settings = current_app.config["SETTINGS"]
        return error_page(
            "That is too large",
            (
                f"A file may have {file_size(settings.max_file_bytes)}, a text "
                f"{settings.max_text_characters:,} characters, and everything sent at once "
                f"{file_size(settings.max_request_bytes)}; texts over "
                f"{file_size(LONGEST_TEXT_BYTES)} are not read at all. Nothing was saved."
            ),
            413,
        )

    @app.errorhandler(HTTPException)
    def show_problem(error: HTTPException) -> tuple[str, int] | HTTPException:
        if error.code is None or error.code < 400:
            return error
        title, words = _WORDS.get(error.code, ("This did not work", error.description or ""))
        return error_page(title, words, error.code)

    @app.errorhandler(DBAPIError)
    def show_what_came_together(error: DBAPIError) -> tuple[str, int]:
        # What the page looked up was added or removed by somebody else before it could be written.
        if getattr(error.orig, "sqlstate", None) not in _CAME_TOGETHER:
            raise error
        # A mistake of ours may look the same, so it is noted; the first line holds names, nobody's words.
        told = getattr(error.orig, "diag", None)
        current_app.logger.warning("%s: %s", request.endpoint, told.message_primary if told else error.orig)
        db.session.rollback()
        return error_page(
            "Somebody else was a moment quicker",
            "Somebody saved or removed the same thing at the same moment, so nothing of yours was saved. "
            "Load the page again to see what stands there now, and send the form once more.",
            409,
            typed=sentences_sent(),
        )

    @app.errorhandler(500)
    def show_failure(error: HTTPException) -> tuple[str, int]:
        # The database itself may be what failed, so nothing on this page may ask it: no plan, no person.
        with suppress(SQLAlchemyError):
            db.session.rollback()
        g.pop("plan", None)
        g.pop("access", None)
        g._login_user = sign_in.anonymous_user()  # what Flask-Login would otherwise load
        return error_page(
            "Something went wrong",
            (
                "This is our fault. Nothing was half saved. Try again in a minute; if it happens again, "
                "tell your administrator what you were doing and when."
            ),
            500,
        )


def error_page(title: str, words: str, status: int, typed: Sequence[str] = ()) -> tuple[str, int]:
    """Return a page that says what went wrong, in the site's own frame, and gives back what was `typed`."""
    return render_template("error.html", title=title, words=words, typed=typed), status


def sentences_sent() -> list[str]:
    """Return the texts of the form that was just sent: going back finds them in no browser for sure.

    What somebody types about their own account may be a password, and is not shown.
    """
    if request.blueprint == "accounts":
        return []
    return [text for texts in request.form.listvalues() for text in texts if " " in text.strip()]
