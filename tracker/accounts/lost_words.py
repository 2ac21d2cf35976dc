"""Words that were typed into an update form whose session had ended: carried through signing in.

They travel in the sign-in page itself, signed, so that nothing of them is stored for somebody unknown. After
signing in they are kept as a draft, never saved as an update: the person sees them again before that.
"""

from datetime import datetime
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import current_app, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer

from tracker.database import db
from tracker.models import Action, Naming, Owner, Person, Plan
from tracker.operations.errors import Refused
from tracker.operations.update_drafts import keep_draft
from tracker.permissions import Permission, access_of

LAST = 12 * 60 * 60  # seconds
ENDPOINT = "my_actions.update_action"


def pack() -> str:
    """Return the words of the form that was just sent, "" where it was not an update or not our own form."""
    if request.endpoint != ENDPOINT or request.method != "POST" or not request.view_args:
        return ""
    if not _comes_from_us():
        return ""
    at = request.args.get("at", "")
    prefix = f"a{at}-" if at else ""
    fields = {
        name.removeprefix(prefix): request.form.getlist(name)
        for name in request.form
        if name.startswith(prefix) and name not in ("csrf_token", "copy", "same")
    }
    words = {"plan": request.view_args["plan"], "action": request.view_args["action"], "fields": fields}
    return _signer().dumps(words)


def restore(packed: str, person: Person, *, now: datetime) -> str | None:
    """Keep the words as a draft of the person who has signed in; return where they stand.

    None where they are damaged or too old, or where the person may not update that action.
    """
    try:
        words = _signer().loads(packed, max_age=LAST)
    except BadData:
        return None
    number, _, sequence = words["action"].partition(".")
    action = db.session.scalar(
        sa.select(Action)
        .join(Action.plan)
        .where(
            Plan.slug == words["plan"], Action.first_number == int(number), Action.sequence == int(sequence)
        )
        .options(
            sa.orm.joinedload(Action.plan),
            sa.orm.selectinload(Action.named).joinedload(Naming.owner).joinedload(Owner.person),
        )
    )
    if action is None or not access_of(person, action.plan).may(Permission.UPDATE_ACTION, action):
        return None
    try:
        keep_draft(action, words["fields"], by=person, now=now)
    except Refused:
        return None
    return url_for(ENDPOINT, plan=words["plan"], action=words["action"])


def _comes_from_us() -> bool:
    """Whether a page of this site sent the form: another site could put its own words into somebody's draft.

    No browser sends the session's cookie along with another site's form, so that looks like a session that
    has ended. But every browser says which site a form comes from.
    """
    if "Sec-Fetch-Site" in request.headers:
        # A page that is loaded again by hand has no site behind it.
        return request.headers["Sec-Fetch-Site"] in ("same-origin", "none")
    return urlsplit(request.headers.get("Origin", "")).netloc == request.host


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="lost words")
