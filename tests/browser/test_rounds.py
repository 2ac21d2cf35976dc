"""A round from opening to close, with a partner who answers through the link in a real mail."""

import email
import re
import time
from email.policy import default
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.browser.keyboard import choose, press, write
from tests.browser.live_site import LiveSite
from tests.browser.looking import faults_of
from tests.browser.small_site import SmallSite
from tests.browser.visitor import Visitor
from tests.world import PASSWORD, TODAY, World, add, add_action, add_update
from tracker.database import db
from tracker.models import Naming, Owner, OwnerKind, Part, Plan, Recommendation
from tracker.operations.standing import refresh_standings

ROUNDS = "/plans/harlmere/rounds"
PATIENCE = 60
"""Seconds that a page is loaded again and again until the worker has done its part."""


@pytest.fixture
def council(small_site: SmallSite, tmp_path: Path) -> LiveSite:
    """A site where the owner leads 1.1 and the police, who have no account, lead 1.2."""
    return small_site.holding(tmp_path, furnish)


def furnish(world: World) -> None:
    """Add the police, their action, and an update that the lead wrote for them: it may stay as it is."""
    plan = db.session.get_one(Plan, world.plan)
    police = add(
        Owner(
            plan_id=plan.id,
            kind=OwnerKind.PARTNER,
            name="Harlmere police",
            contact_name="A. Kaur",
            contact_email="kaur@police.example",
        )
    )
    action = add_action(plan, db.session.query(Recommendation).one(), title="Send officers at weekends")
    add(Naming(action_id=action.id, owner_id=police.id, part=Part.LEAD_OFFICER))
    add_update(action, world.people["lead"])
    refresh_standings([action.id], TODAY)


def open_round(lead: Visitor) -> str:
    """Let the lead open a round and wait until its mails have left; return the address of its page."""
    page = lead.page
    lead.sign_in("lead@harlmere.example", PASSWORD)
    lead.open(ROUNDS)
    page.get_by_role("button", name="Open the first round").click()
    expect(page.get_by_text("2 people will be asked about 2 actions")).to_be_visible()
    expect(page.get_by_role("row", name="A. Kaur")).to_contain_text("1.2")
    page.get_by_role("button", name="Open the round and send 2 mails").click()
    expect(page.get_by_text("is open. 2 mails will leave now")).to_be_visible()
    address = lead.path()
    latest = time.monotonic() + PATIENCE
    while page.get_by_text("Sent ").count() < 2:
        assert time.monotonic() < latest, "the mails did not leave"
        lead.open(address)
    return address


def link_in_mail(site: LiveSite, to: str) -> str:
    """Return the link in the newest mail to somebody, as their mail program shows it."""
    found: list[tuple[int, str]] = []
    for file in (site.instance / "mail").glob("*.eml"):
        message = email.message_from_bytes(file.read_bytes(), policy=default)
        body = message.get_body(("html",))
        if message["To"] == to and body is not None:
            links = re.findall(r'href="([^"]+/answer/[^"]+)"', body.get_content())
            found += [(file.stat().st_mtime_ns, str(link)) for link in links]
    return max(found)[1]


def close_round(lead: Visitor, address: str) -> None:
    """Let the lead see who has answered, close the round, and start the report it leads to."""
    page = lead.page
    lead.open(address)
    expect(page.get_by_role("heading", name="Answered (1)")).to_be_visible()
    expect(page.get_by_role("heading", name="Not answered yet (1)")).to_be_visible()
    page.get_by_role("button", name="Close the round").click()
    expect(page.get_by_text("1 person has not answered for every action: Owner")).to_be_visible()
    page.get_by_role("button", name=re.compile("Close round")).click()
    expect(page.get_by_text("is closed. The next report is offered as at its last day")).to_be_visible()
    page.get_by_role("link", name="Start a report as at").click()
    expect(page.get_by_text("so that day is filled in")).to_be_visible()
    expect(page.get_by_label("Day")).to_have_value(str(TODAY.day))


def test_a_round_from_opening_to_close_with_an_answer_by_keyboard_on_a_phone(
    council: LiveSite, new_visitor: NewVisitor
) -> None:
    lead, partner = new_visitor(council), new_visitor(council, width=360)
    address = open_round(lead)
    partner.open(link_in_mail(council, "kaur@police.example"))
    page = partner.page
    assert "/answer/" not in page.url, "the secret is gone from the address"
    expect(page.get_by_role("heading", level=1)).to_have_text("Your updates")
    press(partner, page.locator("summary", has_text="Update 1.2"))
    choose(partner, page.get_by_role("group", name="Delivery"), "On track")
    choose(partner, page.get_by_role("group", name="Impact"), "Too early")
    write(partner, page.get_by_label("What was done"), "Two officers attend each weekend.")
    press(partner, page.locator("summary", has_text="Add evidence to 1.2"))
    write(partner, page.get_by_label("Link", exact=True), "https://police.example/rota")
    write(partner, page.get_by_label("What it is"), "Weekend rota")
    press(partner, page.get_by_role("button", name="Save update to 1.2"))

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_text("1.2 is not saved yet. Your words are kept.")).to_be_visible()
    press(partner, page.get_by_role("link", name="1.2: choose what kind of evidence it is"))
    page.keyboard.type("Data")
    write(partner, page.get_by_role("group", name="What date").get_by_label("Day"), "1")
    write(partner, page.get_by_role("group", name="What date").get_by_label("Month"), "2")
    write(partner, page.get_by_role("group", name="What date").get_by_label("Year"), "2026")
    write(partner, page.get_by_label("Who may see it"), "Public")
    press(partner, page.get_by_role("button", name="Save update to 1.2"))
    expect(page.get_by_text("Update to 1.2 saved")).to_be_visible()
    expect(page.get_by_text("You have answered for your action")).to_be_visible()
    looker = new_visitor(council)
    looker.open(link_in_mail(council, "kaur@police.example"))
    assert faults_of(looker.page) == []
    lead.open("/plans/harlmere/actions/1.2")
    expect(lead.page.locator(".trk-time li").first).to_contain_text(
        "A. Kaur (Harlmere police), through the link"
    )
    close_round(lead, address)


def test_the_same_without_javascript(council: LiveSite, new_visitor: NewVisitor) -> None:
    lead, partner = new_visitor(council, javascript=False), new_visitor(council, javascript=False)
    address = open_round(lead)
    link = link_in_mail(council, "kaur@police.example")
    partner.open(link)
    page = partner.page
    page.locator("summary", has_text="Update 1.2").click()
    page.get_by_role("button", name="Nothing has changed in 1.2").click()
    expect(page.get_by_text("Update to 1.2 saved")).to_be_visible()
    close_round(lead, address)

    lead.open(address)
    lead.page.get_by_role("link", name="A. Kaur").click()
    lead.page.get_by_role("button", name="Take the link back").click()
    expect(lead.page.get_by_text("opens nothing any more")).to_be_visible()
    partner.open(link, status=410)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link opens nothing now")
    expect(page.get_by_text("was taken back on")).to_be_visible()
