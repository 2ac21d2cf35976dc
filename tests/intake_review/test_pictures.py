"""Pictures of pages: drawn in a process of their own, passages marked, behind the permission check."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from tests.intake_review.reports import PLAN
from tests.world import NOW, World
from tracker.database import db
from tracker.intake.reading import read_document
from tracker.intake_review.pictures import draw_page
from tracker.intake_review.source import Mark, marks_on_page
from tracker.models import IntakeDraft, Person, Plan
from tracker.operations.intake import bring_in_file, keep_reading
from tracker.sample.report_pdf import note_pdf

SignedIn = Callable[[str], FlaskClient]
ASK = "Visit every child within the time that the plan sets, and say in the record who was seen."


def a_report() -> bytes:
    return note_pdf("Inspection of Harlmere", f"What needs to improve\n\n{ASK}\n\nOverview\n\nStaff stay.")


def yellow(png: bytes) -> int:
    """Return how many pixels are clearly yellow."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    found = picture.getcolors(maxcolors=1 << 24) or []
    return sum(count for count, (red, _, blue) in found if red - blue > 60)  # type: ignore[misc]


def test_a_passage_is_marked_where_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "report"
    file.write_bytes(a_report())
    plain, marked = draw_page(file, 1, []), draw_page(file, 1, [{"words": ASK, "doubtful": False}])
    assert plain is not None
    assert marked is not None
    assert plain.startswith(b"\x89PNG")
    assert yellow(marked) > yellow(plain) + 1000
    elsewhere = draw_page(file, 1, [{"words": "No such words.", "doubtful": False}])
    assert elsewhere == plain


def test_what_cannot_be_drawn_is_no_picture(tmp_path: Path) -> None:
    file = tmp_path / "report"
    file.write_bytes(a_report())
    assert draw_page(file, 99, []) is None
    file.write_bytes(b"%PDF-1.4 and nothing else")
    assert draw_page(file, 1, []) is None
    assert draw_page(tmp_path / "missing", 1, []) is None


def test_a_passage_over_two_pages_is_cut_to_the_page() -> None:
    marks = [Mark("a", 5, 15), Mark("b", 20, 25)]
    assert [(m.start, m.end) for m in marks_on_page(marks, 1, [0, 10], 30)] == [(5, 10)]
    assert [(m.start, m.end) for m in marks_on_page(marks, 2, [0, 10], 30)] == [(10, 15), (20, 25)]
    assert marks_on_page(marks, 3, [0, 10], 30) == []


def test_the_lead_may_look_at_the_page_as_it_was_sent(app: Flask, signed_in: SignedIn, world: World) -> None:
    with app.app_context():
        plan, lead = db.session.get_one(Plan, world.plan), db.session.get_one(Person, world.people["lead"])
        draft = bring_in_file(plan, "report.pdf", a_report(), by=lead, now=NOW)
        keep_reading(draft, read_document(a_report(), "report.pdf"))
        db.session.commit()
        address = f"{PLAN}/reports-in/{db.session.query(IntakeDraft).one().id}"
    lead_browser = signed_in("lead")
    assert f'src="{address}/pages/1"' not in lead_browser.get(address).get_data(as_text=True)
    page = lead_browser.get(f"{address}?view=picture").get_data(as_text=True)
    assert f'src="{address}/pages/1"' in page
    answer = lead_browser.get(f"{address}/pages/1")
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    assert lead_browser.get(f"{address}/pages/2").status_code == 404
    assert signed_in("owner").get(f"{address}/pages/1").status_code == 403
    assert signed_in("scrutiny").get(f"{address}/pages/1").status_code == 404
