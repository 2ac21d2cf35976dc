"""The lead at the triage page and the assurer at the queue, in a real browser, with script and without."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewVisitor
from tests.browser.live_site import LiveSite
from tests.browser.looking import faults_of
from tests.browser.small_site import SmallSite
from tests.browser.visitor import Visitor
from tests.world import PASSWORD, TODAY, World, add_action
from tracker.database import db
from tracker.models import Plan, Recommendation
from tracker.operations.standing import refresh_standings


@pytest.fixture
def work(small_site: SmallSite, tmp_path: Path) -> LiveSite:
    """A site with two actions that nobody leads."""
    return small_site.holding(tmp_path, furnish)


def furnish(world: World) -> None:
    """Add the two actions."""
    plan = db.session.get_one(Plan, world.plan)
    recommendation = db.session.query(Recommendation).one()
    made = [add_action(plan, recommendation, title=title) for title in ("Train all", "Audit visits")]
    refresh_standings([action.id for action in made], TODAY)


def enter(visitor: Visitor, name: str) -> None:
    visitor.open("/sign-in")
    visitor.page.get_by_label("E-mail address").fill(f"{name}@harlmere.example")
    visitor.page.get_by_label("Password", exact=True).fill(PASSWORD)
    visitor.page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize(("javascript", "label"), [(True, "1.2"), (False, "1.3")])
def test_a_lead_names_an_owner_in_the_row(
    work: LiveSite, new_visitor: NewVisitor, javascript: bool, label: str
) -> None:
    lead = new_visitor(work, javascript=javascript)
    enter(lead, "lead")
    page = lead.page
    page.get_by_role("link", name="Triage").click()
    page.get_by_role("link", name=f"Name an owner for {label}").click()
    expect(page.locator("#do-now")).to_be_visible()
    page.locator("#do-owner").select_option(label="Owner")
    page.get_by_role("button", name=f"Save who leads {label}").click()
    expect(page.get_by_text(f"Owner leads {label} now")).to_be_visible()
    if javascript:
        for place in ("triage?open=1.1", "dashboard", "timeline", "on-a-page", "search?q=health"):
            lead.open(f"/plans/harlmere/{place}")
            assert faults_of(page) == [], place


@pytest.mark.parametrize("javascript", [True, False])
def test_an_assurer_finds_what_to_check(work: LiveSite, new_visitor: NewVisitor, javascript: bool) -> None:
    assurer = new_visitor(work, javascript=javascript)
    enter(assurer, "assurer")
    page = assurer.page
    page.get_by_role("link", name="To verify").click()
    page.get_by_role("link", name="Check E1").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("E1")
    if javascript:
        assurer.open("/plans/harlmere/verification")
        assert faults_of(page) == []
