"""flask reports: rendering a report into files."""

import shutil
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO

import click
import sqlalchemy as sa
from flask.cli import AppGroup
from tqdm import tqdm

from tracker.clock import today
from tracker.database import db
from tracker.models import Plan
from tracker.operations.errors import Refused
from tracker.operations.reports import recommendation_for
from tracker.report_screens.making import docx_form, evidence_form, xlsx_form
from tracker.report_screens.tasks import council
from tracker.reports.build import build_snapshot
from tracker.reports.html import report_html
from tracker.reports.kept import Damaged, last_report_of
from tracker.reports.kinds import OUTLINES
from tracker.rules.ladders import Edition
from tracker.rules.report_kinds import ReportKind

command = AppGroup("reports", help="Reports.")


@command.command("render")
@click.option("--plan", "slug", required=True, help="Slug of the plan; flask plans list prints them.")
@click.option("--kind", type=click.Choice([kind.value for kind in OUTLINES]), default="board")
@click.option(
    "--recommendation", type=click.IntRange(min=1), help="Number of the one a recommendation sheet is about."
)
@click.option("--as-at", type=click.DateTime(["%Y-%m-%d"]), help="Last day that counts; today if left out.")
@click.option("--edition", type=click.Choice([one.value for one in Edition]), default="public")
@click.option("--out", "pdf_file", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--html", "html_file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--docx", "docx_file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--xlsx", "xlsx_file", type=click.Path(dir_okay=False, path_type=Path), help="Its data.")
@click.option("--zip", "zip_file", type=click.Path(dir_okay=False, path_type=Path), help="Evidence files.")
def render(
    slug: str,
    kind: str,
    recommendation: int | None,
    as_at: datetime | None,
    edition: str,
    pdf_file: Path,
    html_file: Path | None,
    docx_file: Path | None,
    xlsx_file: Path | None,
    zip_file: Path | None,
) -> None:
    """Write a report as PDF, and in its other forms beside it if asked.

    What changed is told against the last report of the same kind that was issued, to whatever body.
    """
    plan = db.session.scalar(sa.select(Plan).where(Plan.slug == slug))
    if plan is None:
        raise click.ClickException(f"There is no plan “{slug}”. flask plans list prints those there are.")
    day = as_at.date() if as_at else today()
    if day > today():
        raise click.ClickException("The day the report is as at must not be in the future.")
    try:
        about = recommendation_for(plan.id, ReportKind(kind), recommendation)
    except Refused as refused:
        raise click.ClickException(refused.message) from None
    try:
        before = last_report_of(plan, ReportKind(kind), day, Edition(edition))
    except Damaged as damaged:
        raise click.ClickException(f"The report before this one is damaged: {damaged}.") from None
    snapshot = build_snapshot(
        plan,
        day,
        Edition(edition),
        council=council(),
        before=before,
        kind=ReportKind(kind),
        recommendation=about,
    )
    page = report_html(snapshot)
    with tqdm(desc="Laying out", unit=" pages", total=0) as bar:

        def tell(laid_out: int, expected: int) -> None:
            bar.total = max(expected, laid_out)
            bar.update(max(0, laid_out - bar.n))

        from tracker.reports.pdf import html_to_pdf  # the renderer takes long to load; only this needs it

        pdf = html_to_pdf(page, on_page=tell)
    _write(pdf_file, pdf)
    if html_file:
        _write(html_file, page.encode())
    if docx_file:
        _write(docx_file, docx_form(snapshot).data)
    if xlsx_file:
        _write(xlsx_file, xlsx_form(snapshot).data)
    if zip_file and (attached := evidence_form(snapshot, plan.id)):
        _write(zip_file, attached.data)
    elif zip_file:
        click.echo(f"{zip_file}: no evidence of this edition is a file, so it was not written")


def _write(file: Path, content: bytes | IO[bytes]) -> None:
    """Write a form into a file and say how large it is. An open file of the form is closed."""
    try:
        with BytesIO(content) if isinstance(content, bytes) else content as source, file.open("wb") as goal:
            source.seek(0)
            shutil.copyfileobj(source, goal)
    except OSError as failure:
        raise click.ClickException(f"{file} could not be written: {failure.strerror}.") from None
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


@command.command("verify")
@click.argument("numbers", nargs=-1, type=click.IntRange(min=1))
@click.option("--plan", "slug", help="Slug of the plan; needed where there are several.")
@click.option("--hashes-only", is_flag=True, help="Compare hashes, and make nothing anew.")
def verify(numbers: tuple[int, ...], slug: str | None, hashes_only: bool) -> None:
    """Check that issued reports are what was issued: all of them, or those with these numbers.

    Compares the SHA-256 of every stored form, and the words of every form with those of a new render.
    """
    from tracker.report_screens.verifying import faults_of, issued_reports

    plans = db.session.scalars(sa.select(Plan).order_by(Plan.slug)).all()
    chosen = [plan for plan in plans if slug in (None, plan.slug)]
    if not chosen:
        raise click.ClickException("There is no such plan. flask plans list prints those there are.")
    if len(chosen) > 1:
        raise click.ClickException("There are several plans: say which with --plan.")
    reports = issued_reports(chosen[0], numbers)
    missing = sorted(set(numbers) - {report.number for report in reports})
    wrong = len(missing)
    for number in missing:
        click.echo(f"Report {number}: there is none.", err=True)
    for report in reports:
        faults = faults_of(report, render=not hashes_only)
        wrong += bool(faults)
        for fault in faults:
            click.echo(f"Report {report.number}: {fault}.", err=True)
        if not faults:
            click.echo(f"Report {report.number}: as it was issued.")
    if wrong:
        raise SystemExit(1)
    if not reports:
        click.echo("No report has been issued yet.")
