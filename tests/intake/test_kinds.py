"""Each kind of document, in our own words, is read as a careful person would read it."""

import json

import pytest

from tests.intake.sample_files import NAMES, text_of, truth_of
from tracker.intake.frameworks import frameworks
from tracker.intake.model import Reading
from tracker.intake.reading import read_document, read_text


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_read_as_a_careful_person_would(name: str) -> None:
    found = read_document(text_of(name).encode(), f"{name}.txt").to_dict()
    truth = truth_of(name)
    asks = [
        {key: ask[key] for key in ("number", "text", "timescale", "section")}
        for ask in found["recommendations"]
    ]
    assert asks == truth["recommendations"]
    for key in ("kind", "provider", "dates", "inspectors", "judgements", "finding_refs"):
        assert found[key] == truth[key], key


@pytest.mark.parametrize("name", NAMES)
def test_line_ends_and_encodings_change_nothing(name: str) -> None:
    text = text_of(name)
    plain = read_document(text.encode(), "a.txt").to_dict()
    assert read_document(text.replace("\n", "\r\n").encode("utf-16"), "a.txt").to_dict() == plain
    assert read_text(text).to_dict() == plain


@pytest.mark.parametrize("name", NAMES)
def test_a_reading_survives_json(name: str) -> None:
    reading = read_text(text_of(name))
    assert Reading.from_dict(json.loads(json.dumps(reading.to_dict()))) == reading


@pytest.mark.parametrize("name", NAMES)
def test_every_ask_points_to_its_words_in_the_source(name: str) -> None:
    reading = read_text(text_of(name))
    for ask in reading.recommendations:
        passage = reading.source_text[ask.passage.start : ask.passage.end]
        assert ask.text.split()[0] in passage
        assert ask.text.rstrip(".").split()[-1] in passage
        assert ask.rule


def test_every_kind_has_a_sample() -> None:
    sampled = {truth_of(name)["kind"] for name in NAMES}
    assert sampled == set(frameworks())


def test_documents_without_asks_say_why() -> None:
    for name in ("monitoring-visit", "self-evaluation"):
        reading = read_text(text_of(name))
        assert reading.recommendations == ()
        assert reading.message is not None
        assert "proposed" in reading.message


def test_asks_of_an_unknown_kind_are_offered_as_doubtful() -> None:
    reading = read_text(text_of("unknown-peer-challenge"))
    assert reading.recommendations
    assert not any(ask.sure for ask in reading.recommendations)
    assert all(ask.doubt for ask in reading.recommendations)


def test_marked_findings_that_no_ask_resembles_lie_in_the_tray() -> None:
    reading = read_text(text_of("sif-two-boards"))
    marked = [passage for passage in reading.unmatched if "Marked" in passage.why]
    assert "Reviewing officers challenge (recommendation)." in [passage.text for passage in marked]
