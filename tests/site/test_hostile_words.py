"""Hostile words in every text that people can write: no page runs them, and no report fetches for them."""

import socket
from collections.abc import Callable
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.planting import plant
from tests.site.access import rows
from tests.site.furnished import furnish
from tests.world import NOW, TODAY, World, add
from tracker.database import db
from tracker.models import Commentary, Plan
from tracker.reports.build import build_snapshot
from tracker.reports.facts import Council
from tracker.reports.html import report_html
from tracker.reports.kinds import OUTLINES
from tracker.reports.marks import own_pictures
from tracker.reports.pdf import OwnFilesOnly, html_to_pdf
from tracker.rules.ladders import Edition
from tracker.rules.report_kinds import ReportKind

HOSTILE = (
    "\"'><script>alert(1)</script><img src=http://evil.example/a.png onerror=alert(1)>"
    "<svg onload=alert(1)><image href=file:///etc/passwd /><style>*{background:url(http://evil.example)}</style>"
    "![x](http://evil.example/c.png) ![y](data:image/svg+xml,<svg/onload=alert(1)>) [z](javascript:alert(1)) "
    "[E1](javascript:alert(2)) [E1] {m:SDT} [w](data:text/html,<script>alert(3)</script>) "
    "<javascript:alert(4)> [ref] {{ 7*7 }} </textarea></title></p>\n\n"
    "[ref]: javascript:alert(5)\n\n    <script>alert(6)</script>\n"
)


@pytest.fixture
def planted(app: Flask, world: World) -> World:
    with app.app_context():
        furnish(world)
        for section in ("glance", "asks", "overview", "review", "leaders", "priority-1", "priority-1-did"):
            add(Commentary(plan_id=world.plan, section=section, text="As is.", at=NOW))
        plant(HOSTILE)
        db.session.commit()
    return world


def faults(html: str, own_script: str = "") -> list[str]:
    """Return what a page would run or fetch that is not the site's own; `own_script` stands in every page."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.rpartition("}")[2]
        if tag in ("iframe", "object", "embed", "base", "foreignObject", "animate", "set"):
            found.append(tag)
        is_ours = (
            element.text == own_script if element.text else element.get("src", "").startswith("/static/")
        )
        if tag == "script" and not is_ours:
            found.append("a script")
        found += [f"{tag} {name}" for name in element.attrib if name.lower().startswith("on")]
        found += [f"{tag} {address[:60]}" for address in _addresses(element) if _is_foreign(tag, address)]
    return found


def _addresses(element: Element) -> list[str]:
    names = (
        "href",
        "src",
        "action",
        "formaction",
        "poster",
        "data",
        "srcset",
        "{http://www.w3.org/1999/xlink}href",
    )
    return [element.attrib[name] for name in names if name in element.attrib]


def _is_foreign(tag: str, address: str) -> bool:
    scheme = address.strip().lower().partition(":")[0] if ":" in address else ""
    if tag == "a":
        return scheme not in ("", "http", "https", "mailto") and "/" not in scheme and "?" not in scheme
    return scheme in ("http", "https", "file", "ftp", "javascript", "vbscript", "data")


@pytest.mark.parametrize("persona", ["lead", "scrutiny"])
def test_no_page_runs_or_fetches_what_people_wrote(
    app: Flask, planted: World, signed_in: Callable[[str], FlaskClient], persona: str
) -> None:
    front = html5lib.parse(
        app.test_client().get("/sign-in").get_data(as_text=True), namespaceHTMLElements=False
    )
    [own_script] = [one.text for one in front.iter("script") if one.text]
    browser = signed_in(persona)
    wrong, read = {}, 0
    for row in rows():
        if row.method != "GET" or row.expected[persona] != 200:
            continue
        answer = browser.get(row.address)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            read += 1
            if found := faults(answer.get_data(as_text=True), own_script):
                wrong[row.address] = found
    assert not wrong
    assert read


def test_no_report_runs_or_fetches_what_people_wrote(
    app: Flask, planted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the renderer opened a connection")

    asked: list[str] = []
    fetch = OwnFilesOnly.fetch

    def remember(self: OwnFilesOnly, url: str, headers: dict[str, str] | None = None) -> object:
        asked.append(url)
        return fetch(self, url, headers)

    with app.app_context():
        plan = db.session.get_one(Plan, planted.plan)
        pages = {
            kind: report_html(
                build_snapshot(
                    plan,
                    TODAY,
                    Edition.MEMBERS,
                    council=Council("Harlmere"),
                    kind=kind,
                    recommendation=1 if kind is ReportKind.RECOMMENDATION else None,
                )
            )
            for kind in OUTLINES
        }
    for kind, page in pages.items():
        assert faults(page) == [], kind
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(OwnFilesOnly, "fetch", remember)
    made = html_to_pdf(pages[ReportKind.BOARD])
    assert all(url.startswith("report-font:") or url in own_pictures() for url in asked), asked
    assert b"/EmbeddedFile" not in made
    assert b"/JavaScript" not in made


def test_what_no_text_can_hold_reaches_no_database(
    world: World, signed_in: Callable[[str], FlaskClient]
) -> None:
    lead = signed_in("lead")
    assert lead.get("/plans/%00").status_code == 400
    comment = {"comment": "Fine so far\0"}
    lead.post("/plans/harlmere/actions/1.1/comments/new", data=comment)
    assert "\0" not in lead.get("/plans/harlmere/actions/1.1").get_data(as_text=True)
