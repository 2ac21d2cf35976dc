"""Following a round's link, and answering through it. Nobody is signed in by it.

The secret part stands in one address only, which leads on at once: from then on the session knows which link
it was, so that the secret reaches no Referer. Our logs leave it out (tracker.security.KeepSecretsOut).
"""

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from tracker.accounts.views import Page
from tracker.answering import blueprint
from tracker.answering.queries import Sent, load_entries, prefix_of
from tracker.clock import now, today
from tracker.database import db, writing_too
from tracker.link_access import LinkEnded, for_link_holders, get_ask_by_token, held_ask, take_link
from tracker.models import Action, LinkAct, RoundAsk
from tracker.my_actions.forms import UpdateForm
from tracker.my_actions.queries import load_one
from tracker.my_actions.saving import is_whole, save_update
from tracker.operations.errors import Refused
from tracker.operations.rounds import record_use
from tracker.operations.step_words import ladders_of
from tracker.permissions import public
from tracker.plan.views.statuses import colours_of


@blueprint.get("/answer/<token>")
@public
def follow_link(token: str) -> AnyResponse:
    """Follow the link of a mail: note that it was opened, and go on to an address without its secret."""
    # A request that reads only may not write; this one notes the opening.
    with writing_too():
        ask = get_ask_by_token(token)
        if request.method != "HEAD":
            record_use(ask, LinkAct.OPENED, now=now(), today=today())
        ask_id = ask.id
        take_link(ask)
        db.session.commit()
    return redirect(url_for("answering.show_actions", ask=ask_id), 303)


@blueprint.get("/answers/<int:ask>")
@for_link_holders
def show_actions(ask: RoundAsk) -> str:
    """Show the actions a round asks about, with the form at each."""
    return _page(ask, None)


@blueprint.post("/answers/<int:ask>/<label:action>")
@for_link_holders
def answer(ask: RoundAsk, action: Action) -> Page:
    """Save an update, or that nothing has changed, as the word of whom the round asked."""
    item, label = load_one(action, today()), action.label
    # The last update may have come through this link too, and was loaded afresh with what it asks.
    ask = held_ask(ask.id)
    plan = ask.round.plan
    form = UpdateForm(item, ladders_of(plan), prefix=prefix_of(action))
    same = bool(request.form.get("same"))
    if request.form.get("copy"):
        if item.last:
            form.copy_words(item.last)
    elif is_whole(form, same=same):
        ask_id, moment, day = ask.id, now(), today()
        try:
            is_new = save_update(form, plan, action, same=same, by=ask, now=moment, today=day)
            if is_new:
                act = LinkAct.CONFIRMED if same else LinkAct.UPDATED
                record_use(ask, act, now=moment, today=day, action=action)
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
            return _page(held_ask(ask_id), Sent(label, form))
        db.session.commit()
        flash(f"Update to {label} saved")
        return redirect(url_for("answering.show_actions", ask=ask_id))
    return _page(ask, Sent(label, form))


@blueprint.get("/answers/<int:ask>/statuses.css")
@for_link_holders
def status_colours(ask: RoundAsk) -> Response:
    """Answer with the plan's own colours of statuses."""
    return colours_of(ask.round.plan)


def _page(ask: RoundAsk, sent: Sent | None) -> str:
    entries = load_entries(ask, sent, today())
    return render_template(
        "answering/show_actions.html",
        title="Your updates",
        ask=ask,
        plan=ask.round.plan,
        entries=entries,
        waiting=sum(1 for one in entries if not one.is_answered),
        errors=sent.form.errors_to_list(sent.label) if sent else [],
        failed=sent.label if sent else "",
    )


@blueprint.errorhandler(LinkEnded)
def show_ended(ended: LinkEnded) -> tuple[str, int]:
    """Say why a link opens nothing, and give back what was typed, so that nothing is lost."""
    db.session.rollback()
    endings = {"done": "What was done", "difference": "Difference made", "next_steps": "What is next"}
    typed = {
        words: text
        for name, text in request.form.items()
        if text and (words := endings.get(name.rpartition("-")[2]))
    }
    page = render_template(
        "answering/link_ended.html",
        title="This link opens nothing now",
        why=str(ended),
        typed=typed,
        roomy=True,
    )
    return page, 410


@blueprint.after_request
def keep_to_ourselves(response: AnyResponse) -> AnyResponse:
    """Let no search engine list these pages, nothing keep them, and nobody learn the address of a link."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    if request.endpoint == "answering.follow_link":
        response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
