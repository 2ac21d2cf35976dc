"""The mail to somebody whom a comment mentions. It says where to read it, never what it says."""

from datetime import datetime

from flask import current_app, render_template, url_for

from tracker.mail import send_later
from tracker.models import Action, Comment, Person, Plan


def tell_mentioned(plan: Plan, action: Action, comment: Comment, *, by: Person, now: datetime) -> None:
    """Write a mail to everybody whom a comment mentions (needs its id and `mentioned`)."""
    base: str = current_app.config["SETTINGS"].base_url
    address = base + url_for(
        "plan.show_action", plan=plan.slug, action=action.label, _anchor=f"comment-{comment.id}"
    )
    for person in comment.mentioned:
        text = render_template("email/mention.txt", plan=plan, action=action, by=by, address=address)
        send_later(person.email, f"{by.name} mentions you on action {action.label}", text, plan=plan, now=now)
