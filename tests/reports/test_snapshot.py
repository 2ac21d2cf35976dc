"""The value of a report: its canonical form and its check code."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.reports.sample_report import sample_snapshot
from tracker.reports.facts import Council
from tracker.reports.snapshot import SCHEMA_VERSION, Snapshot
from tracker.rules.ladders import Edition
from tracker.rules.report_kinds import ReportKind

STORED = Path(__file__).with_name("stored-version-1.json")


def test_a_snapshot_comes_back_from_its_json_as_it_was(snapshot: Snapshot) -> None:
    assert Snapshot.from_json(snapshot.to_json()) == snapshot


def test_equal_snapshots_have_the_same_json_and_check_code() -> None:
    assert sample_snapshot().to_json() == sample_snapshot().to_json()
    assert sample_snapshot().check_code == sample_snapshot().check_code


def test_the_json_is_canonical(snapshot: Snapshot) -> None:
    text = snapshot.to_json()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_the_check_code_is_eight_hexadecimal_digits(snapshot: Snapshot) -> None:
    first, second = snapshot.check_code.split("-")
    assert len(first) == len(second) == 4
    assert int(first + second, 16) >= 0


@pytest.mark.parametrize(
    "changed",
    [
        {"edition": Edition.MEMBERS},
        {"number": 8},
        {"strapline": "Another one"},
        {"actions": ()},
        {"council": Council("Another council")},
    ],
)
def test_any_change_changes_the_check_code(snapshot: Snapshot, changed: dict[str, object]) -> None:
    assert replace(snapshot, **changed).check_code != snapshot.check_code  # type: ignore[arg-type]


def test_a_report_stored_by_a_newer_version_is_refused(snapshot: Snapshot) -> None:
    newer = replace(snapshot, schema_version=SCHEMA_VERSION + 1).to_json()
    with pytest.raises(ValueError, match="newer version"):
        Snapshot.from_json(newer)


def test_a_field_that_an_older_report_lacks_takes_its_default(snapshot: Snapshot) -> None:
    stored = json.loads(snapshot.to_json())
    del stored["strapline"]
    assert Snapshot.from_json(json.dumps(stored)).strapline == ""


def test_a_report_stored_by_the_first_version_reads_back_and_gives_the_same_bytes_and_check_code() -> None:
    stored = STORED.read_text()
    snapshot = Snapshot.from_json(stored)
    assert snapshot.schema_version == 1
    assert snapshot.kind is ReportKind.BOARD
    assert snapshot.to_json() == stored
    assert snapshot.check_code == "FFBA-30C3"
    # What is numbered later, because it was signed under that version, stays of that version.
    assert replace(snapshot, number=9).to_json() == stored.replace('"number":4,"p', '"number":9,"p')


def test_what_a_first_version_cannot_hold_is_not_lost_unnoticed() -> None:
    snapshot = Snapshot.from_json(STORED.read_text())
    with pytest.raises(ValueError, match="kind came with schema 2"):
        replace(snapshot, kind=ReportKind.SCRUTINY).to_json()


def test_a_report_stored_by_the_second_version_reads_back_and_gives_the_same_bytes_and_check_code() -> None:
    stored = STORED.with_name("stored-version-2.json").read_text()
    snapshot = Snapshot.from_json(stored)
    assert snapshot.schema_version == 2
    assert snapshot.kind is ReportKind.SCRUTINY
    assert snapshot.to_json() == stored
    assert snapshot.check_code == "DDF3-3E19"
