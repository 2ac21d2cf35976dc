"""Which evidence files go with a report, how they are called, and what the index says of the others."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.reports.sample_report import sample_snapshot
from tracker.reports.attachments import CHANGED, TOO_LARGE, attachments, faults_in_zip, write_zip
from tracker.reports.facts import Evidence, EvidenceFile
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import Audience, EvidenceKind
from tracker.rules.report_kinds import ReportKind


def item(number: int, title: str = "Audit", name: str = "audit.pdf", **more: object) -> Evidence:
    file = EvidenceFile(name, f"hash{number}", 100)
    return Evidence(number, title, EvidenceKind.AUDIT, file=file, **more)  # type: ignore[arg-type]


def with_evidence(*items: Evidence) -> Snapshot:
    return replace(sample_snapshot(1), evidence=items)


def names(snapshot: Snapshot) -> list[str]:
    return [one.name for one in attachments(snapshot, 10_000, lambda each: True)]


@pytest.mark.parametrize(
    ("title", "file", "name"),
    [
        ("Audit of decisions", "x.PDF", "E7 Audit of decisions.pdf"),
        ("../../etc/passwd", "x", "E7 etc passwd"),
        ('a: "b" <c> | d?', "rota.tar.gz", "E7 a b c d.gz"),
        ("con\x00trol\nline.", "a.txt", "E7 con trol line.txt"),
        ("w" * 300, "a.txt", f"E7 {'w' * 80}.txt"),
        ("", "a.txt", "E7.txt"),
        ("Cynllun tŷ 😀", "a.txt", "E7 Cynllun tŷ 😀.txt"),
    ],
)
def test_a_file_is_called_by_number_and_title(title: str, file: str, name: str) -> None:
    assert names(with_evidence(item(7, title, file))) == [name]


def test_what_is_withheld_or_no_file_does_not_go_along() -> None:
    withheld = item(2, audience=Audience.MEMBERS, withheld=True)
    assert names(with_evidence(item(1), withheld, replace(item(3), file=None))) == ["E1 Audit.pdf"]


def test_the_sheet_of_one_recommendation_has_the_files_of_its_own_evidence() -> None:
    snapshot = replace(sample_snapshot(26), kind=ReportKind.RECOMMENDATION, recommendation=3)
    own = {number for one in snapshot.actions if 3 in one.recommendations for number in one.evidence}
    snapshot = replace(snapshot, evidence=tuple(item(one.number) for one in snapshot.evidence))
    assert names(snapshot) == [f"E{number} Audit.pdf" for number in sorted(own)]
    assert 0 < len(own) < len(snapshot.evidence)


def test_what_is_too_large_or_was_changed_is_named_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "hash1").write_bytes(b"one")
    snapshot = with_evidence(item(1), item(2), item(3))
    found = attachments(snapshot, 150, lambda each: each.number != 2)
    assert [(one.name, one.why) for one in found] == [("E1 Audit.pdf", ""), ("", CHANGED), ("", TOO_LARGE)]
    stream = io.BytesIO()
    write_zip(stream, snapshot, found, lambda sha256: tmp_path / sha256)
    with zipfile.ZipFile(stream) as archive:
        assert archive.namelist() == ["index.html", "E1 Audit.pdf"]
        index = archive.read("index.html").decode()
    assert CHANGED in index
    assert TOO_LARGE in index
    assert list(faults_in_zip(stream, snapshot)) == ["E1 Audit.pdf is not the file that was signed"]
    again = io.BytesIO()
    write_zip(again, snapshot, found, lambda sha256: tmp_path / sha256)
    assert again.getvalue() == stream.getvalue()
