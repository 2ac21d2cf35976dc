"""flask reports verify: what was issued is still what was issued, or the command says what is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import joinedload

from tests.report_screens.issued import issued_report
from tests.world import NOW, World
from tracker.database import db
from tracker.jobs import run_everything_due
from tracker.models import FormKind, IssuedForm, Job, Meeting, Person, Plan
from tracker.operations.files import path_of
from tracker.operations.issuing import MadeForm
from tracker.report_screens.making import MADE_SLOWLY
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import Edition

Verify = Callable[..., Result]


@pytest.fixture
def verify(app: Flask, world: World) -> Verify:
    """A site with report 1, and the command to verify it with."""
    with app.app_context():
        plan = db.session.get_one(Plan, world.plan)
        issued_report(plan, db.session.query(Meeting).one(), world)
        db.session.commit()

    def run(*arguments: str) -> Result:
        everything = ["reports", "verify", "--plan", "harlmere", *arguments]
        return app.test_cli_runner().invoke(args=everything)

    return run


def stored(app: Flask, kind: FormKind, edition: Edition = Edition.PUBLIC) -> tuple[IssuedForm, Path]:
    forms = sa.select(IssuedForm).where(IssuedForm.kind == kind, IssuedForm.edition == edition)
    form = db.session.scalars(forms.options(joinedload(IssuedForm.file))).one()
    assert form.file is not None
    return form, path_of(form.file)


def test_a_report_as_it_was_issued_is_found_so(app: Flask, verify: Verify) -> None:
    answer = verify("--hashes-only")
    assert (answer.exit_code, answer.output) == (0, "Report 1: as it was issued.\n")


@pytest.mark.parametrize("kind", list(FormKind))
def test_tampering_with_any_stored_form_is_found(app: Flask, verify: Verify, kind: FormKind) -> None:
    with app.app_context():
        _, path = stored(app, kind)
        path.write_bytes(path.read_bytes() + b" ")
    answer = verify("1", "--hashes-only")
    assert answer.exit_code == 1
    assert f"the public {kind.value} form is not what was issued" in answer.output


def test_a_missing_file_is_found(app: Flask, verify: Verify) -> None:
    with app.app_context():
        stored(app, FormKind.PDF)[1].unlink()
    answer = verify("--hashes-only")
    assert answer.exit_code == 1
    assert "is missing" in answer.output


def test_a_report_issued_before_there_were_these_forms_is_as_it_was_issued(
    app: Flask, verify: Verify
) -> None:
    with app.app_context():
        for kind in (FormKind.DOCX, FormKind.XLSX, FormKind.ZIP):
            for edition in Edition:
                db.session.delete(stored(app, kind, edition)[0])
        db.session.commit()
    answer = verify("--hashes-only")
    assert (answer.exit_code, answer.output) == (0, "Report 1: as it was issued.\n")


def test_forms_that_were_left_for_later_are_made_from_the_value(
    app: Flask, verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    def quickly(kind: FormKind) -> Callable[[Snapshot], MadeForm]:
        return lambda value: MadeForm(value.edition, kind, b"made " + kind.encode())

    for each in MADE_SLOWLY:
        monkeypatch.setitem(MADE_SLOWLY, each, quickly(each))
    with app.app_context():
        for kind in MADE_SLOWLY:
            db.session.delete(stored(app, kind)[0])
        db.session.add(
            Job(kind="make_missing_forms", arguments={"report_id": 1}, run_after=NOW, created_at=NOW)
        )
        db.session.commit()
        run_everything_due()
        for kind in MADE_SLOWLY:
            assert stored(app, kind)[1].read_bytes() == b"made " + kind.encode()
            assert b"made" not in stored(app, kind, Edition.MEMBERS)[1].read_bytes()  # it was there
    assert verify("--hashes-only").exit_code == 0


def test_nothing_of_a_report_comes_back_that_was_purged_meanwhile(
    app: Flask, verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    def purged_meanwhile(value: Snapshot) -> MadeForm:
        for edition in Edition:
            stored(app, FormKind.SNAPSHOT, edition)[0].file_id = None
        db.session.commit()
        return MadeForm(value.edition, FormKind.DOCX, b"made")

    monkeypatch.setitem(MADE_SLOWLY, FormKind.DOCX, purged_meanwhile)
    with app.app_context():
        db.session.delete(stored(app, FormKind.DOCX)[0])
        db.session.add(
            Job(kind="make_missing_forms", arguments={"report_id": 1}, run_after=NOW, created_at=NOW)
        )
        db.session.commit()
        run_everything_due()
        made = sa.select(IssuedForm.id).where(IssuedForm.kind == FormKind.DOCX)
        assert len(db.session.scalars(made).all()) == 1, "that of the members' edition, which was there"


def test_a_report_that_was_never_issued_is_said(verify: Verify) -> None:
    answer = verify("1", "7", "--hashes-only")
    assert answer.exit_code == 1
    assert "Report 7: there is none." in answer.output


def test_several_plans_need_a_name(app: Flask, world: World) -> None:
    answer = app.test_cli_runner().invoke(args=["reports", "verify"])
    assert answer.exit_code == 1
    assert "--plan" in answer.output


def test_the_words_of_a_new_render_are_those_that_were_issued(
    app: Flask, verify: Verify, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real pages, whatever has become of the plan; then a template that says something else."""
    with app.app_context():
        from tracker.reports.kept import kept_snapshot

        for edition in Edition:
            value = kept_snapshot(stored(app, FormKind.SNAPSHOT, edition)[0])
            for kind, make in MADE_SLOWLY.items():
                made = make(value).data
                assert isinstance(made, bytes)
                _exchange(app, stored(app, kind, edition)[0], made)
            db.session.delete(stored(app, FormKind.ZIP, edition)[0])
        for person in db.session.query(Person):
            person.name = "Somebody else"
        db.session.commit()
    assert verify().output == "Report 1: as it was issued.\n"
    monkeypatch.setattr("tracker.reports.html.GLOSSARY", ())
    monkeypatch.setattr("tracker.reports.sentences.answer", lambda snapshot: "Everything is splendid.")
    answer = verify()
    assert answer.exit_code == 1
    assert "the words of the public html form differ" in answer.output
    assert "the words of the members pdf form differ" in answer.output
    assert "the words of the members docx form differ" in answer.output
    assert "splendid" in answer.output


def _exchange(app: Flask, form: IssuedForm, data: bytes) -> None:
    """Put other bytes behind a form as if they had been issued."""
    import hashlib

    from tracker.operations.files import keep_bytes

    plan = db.session.query(Plan).filter_by(slug="harlmere").one()
    file = keep_bytes(plan, "report.pdf", data, "application/pdf", by=None, now=form.file.added_at)  # type: ignore[union-attr]
    form.file, form.sha256 = file, hashlib.sha256(data).hexdigest()
