"""A service manager's five minutes on a phone with nothing but a keyboard."""

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.browser.keyboard import choose, press, write
from tests.browser.small_site import SmallSite
from tests.world import PASSWORD


def test_an_owner_updates_an_action_with_evidence_by_keyboard_on_a_phone(
    small_site: SmallSite, tmp_path: Path, new_visitor: NewVisitor
) -> None:
    # The small world has one action, whose owner is to update it.
    owner = new_visitor(small_site.holding(tmp_path, lambda world: None), width=360)
    page, keys = owner.page, owner.page.keyboard
    owner.open("/sign-in")
    write(owner, page.get_by_label("E-mail address"), "owner@harlmere.example")
    write(owner, page.get_by_label("Password", exact=True), PASSWORD)
    press(owner, page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("heading", level=1)).to_have_text("My actions")

    keys.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    keys.press("Enter")
    press(owner, page.get_by_role("link", name="See your action"))
    press(owner, page.locator("summary", has_text="Update 1.1"))
    choose(owner, page.get_by_role("group", name="Delivery"), "At risk")
    choose(owner, page.get_by_role("group", name="Impact"), "Some evidence")
    write(owner, page.get_by_label("What was done"), "The health trust joined two weekend discussions.")
    write(owner, page.get_by_label("Difference made"), "Two children were seen a day sooner.")
    write(owner, page.get_by_label("What is next"), "Agree cover for the holidays.")
    press(owner, page.locator("summary", has_text="Add evidence to 1.1"))
    write(owner, page.get_by_label("Or where it is kept"), "Audit folder 14")
    write(owner, page.get_by_label("What it is"), "Audit of weekend discussions")
    write(owner, page.get_by_label("What it shows"), "Who took part and when.")
    write(owner, page.get_by_label("Kind", exact=True), "Audit")
    write(owner, page.get_by_role("group", name="What date").get_by_label("Day"), "1")
    write(owner, page.get_by_role("group", name="What date").get_by_label("Month"), "2")
    write(owner, page.get_by_role("group", name="What date").get_by_label("Year"), "2026")
    write(owner, page.get_by_label("Who may see it"), "Public")
    press(owner, page.get_by_role("button", name="Save update to 1.1"))

    # The record shows less than what was declared, so a reason is asked for before anything is saved.
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    press(owner, page.get_by_role("link", name="1.1: say why"))
    expect(page.get_by_label("Why is it better than the record shows?")).to_be_focused()
    keys.type("The audit is being checked this week.")
    press(owner, page.get_by_role("button", name="Save update to 1.1"))
    expect(page.get_by_text("Update saved")).to_be_visible()
    press(owner, page.get_by_role("link", name="See it"))
    latest = page.locator(".trk-time li").first
    expect(latest).to_contain_text("At risk")
    expect(latest).to_contain_text("Two children were seen a day sooner.")
    expect(page.get_by_role("link", name="Audit of weekend discussions")).to_be_visible()
