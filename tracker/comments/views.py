"""Writing a comment on an action."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.comments import blueprint
from tracker.comments.forms import CommentForm
from tracker.comments.mails import tell_mentioned
from tracker.comments.queries import list_readers
from tracker.database import db
from tracker.models import Action, Plan
from tracker.operations.comments import add_comment as operation
from tracker.operations.errors import Refused
from tracker.permissions import Permission, requires


@blueprint.route("/plans/<plan>/actions/<label:action>/comments/new", methods=["GET", "POST"])
@requires(Permission.COMMENT)
def add_comment(plan: Plan, action: Action) -> Page:
    """Comment on an action; who stands behind an @ is told by mail, unless they do without."""
    form = CommentForm()
    readers = list_readers(plan)
    if form.validate_on_submit():
        moment = now()
        try:
            comment = operation(action, form.comment.data, readers, by=current_user, now=moment)
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.flush()
            tell_mentioned(plan, action, comment, by=current_user, now=moment)
            told = ", ".join(person.name for person in comment.mentioned)
            anchor = f"comment-{comment.id}"
            db.session.commit()
            flash(f"Comment added. {told} will be told" if told else "Comment added")
            return redirect(url_for("plan.show_action", plan=plan.slug, action=action.label, _anchor=anchor))
    return render_template(
        "comments/add_comment.html",
        title=f"Comment on {action.label}",
        plan=plan,
        action=action,
        form=form,
        readers=readers,
    )
