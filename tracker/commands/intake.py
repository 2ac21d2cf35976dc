"""flask intake: reading inspection documents, and bringing one into a plan."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from tqdm import tqdm

from tracker.clock import now
from tracker.commands.intake_importing import ImportRefused, get_or_create_plan, import_reading, known_person
from tracker.commands.intake_words import as_text, lines_of_doubt
from tracker.database import db
from tracker.formatting import counted
from tracker.intake.many import MEGABYTES, SECONDS, read_many
from tracker.intake.model import Reading, UnreadableDocument
from tracker.intake.process import read_in_process
from tracker.operations.errors import Refused

command = AppGroup("intake", help="Reading and bringing in inspection documents.")

Files = tuple[Path, ...]


@command.command("read")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--json-dir",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write DIR/NAME.json for each file instead of text.",
)
def read(files: Files, json_dir: Path | None) -> None:
    """Say what was found in each FILE.

    Exit status: 0 when every file was read, also where one holds nothing; 1 when one could not be opened or
    understood; 2 when two files have the same name.
    """
    _refuse_same_names(files)
    if json_dir:
        json_dir.mkdir(parents=True, exist_ok=True)
    unreadable = 0
    # The bar is for the person who waits, so it goes where results do not.
    progress = _bar(len(files))

    def tell(path: Path, page: int, pages: int) -> None:
        progress.set_postfix_str(_of_scan(path, page, pages))

    for path, found in read_many(files, progress=tell):
        progress.update()
        if isinstance(found, UnreadableDocument):
            unreadable += 1
            progress.write(f"{path}: {found.message}", file=sys.stderr)
        elif json_dir:
            _write(json_dir / f"{path.stem}.json", found)
        else:
            progress.write(as_text(str(path), found), file=sys.stdout)
    progress.close()
    if unreadable:
        sys.exit(1)


def _bar(files: int) -> tqdm[Any]:
    """Return the bar of so many files; that of a single one is seen only while a scan is recognised."""
    alone = files == 1
    return tqdm(total=files, unit="file", file=sys.stderr, delay=3600 if alone else 0, leave=not alone)


def _of_scan(path: Path, page: int, pages: int) -> str:
    return f"{path.name}: page {page} of {pages}"


def _refuse_same_names(files: Files) -> None:
    seen: dict[str, Path] = {}
    for path in files:
        if path.stem in seen:
            raise click.UsageError(
                f"{seen[path.stem]} and {path} have the same name, {path.stem}. Nothing was read."
            )
        seen[path.stem] = path


def _write(target: Path, reading: Reading) -> None:
    found = reading.to_dict()
    # The text is in the document itself; what was found is wanted here.
    del found["source_text"], found["page_starts"]
    target.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--plan", "slug", required=True, metavar="SLUG", help="The plan; flask plans list shows them.")
@click.option("--by", "email", required=True, metavar="EMAIL", help="The lead who brings the report in.")
@click.option("--create", "title", metavar="TITLE", help="Create the plan first; EMAIL becomes its lead.")
@click.option("--accept-doubtful", is_flag=True, help="Import proposals we are unsure of, too.")
def import_(file: Path, slug: str, email: str, title: str | None, accept_doubtful: bool) -> None:
    """Bring FILE into a plan: the same as uploading it and confirming the sure proposals.

    Exit status: 0 when it was imported, or holds no recommendations; 2 when some proposals are doubtful:
    they are listed, and nothing is imported; 1 for any other reason why nothing was imported.
    """
    moment = now()
    try:
        # Read first: the database must not stay locked meanwhile.
        with _bar(1) as bar:
            reading = read_in_process(
                file.resolve(),
                file.name,
                seconds=SECONDS,
                megabytes=MEGABYTES,
                progress=lambda page, pages: bar.set_postfix_str(_of_scan(file, page, pages)),
            )
        plan = get_or_create_plan(slug, title, email, now=moment)
        person = known_person(plan, email)
        if not reading.recommendations:
            db.session.rollback()
            click.echo(reading.message or "The report holds no recommendations.")
            click.echo("Nothing was imported.")
            return
        doubtful = [proposal for proposal in reading.recommendations if not proposal.sure]
        if doubtful and not accept_doubtful:
            db.session.rollback()
            click.echo(lines_of_doubt(reading), err=True)
            sys.exit(2)
        confirmed = import_reading(plan, file, reading, by=person, now=moment)
    except (Refused, UnreadableDocument, ImportRefused) as error:
        db.session.rollback()
        raise click.ClickException(error.message) from None
    db.session.commit()
    added = confirmed.recommendations
    click.echo(f"{counted(len(added), 'recommendation')} added to the plan {plan.slug}:")
    for recommendation in added:
        click.echo(f"  {recommendation.number}. {' '.join(recommendation.text.split())}")
    for warning in reading.warnings:
        click.echo(warning, err=True)
    if person.password_hash is None:
        click.echo(f"{person.email} has no password yet: flask people invite {person.email}", err=True)
