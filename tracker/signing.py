"""The links of update rounds: a key that is stored, and its signature by the site's secret, which is not.

Nobody can make a link from what the database holds, and a link that was changed by one letter is none.
"""

import hashlib
import hmac
import secrets

from itsdangerous import BadSignature, Signer

LINK_MARK = "{signed-link}"
"""Where a stored mail's text has the link; the worker writes it in when the mail leaves."""


def new_key() -> str:
    """Return a random key of 16 characters."""
    return secrets.token_urlsafe(12)


def token_of(key: str, secret: str) -> str:
    """Return what stands in a link's address: the key and its signature."""
    return _signer(secret).sign(key.encode()).decode()


def key_in(token: str, secret: str) -> str | None:
    """Return the key of a token whose signature is ours, else None."""
    try:
        key = _signer(secret).unsign(token.encode()).decode()
    except (BadSignature, UnicodeError):
        return None
    # Base64 has several spellings of the same bytes; only the one we wrote counts.
    return key if hmac.compare_digest(token.encode(), token_of(key, secret).encode()) else None


def _signer(secret: str) -> Signer:
    return Signer(secret, salt="link of an update round", digest_method=hashlib.sha256)
