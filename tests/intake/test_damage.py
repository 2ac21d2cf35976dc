"""Whatever happens to a document on its way, reading it ends in a reading or a sentence."""

import io
import json
import random
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.sample_files import NAMES, outcome_of, pdf_of, text_of, word_of, writer_of
from tracker.intake.model import Reading, UnreadableDocument
from tracker.intake.reading import read_text

CALM = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
LINES = [line for name in NAMES for line in text_of(name).split("\n")]
PDF = pdf_of("<h2>Recommendations</h2><ol><li>See children alone.<li>Write to families.</ol>")
WORD = word_of(
    "# Recommendations",
    "1 See children alone.",
    [["Requirement", "Due date"], ["Mend it all soon.", "1 May 2025"]],
)
WRITER = writer_of(
    "# Recommendations",
    "1 See children alone.",
    [["Requirement", "Due date"], ["Mend it all soon.", "1 May 2025"]],
)
TAGS = [
    "<table>", "</table>", "<tr>", "<td>", "<td colspan=900>", "<th>Requirement", "<th>Due date", "<ul>",
    "</ul>", "<li>See each child.", "<ol start=x>", "<h2>Recommendations</h2>", "<p>", "<!--", "<script>",
]  # fmt: skip


def _holds_together(reading: Reading | UnreadableDocument) -> None:
    """What any outcome must be, whatever was read."""
    if isinstance(reading, UnreadableDocument):
        assert reading.message.endswith((".", ")"))
        return
    assert Reading.from_dict(json.loads(json.dumps(reading.to_dict()))) == reading
    assert reading.recommendations or reading.message
    length = len(reading.source_text)
    starts = reading.page_starts
    assert list(starts) == sorted(starts)
    passages = [
        *(ask.passage for ask in reading.recommendations),
        *(finding.passage for finding in reading.findings),
        *(each.passage for each in reading.unmatched),
    ]
    for passage in passages:
        assert 0 <= passage.start <= passage.end <= length
        assert 1 <= passage.page <= len(starts)
    for ask in reading.recommendations:
        assert ask.text.strip()
        assert ask.sure or ask.doubt


@CALM
@given(st.text(max_size=2000))
def test_any_text(text: str) -> None:
    _holds_together(read_text(text))


@CALM
@given(st.lists(st.sampled_from(LINES), max_size=120))
def test_lines_of_all_kinds_in_any_order(lines: list[str]) -> None:
    _holds_together(read_text("\n".join(lines)))


@CALM
@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_text_with_pieces_lost_and_repeated(name: str, chance: random.Random) -> None:
    text = text_of(name)
    for _ in range(chance.randint(1, 8)):
        begin = chance.randrange(len(text))
        end = min(len(text), begin + chance.randrange(200))
        text = text[:begin] + chance.choice(["", "\f", "\n\n", "\t", text[begin:end] * 2]) + text[end:]
        if not text:
            break
    _holds_together(read_text(text))


@CALM
@given(st.sampled_from([PDF, WORD]), st.data())
def test_files_with_bytes_changed(data: bytes, draw: st.DataObject) -> None:
    damaged = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 30))):
        damaged[draw.draw(st.integers(0, len(damaged) - 1))] = draw.draw(st.integers(0, 255))
    _holds_together(outcome_of(bytes(damaged), "a.pdf"))


@CALM
@given(st.sampled_from([WORD, WRITER]), st.randoms(use_true_random=False))
def test_packages_with_pieces_of_their_xml_lost_and_repeated(data: bytes, chance: random.Random) -> None:
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stored, "w") as damaged:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename in ("word/document.xml", "word/numbering.xml", "content.xml"):
                for _ in range(chance.randint(1, 4)):
                    begin = chance.randrange(len(content))
                    end = begin + chance.randrange(120)
                    content = content[:begin] + content[begin:end] * chance.choice([0, 2]) + content[end:]
            damaged.writestr(entry, content)
    _holds_together(outcome_of(stored.getvalue(), "a.docx"))


@CALM
@given(st.lists(st.sampled_from(TAGS), max_size=60))
def test_pages_of_tags_in_any_order(parts: list[str]) -> None:
    _holds_together(outcome_of(("<!DOCTYPE html><html>" + "".join(parts)).encode(), "a.html"))


@CALM
@given(st.binary(max_size=500))
def test_any_bytes(data: bytes) -> None:
    _holds_together(outcome_of(data, "a"))
