"""The plan's evidence library as a file, with the filters that stand in the address."""

from flask import Response, g, request

from tracker.clock import today
from tracker.evidence import blueprint
from tracker.evidence.forms import FilterForm
from tracker.evidence.queries import actions_supported, every_evidence_for
from tracker.formatting import in_london
from tracker.models import EvidenceForm, Plan
from tracker.permissions import Permission, requires
from tracker.plan.views.downloads import csv_of, workbook_of
from tracker.rules.ladders import AUDIENCE_WORDS, CHECK_WORDS, KIND_WORDS, Verdict
from tracker.sheets.lists import Value

HEADINGS = (
    "No.", "Evidence", "What it shows", "Where it is", "Kind", "From", "Supports", "Who may see it",
    "Added by", "Added on", "Checked", "Checked by", "Checked on", "What was looked at, or is missing",
)  # fmt: skip


@blueprint.get("/plans/<plan>/evidence.csv")
@requires(Permission.READ_PLAN)
def download_evidence_csv(plan: Plan) -> Response:
    """Hand out the library with its filters as CSV, every page of it."""
    return csv_of(plan, "evidence", HEADINGS, _rows(plan))


@blueprint.get("/plans/<plan>/evidence.xlsx")
@requires(Permission.READ_PLAN)
def download_evidence_workbook(plan: Plan) -> Response:
    """Hand out the library with its filters as a workbook, every page of it."""
    return workbook_of(plan, "evidence", HEADINGS, _rows(plan))


def _rows(plan: Plan) -> list[list[Value]]:
    rows: list[list[Value]] = []
    for item in every_evidence_for(plan, g.access, FilterForm(request.args).wanted(), today=today()):
        check = item.check if item.check and item.check.verdict is not Verdict.WITHDRAWN else None
        places = {
            EvidenceForm.LINK: item.url,
            EvidenceForm.FILE: item.file.name if item.file else "",
            EvidenceForm.REFERENCE: item.reference,
        }
        rows.append(
            [
                item.label,
                item.title,
                item.shows,
                places[item.form],
                KIND_WORDS[item.kind],
                item.effective_on,
                ", ".join(action.label for action in actions_supported(item)),
                AUDIENCE_WORDS[item.audience],
                item.said_by,
                in_london(item.added_at).date(),
                CHECK_WORDS[check.verdict if check else None],
                check.by.name if check else "",
                in_london(check.at).date() if check else None,
                check.note if check else "",
            ]
        )
    return rows
