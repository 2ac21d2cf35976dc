"""Checking a file: its columns, its recurring words, its rows. Every press of a button keeps the choices."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.formatting import counted
from tracker.models import IntakeState, Plan, PlanImport
from tracker.operations.errors import Refused
from tracker.operations.plan_import import save_decisions
from tracker.operations.plan_import_confirm import Added, confirm_import
from tracker.operations.plan_import_draft import ImportDecisions
from tracker.operations.plan_import_matching import Outcome, Proposal, known_plan
from tracker.operations.plan_import_people import Directory
from tracker.operations.step_words import ladders_of
from tracker.permissions import Permission, requires
from tracker.plan_import import blueprint, queries
from tracker.plan_import.columns_page import MEANING_CHOICES, ColumnsPage
from tracker.plan_import.rows_page import RowsPage
from tracker.plan_import.words_page import WordsPage
from tracker.sheets.model import Book

CHANGED = {
    "text": (
        "Somebody else saved decisions on this file after you opened it. Below is how it stands now: "
        "look at it and decide again"
    ),
    "href": "#main-content",
}


@blueprint.route("/plans/<plan>/plans-in/<int:draft>/columns", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def check_columns(plan: Plan, draft: int) -> Page:
    """Show what each column was taken for, and keep what the lead says instead."""
    found = queries.get_import(plan, draft, changing=request.method == "POST")
    if found.state is not IntakeState.REVIEW:
        return redirect(url_for(".show_import", plan=plan.slug, draft=found.id))
    book, decisions = _opened(found)
    ladders = ladders_of(plan)
    page = ColumnsPage(book, decisions, ladders)
    errors: list[dict[str, str]] = []
    if request.method == "POST" and not _is_stale(found):
        before = [layout.to_dict() for layout in decisions.layouts]
        page.enter(request.form)
        if before != [layout.to_dict() for layout in decisions.layouts]:
            decisions.words_checked = False  # other columns hold other words
        errors = page.errors() if request.form.get("do") == "next" else []
        decisions.columns_checked = not errors and request.form.get("do") == "next"
        words = WordsPage(book, decisions, Directory(plan), ladders)
        if decisions.columns_checked and not words.is_needed:
            decisions.words_checked = True
        _keep(found, decisions)
        if not errors:
            target = ".show_import" if decisions.words_checked else ".check_words"
            target = target if decisions.columns_checked else ".check_columns"
            return redirect(url_for(target, plan=plan.slug, draft=found.id))
    elif request.method == "POST":
        errors = [CHANGED]
    return render_template(
        "plan_import/check_columns.html",
        title="Check the columns",
        plan=plan,
        draft=found,
        page=page,
        notes=book.notes,
        meanings=MEANING_CHOICES,
        errors=errors,
    )


@blueprint.route("/plans/<plan>/plans-in/<int:draft>/words", methods=["GET", "POST"])
@requires(Permission.LEAD_PLAN)
def check_words(plan: Plan, draft: int) -> Page:
    """Show what statuses, unclear days and names were taken for, and keep what the lead says instead."""
    found = queries.get_import(plan, draft, changing=request.method == "POST")
    if found.state is not IntakeState.REVIEW:
        return redirect(url_for(".show_import", plan=plan.slug, draft=found.id))
    book, decisions = _opened(found)
    if not decisions.columns_checked:
        return redirect(url_for(".check_columns", plan=plan.slug, draft=found.id))
    page = WordsPage(book, decisions, Directory(plan), ladders_of(plan))
    errors: list[dict[str, str]] = []
    if request.method == "POST" and not _is_stale(found):
        page.enter(request.form)
        errors = page.errors()
        decisions.words_checked = not errors
        _keep(found, decisions)
        if not errors:
            return redirect(url_for(".show_import", plan=plan.slug, draft=found.id))
    elif request.method == "POST":
        errors = [CHANGED]
    return render_template(
        "plan_import/check_words.html",
        title="Check statuses, dates and people",
        plan=plan,
        draft=found,
        page=page,
        errors=errors,
    )


def check_rows(plan: Plan, draft: PlanImport) -> Page:
    """Show what each row becomes; keep which rows are left out; add them all where the button says so."""
    book, decisions = _opened(draft)
    if not decisions.columns_checked:
        return redirect(url_for(".check_columns", plan=plan.slug, draft=draft.id))
    if not decisions.words_checked and request.method == "GET":
        return redirect(url_for(".check_words", plan=plan.slug, draft=draft.id))
    values = request.form if request.method == "POST" else request.args
    show, number = values.get("show", "all"), values.get("page", 1, type=int)
    known = known_plan(plan)
    if request.method == "GET":
        page = RowsPage(book, decisions, known, show, number)
        return _rows(plan, draft, page, _undecided(plan, draft, page) if "check" in request.args else [])
    if _is_stale(draft):
        return _rows(plan, draft, RowsPage(book, decisions, known, show, number), [CHANGED])
    do = request.form.get("do", "save")
    _enter_left_out(decisions)
    stopped = RowsPage(book, decisions, known).stopped
    if do == "drop-stopped":
        decisions.left_out += [each.row.key for each in stopped]
    if do == "confirm" and not stopped:
        if decisions.to_dict() != draft.decisions:
            save_decisions(draft, decisions)
        return _confirm(plan, draft)
    _keep(draft, decisions)
    if do == "leave":
        flash("Your decisions are kept. Nothing has been added to the plan yet")
        return redirect(url_for(".list_imports", plan=plan.slug))
    if do == "confirm":
        return redirect(url_for(".show_import", plan=plan.slug, draft=draft.id, show="problems", check=1))
    return redirect(url_for(".show_import", plan=plan.slug, draft=draft.id, show=show, page=number))


def _confirm(plan: Plan, draft: PlanImport) -> Page:
    slug, draft_id = plan.slug, draft.id
    try:
        added = confirm_import(draft, by=current_user, now=now(), today=today())
    except Refused as refused:
        db.session.rollback()
        draft = queries.get_import(plan, draft_id)
        book, decisions = _opened(draft)
        page = RowsPage(book, decisions, known_plan(plan), "problems")
        errors = _undecided(plan, draft, page) or [{"text": refused.message, "href": "#rows"}]
        return _rows(plan, draft, page, errors)
    db.session.commit()
    _say(added)
    return redirect(url_for("plan.show_plan", plan=slug))


def _say(added: Added) -> None:
    words = [
        counted(number, what)
        for number, what in ((added.recommendations, "recommendation"), (added.actions, "action"))
        if number
    ]
    if words:
        verb = "is" if added.recommendations + added.actions == 1 else "are"
        flash(f"{' and '.join(words)} {verb} added to the plan")
    else:
        flash("Every row is in the plan already. Nothing was added")


def _enter_left_out(decisions: ImportDecisions) -> None:
    """Take over the boxes of the rows that were on the page; the others stay as they were."""
    on_page, ticked = set(request.form.getlist("rows")), set(request.form.getlist("out"))
    decisions.left_out = [key for key in decisions.left_out if key not in on_page]
    decisions.left_out += sorted(ticked & on_page)


def _undecided(plan: Plan, draft: PlanImport, page: RowsPage) -> list[dict[str, str]]:
    """Return the rows that cannot be added, as errors that lead to them."""
    here = {each.row.key for each in page.shown}
    elsewhere = url_for(".show_import", plan=plan.slug, draft=draft.id, show="problems", check=1)
    return [
        {
            "text": f"{each.row.place}: {_reason(each)}. Leave it out, or correct the columns",
            "href": f"{'' if each.row.key in here else elsewhere}#out-{each.row.key}",
        }
        for each in page.stopped[:50]
    ]


def _reason(proposal: Proposal) -> str:
    problems = [problem.words for problem in proposal.row.problems if problem.stops]
    return (
        problems[0] if problems else "its recommendation is not in the plan, and the row has no words for it"
    )


def _rows(plan: Plan, draft: PlanImport, page: RowsPage, errors: list[dict[str, str]]) -> str:
    return render_template(
        "plan_import/check_rows.html",
        title="Check the rows",
        plan=plan,
        draft=draft,
        page=page,
        outcomes=Outcome,
        reason=_reason,
        errors=errors,
    )


def _opened(draft: PlanImport) -> tuple[Book, ImportDecisions]:
    if draft.tables is None:
        abort(404)
    return Book.from_dict(draft.tables), ImportDecisions.from_dict(draft.decisions)


def _is_stale(draft: PlanImport) -> bool:
    """Return whether somebody else saved since the page was opened."""
    return request.form.get("version") != str(draft.version)


def _keep(draft: PlanImport, decisions: ImportDecisions) -> None:
    if decisions.to_dict() != draft.decisions:
        save_decisions(draft, decisions)
        db.session.commit()
