"""Harlmere's two inspection documents, and the small files that stand behind its evidence."""

from datetime import date
from pathlib import Path

from tracker.sample.days import Days

CONTENT = Path(__file__).parent / "content"


def report_text(today: date) -> str:
    """Return the inspection report as text, with dates that fit the day of loading."""
    return Days(today).fill((CONTENT / "report.txt").read_text(encoding="utf-8"))


def letter_text(today: date) -> str:
    """Return the letter of the later focused visit as text."""
    return Days(today).fill((CONTENT / "letter.txt").read_text(encoding="utf-8"))
