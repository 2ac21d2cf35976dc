"""The main job end to end, as people do it: a report in, an owned plan, a board report out."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import NewVisitor
from tests.browser.live_site import LiveSite, running
from tests.browser.visitor import Visitor
from tests.parts import pdf_ua_failures
from tests.world import PASSWORD, TODAY
from tracker.sample.documents import report_text
from tracker.sample.report_pdf import report_pdf

DUE = TODAY + timedelta(days=90)
PLAN_TITLE = "Harlmere children’s services improvement plan"
ACTION = "Put health on the weekend rota for strategy discussions"
DONE = "The rota was signed by the police, the health trust and the emergency duty team."
DIFFERENCE = "Nine of eleven children were discussed within a day."
NEXT = "Ask the duty managers what still gets in the way."
EVIDENCE = "Weekend strategy discussions, first month"

Arrive = Callable[[], Visitor]


@pytest.fixture
def empty_site(tmp_path: Path) -> Iterator[LiveSite]:
    with running(tmp_path, SAMPLE="no") as site:
        yield site


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_inspectors_report_to_the_boards(
    empty_site: LiveSite, new_visitor: NewVisitor, javascript: bool
) -> None:
    def arrive() -> Visitor:
        return new_visitor(empty_site, javascript=javascript)

    administrator, lead, owner, member = arrive(), arrive(), arrive(), arrive()
    accept_invitation(administrator, empty_site.link_said(), "Owen Liddell")
    for_lead = create_plan(administrator, "Ruth Adeyemi")

    accept_invitation(lead, for_lead, "Ruth Adeyemi")
    bring_in_report(lead, report_pdf(report_text(TODAY)))
    asked = confirm_recommendations(lead)
    add_action(lead, asked[0])
    for_owner = name_lead_officer(lead, "Kerry Whitlam")

    accept_invitation(owner, for_owner, "Kerry Whitlam")
    post_update(owner)

    draft, pdf = make_board_report(lead)
    words = words_of(pdf)
    for expected in (PLAN_TITLE, *asked, ACTION, "Kerry Whitlam", "On track", DONE, DIFFERENCE, EVIDENCE):
        assert as_printed(expected) in words
    assert pdf_ua_failures(pdf) == []

    for_member = invite_to_plan(lead, "Geoffrey Pell", "Scrutiny")
    accept_invitation(member, for_member, "Geoffrey Pell")
    expect(member.page.get_by_text("No report has been issued to you yet")).to_be_visible()
    sees_nothing_that_is_not_issued(member, draft)


def accept_invitation(visitor: Visitor, link: str, name: str) -> None:
    """Follow a one-time link and choose a password."""
    visitor.open(link)
    visitor.page.get_by_label("Your name").fill(name)
    visitor.page.get_by_label("New password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Save and sign in").click()
    expect(visitor.page.get_by_role("link", name=name)).to_be_visible()


def create_plan(administrator: Visitor, lead: str) -> str:
    """Create the plan; return the link that is handed to its lead."""
    page = administrator.page
    page.get_by_role("link", name="Create a plan").click()
    page.get_by_label("Title of the plan").fill(PLAN_TITLE)
    page.get_by_label("Name of the first lead").fill(lead)
    page.get_by_label("E-mail address of the first lead").fill(email_of(lead))
    page.get_by_role("button", name="Create").click()
    return link_handed_over(administrator)


def bring_in_report(lead: Visitor, pdf: bytes) -> None:
    """Upload the report on the empty plan's page and wait until it is read."""
    page = lead.page
    expect(heading(lead)).to_have_text(PLAN_TITLE)
    page.get_by_label("Choose the report").set_input_files(
        {"name": "Harlmere inspection.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    page.get_by_role("button", name="Read the report").click()
    wait_for(lead, page.get_by_role("heading", name="What we found", exact=True), "See whether it is ready")


def confirm_recommendations(lead: Visitor) -> list[str]:
    """Check each proposal beside its passage, decide on what is open, confirm; return what was asked."""
    page = lead.page
    printed = re.findall(r"^\d+\. (.+)$", asks_of_the_report(), re.M)
    shown: list[str] = []
    while True:
        for proposal in page.locator(".trk-proposal").all():
            link = proposal.get_by_role("link", name="Show passage")
            passage = page.locator(link.get_attribute("href") or "none")
            words = proposal.locator(".trk-words").inner_text()
            shown.append(words)
            assert as_printed(words.partition(" ")[2])[:60] in as_printed(passage.inner_text())
        if len(shown) >= len(printed):
            break
        with page.expect_navigation():
            page.get_by_role("button", name="Go to page").last.click()
    assert [as_printed(words) for words in shown] == [
        as_printed(f"{number} {words}") for number, words in enumerate(printed, 1)
    ]
    leave_what_is_open(lead)
    page.get_by_role("button", name=f"Add {len(printed)} recommendations to the plan").click()
    expect(notice(lead)).to_contain_text(f"{len(printed)} recommendations added to the plan")
    return printed


def leave_what_is_open(lead: Visitor) -> None:
    """Leave out whatever of the report still waits for a decision, if anything does."""
    page = lead.page
    # The button stands below the passages: once it is there, they are there too.
    page.wait_for_load_state()
    expect(page.get_by_role("button", name=re.compile("^Add .* to the plan$"))).to_be_visible()
    for words in ("^Link .* as suggested$", "^Leave .* without a recommendation$"):
        button = page.get_by_role("button", name=re.compile(words))
        if button.count():
            with page.expect_navigation():
                button.click()


def add_action(lead: Visitor, recommendation: str) -> None:
    """Open the first recommendation from the plan page and add an action to it."""
    page = lead.page
    menu(lead, "Plan")
    page.get_by_role("link", name=recommendation[:50]).click()
    expect(page.get_by_role("blockquote")).to_contain_text(recommendation)
    page.get_by_role("button", name="Add an action").click()
    page.get_by_label("What will be done").fill(ACTION)
    page.get_by_label("How we will know").fill("Health takes part in every weekend discussion.")
    fill_day(page.get_by_role("group", name="Due"), DUE)
    page.get_by_role("button", name="Add the action").click()
    expect(notice(lead)).to_contain_text("Action 1.1 is added")


def name_lead_officer(lead: Visitor, name: str) -> str:
    """Invite the owner and name them on the action; return their link."""
    page = lead.page
    page.get_by_role("link", name="Change who is named").click()
    page.get_by_role("link", name="Add the first owner").click()
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail address").fill(email_of(name))
    page.get_by_label("Job title").fill("Service manager, First response")
    page.get_by_role("button", name="Save").click()
    link = link_handed_over(lead)
    lead.open(f"{plan_path(lead)}/actions/1.1")
    page.get_by_role("link", name="Change who is named").click()
    officers = page.get_by_label("Lead officer")
    officers.select_option(value=officers.locator("option", has_text=name).get_attribute("value"))
    page.get_by_role("button", name="Save the people of 1.1").click()
    expect(page.get_by_text(name).first).to_be_visible()
    return link


def post_update(owner: Visitor) -> None:
    """Update the action on My actions, with evidence."""
    page = owner.page
    expect(heading(owner)).to_have_text("My actions")
    page.locator("summary", has_text="Update 1.1").click()
    page.get_by_role("group", name="Delivery").get_by_label("On track").check()
    page.get_by_role("group", name="Impact").get_by_label("Too early").check()
    page.get_by_label("What was done").fill(DONE)
    page.get_by_label("Difference made for children").fill(DIFFERENCE)
    page.get_by_label("What is next").fill(NEXT)
    page.locator("summary", has_text="Add evidence to 1.1").click()
    page.get_by_label("Link", exact=True).fill("https://intranet.harlmere.example/strategy-discussions")
    page.get_by_label("What it is").fill(EVIDENCE)
    page.get_by_label("What it shows").fill("How many were held in time, and who took part.")
    page.get_by_label("Kind", exact=True).select_option("data")
    fill_day(page.get_by_role("group", name="What date is the evidence from?"), TODAY)
    page.get_by_label("Who may see it").select_option("public")
    page.get_by_role("button", name="Save update to 1.1").click()
    expect(page.get_by_text("Update saved")).to_be_visible()


def make_board_report(lead: Visitor) -> tuple[str, bytes]:
    """Make the PDF of a board report; return the draft's path and the PDF."""
    page = lead.page
    menu(lead, "Reports")
    page.get_by_role("link", name="Start a report").click()
    page.get_by_role("button", name="Start the report").click()
    expect(page.get_by_role("link", name="Read on screen")).to_be_visible()
    draft = lead.path()
    page.get_by_role("link", name="Read on screen").click()
    expect(page.get_by_text(DIFFERENCE).first).to_be_visible()
    page.get_by_role("link", name="Back to the draft").click()
    page.get_by_role("button", name="Make the PDF").click()
    ready = page.get_by_role("link", name="Download the PDF")
    wait_for(lead, ready, "See how far it is now")
    with page.expect_download() as download:
        ready.click()
    return draft, download.value.path().read_bytes()


def invite_to_plan(lead: Visitor, name: str, role: str) -> str:
    """Invite somebody with a role; return their link."""
    page = lead.page
    menu(lead, "People")
    page.get_by_role("link", name="Invite somebody").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("E-mail address").fill(email_of(name))
    page.get_by_role("checkbox", name=re.compile(f"^{role}")).check()
    page.get_by_role("button", name="Invite").click()
    return link_handed_over(lead)


def sees_nothing_that_is_not_issued(member: Visitor, draft: str) -> None:
    """Try every address that others have used: to a scrutiny member there is no such page."""
    plan = draft.partition("/reports")[0]
    for path in (
        plan,
        f"{plan}/recommendations/1",
        f"{plan}/actions",
        f"{plan}/actions/1.1",
        f"{plan}/history",
        f"{plan}/evidence",
        f"{plan}/evidence/1",
        f"{plan}/inspections/1",
        f"{plan}/inspections/1/source",
        f"{plan}/reports-in",
        f"{plan}/reports",
        draft,
        f"{draft}/preview",
        f"{draft}/pdf",
        f"{plan}/people",
    ):
        member.open(path, status=404)
        expect(member.page.locator("body")).not_to_contain_text(PLAN_TITLE)
    member.open("/my-actions")
    expect(member.page.locator("body")).not_to_contain_text(ACTION)


def wait_for(visitor: Visitor, what: Locator, link: str) -> None:
    """Wait for what the worker makes: pages with a script come back by themselves, others have a link."""
    again = visitor.page.get_by_role("link", name=link)
    while not visitor.has_javascript:
        expect(what.or_(again)).to_be_visible()
        if what.is_visible():
            break
        with visitor.page.expect_navigation():
            again.click()
    expect(what).to_be_visible(timeout=120_000)
    # What was waited for may stand above the rest of its page, which is then still on its way.
    visitor.page.wait_for_load_state()


def link_handed_over(visitor: Visitor) -> str:
    """Return the one-time link in the notice, there because no mail server is set."""
    expect(notice(visitor)).to_contain_text("/link/")
    text = notice(visitor).inner_text()
    found = re.search(r"http://\S+/link/\S+", text)
    assert found, text
    return found[0]


def fill_day(group: Locator, day: date) -> None:
    """Fill the three boxes of a date."""
    for box, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(box).fill(str(number))


def menu(visitor: Visitor, entry: str) -> None:
    """Choose an entry of the menu."""
    visitor.page.get_by_role("navigation", name="Menu").get_by_role("link", name=entry, exact=True).click()


def heading(visitor: Visitor) -> Locator:
    """Return the heading of the page."""
    return visitor.page.get_by_role("heading", level=1)


def notice(visitor: Visitor) -> Locator:
    """Return what was just done, as the page says it."""
    return visitor.page.locator(".govuk-notification-banner__content")


def plan_path(visitor: Visitor) -> str:
    """Return the path of the plan whose page is shown."""
    return "/".join(visitor.path().split("/")[:3])


def email_of(name: str) -> str:
    """Return an invented address."""
    return f"{name.lower().replace(' ', '.')}@harlmere.example"


def asks_of_the_report() -> str:
    """Return the part of the report that holds its recommendations."""
    return report_text(TODAY).partition("\nRecommendations\n")[2].partition("\nSummary for children")[0]


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF, spaced alike."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return as_printed(" ".join(page.get_textpage().get_text_bounded() for page in document))
    finally:
        document.close()


def as_printed(text: str) -> str:
    """Return the text with single spaces, and words divided at the end of a line put together again."""
    return " ".join(re.sub(r"(\w)[\u00ad\u2010\ufffe-]\s+(\w)", r"\1\2", text).split())
