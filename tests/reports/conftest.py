"""A rendered report is slow to make, so the tests that only read it share one."""

import pytest

from tests.reports.sample_report import sample_snapshot
from tracker.reports.html import report_html
from tracker.reports.pdf import html_to_pdf
from tracker.reports.snapshot import Snapshot


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    return sample_snapshot()


@pytest.fixture(scope="session")
def html(snapshot: Snapshot) -> str:
    return report_html(snapshot)


@pytest.fixture(scope="session")
def pdf(html: str) -> bytes:
    return html_to_pdf(html)
