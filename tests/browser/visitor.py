"""A person at a browser. What a page does wrong behind its face is kept, and fails the test at its end."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    WebError,
    expect,
)

from tests.browser.live_site import LiveSite

PATIENCE = 20_000
"""Milliseconds until something that ought to appear has failed to; a busy machine is no failure."""

expect.set_options(timeout=PATIENCE)


@dataclass
class Visitor:
    """One browser profile on a site. `troubles` holds a sentence for everything that must not happen."""

    site: LiveSite
    context: BrowserContext
    page: Page
    has_javascript: bool = True
    troubles: list[str] = field(default_factory=list)
    refusals_expected: set[str] = field(default_factory=set)

    @classmethod
    def arrives(cls, site: LiveSite, context: BrowserContext, javascript: bool = True) -> "Visitor":
        """Open a page in a fresh context and begin to watch it."""
        context.set_default_timeout(PATIENCE)
        visitor = cls(site, context, context.new_page(), javascript)
        context.on("console", visitor._on_console)
        context.on("weberror", visitor._on_error)
        context.on("request", visitor._on_request)
        context.on("requestfailed", visitor._on_request_failed)
        context.on("response", visitor._on_response)
        return visitor

    def open(self, address: str, status: int = 200) -> None:
        """Go to an address of the site, which must answer with this status."""
        url = address if address.startswith("http") else self.site.address + address
        if status >= 400:
            self.refusals_expected.add(url)
        answer = self.page.goto(url)
        assert answer is not None, url
        assert answer.status == status, f"{url} answered {answer.status}, not {status}"

    def sign_in(self, email: str, password: str) -> None:
        """Sign in on the sign-in page."""
        self.open("/sign-in")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.get_by_role("button", name="Sign out").wait_for()

    def path(self) -> str:
        """Return the path of the page shown."""
        return urlsplit(self.page.url).path

    def _on_console(self, message: ConsoleMessage) -> None:
        # Answers that are errors are judged by their status, below.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.troubles.append(f"console, on {self.page.url}: {message.text}")

    def _on_error(self, error: WebError) -> None:
        self.troubles.append(f"script, on {self.page.url}: {error.error}")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site.address}/", "data:")):
            self.troubles.append(f"a request left the site, on {self.page.url}: {request.url}")

    def _on_request_failed(self, request: Request) -> None:
        # A download ends its navigation, and leaving a page ends what it was still loading: nothing is wrong.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"a request failed, on {self.page.url}: {request.url} ({request.failure})")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400 and response.url not in self.refusals_expected:
            self.troubles.append(f"answered {response.status}: {response.url}")
