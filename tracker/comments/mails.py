"""The mail to somebody whom a comment mentions. It says where to read it, never what it says."""

from datetime import datetime

from flask import current_app, render_template, url_for

from tracker.mail import send_later, who_wants
from tracker.models import Action, Comment, MailKind, Person, Plan


def tell_mentioned(plan: Plan, action: Action, comment: Comment, *, by: Person, now: datetime) -> None:
    """Write a mail to everybody whom a comment mentions, and who wants it (needs its id and `mentioned`)."""
    wanting = who_wants(MailKind.MENTION, [person.id for person in comment.mentioned])
    base: str = current_app.config["SETTINGS"].base_url
    address = base + url_for(
        "plan.show_action", plan=plan.slug, action=action.label, _anchor=f"comment-{comment.id}"
    )
    text = render_template("email/mention.txt", plan=plan, action=action, by=by, address=address)
    subject = f"{by.name} mentions you on action {action.label}"
    for person in comment.mentioned:
        if person.id in wanting:
            send_later(person.email, subject, text, plan=plan, kind=MailKind.MENTION, now=now)
