"""Headers, cookies and limits that hold for every request."""

import logging
import re
import secrets
from datetime import timedelta

from flask import Flask, Response, abort, g, request
from flask_login import current_user

MEGABYTE = 1024 * 1024

COOKIES_AND_LIMITS = {
    "SESSION_COOKIE_NAME": "tracker",
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
    "REMEMBER_COOKIE_HTTPONLY": True,
    # As long as the session: a form left open over lunch must not lose its words.
    "WTF_CSRF_TIME_LIMIT": None,
    # Percent-encoding can treble a text of one megabyte; longer single texts are refused below.
    "MAX_FORM_MEMORY_SIZE": 8 * MEGABYTE,
    "MAX_FORM_PARTS": 5000,
}
# A text longer than this is not sent back, so that a mistaken paste cannot tie up the site.
LONGEST_TEXT_BYTES = MEGABYTE


_SECRET_ADDRESS = re.compile(r"/(answer|link|calendar)/[^/\s\"\'?\]]+")


class KeepSecretsOut(logging.Filter):
    """Writes no secret of a link into a log: what can be read there must not open anything."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Leave out the secret part of every address in the line."""
        told = record.getMessage()
        if _SECRET_ADDRESS.search(told):
            record.msg, record.args = _SECRET_ADDRESS.sub(r"/\1/[left out]", told), ()
        return True


def harden(app: Flask) -> None:
    """Set the headers of every answer, refuse texts too long to handle, keep secrets out of the logs."""
    for logger in (app.logger, logging.getLogger("werkzeug")):
        if not any(isinstance(one, KeepSecretsOut) for one in logger.filters):
            logger.addFilter(KeepSecretsOut())

    @app.before_request
    def make_nonce() -> None:
        g.nonce = secrets.token_urlsafe(16)

    @app.before_request
    def refuse_giant_texts() -> None:
        if request.method == "POST" and any(
            len(value) > LONGEST_TEXT_BYTES // 4 and len(value.encode()) > LONGEST_TEXT_BYTES
            for value in request.form.values()
        ):
            abort(413)

    @app.before_request
    def refuse_what_no_text_holds() -> None:
        # PostgreSQL knows no NUL. Texts lose theirs in the forms, and filters are read by their pages.
        if "\0" in request.path:
            abort(400)

    @app.context_processor
    def nonce() -> dict[str, str]:
        return {"cspNonce": g.get("nonce", "")}

    @app.after_request
    def set_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault(
            "Content-Security-Policy",
            f"default-src 'none'; script-src 'self' 'nonce-{g.get('nonce', '')}'; style-src 'self'; "
            "img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; "
            "frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'",
        )
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if app.config["SESSION_COOKIE_SECURE"]:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        # A plan holds what must not lie in a shared computer's cache; our own static files may.
        # The same goes for pages that carry a one-time link or words on their way through signing in.
        if request.endpoint != "static" and (
            current_user.is_authenticated or request.blueprint == "accounts"
        ):
            headers.setdefault("Cache-Control", "no-store")
        return response
