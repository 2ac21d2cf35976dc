"""Reading in a process of its own: the same result, within limits, without the application."""

import subprocess
import sys
from pathlib import Path

import pytest

import tracker.intake
from tests.intake.sample_files import pdf_of, text_of, writer_of
from tracker.intake.many import read_many
from tracker.intake.model import Reading, UnreadableDocument
from tracker.intake.process import Reader, read_in_process
from tracker.intake.reading import read_text

FOLDER = Path(tracker.intake.__file__).parent


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(text_of("jtai"), encoding="utf-8")
    return path


def test_the_process_reads_what_the_function_reads(letter: Path) -> None:
    assert read_in_process(letter, "letter.txt", seconds=30, megabytes=1024) == read_text(text_of("jtai"))


def test_a_process_that_takes_too_long_is_stopped(letter: Path) -> None:
    with pytest.raises(UnreadableDocument, match="took longer than"):
        read_in_process(letter, "letter.txt", seconds=0.01, megabytes=1024)


def test_a_process_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"Some words that go on and on.\n" * 2_000_000)
    with pytest.raises(UnreadableDocument, match=r"memory|could not be read"):
        read_in_process(large, "large.txt", seconds=60, megabytes=200)


def test_a_reader_goes_on_after_a_document_it_had_to_refuse(letter: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    with Reader(megabytes=1024) as reader:
        with pytest.raises(UnreadableDocument, match="damaged"):
            reader.read(broken, "broken.pdf", seconds=30)
        assert reader.read(letter, "letter.txt", seconds=30).kind == "jtai"
        with pytest.raises(UnreadableDocument, match="took longer"):
            reader.read(letter, "letter.txt", seconds=0)
        assert reader.read(letter, "letter.txt", seconds=30).kind == "jtai"


def test_hostile_files_get_their_sentence_from_the_process_too(tmp_path: Path) -> None:
    page = b"<!DOCTYPE html><html><body>" + b"<table><tr><td>" * 3_000
    files = {
        "bomb.docx": (writer_of("Hello", extra=" " * 80_000_000), "unpacks"),
        "cut.pdf": (pdf_of("<p>Hello")[:400], "damaged"),
        "picture.pdf": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "picture"),
        "deep.html": (page, None),
    }
    with Reader(megabytes=1024) as reader:
        for name, (data, word) in files.items():
            path = tmp_path / name
            path.write_bytes(data)
            if word is None:
                assert reader.read(path, name, seconds=30).message
                continue
            with pytest.raises(UnreadableDocument, match=word):
                reader.read(path, name, seconds=30)


def test_many_files_come_back_in_their_order(letter: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(text_of("cqc-trust"), encoding="utf-8")
    paths = [letter, other, letter]
    kinds = [result.kind for _, result in read_many(paths) if isinstance(result, Reading)]
    assert kinds == ["jtai", "cqc", "jtai"]
    assert list(read_many([])) == []


def test_the_reading_process_does_not_load_the_application() -> None:
    code = (
        f"import runpy, sys; main = runpy.run_path({str(FOLDER / '__main__.py')!r});"
        "main['without_application']();"
        "import tracker.intake.reading; print(sorted({'flask', 'sqlalchemy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
