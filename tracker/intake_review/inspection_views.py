"""The inspection as it is kept for ever: its facts, its text with the passages, and the file it came in."""

from __future__ import annotations

from flask import render_template, url_for
from werkzeug.wrappers import Response

from tracker.brought_in import attachment
from tracker.clock import today
from tracker.intake_review import blueprint, queries
from tracker.intake_review.beside import judgement_table
from tracker.intake_review.clocks import clock_of
from tracker.intake_review.pictures import has_pictures, picture_of
from tracker.intake_review.source import Mark, marks_on_page, paragraphs, sheets, trimmed
from tracker.models import Inspection, Plan
from tracker.permissions import Permission, requires


@blueprint.get("/plans/<plan>/inspections/<int:inspection>")
@requires(Permission.READ_PLAN)
def show_inspection(plan: Plan, inspection: int) -> str:
    """Show an inspection to everybody who may read the plan."""
    found = queries.get_inspection(plan, inspection)
    marks = _marks(plan, found)
    pages = sheets(found.source_text, found.page_starts)
    waiting = sorted(
        (each for each in found.deadlines if each.sent_on is None), key=lambda each: (each.due_on, each.id)
    )
    return render_template(
        "intake_review/show_inspection.html",
        title=found.title,
        plan=plan,
        inspection=found,
        judged=judgement_table(
            [(each.area, each.grade) for each in found.judgements],
            found.provider,
            found.published or "",
            queries.judged_inspections(plan, other_than=found.id),
        ),
        ticking=clock_of(found, waiting, today()) if waiting else None,
        has_pictures=has_pictures(found.file),
        pages=[(sheet, paragraphs(found.source_text, sheet.start, sheet.end, marks)) for sheet in pages],
        ungrouped=sum(1 for each in found.recommendations if each.priority_id is None),
        without_actions=queries.number_without_actions(found),
        linked=[finding for finding in found.findings if finding.is_marked or finding.recommendations],
    )


@blueprint.get("/plans/<plan>/inspections/<int:inspection>/source")
@requires(Permission.READ_PLAN)
def download_source(plan: Plan, inspection: int) -> Response:
    """Hand out the file the inspection came in, as an attachment."""
    file = queries.get_source(plan, inspection).file
    assert file is not None, "the query asks for inspections with a file"
    return attachment(file)


@blueprint.get("/plans/<plan>/inspections/<int:inspection>/pages/<int:page>")
@requires(Permission.READ_PLAN)
def show_inspection_page(plan: Plan, inspection: int, page: int) -> Response:
    """Show a page of the inspection's PDF as a picture, with its passages marked."""
    found = queries.get_inspection(plan, inspection)
    text, starts = found.source_text, found.page_starts
    return picture_of(found.file, page, text, marks_on_page(_marks(plan, found), page, starts, len(text)))


def _marks(plan: Plan, inspection: Inspection) -> list[Mark]:
    """Return the passages of the recommendations, and of the findings linked to them."""
    marks: list[Mark] = []
    for recommendation in inspection.recommendations:
        if recommendation.passage_start is None or recommendation.passage_end is None:
            continue
        start, end = trimmed(inspection.source_text, recommendation.passage_start, recommendation.passage_end)
        marks.append(
            Mark(
                f"recommendation-{recommendation.number}",
                start,
                end,
                label=str(recommendation.number),
                href=url_for("plan.show_recommendation", plan=plan.slug, number=recommendation.number),
                spoken="Recommendation ",
            )
        )
    for finding in inspection.findings:
        if finding.is_marked and finding.passage_start is not None and finding.passage_end is not None:
            start, end = trimmed(inspection.source_text, finding.passage_start, finding.passage_end)
            marks.append(Mark(f"finding-{finding.position}", start, end, doubtful=True))
    return marks
