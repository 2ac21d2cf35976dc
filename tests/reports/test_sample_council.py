"""The board report of the sample council: what a new user sees first must hold together."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.pages import check_page
from tests.parts import pdf_ua_failures
from tests.reports.pdf_reading import filled, page_texts
from tracker.database import db
from tracker.models import Plan
from tracker.reports.build import build_snapshot
from tracker.reports.facts import Council
from tracker.reports.html import report_html
from tracker.reports.pdf import html_to_pdf
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import Edition
from tracker.sample.loading import load_sample

DAY = date(2026, 11, 20)


@pytest.fixture
def editions(app: Flask) -> dict[Edition, Snapshot]:
    with app.app_context():
        load_sample(today=DAY)
        plan = db.session.scalars(sa.select(Plan)).one()
        council = Council("Harlmere County Council")
        return {edition: build_snapshot(plan, DAY, edition, council=council) for edition in Edition}


def test_the_sample_council_has_a_report_that_holds_together(editions: dict[Edition, Snapshot]) -> None:
    public, members = editions[Edition.PUBLIC], editions[Edition.MEMBERS]
    withheld = [item for item in public.evidence if item.withheld]
    assert withheld
    named = {item.number: item.title for item in members.evidence}
    page = report_html(public)
    check_page(page)
    check_page(report_html(members))
    for item in withheld:
        assert named[item.number]
        assert named[item.number] not in page
    pdf = html_to_pdf(page)
    assert pdf_ua_failures(pdf) == []
    nearly_empty = [page for page, share in enumerate(filled(pdf)[1:-1], 2) if share < 0.25]
    assert nearly_empty == []
    texts = page_texts(pdf)
    assert len(texts) <= 50
    for heading in ("At a glance", "Plan on a page"):
        assert sum(f" {heading} Draft" in text for text in texts) == 1
    whole = " ".join(texts)
    for one in public.recommendations:
        assert " ".join(one.text.split()) in whole
    for action in public.actions:
        assert f"{action.label} {action.title}" in whole
