"""What the tests of bringing in a plan share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracker.plan_import import tasks
from tracker.sheets.model import Book
from tracker.sheets.process import read_in_process
from tracker.sheets.reading import read_book


@pytest.fixture(autouse=True)
def reading_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read without starting a process for each file; tests/sheets/test_files.py says it gives the same."""

    def read(path: Path, name: str) -> Book:
        return read_book(path.read_bytes(), name)

    monkeypatch.setattr(tasks, "read_in_process", read)


@pytest.fixture
def process_of_its_own(reading_in_this_process: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read as the worker does."""
    monkeypatch.setattr(tasks, "read_in_process", read_in_process)
