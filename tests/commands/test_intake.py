"""Reading and importing reports from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.intake.sample_files import pdf_of, scan_of
from tests.intake_review.reports import PASTED, reading
from tests.parts import tesseract_path
from tests.world import World
from tracker.database import db
from tracker.models import Grant, Inspection, IntakeDraft, Plan, Recommendation


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(PASTED)
    return path


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["intake", *map(str, arguments)])


def recommendations(app: Flask) -> int:
    with app.app_context():
        return db.session.query(Recommendation).count()


def test_read_says_what_was_found(app: Flask, report: Path) -> None:
    result = run(app, "read", report)
    assert result.exit_code == 0
    assert "3 recommendations found" in result.stdout
    assert "- 3. Give every care leaver a health history before they are eighteen." in result.stdout
    assert "Published: 16 March 2026" in result.stdout


def test_read_writes_one_json_file_for_each_document(app: Flask, report: Path, tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Nothing is asked of anybody here.")
    result = run(app, "read", report, other, "--json-dir", tmp_path / "out")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "2/2" in result.stderr, "a bar shows how far it is"
    found = json.loads((tmp_path / "out" / "report.json").read_text())
    assert [each["number"] for each in found["recommendations"]] == ["1", "2", "3"]
    assert found["dates"]["published"] == "2026-03-16"
    assert {"kind", "provider", "inspectors", "judgements", "finding_refs"} <= found.keys()
    assert "source_text" not in found
    assert json.loads((tmp_path / "out" / "letter.json").read_text())["message"]


def test_read_says_which_page_of_a_scan_is_recognised(app: Flask, tmp_path: Path) -> None:
    tesseract_path()
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(scan_of(pdf_of("<p>One<p style='break-before:page'>Two")))
    result = run(app, "read", scan)
    assert result.exit_code == 0
    assert "scan.pdf: page 2 of 2" in result.stderr
    assert "scan.pdf: page" not in result.stdout


def test_read_refuses_two_files_of_one_name_before_reading(app: Flask, report: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    twin = tmp_path / "more" / "report.pdf"
    twin.write_bytes(b"%PDF-1.4")
    result = run(app, "read", report, twin, "--json-dir", tmp_path / "out")
    assert result.exit_code == 2
    assert "have the same name, report" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_file_that_holds_nothing_counts_as_read(app: Flask, tmp_path: Path) -> None:
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")
    result = run(app, "read", empty)
    assert result.exit_code == 0
    assert "The file is empty." in result.stdout


def test_a_file_that_cannot_be_read_fails_and_the_others_are_read_all_the_same(
    app: Flask, report: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nno more than that")
    result = run(app, "read", broken, tmp_path / "missing.pdf", report, "--json-dir", tmp_path / "out")
    assert result.exit_code == 1
    assert "missing.pdf: The file could not be opened" in result.stderr
    assert "broken.pdf: " in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.json"]


def test_import_brings_sure_proposals_in(app: Flask, world: World, report: Path) -> None:
    result = run(app, "import", report, "--plan", "harlmere", "--by", "Lead@harlmere.example")
    assert result.exit_code == 0, result.output
    assert "3 recommendations added to the plan harlmere" in result.stdout
    with app.app_context():
        inspection = db.session.query(Inspection).one()
        assert inspection.published == "2026-03-16"
        assert inspection.file_id
        numbers = db.session.query(Recommendation.number).filter(
            Recommendation.inspection_id == inspection.id
        )
        assert [number for (number,) in numbers.order_by(Recommendation.number)] == [2, 3, 4]


def test_import_creates_a_plan_and_its_first_lead(app: Flask, world: World, report: Path) -> None:
    result = run(
        app, "import", report, "--plan", "new", "--by", "ada@harlmere.example", "--create", "A new plan"
    )
    assert result.exit_code == 0, result.output
    assert "flask people invite ada@harlmere.example" in result.stderr
    with app.app_context():
        plan = db.session.query(Plan).filter(Plan.slug == "new").one()
        assert plan.title == "A new plan"
        assert db.session.query(Grant).filter(Grant.plan_id == plan.id).one().role == "lead"
        assert plan.last_recommendation_number == 3


@pytest.mark.parametrize(
    ("slug", "email", "more", "words"),
    [
        ("harlmere", "owner@harlmere.example", (), "does not lead the plan"),
        ("harlmere", "nobody@harlmere.example", (), "Nobody here has the e-mail address"),
        ("nowhere", "lead@harlmere.example", (), "There is no plan “nowhere”"),
        ("harlmere", "lead@harlmere.example", ("--create", "Twice"), "There is already a plan “harlmere”"),
        ("New Plan", "lead@harlmere.example", ("--create", "Title"), "A slug has small letters"),
        ("new", "no address", ("--create", "Title"), "e-mail"),
    ],
)
def test_import_says_what_is_wrong_and_imports_nothing(
    app: Flask, world: World, report: Path, slug: str, email: str, more: tuple[str, ...], words: str
) -> None:
    before = recommendations(app)
    result = run(app, "import", report, "--plan", slug, "--by", email, *more)
    assert result.exit_code == 1
    assert words in result.stderr
    assert recommendations(app) == before
    with app.app_context():
        assert db.session.query(Plan).count() == 2
        assert db.session.query(IntakeDraft).count() == 0


def test_import_of_a_file_that_is_not_there_fails(app: Flask, world: World, tmp_path: Path) -> None:
    result = run(app, "import", tmp_path / "no.pdf", "--plan", "harlmere", "--by", "lead@harlmere.example")
    assert result.exit_code == 1
    assert "could not be opened" in result.stderr


def test_import_lists_doubtful_proposals_and_imports_nothing_unless_told(
    app: Flask, world: World, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.commands.intake.read_in_process", lambda *_, **__: reading())
    arguments = ("import", report, "--plan", "harlmere", "--by", "lead@harlmere.example")
    result = run(app, *arguments)
    assert result.exit_code == 2
    assert "2 proposals sure and 1 doubtful" in result.stderr
    assert "Health checks and partners." in result.stderr
    assert "it may be a heading" in result.stderr
    assert recommendations(app) == 1
    result = run(app, *arguments, "--accept-doubtful")
    assert result.exit_code == 0, result.output
    assert recommendations(app) == 4


def test_import_of_a_report_without_recommendations_imports_nothing_and_says_so(
    app: Flask, world: World, tmp_path: Path
) -> None:
    path = tmp_path / "minutes.txt"
    path.write_text("Minutes of a meeting at which tea was served.")
    result = run(app, "import", path, "--plan", "new", "--by", "lead@harlmere.example", "--create", "New")
    assert result.exit_code == 0
    assert "Nothing was imported." in result.stdout
    with app.app_context():
        assert db.session.query(Plan).count() == 2
