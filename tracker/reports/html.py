"""A snapshot as one HTML page: the same page is the preview, the twin that goes with the PDF, and its source.

Everything a person wrote is escaped; `tracker.reports.prose` makes commentary into safe HTML.
"""

import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.reports import (
    change_list,
    change_rows,
    changes,
    exceptions,
    findings,
    measuring,
    narrative,
    notes,
    pictures,
    plan_on_a_page,
    points,
    prose,
    rows,
    scrutiny,
    scrutiny_room,
    scrutiny_steps,
    scrutiny_words,
    self_evaluation,
    sentences,
    sheet,
    suggested,
    trend,
    whys,
    words,
)
from tracker.reports.explained import Glossary
from tracker.reports.kinds import outline_of
from tracker.reports.logo import picture_of
from tracker.reports.marks import css_name, marks_css
from tracker.reports.notes import Notes
from tracker.reports.snapshot import Snapshot
from tracker.rules.glossary import GLOSSARY
from tracker.rules.ladders import EDITION_WORDS
from tracker.rules.report_kinds import KIND_WORDS, ReportKind

STYLES = Path(__file__).parent / "styles"
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
_STYLE_FILES = ("page.css", "text.css", "tables.css", "marks.css", "parts.css")
_KIND_STYLES = {
    ReportKind.BOARD: (),
    ReportKind.SCRUTINY: ("masthead.css", "scrutiny.css"),
    ReportKind.EXCEPTIONS: ("masthead.css", "exceptions.css"),
    ReportKind.PLAN_ON_A_PAGE: ("masthead.css", "plan-on-a-page.css"),
    ReportKind.RECOMMENDATION: ("masthead.css", "recommendation.css"),
    ReportKind.SELF_EVALUATION: ("self-evaluation.css",),
}


def report_html(snapshot: Snapshot, *, stylesheet: str = "", bar: Markup | None = None) -> str:
    """Return a report of any kind as a whole HTML page: the outline and template of its kind.

    With `stylesheet`, an address, the page links to it (a site with a strict content policy serves
    `report_css` there); otherwise the style stands in the page, which then needs no other file. `bar` is put
    above the report, for the preview's own links; it must be safe HTML.
    """
    return _environment().get_template(f"reports/{snapshot.kind.value}.html").render(
        s=snapshot,
        title=title_of(snapshot),
        heading=heading_of(snapshot),
        kind_words=KIND_WORDS[snapshot.kind],
        outline=outline_of(snapshot),
        notes=Notes(snapshot.evidence_by_number),
        edition=EDITION_WORDS[snapshot.edition],
        issue=issue_line(snapshot),
        number=number_line(snapshot),
        # A report that was stored before plans had glossaries has the usual one.
        glossary=Glossary([(one.term, one.meaning) for one in snapshot.glossary] or GLOSSARY),
        stylesheet=stylesheet,
        style=Markup(report_css(snapshot)),  # noqa: S704 - our own files and checked colours
        bar=bar,
    )  # fmt: skip


def report_css(snapshot: Snapshot) -> str:
    """Return the style sheet of a report: ours, then the council's colours and the marks of the plan's key.

    Raises ValueError for a colour that is not "#rrggbb": nothing else may reach the style sheet.
    """
    colours = (snapshot.council.first_colour, snapshot.council.second_colour)
    for colour in colours:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
            raise ValueError(f"not a colour: {colour!r}")
    root = f":root{{--council-1:{colours[0]};--council-2:{colours[1]}}}"
    return "\n".join([_own_css(snapshot.kind), root, marks_css(snapshot.delivery_key)])


def heading_of(snapshot: Snapshot) -> str:
    """Return the heading of a whole report: the plan, or the recommendation that a sheet is about."""
    if snapshot.recommendation is not None:
        one = snapshot.recommendation_by_number[snapshot.recommendation]
        return f"Recommendation {one.number}: {findings.rec_title(one)}"
    if snapshot.kind is ReportKind.SELF_EVALUATION:
        return KIND_WORDS[snapshot.kind].name
    return snapshot.plan


def title_of(snapshot: Snapshot) -> str:
    """Return the title of the document: its heading, what it is, and to whom it goes."""
    name = "report" if snapshot.kind is ReportKind.BOARD else KIND_WORDS[snapshot.kind].name.lower()
    what = f"draft {name}" if snapshot.number is None else f"{name} {snapshot.number}"
    to = f" to the {snapshot.meeting.body}" if snapshot.meeting else ""
    heading = heading_of(snapshot)
    if heading == KIND_WORDS[snapshot.kind].name:  # the heading says what it is: not a second time
        what = "draft" if snapshot.number is None else f"report {snapshot.number}"
    return f"{heading}: {what}{to}"


def issue_line(snapshot: Snapshot) -> str:
    """Return what stands in the foot of every page: number, day, edition and check code, or "Draft"."""
    day, edition = words.long_date(snapshot.as_at), EDITION_WORDS[snapshot.edition]
    if snapshot.number is None:
        return f"Draft  |  {day}  |  {edition}"
    return f"Report {snapshot.number}  |  {day}  |  {edition}  |  Check code {snapshot.check_code}"


def number_line(snapshot: Snapshot) -> str:
    """Return which report this is, for its head, which says the day and the edition elsewhere."""
    if snapshot.number is not None:
        return f"Report {snapshot.number}, check code {snapshot.check_code}"
    return "Draft" if snapshot.signed else "Draft, not yet approved"


@cache
def _own_css(kind: ReportKind) -> str:
    # What a screen changes comes last.
    names = (*_STYLE_FILES, *_KIND_STYLES[kind], "screen.css")
    return "\n".join((STYLES / name).read_text() for name in names)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        f=findings, changes=changes, change_rows=change_rows, say=sentences,
        change_list=change_list.change_list,
        exceptions=exceptions, scrutiny=scrutiny, room=scrutiny_room, suggested=suggested, trend=trend,
        plan_on_a_page=plan_on_a_page, sheet=sheet, self_evaluation=self_evaluation,
        steps=scrutiny_steps.steps, told=scrutiny_words, whys=whys, points=points.points,
        rows=rows, measuring=measuring, w=words, pictures=pictures, note=notes, prose=prose,
        picture_of=picture_of, story_of=narrative.story_of, main_risk=narrative.main_risk,
    )  # fmt: skip
    environment.filters.update(
        markdown=prose.markdown,
        day=words.long_date,
        short_day=words.short_date,
        css_name=css_name,
        paragraphs=words.paragraphs,
    )
    return environment
