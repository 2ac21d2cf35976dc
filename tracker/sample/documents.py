"""Harlmere's two inspection documents, and the small files that stand behind its evidence."""

import tomllib
from datetime import date
from pathlib import Path

from tracker.sample.days import Days
from tracker.sample.report_pdf import note_pdf

CONTENT = Path(__file__).parent / "content"


def report_text(today: date) -> str:
    """Return the inspection report as text, with dates that fit the day of loading."""
    return Days(today).fill((CONTENT / "report.txt").read_text(encoding="utf-8"))


def letter_text(today: date) -> str:
    """Return the letter of the later focused visit as text."""
    return Days(today).fill((CONTENT / "letter.txt").read_text(encoding="utf-8"))


def file_bytes(key: str, days: Days) -> tuple[str, bytes]:
    """Return the name and the content of a file behind evidence, made from its text in `content/evidence`."""
    raw = tomllib.loads((CONTENT / "evidence" / "files.toml").read_text(encoding="utf-8"))
    found = next(one for one in raw["file"] if one["key"] == key)
    text = days.fill(found["text"]).strip()
    name: str = found["name"]
    return name, note_pdf(found["title"], text) if name.endswith(".pdf") else f"{text}\n".encode()
