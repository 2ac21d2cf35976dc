"""What reading a report costs, on documents made here: run by `make bench`, and by itself.

The bars: a PDF costs at most three times what bare text extraction by the same library costs; 300 pages need
less than 250 MB; many files use all cores. Times are of the processor, as other work on the machine does not
count; each is the least of some runs. Ends with 1 where a bar is missed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
from weasyprint import HTML

from tracker.intake.many import read_many
from tracker.intake.process import Reader
from tracker.intake.reading import read_document

RUNS = 5
MOST_TIMES, MOST_MEGABYTES, LEAST_SHARE = 3.0, 250, 0.6
READER = Path(__file__).resolve().parents[1] / "tracker" / "intake" / "__main__.py"
STYLE = (
    "<style>@page{size:A4;margin:22mm;@bottom-left{content:'Inspection report: Harlmere'}"
    "@bottom-right{content:counter(page)}}body{font:11.5pt sans-serif}table{border-collapse:collapse}"
    "td,th{border:.6pt solid;padding:4pt;text-align:left}</style>"
)
FINDING = (
    "Most children who need help receive it promptly from workers who know them well. Some plans are not "
    "specific enough, and it is not always clear what should happen if risks rise. "
)


def letter() -> bytes:
    """A focused visit's letter of three pages with two lists."""
    asks = "".join(f"<li>The timeliness of visits to children, in team {n}.</li>" for n in range(1, 7))
    return _pdf(
        "<p>4 March 2025</p><p>Focused visit to Harlmere children’s services</p>"
        "<p>The inspectors were Ines Holm and Lars Petty.</p>"
        f"<h2>What needs to improve in this area of social work practice</h2><ul>{asks}</ul>"
        f"<h2>Main findings</h2>{_paragraphs(24)}"
    )


def home() -> bytes:
    """A children's home report of four pages with a table of requirements."""
    rows = "".join(
        f"<tr><td>The registered person must keep record {n}. {FINDING} (Regulation {n})<td>{n} May 2025"
        for n in range(1, 7)
    )
    return _pdf(
        "<h1>SC400001</h1><p>Registered provider: Fernhill Care Ltd</p><p>Children’s home inspection</p>"
        f"{_paragraphs(8)}<h2>Statutory requirements</h2><table><tr><th>Requirement<th>Due date{rows}</table>"
        f"<h2>Information about this inspection</h2>{_paragraphs(12)}"
    )


def report(paragraphs: int) -> bytes:
    """A long report with numbered findings, some marked, and a list of recommendations."""
    asks = "".join(
        f"<p>{n}. See every child in team {n} alone, and write down what they say.</p>" for n in range(1, 16)
    )
    findings = "".join(
        f"<p>{n}. {FINDING * 3}{'(Recommendation)' if n % 9 == 0 else ''}</p>" for n in range(16, paragraphs)
    )
    return _pdf(
        "<h1>Harlmere Council</h1>"
        "<h1>Inspection of services for children in need of help and protection, children looked after "
        f"and care leavers</h1><h2>Recommendations</h2>{asks}<h2>Inspection findings</h2>{findings}"
    )


def _paragraphs(count: int) -> str:
    return f"<p>{FINDING * 3}</p>" * count


def _pdf(body: str) -> bytes:
    made: bytes = HTML(string=STYLE + body).write_pdf()
    return made


def bare(data: bytes) -> None:
    """Extract the text of all pages and do nothing with it."""
    with pdfium.PdfDocument(data) as document:
        for page in document:
            textpage = page.get_textpage()
            textpage.get_text_range()
            textpage.close()
            page.close()


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The least processor time of some runs."""
    times = []
    for _ in range(runs):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return max(min(times), 1e-6)


def megabytes(path: Path) -> float:
    """The most memory that a process of its own takes to read a file."""
    with subprocess.Popen(
        [sys.executable, str(READER), "4096", "0"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        process.stdin.write(json.dumps({"path": str(path), "filename": path.name}) + "\n")
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def many(paths: list[Path]) -> float:
    """How many times faster many files are read together than one after another by one process."""
    started = time.perf_counter()
    with Reader(megabytes=2048) as reader:
        for path in paths:
            reader.read(path, path.name, seconds=120)
    alone = time.perf_counter() - started
    started = time.perf_counter()
    assert len(list(read_many(paths))) == len(paths)
    return alone / (time.perf_counter() - started)


def bare_cores() -> float:
    """How many times faster two processes that only count are than the two one after another."""
    count = [sys.executable, "-c", "for number in range(20_000_000): pass"]
    started = time.perf_counter()
    for _ in range(2):
        subprocess.run(count, check=True)
    alone = time.perf_counter() - started
    started = time.perf_counter()
    for process in [subprocess.Popen(count) for _ in range(2)]:
        process.wait()
    return alone / (time.perf_counter() - started)


def main() -> int:
    """Print the table; 1 where a bar is missed."""
    missed = False
    print(f"\n{'Reading':<34}{'pages':>7}{'bare ms':>10}{'ms':>9}{'times':>8}")
    documents = {
        "letter": letter(),
        "requirements in a table": home(),
        "report": report(150),
        "long report": report(1_800),
    }
    for name, data in documents.items():
        pages = len(pdfium.PdfDocument(data))
        runs = RUNS if pages < 100 else 2
        extraction = seconds(lambda data=data: bare(data), runs)  # type: ignore[misc]
        reading = seconds(lambda data=data: read_document(data, "a.pdf"), runs)  # type: ignore[misc]
        ratio = reading / extraction
        missed = missed or ratio > MOST_TIMES
        note = "" if ratio <= MOST_TIMES else f"  above {MOST_TIMES:g}"
        print(f"{name:<34}{pages:>7}{extraction * 1000:>10.1f}{reading * 1000:>9.1f}{ratio:>8.2f}{note}")
    with tempfile.TemporaryDirectory() as folder:
        long = Path(folder, "long.pdf")
        long.write_bytes(documents["long report"])
        most = megabytes(long)
        print(f"most memory for the long report: {most:.0f} MB (bar {MOST_MEGABYTES})")
        paths = [Path(folder, f"{number}.pdf") for number in range(16)]
        for path in paths:
            path.write_bytes(documents["report"])
        faster, cores = many(paths), os.cpu_count() or 1
        print(
            f"{len(paths)} files on {cores} cores: {faster:.1f} times as fast as on one "
            f"(two processes that only count: {bare_cores():.1f})"
        )
    missed = missed or most > MOST_MEGABYTES or faster < cores * LEAST_SHARE
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
