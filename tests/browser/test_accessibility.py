"""Every page of the sample council, as each of its people meets it, in a real browser.

A page is fetched and judged by its answer wherever a link leads to it. It is looked at in the browser when it
is made of anything that no page of its view before it was made of: fifty actions alike are one look.
"""

from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, expect

from tests.browser.conftest import NewVisitor
from tests.browser.live_site import running
from tests.browser.looking import faults_of
from tests.browser.sample_site import SampleSite
from tests.browser.shapes import PageShape
from tests.browser.visitor import Visitor
from tracker.clock import today
from tracker.rules.report_kinds import ReportKind
from tracker.sample.documents import letter_text

LEAD = "Improvement lead"
ROLES = (
    "",
    "Scrutiny member",
    "Contributor",
    "Service manager (owner of actions)",
    "Assurer (checks evidence)",
    "Director",
    LEAD,
    "Administrator",
)
MOST_ALIKE = 15
"""Pages fetched of one view for one person: enough for all recommendations of the sample."""

# Empties a form, and puts days that no month has into its dates. Buttons and what is hidden stay.
_SPOIL = """(target) => {
    const form = [...document.forms].find(one => one.method === 'post' && one.action.split('#')[0] === target)
    for (const field of form.elements) {
        if (['hidden', 'submit', 'fieldset'].includes(field.type)) continue
        if (['radio', 'checkbox'].includes(field.type)) field.checked = false
        else if (field.tagName === 'SELECT') field.selectedIndex = 0
        else field.value = field.closest('.govuk-date-input') ? '99' : ''
    }
    form.noValidate = true
    form.requestSubmit(form.querySelector('[type=submit]'))
}"""


@pytest.fixture(scope="module")
def sample(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleSite]:
    """The running sample, in which a lead has left things half done."""
    with running(tmp_path_factory.mktemp("sample")) as live:
        site = SampleSite.of(live)
        context = browser.new_context()
        lead = Visitor.arrives(live, context)
        site.enter(lead, LEAD)
        bring_in(lead, "letter.txt", letter_text(today()).encode(), lead.page.get_by_text("What we found"))
        bring_in(lead, "broken.pdf", b"%PDF-1.7 and nothing else", lead.page.get_by_text("could not be read"))
        start_report(lead)
        context.close()
        assert not lead.troubles, lead.troubles
        yield site


def bring_in(lead: Visitor, name: str, content: bytes, then: Locator) -> None:
    """Upload a report and wait until it was read, or could not be."""
    lead.open("/plans/harlmere/reports-in")
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
    lead.page.get_by_label("Choose the report").set_input_files(file)
    lead.page.get_by_role("button", name="Read the report").click()
    expect(then.first).to_be_visible()


def start_report(lead: Visitor) -> None:
    """Start a board report and have its PDF made."""
    lead.open("/plans/harlmere/reports/new")
    lead.page.get_by_role("button", name="Start the report").click()
    lead.page.get_by_role("button", name="Make the PDF").click()
    expect(lead.page.get_by_role("link", name="Download the PDF")).to_be_visible(timeout=120_000)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "Nobody signed in")
def test_every_page_a_person_reaches_is_accessible(
    sample: SampleSite, new_visitor: NewVisitor, role: str
) -> None:
    visitor = new_visitor(sample.live)
    sample.enter(visitor, role)
    faults: list[str] = []
    forms: dict[tuple[str, str], tuple[str, str]] = {}
    looks = 0
    for address, page in walk(sample, visitor, faults):
        view = sample.view_of(address)
        for target in page.forms:
            forms.setdefault((view, sample.view_of(target, "POST")), (address, target))
        if sample.is_new(view, page):
            visitor.open(address)
            faults += look(visitor)
            looks += 1
    for views, (address, target) in forms.items():
        if views not in sample.forms_sent:
            sample.forms_sent.add(views)
            faults += send_spoilt(sample, visitor, address, target)
    assert not faults, "\n".join(faults)
    assert looks, "nothing was looked at"


def test_every_kind_of_report_is_accessible_on_screen(sample: SampleSite, new_visitor: NewVisitor) -> None:
    lead = new_visitor(sample.live)
    sample.enter(lead, LEAD)
    faults: list[str] = []
    for kind in ReportKind:
        lead.open(f"/plans/harlmere/reports/new?kind={kind.value}&recommendation=1")
        lead.page.get_by_role("button", name="Start the report").click()
        preview = lead.page.get_by_role("link", name="Read on screen").get_attribute("href")
        assert preview is not None
        lead.open(preview)  # and wait for its style, which is made for it
        faults += look(lead)
    assert not faults, "\n".join(faults)


def test_pages_that_say_no_are_accessible(sample: SampleSite, new_visitor: NewVisitor) -> None:
    visitor = new_visitor(sample.live)
    visitor.open("/link/no-such-link", status=410)
    faults = look(visitor)
    sample.enter(visitor, "Contributor")
    for path, status in (("/no-such-page", 404), ("/plans/harlmere/people", 403)):
        visitor.open(path, status=status)
        faults += look(visitor)
    assert not faults, "\n".join(faults)


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


def send_spoilt(sample: SampleSite, visitor: Visitor, address: str, target: str) -> list[str]:
    """Send a form with nothing right in it; return the faults of the page that says so."""
    visitor.open(address)
    with visitor.page.expect_navigation() as navigation:
        visitor.page.evaluate(_SPOIL, target)
    answer = navigation.value
    assert answer is not None
    if answer.status != 200:
        return [f"{urlsplit(address).path}: sent with nothing right in it, it answered {answer.status}"]
    # A form that asks for nothing is saved as it is, and leads elsewhere.
    if not visitor.page.locator(".govuk-error-summary").count():
        return []
    page = PageShape(visitor.page.content(), target)
    return look(visitor) if sample.is_new(f"error {sample.view_of(target, 'POST')}", page) else []


def look(visitor: Visitor) -> list[str]:
    """Return the faults of the page shown, each with its path."""
    return [f"{visitor.path()}: {fault}" for fault in faults_of(visitor.page)]
