"""A real browser, and people who use it on a running site."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.live_site import LiveSite, running
from tests.browser.small_site import SmallSite, build
from tests.browser.visitor import Visitor
from tests.parts import chromium_path

NewVisitor = Callable[..., Visitor]

FLAGS = [
    "--no-sandbox",  # containers run tests as root, and Chromium has no sandbox there
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # A browser that looks for updates would use the network, and wait where there is none.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process; every visitor has a profile of their own in it."""
    path = chromium_path()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory, migrated_database: Path) -> Iterator[SmallSite]:
    """One running site for all tests of a process that need only a small world; see `SmallSite.holding`."""
    folder = tmp_path_factory.mktemp("small")
    # Where somebody can sign in already, a start invites nobody.
    build(migrated_database, folder, lambda world: None)
    with running(folder, SAMPLE="no") as live:
        yield SmallSite(live, migrated_database)


@pytest.fixture
def new_visitor(browser: Browser) -> Iterator[NewVisitor]:
    """Return a function that lets a visitor arrive: new_visitor(site, width=360, javascript=False)."""
    visitors: list[Visitor] = []

    def arrive(site: LiveSite, *, width: int = 1280, javascript: bool = True, **options: Any) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            **options,
        )
        visitors.append(Visitor.arrives(site, context, javascript))
        return visitors[-1]

    yield arrive
    troubles = [trouble for visitor in visitors for trouble in visitor.troubles]
    if troubles:
        troubles += ["What the site said last:", *visitors[0].site.said[-40:]]
    for visitor in visitors:
        visitor.context.close()
    assert not troubles, "\n".join(troubles)
