"""Hostile words in every text of a report do nothing, and the renderer opens no address but our own."""

import socket
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import html5lib
import pytest
from weasyprint import HTML

from tests.pages import check_page
from tests.parts import pdf_ua_failures
from tests.reports.pdf_reading import page_texts
from tests.reports.sample_report import sample_snapshot
from tracker.reports import pdf as pdf_module
from tracker.reports.html import report_html
from tracker.reports.marks import bars, own_pictures
from tracker.reports.pdf import OwnFilesOnly, RefusedAddress, html_to_pdf
from tracker.reports.snapshot import Snapshot

HOSTILE = (
    '"><script>alert(1)</script><img src="http://evil.example/a.png" onerror=alert(1)>'
    '<link rel=stylesheet href="file:///etc/passwd"><style>*{background:url(http://evil.example/b)}</style>'
    "![x](http://evil.example/c.png) <svg onload=alert(1)><image href='file:///etc/hosts'/></svg>"
    "<a rel=attachment href='file:///etc/passwd'>x</a> {{ 7*7 }} {% raw %} </title></section></main>"
)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the renderer opened a connection")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every address that the renderer asks for."""
    seen: list[str] = []
    fetch = OwnFilesOnly.fetch

    def remember(self: OwnFilesOnly, url: str, headers: dict[str, str] | None = None) -> Any:
        seen.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr(OwnFilesOnly, "fetch", remember)
    return seen  # type: ignore[return-value]


def test_hostile_words_in_every_text_do_nothing(no_network: None, asked: list[str]) -> None:
    page = report_html(_hostile(sample_snapshot(3)))
    check_page(page)
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    tags = {element.tag for element in tree.iter() if isinstance(element.tag, str)}
    assert not tags & {"script", "img", "iframe", "object", "image"}
    assert len(list(tree.iter("style"))) == 1
    assert not [element.tag for element in tree.iter() for name in element.attrib if name.startswith("on")]
    pdf = html_to_pdf(page)
    assert pdf_ua_failures(pdf) == []
    assert all(url.startswith("report-font:") or url in own_pictures() for url in asked)
    assert b"evil.example" not in pdf
    assert b"/EmbeddedFile" not in pdf
    assert "{{ 7*7 }}" in " ".join(page_texts(pdf))


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1:1/x",
        "https://evil.example/x.css",
        "ftp://evil.example/x",
        "data:text/css,*{color:red}",
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
        "report-font:../../../etc/passwd",
        "report-file:missing.png",
        "REPORT-FILE:logo.png",
        "//evil.example/x",
    ],
)
def test_no_address_but_our_own_is_opened(no_network: None, address: str) -> None:
    with pytest.raises(RefusedAddress):
        OwnFilesOnly({"logo.png": b"png"}).fetch(address)


def test_our_fonts_our_shapes_and_the_files_handed_over_are_served() -> None:
    fetcher = OwnFilesOnly({"logo.png": b"png"})
    assert fetcher.fetch("report-file:logo.png").read() == b"png"
    assert fetcher.fetch("report-font:SourceSansPro-Regular.otf").read()[:4] == b"OTTO"
    assert b"<svg" in fetcher.fetch(bars(2)).read()


def test_html_that_asks_for_files_gets_none(no_network: None, asked: list[str]) -> None:
    html_to_pdf(
        "<!doctype html><html lang=en><head><title>x</title><link rel=stylesheet href='file:///etc/passwd'>"
        "<style>@import url(http://evil.example/a.css); p{background:url(file:///etc/hosts)}</style></head>"
        "<body><p>x</p><img alt=x src='http://evil.example/x.png'><a rel=attachment href='file:///etc/passwd'>"
    )
    assert [url for url in asked if url.startswith(("file:", "http:"))]


def test_every_fetcher_of_the_renderer_is_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def remember(**kwargs: Any) -> HTML:
        seen.append(kwargs["url_fetcher"])
        return HTML(**kwargs)

    monkeypatch.setattr(pdf_module, "HTML", remember)
    html_to_pdf("<!doctype html><html lang=en><title>x</title><p>x</p>")
    assert all(isinstance(one, OwnFilesOnly) for one in seen)


def _hostile(snapshot: Snapshot) -> Snapshot:
    colours = snapshot.council
    made: Snapshot = _with_words(snapshot)
    return replace(
        made,
        council=replace(made.council, first_colour=colours.first_colour, second_colour=colours.second_colour),
        delivery_key=tuple(
            replace(step, letter=own.letter, colour=own.colour)
            for step, own in zip(made.delivery_key, snapshot.delivery_key, strict=True)
        ),
        actions=tuple(
            replace(one, label=own.label, service=own.service)
            for one, own in zip(made.actions, snapshot.actions, strict=True)
        ),
        priorities=tuple(
            replace(
                one,
                recommendations=tuple(
                    replace(asked, actions=own_asked.actions)
                    for asked, own_asked in zip(one.recommendations, own.recommendations, strict=True)
                ),
            )
            for one, own in zip(made.priorities, snapshot.priorities, strict=True)
        ),
        commentaries=tuple(
            replace(one, section=section)
            for section in ("overview", "asks", "leaders", "priority-1", "priority-1-did", "plan", "app-b")
            for one in made.commentaries[:1]
        ),
    )


def _with_words(value: Any) -> Any:
    """Return the value with every text in it hostile."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, tuple):
        return tuple(_with_words(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: _with_words(getattr(value, field.name)) for field in fields(value)}
        )
    assert value is None or isinstance(value, int | bool | date | Decimal)
    return value
