"""What is too long, too large, empty or of a wrong kind: clear words, nothing lost, nothing half saved."""

import dataclasses
import io
import zipfile
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from tests.my_actions.sending import FROM_LIST, PAGE, SignIn, filled, page, updates
from tests.world import TODAY
from tracker.config import MEGABYTE
from tracker.database import db
from tracker.models import Evidence, EvidenceLink, Milestone, StoredFile

ITEM: dict[str, Any] = {
    "title": "The rota",
    "kind": "audit",
    "effective_on": ["1", "10", "2025"],
    "audience": "members",
}


def counts(app: Flask) -> tuple[int, int, int, int]:
    """Return how many updates, evidence items, links and files there are."""
    with app.app_context():
        found = [
            db.session.scalar(sa.select(sa.func.count()).select_from(kind)) or 0
            for kind in (Evidence, EvidenceLink, StoredFile)
        ]
    return (len(updates(app)), found[0], found[1], found[2])


def send_file(signed_in: SignIn, data: bytes, name: str = "rota.pdf", **changes: Any) -> TestResponse:
    """Send a whole update with a file as evidence."""
    form = filled(**ITEM, file=(io.BytesIO(data), name), **changes)
    return signed_in("owner").post(PAGE, data=form, content_type="multipart/form-data")


def test_an_update_is_saved_together_with_its_file(app: Flask, signed_in: SignIn) -> None:
    assert send_file(signed_in, b"%PDF-1.7 rota").status_code == 302
    assert counts(app) == (2, 2, 2, 1)
    newest = updates(app)[-1]
    with app.app_context():
        link = db.session.scalars(sa.select(EvidenceLink).order_by(EvidenceLink.id.desc())).first()
        assert link is not None
        assert link.update_id == newest.id


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "rota.pdf", "The file is empty. Choose another"),
        (b"MZ\x90\x00\x03\x00\x00", "rota.pdf", "The file must be a PDF, a Word"),
        (b"\x1f\x8b\x08\x08\x01\x02", "rota.txt", "The file must be a PDF, a Word"),
    ],
)
def test_a_file_that_cannot_be_kept_saves_nothing(
    app: Flask, signed_in: SignIn, data: bytes, name: str, words: str
) -> None:
    shown = page(send_file(signed_in, data, name))
    assert words in shown
    assert "The rota is signed." in shown
    assert 'value="The rota"' in shown
    assert f"You had chosen “{name}”. Nothing was saved, and browsers do not keep a chosen file" in shown
    assert counts(app) == (1, 1, 1, 0)


def test_a_zip_archive_is_not_an_office_file(app: Flask, signed_in: SignIn) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("virus.exe", b"MZ")
    assert "The file must be a PDF, a Word" in page(send_file(signed_in, packed.getvalue(), "rota.docx"))
    assert counts(app) == (1, 1, 1, 0)


def test_a_file_above_the_limit_is_refused_with_both_sizes(app: Flask, signed_in: SignIn) -> None:
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], max_file_bytes=2000)
    shown = page(send_file(signed_in, b"%PDF-1.7" + b" " * 2000))
    assert "The file has 2 KB. It may have 2 KB at most" in shown
    assert counts(app) == (1, 1, 1, 0)


def test_evidence_that_is_not_whole_saves_neither_evidence_nor_update(app: Flask, signed_in: SignIn) -> None:
    answer = signed_in("owner").post(
        FROM_LIST, data=filled("a1-1-", link="https://intranet.example/rota", title="The rota")
    )
    shown = page(answer)
    for words in (
        "Choose what kind of evidence it is",
        "Enter the date the evidence is from",
        "Choose who may see the evidence",
    ):
        assert words in shown
    assert 'value="https://intranet.example/rota"' in shown
    assert counts(app) == (1, 1, 1, 0)


def test_evidence_from_a_day_to_come_saves_neither(app: Flask, signed_in: SignIn) -> None:
    data = filled(**{**ITEM, "effective_on": ["1", "1", "2199"]}, reference="Audit folder 14")
    assert "from a day that has not come" in page(signed_in("owner").post(PAGE, data=data))
    assert counts(app) == (1, 1, 1, 0)


def test_a_refused_update_ticks_no_milestone(app: Flask, signed_in: SignIn) -> None:
    with app.app_context():
        step = Milestone(action_id=1, title="Rota signed", due_on=TODAY)
        db.session.add(step)
        db.session.commit()
        step_id = step.id
    data = filled(delivery="delivered", milestones=[step_id])
    assert signed_in("owner").post(PAGE, data=data).status_code == 200
    with app.app_context():
        assert db.session.get_one(Milestone, step_id).done_on is None


@pytest.mark.parametrize("length", [20_001, 900_000])
def test_an_overlong_text_comes_back_in_full(app: Flask, signed_in: SignIn, length: int) -> None:
    words = ("é" if length < 500_000 else "e") * (length - 4) + " end"
    answer = signed_in("owner").post(FROM_LIST, data=filled("a1-1-", difference=words))
    shown = page(answer)
    assert answer.status_code == 200
    assert f"must be 20,000 characters or fewer. You have written {length:,}." in shown
    assert f"{words}</textarea>" in shown
    assert counts(app) == (1, 1, 1, 0)


def test_a_text_of_twenty_thousand_characters_is_saved(app: Flask, signed_in: SignIn) -> None:
    assert signed_in("owner").post(PAGE, data=filled(difference="e" * 20_000)).status_code == 302
    assert len(updates(app)[-1].difference) == 20_000


def test_a_text_over_a_megabyte_is_answered_with_the_limits(app: Flask, signed_in: SignIn) -> None:
    answer = signed_in("owner").post(PAGE, data=filled(done="x" * (MEGABYTE + 1)))
    assert answer.status_code == 413
    shown = page(answer)
    assert "A file may have 50 MB, a text 20,000 characters" in shown
    assert "Nothing was saved." in shown
    assert counts(app) == (1, 1, 1, 0)


def test_a_text_over_a_megabyte_beside_a_file_is_answered_so_too(app: Flask, signed_in: SignIn) -> None:
    # Made by hand, because the test client leaves the file open into which it writes large forms.
    body = b"".join(
        (
            b'--edge\r\nContent-Disposition: form-data; name="done"\r\n\r\n',
            b"x" * (MEGABYTE + 1),
            b"\r\n--edge--\r\n",
        )
    )
    answer = signed_in("owner").post(PAGE, data=body, content_type="multipart/form-data; boundary=edge")
    assert answer.status_code == 413
    assert counts(app) == (1, 1, 1, 0)


def test_a_request_above_the_limit_is_answered_with_the_limits(app: Flask, signed_in: SignIn) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    answer = send_file(signed_in, b"%PDF-1.7" + b" " * 200_000)
    assert answer.status_code == 413
    assert "everything sent at once 120 MB" in page(answer)
    assert counts(app) == (1, 1, 1, 0)
