"""Reports and a coloured plan brought in with a real browser, from the file to the plan."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import NewVisitor
from tests.browser.live_site import LiveSite, running
from tests.browser.looking import faults_of
from tests.browser.test_first_day import (
    accept_invitation,
    create_plan,
    email_of,
    fill_day,
    leave_what_is_open,
    menu,
    notice,
    plan_path,
    wait_for,
)
from tests.browser.visitor import Visitor
from tests.intake.sample_files import paragraphs, pdf_of, scan_of
from tests.parts import tesseract_path
from tests.sheets.workbooks import AMBER, BLUE, GREEN, RED, Filled, workbook
from tests.world import PASSWORD, TODAY
from tracker.formatting import long_date
from tracker.sample.documents import letter_text, report_text
from tracker.sample.report_pdf import report_pdf

LEAD = "Ruth Adeyemi"
HOME = Path(__file__).parents[1] / "intake" / "samples" / "childrens-home.txt"

EARLIER = """Harlmere County Council
Inspection of services for children in need of help and protection, children looked after and care leavers
Report published: 14 June 2022

Recommendations
1. Hold strategy discussions at weekends, with police and health colleagues in attendance.
2. Give social workers in every team regular supervision.

Summary for children and young people
"""

SCANNED = (
    paragraphs(
        "4 March 2025",
        "Focused visit to Harlmere children’s services",
        "This letter summarises the findings of a focused visit to Harlmere children’s services on 3 and 4 "
        "February 2025. His Majesty’s Inspectors for this visit were Ines Holm and Lars Petty.",
    )
    + "<h2>What needs to improve in this area of social work practice?</h2>"
    + "<ul><li>The time that families wait before somebody calls them back."
    + "<li>The notes of visits, which should say what children think and feel.</ul>"
    + "<h2>Main findings</h2>"
    + paragraphs("Staff are kind and patient, and they know the families they work with well.")
)

# The recommendation stands once, in cells merged over its actions; statuses are said by colours alone.
COLOURED: list[list[object]] = [
    ["Harlmere early help plan"],
    [],
    ["No.", "Recommendation", "Action", "Lead officer", "By when", "RAG"],
    [
        1,
        "Answer families within a day.",
        "Write a rota for the telephone",
        LEAD,
        "31/3/27",
        Filled(None, BLUE),
    ],
    [
        None,
        None,
        "Ring back everybody who left a message",
        "Head of early help",
        "end Sept",
        Filled(None, RED),
    ],
    [2, "Ask children what helps.", "Ask at the end of every visit", LEAD, 46477, Filled(None, AMBER)],
    [None, None, "Tell children what came of it", LEAD, "30 June 2027", Filled(None, GREEN)],
]
MERGED = ["A4:A5", "B4:B5", "A6:A7", "B6:B7"]


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveSite]:
    """A running site with one empty plan and its lead, who has chosen a password."""
    with running(tmp_path_factory.mktemp("intake"), SAMPLE="no") as live:
        for_lead = ""
        for name in ("Owen Liddell", LEAD):
            context = browser.new_context()
            visitor = Visitor.arrives(live, context)
            accept_invitation(visitor, for_lead or live.link_said(), name)
            if not for_lead:
                for_lead = create_plan(visitor, LEAD)
            context.close()
            assert not visitor.troubles, visitor.troubles
        yield live


# Half of the journeys are walked as the site has to work for everybody: on a phone, with script switched off.
PLAIN_PHONE = {"width": 360, "javascript": False}
on_a_plain_phone = pytest.mark.parametrize("lead", [PLAIN_PHONE], indirect=True, ids=["phone, no script"])


@pytest.fixture
def lead(site: LiveSite, new_visitor: NewVisitor, request: pytest.FixtureRequest) -> Visitor:
    """The lead, signed in, on the page that takes a report."""
    visitor = new_visitor(site, **getattr(request, "param", {}))
    visitor.sign_in(email_of(LEAD), PASSWORD)
    menu(visitor, "Bring in a report")
    return visitor


def faults(lead: Visitor) -> list[str]:
    """Return what is wrong with the page shown. Looking needs script: without it, a twin opens the page."""
    if lead.has_javascript:
        return faults_of(lead.page)
    assert lead.context.browser is not None
    twin = lead.context.browser.new_context(storage_state=lead.context.storage_state())
    try:
        page = twin.new_page()
        page.goto(lead.page.url)
        return faults_of(page)
    finally:
        twin.close()


def upload(lead: Visitor, name: str, content: bytes) -> None:
    """Upload a report and wait until it can be checked."""
    page = lead.page
    page.get_by_label("Choose the report").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Read the report").click()
    found = page.get_by_role("heading", name="What we found", exact=True)
    wait_for(lead, found, "See whether it is ready")


@pytest.mark.parametrize("lead", [{}, PLAIN_PHONE], indirect=True, ids=["desktop", "phone, no script"])
def test_a_sif_report_with_marked_findings_pictures_of_its_pages_and_what_comes_next(lead: Visitor) -> None:
    page = lead.page
    upload(lead, "Harlmere inspection.pdf", report_pdf(report_text(TODAY)))
    expect(page.locator("#tray")).to_contain_text("Not matched to any recommendation")
    linked = page.locator("select[id^=t]").first
    expect(linked).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="Picture of the page").click()
    picture = page.get_by_role("img", name="The report, page")
    picture.scroll_into_view_if_needed()  # it is fetched when it comes into sight
    expect(picture).to_be_visible()
    if lead.has_javascript:
        expect(picture).not_to_have_js_property("naturalWidth", 0)
    assert faults(lead) == []
    with page.expect_navigation():
        page.get_by_role("link", name="Text", exact=True).click()
    expect(picture).not_to_be_visible()
    leave_what_is_open(lead)
    # Who comes second to the plan finds all of it asked before, and its priorities there already.
    page.get_by_role("button", name="Add 14 recommendations to the plan").click()
    expect(notice(lead)).to_contain_text("14 recommendations added to the plan")
    assert faults(lead) == []
    with page.expect_navigation():
        page.get_by_role("link", name="Put 14 recommendations under priorities").click()
    expect(
        page.get_by_role("row", name="Within three months, hold a strategy discussion").last
    ).to_contain_text("A finding linked to it stands in that part of the report")
    expect(page.get_by_label("New priority A", exact=True)).to_be_visible()
    assert faults(lead) == []
    page.get_by_role("button", name="Save the priorities").click()
    expect(notice(lead)).to_contain_text("put under a priority")
    priority = page.get_by_role("heading", name="Priority 1: Children who need help and protection")
    expect(priority).to_be_visible()
    lead.open(f"{plan_path(lead)}/actions/first")
    page.get_by_label(re.compile("^What will be done")).first.fill("Put health on the weekend rota")
    assert faults(lead) == []
    page.get_by_role("button", name="Add the actions").click()
    expect(notice(lead)).to_contain_text("1 action added")
    # A report of last year: its action plan was due long ago, so that no clock runs for it.
    expect(page.locator(".trk-clock", has_text="services for children in need")).to_have_count(0)


@on_a_plain_phone
def test_a_focused_visit_starts_the_clock_and_comes_back_to_what_was_asked(lead: Visitor) -> None:
    page = lead.page
    upload(lead, "earlier.txt", EARLIER.encode())
    page.get_by_role("button", name="Add 2 recommendations to the plan").click()
    expect(notice(lead)).to_contain_text("2 recommendations added to the plan")
    menu(lead, "Bring in a report")
    upload(lead, "letter.txt", letter_text(TODAY).encode())
    expect(page.locator("#repeats")).to_contain_text("Asked before")
    again = page.locator("select[id^=r]:visible")
    expect(again.nth(1)).to_be_visible()
    again.first.select_option("same")
    expect(page.get_by_role("heading", name="The council’s action plan")).to_be_visible()
    page.locator("summary", has_text="About the report").click()
    fill_day(page.get_by_role("group", name="Received by the council"), TODAY - timedelta(days=4))
    page.get_by_role("button", name="Save what is known about the report").click()
    assert faults(lead) == []
    page.get_by_role("button", name="Add 3 recommendations to the plan").click()
    expect(notice(lead)).to_contain_text("3 recommendations added to the plan")
    lead.open(plan_path(lead))
    clock = page.locator(".trk-clock")
    expect(clock).to_contain_text("Draft action plan is due with Ofsted on")
    expect(page.get_by_text("Asked again in").first).to_be_visible()
    assert faults(lead) == []
    clock.get_by_role("link", name="How this was counted").click()
    assert faults(lead) == []
    page.get_by_role("link", name="Change when it is due").first.click()
    other_day = TODAY + timedelta(days=10)
    fill_day(page.get_by_role("group", name="Due on"), other_day)
    page.get_by_role("button", name="Save when it is due").click()
    page.get_by_label("Why it is another day").fill("Agreed with the inspector by telephone")
    page.get_by_role("button", name="Save when it is due").click()
    expect(page.get_by_text("Agreed with the inspector by telephone")).to_be_visible()
    lead.open(plan_path(lead))
    expect(clock).to_contain_text(f"Draft action plan is due with Ofsted on {long_date(other_day)}")
    clock.get_by_role("link", name="How this was counted").click()
    page.get_by_role("link", name="Record that it was sent").first.click()
    fill_day(page.get_by_role("group", name="Sent on"), TODAY)
    page.get_by_role("button", name="Save").click()
    lead.open(plan_path(lead))
    expect(clock).to_contain_text("Action plan is due with Ofsted on")
    expect(clock).not_to_contain_text("Draft")


def test_a_childrens_home_report_keeps_the_dates_of_its_requirements(lead: Visitor) -> None:
    page = lead.page
    upload(lead, "home.txt", HOME.read_bytes())
    expect(page.locator(".trk-proposal")).to_have_count(3)
    expect(page.locator(".trk-proposal", has_text="Due 1 July 2024")).to_have_count(2)
    expect(page.get_by_role("heading", name="The council’s action plan")).to_have_count(0)
    assert faults(lead) == []
    for undecided in page.locator(".trk-proposal:not(:has(input:checked))").all():
        undecided.get_by_label("Keep", exact=True).check()
    leave_what_is_open(lead)
    page.get_by_role("button", name="Add 3 recommendations to the plan").click()
    expect(notice(lead)).to_contain_text("3 recommendations added to the plan")
    expect(page.get_by_role("cell", name="1 July 2024")).to_have_count(2)


def test_a_scanned_letter_is_recognised_and_every_ask_of_it_is_checked(lead: Visitor) -> None:
    tesseract_path()
    page = lead.page
    upload(lead, "scan.pdf", scan_of(pdf_of(SCANNED)))
    expect(
        page.get_by_text("Its words were recognised by a program, which misreads some").first
    ).to_be_visible()
    proposals = page.locator(".trk-proposal")
    expect(proposals).to_have_count(2)
    expect(proposals.filter(has_text="Check this")).to_have_count(2)
    expect(proposals.get_by_role("radio", checked=True)).to_have_count(0)
    assert faults(lead) == []
    page.get_by_role("link", name="Picture of the page").click()
    picture = page.get_by_role("img", name="The report, all of it")
    expect(picture).to_be_visible()
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    assert faults(lead) == []
    proposals.first.get_by_label("Keep", exact=True).check()
    proposals.last.get_by_label("Leave out", exact=True).check()
    leave_what_is_open(lead)
    page.get_by_role("button", name=re.compile("^Add .* to the plan")).click()
    expect(notice(lead)).to_contain_text("1 recommendation added to the plan")
    expect(page.get_by_role("link", name="The time that families wait")).to_be_visible()
    expect(page.get_by_role("link", name="The notes of visits")).to_have_count(0)


@on_a_plain_phone
def test_a_plan_whose_statuses_are_only_colours(lead: Visitor) -> None:
    page = lead.page
    plan = plan_path(lead)
    lead.open(f"{plan}/plans-in/new")
    assert faults(lead) == []
    page.locator("input[type=file]").set_input_files(
        {
            "name": "early help.xlsx",
            "mimeType": "application/octet-stream",
            "buffer": workbook(COLOURED, merges=MERGED),
        }
    )
    page.get_by_role("button", name="Read the plan").click()
    wait_for(lead, page.get_by_role("heading", name="Check the columns"), "See whether it is ready")
    assert faults(lead) == []
    page.locator("button[name=do][value=next]").click()

    expect(page.get_by_role("heading", name="Check statuses, dates and people")).to_be_visible()
    for colour in ("blue", "red", "amber", "green"):
        expect(page.get_by_role("row", name=f"Colour only: {colour}")).to_be_visible()
    page.get_by_label(re.compile("^Date meant by")).fill("30 September 2027")
    assert faults(lead) == []
    page.get_by_role("button", name="Save and go to the rows").click()

    expect(page.get_by_role("heading", name="Check the rows")).to_be_visible()
    row = page.get_by_role("row", name="Ring back everybody")
    # The merged cell carries down, so that the row says which recommendation it belongs to.
    expect(row).to_contain_text("Answer families within a day.")
    expect(row).to_contain_text("Off track")
    expect(row).to_contain_text("30 September 2027")
    assert faults(lead) == []
    page.get_by_role("button", name="Add 2 recommendations and 4 actions to the plan").click()
    expect(notice(lead)).to_contain_text("2 recommendations and 4 actions are added to the plan")
    assert faults(lead) == []
    lead.open(f"{plan}/actions")
    for action, status in (
        ("Write a rota for the telephone", "Delivered"),
        ("Ring back everybody", "Off track"),
        ("Ask at the end of every visit", "At risk"),
        ("Tell children what came of it", "On track"),
    ):
        expect(page.get_by_role("row", name=action)).to_contain_text(status)
