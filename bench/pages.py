"""How pages behave when a plan grows: queries and server time at 200 and at 2,000 actions, 20 updates each.

Run by `make bench`. Time is that of the processor, as other work on the machine does not count; beside it
stands a bare Flask page with as many table rows. Ends with 1 where a page asks more queries of the larger
plan, or where one that is paged, or shows counts only, takes more than 1.5 times as long.

Four pages hold the whole plan and so grow with it: the plan and the plan on a page, which people print and
look through; the download, which is every page of a list; and search for words that stand nowhere, which has
to read all text. Where words are found, search ends with the newest that fill its page.
"""

import gc
import re
import statistics
import sys
import time
from dataclasses import dataclass

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import event

from bench.plans import application, instance_with
from tracker.database import db

SIZES = (200, 2000)
LIMIT = 1.5
RUNS = 9
LEAD, ASSURER = "Improvement lead", "Assurer"
# Name, who looks, address, and whether it shows a part or counts: only then its time must not grow.
PAGES = (
    ("Actions", LEAD, "/actions", True),
    ("Actions, page 4", LEAD, "/actions?page=4", True),
    ("Actions, overdue by owner", LEAD, "/actions?flag=overdue&sort=owner", True),
    ("Actions of a priority", LEAD, "/actions?priority=1&sort=due", True),
    ("Actions with a word", LEAD, "/actions?q=team", True),
    ("Triage", LEAD, "/triage", True),
    ("Triage, overdue", LEAD, "/triage?flag=overdue", True),
    ("To verify", ASSURER, "/verification", True),
    ("Dashboard", LEAD, "/dashboard", True),
    ("Timeline", LEAD, "/timeline", True),
    ("Evidence", LEAD, "/evidence", True),
    ("Measures", LEAD, "/measures", True),
    ("History", LEAD, "/history", True),
    ("Search", LEAD, "/search?q=health", True),
    ("Search, a word nowhere", LEAD, "/search?q=zebra", False),
    ("Plan", LEAD, "", False),
    ("Plan on a page", LEAD, "/on-a-page", False),
    ("Actions as CSV", LEAD, "/actions.csv", False),
)
BARE = """<!doctype html><title>Bare</title><h1>Bare</h1><table>{% for row in rows %}
<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"""


@dataclass(frozen=True)
class Measured:
    """One page: milliseconds of the processor, queries, rows of its tables, and its size."""

    milliseconds: float
    queries: int
    rows: int


class Site:
    """The sample with so many actions, and somebody signed in to it for each role."""

    def __init__(self, actions: int) -> None:
        instance = instance_with(actions)
        self.app = application(instance)
        self.queries = 0
        with self.app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._count)
        sign_ins = (instance / "sample-sign-ins.txt").read_text()
        self.visitors: dict[str, FlaskClient] = {}
        for role in (LEAD, ASSURER):
            found = re.search(rf"^{role}.*\n\s+(\S+)\s+(\S.*)$", sign_ins, re.MULTILINE)
            assert found, f"the sample names nobody as {role}"
            visitor = self.app.test_client()
            answer = visitor.post("/sign-in", data={"email": found[1], "password": found[2].strip()})
            assert answer.status_code == 302, f"{role} could not sign in"
            self.visitors[role] = visitor

    def _count(self, connection: object, cursor: object, statement: str, *rest: object) -> None:
        self.queries += not statement.startswith(("BEGIN", "PRAGMA", "COMMIT"))

    def measure(self, role: str, address: str) -> Measured:
        """Get a page several times; the median counts, the first visit does not."""
        visitor, place = self.visitors[role], f"/plans/harlmere{address}"
        answer = visitor.get(place)
        assert answer.status_code == 200, f"{place}: {answer.status_code}"
        self.queries = 0
        visitor.get(place)
        queries = self.queries
        return Measured(timed(visitor, place), queries, max(1, answer.get_data(as_text=True).count("<tr")))


def timed(visitor: FlaskClient, place: str) -> float:
    """Return the median of the processor's milliseconds for a page."""
    times = []
    for _ in range(RUNS):
        gc.collect()
        start = time.process_time()
        visitor.get(place)
        times.append((time.process_time() - start) * 1000)
    return statistics.median(times)


def bare(rows: int) -> float:
    """Return the time of a page of nothing but Flask and a table with so many rows of seven cells."""
    app = Flask("bare")
    cells = [[f"Cell {row} of {column}" for column in range(7)] for row in range(rows)]

    @app.get("/")
    def page() -> str:
        return render_template_string(BARE, rows=cells)

    visitor = app.test_client()
    visitor.get("/")
    return timed(visitor, "/")


def main() -> int:
    """Print the table and return 0 where every paged page keeps within the limits."""
    small, large = (Site(size) for size in SIZES)
    heads = ("Page", "rows", "bare ms", "queries 200", "2,000", "ms 200", "2,000", "times", "")
    print("{:<28}{:>6}{:>9}{:>13}{:>7}{:>9}{:>8}{:>7}  {}".format(*heads))
    failed = False
    for name, role, address, paged in PAGES:
        one, many = small.measure(role, address), large.measure(role, address)
        ratio = many.milliseconds / one.milliseconds
        if many.queries != one.queries or (paged and ratio > LIMIT):
            verdict, failed = "grows", True
        else:
            verdict = "" if paged else "whole plan"
        print(
            f"{name:<28}{many.rows:>6}{bare(many.rows):>9.1f}{one.queries:>13}{many.queries:>7}"
            f"{one.milliseconds:>9.1f}{many.milliseconds:>8.1f}{ratio:>7.2f}  {verdict}"
        )
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
