"""Checking what was found: every choice is saved on every press of a button, and one of them confirms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from tracker.accounts.views import Page
from tracker.clock import now, today
from tracker.database import db
from tracker.formatting import counted
from tracker.intake_review import queries
from tracker.intake_review.beside import Beside
from tracker.intake_review.conflict import Difference, differences
from tracker.intake_review.review_page import ReviewPage, key_from
from tracker.models import IntakeDraft, Plan
from tracker.operations.deadlines import NO_DAY, missing_day
from tracker.operations.errors import Refused
from tracker.operations.intake import save_review
from tracker.operations.intake_confirm import Confirmed, confirm_draft
from tracker.operations.intake_draft import DraftReview
from tracker.operations.intake_editing import merge_with_next
from tracker.operations.repeats import earlier_of
from tracker.rules.wording import listed

Error = dict[str, str]


def review_draft(plan: Plan, draft: IntakeDraft) -> Page:
    """Show a draft under review, or keep what was sent and do what the pressed button says."""
    beside = Beside(queries.priorities_of(plan), earlier_of(plan), queries.judged_inspections(plan), today())
    if request.method == "GET":
        page = ReviewPage(draft, beside, request.args.get("page", type=int))
        if "check" not in request.args:
            return _render(plan, page, [])
        if missing_day(page.review, beside.today):
            page.facts.show(Refused("received_on", NO_DAY))
        return _render(plan, page, _undecided(plan, page))
    page = ReviewPage(draft, beside, request.form.get("place", type=int), request.form)
    do, _, target = request.form.get("do", "save").partition("-")
    if not page.is_valid(adding=do == "add"):
        return _render(plan, page, [])
    entered = page.entered()
    if request.form.get("version") != str(draft.version) and _differs(draft, entered):
        errors = [_CHANGED, *({"text": f"You had written: {words}"} for words in page.lost())]
        return _render(plan, page, errors, _conflict(draft, entered, beside))
    if do == "merge":
        _merge(entered, target)
    if _differs(draft, entered):
        save_review(draft, entered)
    if do == "confirm" and not _is_open(entered, beside):
        try:
            confirmed = confirm_draft(draft, by=current_user, now=now())
        except Refused as refused:
            db.session.rollback()
            return _render(plan, page, [{"text": refused.message}])
        db.session.commit()
        return _after_confirming(plan, confirmed)
    db.session.commit()
    return _after_saving(plan, ReviewPage(draft, beside, page.sheet.place), do, target)


_CHANGED = {
    "text": (
        "Somebody else saved decisions on this report after you opened it. Compare theirs with yours, "
        "and save again to keep yours"
    ),
    "href": "#theirs",
}


def _differs(draft: IntakeDraft, entered: DraftReview) -> bool:
    return DraftReview.from_dict(draft.decisions) != entered


def _is_open(review: DraftReview, beside: Beside) -> bool:
    """Return whether something has to be decided before the report can be added to the plan."""
    return bool(review.undecided or review.undecided_tray) or missing_day(review, beside.today)


def _conflict(draft: IntakeDraft, entered: DraftReview, beside: Beside) -> list[Difference]:
    titles = {priority.id: priority.title for priority in beside.priorities}
    return differences(DraftReview.from_dict(draft.decisions), entered, titles)


def _merge(review: DraftReview, target: str) -> None:
    proposal = review.find(key_from(target))
    if proposal is not None:
        merge_with_next(review, proposal)


def _after_confirming(plan: Plan, confirmed: Confirmed) -> Response:
    added, known = confirmed.recommendations, confirmed.known
    if known:
        numbers = listed([str(each.number) for each in known])
        flash(f"The report comes back to recommendation{'s' if len(known) > 1 else ''} {numbers}")
    if added:
        numbers = f"{added[0].number} to {added[-1].number}" if len(added) > 1 else f"{added[0].number}"
        flash(
            f"{counted(len(added), 'recommendation')} added to the plan, "
            f"with the number{'s' if len(added) > 1 else ''} {numbers}"
        )
    elif not known:
        flash("The report is kept with the plan. It adds no recommendations")
    return redirect(url_for(".show_inspection", plan=plan.slug, inspection=confirmed.inspection.id))


def _after_saving(plan: Plan, page: ReviewPage, do: str, target: str) -> Response:
    """Lead to where the pressed button points, on the page as it is now stored."""
    if do == "leave":
        flash("Your decisions are kept. Nothing has been added to the plan yet")
        return redirect(url_for(".list_drafts", plan=plan.slug))
    place, anchor, saved = page.sheet.place, "", None
    if do == "confirm":
        place = _first_open(page)
    elif do == "page" and (number := key_from(target)):
        place, anchor = number, "source"
    elif do == "see" and key_from(target[1:]):
        place = _sheet_of(page, target)
        anchor = f"{'proposal-' if target[0] == 'p' else 'passage-u'}{target[1:]}"
    elif do in ("save", "merge") and (number := key_from(target)):
        saved, anchor = number, f"proposal-{number}"
    elif do == "add":
        newest = page.review.next_key - 1
        place, anchor = _sheet_of(page, f"p{newest}"), f"proposal-{newest}"
    elif do in ("tray", "repeats"):
        anchor = do
    check = 1 if do == "confirm" else None
    # Values that are None are left out of the address.
    values: dict[str, Any] = {
        "draft": page.draft.id,
        "page": place,
        "saved": saved,
        "check": check,
        "view": "picture" if request.form.get("view") == "picture" else None,
    }
    return redirect(url_for(".show_draft", plan=plan.slug, **values, _anchor=anchor or None))


def _sheet_of(page: ReviewPage, target: str) -> int:
    key = key_from(target[1:])
    proposal = page.review.find(key) if target[0] == "p" else None
    entry = next((each for each in page.review.tray if target[0] == "u" and each.key == key), None)
    if proposal is not None:
        return page.sheet_of(proposal.at).place
    return page.sheet_of(entry.passage.start).place if entry else page.sheet.place


def _first_open(page: ReviewPage) -> int:
    """Return the sheet of the first proposal without a choice; the one shown where the tray alone is open."""
    first = next(iter(page.review.undecided), None)
    return page.sheet_of(first.at).place if first else page.sheet.place


def _undecided(plan: Plan, page: ReviewPage) -> list[Error]:
    """Return what is still open as errors that lead to it."""
    errors: list[Error] = []
    for proposal in page.review.undecided:
        sheet = page.sheet_of(proposal.at)
        here = "" if sheet == page.sheet else _address(plan, page, sheet.place)
        errors.append(
            {
                "text": f"Keep or leave out proposal {page.place_of(proposal)}",
                "href": f"{here}#keep-{proposal.key}",
            }
        )
    for row in page.tray:
        if row.still_open:
            errors.append(
                {
                    "text": f"Choose what should happen to {row.name[0].lower()}{row.name[1:]}",
                    "href": f"#t{row.entry.key}",
                }
            )
    return errors


def _address(plan: Plan, page: ReviewPage, place: int) -> str:
    return url_for(".show_draft", plan=plan.slug, draft=page.draft.id, page=place, check=1)


def _render(plan: Plan, page: ReviewPage, errors: list[Error], conflict: Sequence[Difference] = ()) -> str:
    return render_template(
        "intake_review/review.html",
        title="Check what we found",
        plan=plan,
        page=page,
        review=page.review,
        forms=page.forms,
        errors=errors,
        conflict=conflict,
        pictured=page.has_picture and request.values.get("view") == "picture",
        checking="check" in request.args,
        summary_words="Nothing is in the plan yet. Your decisions so far are kept."
        if request.method == "GET"
        else "",
        saved=request.args.get("saved", type=int),
    )
