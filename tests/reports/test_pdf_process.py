"""A report is laid out in a process that reaches nothing but what it is handed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reports.pdf_reading import page_texts
from tests.reports.sample_report import sample_snapshot
from tracker.reports import pdf_process
from tracker.reports.html import report_html
from tracker.reports.pdf import html_to_pdf
from tracker.reports.pdf_process import RenderFailed, pdf_of

# Tries what is forbidden and prints which tries failed, and how.
TRIES = """
import json, os, socket, subprocess, sys, tempfile, urllib.request
from tracker.reports.pdf import html_to_pdf
from tracker.reports.pdf_process import confine
confine(tempfile.mkdtemp(dir=sys.argv[3]))
found = {}
def attempt(name, do):
    try:
        do()
        found[name] = "done"
    except PermissionError as refused:
        found[name] = "refused"
    except Exception as failure:
        found[name] = repr(failure)
attempt("a connection", lambda: socket.create_connection(("127.0.0.1", 9), timeout=1))
attempt("a name", lambda: socket.getaddrinfo("example.org", 80))
attempt("a program", lambda: subprocess.run(["true"]))
attempt("a page", lambda: urllib.request.urlopen("http://127.0.0.1:9/"))
attempt("a file of the system", lambda: open("/etc/passwd").read())
attempt("a file of the database", lambda: open(sys.argv[1], "rb").read())
attempt("a file of the site's own place", lambda: open(sys.argv[2], "rb").read())
attempt("a file beside its own folder", lambda: open(sys.argv[3] + "/other", "rb").read())
attempt("a folder whose name begins alike", lambda: open(sys.argv[4]).read())
attempt("a way round", lambda: open("/dev/../etc/passwd").read())
attempt("a report", lambda: html_to_pdf("<!doctype html><html lang=en><title>x</title><p>Text: 你好"))
print(json.dumps(found))
"""


def test_the_process_makes_the_same_bytes_and_tells_how_far_it_is() -> None:
    page = report_html(sample_snapshot(1))
    told: list[tuple[int, int]] = []
    made = pdf_of(page, on_page=lambda number, expected: told.append((number, expected)))
    assert made == html_to_pdf(page)
    assert max(number for number, _ in told) == len(page_texts(made))


def test_the_process_reaches_nothing_but_our_parts(tmp_path: Path) -> None:
    secret = Path("/tracker.db")
    project = Path(pdf_process.__file__).resolve().parents[2]
    own, beside = project / "instance" / "tracker.db", Path(f"{project}-other/tracker.db")
    places = [str(place) for place in (secret, own, tmp_path, beside)]
    done = subprocess.run([sys.executable, "-c", TRIES, *places], capture_output=True, text=True, check=False)
    found = json.loads(done.stdout)
    assert found.pop("a report") == "done"
    assert set(found.values()) == {"refused"}, found


def test_what_goes_wrong_in_the_process_is_told() -> None:
    with pytest.raises(RenderFailed, match="Error: "):
        pdf_of(None)  # type: ignore[arg-type]


def test_a_process_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_process, "_make", sys.exit)
    with pytest.raises(RenderFailed, match="ended with"):
        pdf_of("<p>x")
