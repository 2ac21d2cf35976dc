"""Members' questions and recommendations about issued reports, and the replies to them."""

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now
from tracker.database import db
from tracker.models import (
    QUESTION_STATUS_WORDS,
    FormKind,
    IssuedReport,
    Plan,
    Question,
    QuestionKind,
    QuestionStatus,
)
from tracker.operations import questions
from tracker.operations.errors import Refused
from tracker.operations.owners import owner_name
from tracker.permissions import Permission, requires
from tracker.report_screens import blueprint
from tracker.report_screens.forms import QuestionForm, ReplyForm
from tracker.report_screens.queries import load_issued, load_question, may_ask, owners_of, questions_for
from tracker.reports.findings import rec_title
from tracker.reports.kept import Damaged, kept_snapshot
from tracker.reports.snapshot import Snapshot
from tracker.reports.suggested import suggested_questions
from tracker.rules.ladders import Audience, Edition

WHOLE = "The whole report"
NOBODY = 0


@blueprint.get("/plans/<plan>/questions")
@requires(Permission.READ_ISSUED)
def list_questions(plan: Plan) -> str:
    """List what members asked about the reports this person may read, and the replies."""
    return render_template(
        "report_screens/list_questions.html",
        title="Questions from members",
        plan=plan,
        questions=questions_for(plan, g.access),
        question_status_words=QUESTION_STATUS_WORDS,
        roomy=not g.access.may(Permission.READ_PLAN),
    )


@blueprint.route("/plans/<plan>/issued-reports/<int:number>/ask", methods=["GET", "POST"])
@requires(Permission.READ_ISSUED)
def ask_question(plan: Plan, number: int) -> Page:
    """Put a question or recommendation about a report, or about one part of it."""
    report = load_issued(plan, g.access, number) or abort(404)
    if not may_ask(report, g.access):
        abort(403)
    value = _value(report)
    parts = parts_of(value)
    form = QuestionForm(data=_suggested(value, parts))
    form.about.choices = [(part, part) for part in parts]
    if form.validate_on_submit():
        try:
            questions.ask_question(
                plan,
                report,
                kind=QuestionKind(form.kind.data),
                about=form.about.data,
                place=form.place.data,
                text=form.text.data,
                by=current_user,
                now=now(),
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash("It is sent to the improvement team. The reply will stand here")
            return redirect(url_for("report_screens.list_questions", plan=plan.slug))
    return render_template(
        "report_screens/ask_question.html",
        title="Ask a question or make a recommendation",
        plan=plan,
        report=report,
        form=form,
        roomy=not g.access.may(Permission.READ_PLAN),
    )


@blueprint.route("/plans/<plan>/questions/<int:question>", methods=["GET", "POST"])
@requires(Permission.READ_PLAN)
def answer_question(plan: Plan, question: int) -> Page:
    """Say who answers a question and by when, and answer it."""
    asked = load_question(plan, question) or abort(404)
    if not may_answer(asked):
        abort(403)
    owners = {owner.id: owner for owner in owners_of(plan)}
    form = ReplyForm(
        data={
            "owner": asked.owner_id or NOBODY,
            "due_on": asked.due_on,
            "status": asked.status.value,
            "reply": asked.reply,
            "audience": asked.audience.value,
        }
    )
    form.owner.choices = [(NOBODY, "Nobody yet"), *((key, owner_name(one)) for key, one in owners.items())]
    if form.validate_on_submit():
        try:
            questions.answer_question(
                plan,
                asked,
                owner=owners.get(form.owner.data),
                due_on=form.due_on.data,
                status=QuestionStatus(form.status.data),
                reply=form.reply.data,
                audience=Audience(form.audience.data),
                by=current_user,
                now=now(),
            )
        except Refused as refused:
            db.session.rollback()
            form.show(refused)
        else:
            db.session.commit()
            flash("The reply is saved" if form.reply.data else "The owner and the date are saved")
            return redirect(url_for("report_screens.list_questions", plan=plan.slug))
    return render_template(
        "report_screens/answer_question.html",
        title="Reply to members",
        plan=plan,
        question=asked,
        form=form,
    )


def may_answer(question: Question) -> bool:
    """Return whether the person signed in may answer: leads, and who owns the question."""
    if g.access.may(Permission.LEAD_PLAN):
        return True
    return question.owner is not None and question.owner.person_id == current_user.id


def _value(report: IssuedReport) -> Snapshot | None:
    """Return the value that was issued to everybody, or None where it was purged or is damaged.

    What is asked prints in the public edition of the next report, so its words come from that edition.
    """
    form = report.form(Edition.PUBLIC, FormKind.SNAPSHOT)
    try:
        return kept_snapshot(form) if form else None
    except Damaged:
        return None


def _suggested(value: Snapshot | None, parts: list[str]) -> dict[str, str]:
    """Return what the form begins with where its address names one of the suggested questions."""
    place = request.args.get("suggested", 0, type=int)
    found = suggested_questions(value) if value else []
    if not 1 <= place <= len(found):
        return {}
    one = found[place - 1]
    # A suggestion is about a priority, which is a part, or about an action, which is a place in the report.
    part = next((part for part in parts if one.about and part.startswith(f"{one.about}: ")), "")
    told = {"text": one.text, "kind": QuestionKind.QUESTION.value}
    return told | ({"about": part} if part else {"place": f"Action {one.about}" if one.about else ""})


def parts_of(value: Snapshot | None) -> list[str]:
    """Return what of a report can be asked about: the whole, its priorities and its recommendations."""
    if value is None:
        return [WHOLE]
    priorities = [f"Priority {one.number}: {one.title}" for one in value.priorities if one.number]
    asked = [f"Recommendation {one.number}: {rec_title(one)}" for one in value.recommendations]
    return [WHOLE, *(part[:300] for part in [*priorities, *asked])]
