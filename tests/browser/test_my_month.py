"""A service manager's month in a real browser: several updates, a lost session, a sheet, and handing over."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.browser.keyboard import follow, press, write
from tests.browser.live_site import LiveSite
from tests.browser.small_site import SmallSite
from tests.browser.visitor import Visitor
from tests.world import PASSWORD, TODAY, World, add, add_action, add_owner, add_update
from tracker.database import db
from tracker.models import Naming, OwnerKind, Part, Plan, Recommendation
from tracker.operations.standing import refresh_standings

BOTH = pytest.mark.parametrize(("width", "javascript"), [(360, True), (1280, False)])


@pytest.fixture
def site(small_site: SmallSite, tmp_path: Path) -> LiveSite:
    """A site whose owner has three actions that are due soon, and a post that the owner holds."""
    return small_site.holding(tmp_path, furnish)


def furnish(world: World) -> None:
    """Add what `site` has."""
    plan = db.session.get_one(Plan, world.plan)
    recommendation = db.session.query(Recommendation).one()
    add_owner(plan, world.people["owner"], "head of service", OwnerKind.POST)
    for number in range(3):
        due = TODAY + timedelta(days=5 + number)
        action = add_action(plan, recommendation, title=f"Soon {number}", due_on=due)
        add(Naming(action_id=action.id, owner_id=1, part=Part.LEAD_OFFICER))
        add_update(action, world.people["owner"])
        refresh_standings([action.id], TODAY)


def enter(new_visitor: NewVisitor, site: LiveSite, persona: str, **options: object) -> Visitor:
    visitor = new_visitor(site, **options)
    visitor.sign_in(f"{persona}@harlmere.example", PASSWORD)
    return visitor


@BOTH
def test_of_several_updates_on_one_page_the_one_with_an_error_loses_nothing(
    site: LiveSite, new_visitor: NewVisitor, width: int, javascript: bool
) -> None:
    owner = enter(new_visitor, site, "owner", width=width, javascript=javascript)
    page = owner.page
    owner.open("/my-actions")
    for label, words, link in (("1.2", "Rota agreed.", "https://harlmere.example/rota"), ("1.3", "", "")):
        form = page.locator(f"#form-{label.replace('.', '-')}")
        page.locator("summary", has_text=f"Update {label}").click()
        form.get_by_label("What was done").fill(words)
        form.get_by_label("Difference made").fill(f"Said for {label}.")
        if link:
            page.locator("summary", has_text=f"Add evidence to {label}").click()
            form.get_by_label("Link").fill(link)
            form.get_by_label("What it is").fill("Weekend rota")
            form.get_by_label("Kind", exact=True).select_option("Data")
            for part, value in zip(("Day", "Month", "Year"), ("1", "2", "2026"), strict=True):
                form.get_by_role("group", name="What date").get_by_label(part).fill(value)
            form.get_by_label("Who may see it").select_option("Public")
        form.get_by_role("button", name=f"Save update to {label}").click()
        expect(page.get_by_text("Update saved")).to_have_count(1)
        if label == "1.2":
            expect(page.get_by_text("Update saved")).to_be_in_viewport()
    expect(page).to_have_title(re.compile("^Error: My actions"))
    expect(page.locator(".govuk-error-summary")).to_contain_text("1.3: write what was done")
    failed = page.locator("#form-1-3")
    expect(failed.get_by_label("Difference made")).to_have_value("Said for 1.3.")
    failed.get_by_label("What was done").fill("Now it is said.")
    failed.get_by_role("button", name="Save update to 1.3").click()
    expect(page.get_by_text("Update saved")).to_have_count(2)
    owner.open("/plans/harlmere/actions/1.2")
    expect(page.get_by_role("link", name="Weekend rota")).to_be_visible()


def test_words_survive_a_lost_session_and_another_forms_button(
    site: LiveSite, new_visitor: NewVisitor
) -> None:
    owner = enter(new_visitor, site, "owner", width=360)
    page = owner.page
    owner.open("/my-actions")
    page.locator("summary", has_text="Update 1.2").click()
    page.locator("#form-1-2").get_by_label("What was done").fill("Half of what happened")
    expect(page.locator("#form-1-2 [data-keep-note]")).to_contain_text("Kept at")
    page.locator("summary", has_text="Update 1.3").click()
    page.locator("#form-1-3").get_by_label("What was done").fill("The other one.")
    page.locator("#form-1-3").get_by_role("button", name="Save update to 1.3").click()
    expect(page.get_by_text("Update saved")).to_have_count(1)
    expect(page.locator("#form-1-2").get_by_label("What was done")).to_have_value("Half of what happened")
    # Signed out meanwhile, as after a night: the words are kept through signing in again.
    page.locator("summary", has_text="Go on with the update to 1.2").click()
    owner.context.clear_cookies()
    owner.refusals_expected.add(f"{site.address}/plans/harlmere/actions/1.2/update?at=1-2")
    page.locator("#form-1-2").get_by_label("Difference made").fill("Typed after the session ended")
    page.locator("#form-1-2").get_by_role("button", name="Save update to 1.2").click()
    expect(page.get_by_text("You were signed out before your update was saved.")).to_be_visible()
    page.get_by_label("E-mail address").fill("owner@harlmere.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Difference made")).to_have_value("Typed after the session ended")
    page.get_by_role("button", name="Save update to 1.2").click()
    expect(page.get_by_text("Update to 1.2 saved")).to_be_visible()


@BOTH
def test_a_sheet_is_filled_in_checked_and_saved_with_a_conflict_decided(
    site: LiveSite, new_visitor: NewVisitor, width: int, javascript: bool, tmp_path: Path
) -> None:
    owner = enter(new_visitor, site, "owner", width=width, javascript=javascript)
    page = owner.page
    owner.open("/my-actions")
    page.get_by_role("link", name="Update with an Excel sheet").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download your actions as an Excel sheet").click()
    file = tmp_path / "sheet.xlsx"
    download.value.save_as(file)
    book = load_workbook(file)
    sheet = book.worksheets[0]
    at = {str(cell.value): int(cell.column or 0) for cell in sheet[1]}
    rows = {str(sheet.cell(row, at["No."]).value): row for row in range(2, sheet.max_row + 1)}
    for label in ("1.2", "1.3"):
        sheet.cell(rows[label], at["What was done"]).value = f"From the sheet, {label}"
    sheet.cell(rows["1.4"], at["Delivery"]).value = "Grene"
    book.save(file)
    # Somebody posts an update to 1.3 after the sheet was made.
    owner.open("/plans/harlmere/actions/1.3/update")
    page.get_by_label("What was done").fill("From the site.")
    page.get_by_role("button", name="Save update to 1.3").click()
    expect(page.get_by_text("Update to 1.3 saved")).to_be_visible()

    owner.open("/plans/harlmere/round-sheets")
    page.get_by_label("Your filled-in sheet").set_input_files(file)
    page.get_by_role("button", name="Check the sheet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What your sheet says")
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    expect(page.get_by_text("“Grene” is no delivery status")).to_be_visible()
    page.get_by_label("Save my words on 1.3 as the newest").check()
    page.get_by_role("button", name="Save 1 update and what is ticked").click()
    expect(page.get_by_text("2 updates saved from your sheet")).to_be_visible()
    owner.open("/plans/harlmere/actions/1.3")
    expect(page.locator(".trk-time").first.locator("li").first).to_contain_text("From the sheet, 1.3")


def test_a_leavers_actions_are_handed_over_by_keyboard(site: LiveSite, new_visitor: NewVisitor) -> None:
    lead = enter(new_visitor, site, "lead", width=360)
    page = lead.page
    lead.open("/plans/harlmere/owners")
    follow(
        lead,
        page.get_by_role("link", name="Hand over the actions of Owner"),
        "Hand over the actions of Owner",
    )
    write(lead, page.get_by_label("Who takes them over"), "Director")
    write(lead, page.get_by_label("Note to the next"), "The rota lies with health.")
    press(lead, page.get_by_role("button", name="Hand the actions over"))
    expect(page.get_by_text("4 actions of Owner handed over to Director")).to_be_visible()

    director = enter(new_visitor, site, "director", javascript=False)
    director.open("/my-actions")
    expect(director.page.get_by_text("The rota lies with health.")).to_be_visible()
    expect(director.page.get_by_role("link", name="1.2", exact=True)).to_be_visible()
