"""How long and how much memory a PDF takes, against headless Chromium printing the same page.

Run by `make bench`. A report is made as the worker makes it, from the HTML to the bytes, in a process that
has loaded the renderer and made a small page. Chromium is timed from its start to its end, as nobody can
keep it warm. Both take turns, and medians count; memory is the most that the rendering process held. Ends
with 1 where a bar is missed. The bars are ratios, so a busy machine does them little harm.

With an argument, a file of HTML, it is that process: it prints seconds, megabytes and pages.
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from setup.system_packages import find_chromium
from tracker.rules.report_kinds import ReportKind

RUNS = 5
WARM_UP = "<!doctype html><html lang=en><title>Warm</title><p>Warm</p>"


@dataclass(frozen=True)
class Case:
    """One report: of how large a plan, and its bars: times Chromium, and megabytes where there is one."""

    kind: ReportKind
    actions: int
    most_times: float
    most_megabytes: int | None = None


CASES = (
    Case(ReportKind.BOARD, 100, 1.5, 200),
    Case(ReportKind.BOARD, 1000, 4.0, 1000),
    Case(ReportKind.SCRUTINY, 1000, 1.5),
)
MOST_GROWTH = 1.3  # time per action at 1,000 against that at 100


@dataclass(frozen=True)
class Made:
    """One making of a report."""

    seconds: float
    megabytes: float = 0
    pages: int = 0


def main() -> int:
    """Print the table and return 0 where every bar is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", nargs="?", type=Path)
    page = parser.parse_args().page
    if page is not None:
        print(json.dumps(vars(made_here(page))))
        return 0
    chromium = find_chromium()
    if chromium is None:
        print("There is no Chromium to compare with: make test installs it where it may.", file=sys.stderr)
        return 1
    missed = 0
    per_action = {}
    for case in CASES:
        page = written(case)
        ours, theirs = [], []
        for _ in range(RUNS):
            ours.append(made_in_a_process(page))
            theirs.append(printed(chromium, page))
        seconds = statistics.median(one.seconds for one in ours)
        chromiums = statistics.median(one.seconds for one in theirs)
        megabytes = max(one.megabytes for one in ours)
        name = f"{case.kind.value} report, {case.actions:,} actions"
        print(f"\n{name}: {ours[0].pages} pages ({theirs[0].pages} in Chromium)")
        times = f"{seconds:.1f} s against {chromiums:.1f} s of Chromium: times"
        missed += not held(times, seconds / chromiums, case.most_times)
        if case.most_megabytes:
            missed += not held("most memory, MB", megabytes, case.most_megabytes)
        per_action[case.kind, case.actions] = seconds / case.actions
    growth = per_action[ReportKind.BOARD, 1000] / per_action[ReportKind.BOARD, 100]
    print()
    missed += not held("time per action, 1,000 against 100: times", growth, MOST_GROWTH)
    return int(missed > 0)


def held(what: str, figure: float, bar: float) -> bool:
    """Print a figure beside its bar, and return whether it is met."""
    shown = f"{figure:.0f}" if bar >= 100 else f"{figure:.2f}"
    print(f"  {what:<52}{shown:>7}   bar {bar:>6}   {'met' if figure <= bar else 'MISSED'}")
    return figure <= bar


def written(case: Case) -> Path:
    """Return the file of a report's page."""
    import sqlalchemy as sa

    from bench.plans import FOLDER, application, instance_with
    from tracker.clock import today
    from tracker.database import db
    from tracker.models import Plan
    from tracker.report_screens.tasks import council
    from tracker.reports.build import build_snapshot
    from tracker.reports.html import report_html
    from tracker.rules.ladders import Edition

    page = FOLDER / f"{case.kind.value}-{case.actions}.html"
    with application(instance_with(case.actions)).app_context():
        plan = db.session.scalars(sa.select(Plan)).one()
        value = build_snapshot(plan, today(), Edition.PUBLIC, council=council(), kind=case.kind)
        page.write_text(report_html(value))
    return page


def made_in_a_process(page: Path) -> Made:
    """Make a report in a process of its own and return what it said."""
    command = [sys.executable, "-m", "bench.reports", str(page)]
    return Made(**json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def made_here(page: Path) -> Made:
    """Make a report in this process, after a small one."""
    from tracker.reports.pages import pages_of
    from tracker.reports.pdf import html_to_pdf

    html = page.read_text()
    html_to_pdf(WARM_UP)
    start = time.perf_counter()
    pdf = html_to_pdf(html)
    seconds = time.perf_counter() - start
    return Made(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, pages_of(pdf) or 0)


def printed(chromium: Path, page: Path) -> Made:
    """Let Chromium print the page, from its start to its end."""
    from tracker.reports.pages import pages_of

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "page.pdf"
        command = [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-background-networking", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
            f"--print-to-pdf={out}", page.resolve().as_uri(),
        ]  # fmt: skip
        start = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return Made(time.perf_counter() - start, pages=pages_of(out.read_bytes()) or 0)


if __name__ == "__main__":
    sys.exit(main())
