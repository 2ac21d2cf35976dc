"""Every page of the sample council, as each of its people meets it, in a real browser.

A page is fetched and judged by its answer wherever a link leads to it. It is looked at in the browser when it
is made of anything that no page before it was made of: fifty actions alike are one look.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.browser.conftest import NewVisitor
from tests.browser.live_site import LiveSite, running
from tests.browser.looking import faults_of
from tests.browser.shapes import PageShape
from tests.browser.visitor import Visitor
from tracker import create_app
from tracker.config import read_settings

ROLES = (
    "Scrutiny member",
    "Contributor",
    "Service manager (owner of actions)",
    "Assurer (checks evidence)",
    "Director",
    "Improvement lead",
    "Administrator",
)
MOST_ALIKE = 8
"""Pages fetched of one view for one person; the sample has no view whose pages differ more than that."""


@dataclass
class SampleSite:
    """The running sample, how its people sign in, and what was looked at already."""

    live: LiveSite
    sign_ins: dict[str, tuple[str, str]]
    views: MapAdapter
    shapes_seen: set[str] = field(default_factory=set)
    forms_sent: set[str] = field(default_factory=set)

    def is_new(self, shape: set[str]) -> bool:
        """Return whether a page has anything that no page looked at had, and count it as looked at."""
        new = not shape <= self.shapes_seen
        self.shapes_seen |= shape
        return new

    def view_of(self, address: str, method: str = "GET") -> str:
        """Return the endpoint of an address with the names of its query, or "" where it is no view."""
        parts = urlsplit(address)
        try:
            endpoint, _ = self.views.match(parts.path, method=method)
        except HTTPException:
            return ""
        return " ".join([endpoint, *sorted(parse_qs(parts.query))])


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleSite]:
    folder = tmp_path_factory.mktemp("sample")
    with running(folder) as live:
        text = (folder / "sample-sign-ins.txt").read_text(encoding="utf-8")
        sign_ins = {
            role: (email, password)
            for role, email, password in re.findall(r"^(\S[^\n:]*): [^\n]*\n +(\S+) +(\S+)$", text, re.M)
        }
        views = _application(live).url_map.bind("localhost")
        yield SampleSite(live, sign_ins, views)


def _application(live: LiveSite) -> Flask:
    """The application as a map of its views alone."""
    return create_app(read_settings({"INSTANCE_PATH": str(live.instance)}))


@pytest.mark.parametrize("role", ROLES)
def test_every_page_a_person_reaches_is_accessible(
    sample: SampleSite, new_visitor: NewVisitor, role: str
) -> None:
    visitor = new_visitor(sample.live)
    visitor.sign_in(*sample.sign_ins[role])
    faults: list[str] = []
    looked_at = []
    for address, page in walk(sample, visitor, faults):
        if sample.is_new(page.shape):
            looked_at.append(address)
            visitor.open(address)
            faults += [f"{urlsplit(address).path}: {fault}" for fault in faults_of(visitor.page)]
    assert not faults, "\n".join(faults)
    assert looked_at, "nothing was looked at"


def walk(sample: SampleSite, visitor: Visitor, faults: list[str]) -> Iterator[tuple[str, PageShape]]:
    """Fetch the pages that links lead to from where a person starts; every link must answer."""
    waiting = deque([visitor.page.url])
    met = set(waiting)
    fetched: Counter[str] = Counter()
    while waiting:
        address = waiting.popleft()
        view = sample.view_of(address)
        if fetched[view] == MOST_ALIKE:
            continue
        fetched[view] += 1
        answer = visitor.context.request.get(address)
        if answer.status != 200:
            faults.append(f"a link led to {address}, which answered {answer.status}")
        if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
            continue
        page = PageShape(answer.text(), answer.url)
        for link in page.links:
            if link.startswith(f"{sample.live.address}/") and link not in met:
                met.add(link)
                waiting.append(link)
        yield address, page
