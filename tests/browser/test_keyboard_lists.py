"""The assurer at the queue and the lead at triage with nothing but a keyboard, with script and without."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewVisitor
from tests.browser.keyboard import choose, follow, press, tick, write, write_day
from tests.browser.live_site import LiveSite
from tests.browser.looking import faults_of
from tests.browser.small_site import SmallSite
from tests.browser.visitor import Visitor
from tests.world import (
    NOW,
    PASSWORD,
    TODAY,
    World,
    add,
    add_action,
    add_evidence,
    add_recommendation,
    add_update,
)
from tracker.database import db
from tracker.models import Evidence, EvidenceCheck, Naming, Owner, Part, Plan, Recommendation
from tracker.operations.standing import refresh_standings
from tracker.rules.ladders import Delivery, Impact, Verdict

SCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])


@pytest.fixture
def busy(small_site: SmallSite, tmp_path: Path) -> LiveSite:
    """A site where something waits for the lead and for the assurer; see `furnish`."""
    return small_site.holding(tmp_path, furnish)


def furnish(world: World) -> None:
    """Add 1.2, late; 1.3 to 1.5, led by nobody; 2.1, delivered, with E2 unchecked; and 3.1, verified."""
    plan = db.session.get_one(Plan, world.plan)
    first = db.session.query(Recommendation).one()
    late = add_action(plan, first, title="Hire", due_on=TODAY - timedelta(days=5))
    unowned = [
        add_action(plan, first, title=title, due_on=TODAY + timedelta(days=40))
        for title in ("Train all", "Audit visits", "Write to all")
    ]
    delivered = [
        add_action(plan, add_recommendation(plan, text=text), title=title)
        for text, title in (("Reduce delay.", "Track every case"), ("See children alone.", "Set the rule"))
    ]
    owner = db.session.query(Owner).filter_by(person_id=world.people["owner"]).one()
    for action in (late, *delivered):
        add(Naming(action_id=action.id, owner_id=owner.id, part=Part.LEAD_OFFICER))
    for action in delivered:
        add_evidence(plan, action, world.people["owner"])
        add_update(
            action,
            world.people["owner"],
            delivery=Delivery.DELIVERED,
            impact=Impact.SOME_EVIDENCE,
            at=NOW - timedelta(days=3),
        )
    checked = db.session.query(Evidence).filter_by(number=3).one()
    add(
        EvidenceCheck(evidence_id=checked.id, verdict=Verdict.VERIFIED, by_id=world.people["assurer"], at=NOW)
    )
    refresh_standings([action.id for action in (late, *unowned, *delivered)], TODAY)


def enter(visitor: Visitor, name: str) -> Page:
    """Sign in by keyboard."""
    page = visitor.page
    visitor.open("/sign-in")
    write(visitor, page.get_by_label("E-mail address"), f"{name}@harlmere.example")
    write(visitor, page.get_by_label("Password", exact=True), PASSWORD)
    press(visitor, page.get_by_role("button", name="Sign in"))
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def look(visitor: Visitor) -> None:
    """Look at the page shown with axe, at several widths and on paper; that needs script."""
    if visitor.has_javascript:
        assert faults_of(visitor.page) == []


@SCRIPT
def test_an_assurer_verifies_and_challenges_from_the_queue(
    busy: LiveSite, new_visitor: NewVisitor, javascript: bool
) -> None:
    assurer = new_visitor(busy, javascript=javascript)
    page = enter(assurer, "assurer")
    follow(assurer, page.get_by_role("link", name="To verify"), "To verify")
    follow(assurer, page.get_by_role("link", name="Check E2"), "E2")
    choose(assurer, page.get_by_role("group", name="What did you find?"), "Verified")
    write(assurer, page.get_by_label("What you looked at"), "The rota of October, with the manager.")
    press(assurer, page.get_by_role("button", name="Save the check of E2"))
    expect(page.locator(".trk-time li").first).to_contain_text("Verified")

    follow(assurer, page.get_by_role("link", name="To verify"), "To verify")
    expect(page.get_by_role("link", name="Check E2")).to_have_count(0)
    follow(assurer, page.get_by_role("link", name="Check E1"), "E1")
    choose(assurer, page.get_by_role("group", name="What did you find?"), "Challenged")
    press(assurer, page.get_by_role("button", name="Save the check of E1"))
    # A challenge says what is missing; the error leads to the field.
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look(assurer)
    press(assurer, page.locator(".govuk-error-summary").get_by_role("link"))
    expect(page.get_by_label("What you looked at")).to_be_focused()
    page.keyboard.type("The rota of November is missing.")
    press(assurer, page.get_by_role("button", name="Save the check of E1"))
    newest = page.locator(".trk-time li").first
    expect(newest).to_contain_text("Challenged")
    expect(newest).to_contain_text("The rota of November is missing.")


@SCRIPT
def test_a_lead_assigns_moves_a_date_changes_several_and_closes(
    busy: LiveSite, new_visitor: NewVisitor, javascript: bool
) -> None:
    lead = new_visitor(busy, javascript=javascript)
    page = enter(lead, "lead")
    follow(lead, page.get_by_role("link", name="Triage"), "Triage")
    press(lead, page.get_by_role("link", name="Name an owner for 1.3"))
    expect(page.locator("#do-now")).to_be_visible()
    look(lead)
    write(lead, page.locator("#do-owner"), "Owner")
    press(lead, page.get_by_role("button", name="Save who leads 1.3"))
    expect(page.get_by_text("Owner leads 1.3 now")).to_be_visible()

    press(lead, page.get_by_role("link", name="Ask for an update for 1.2"))
    expect(page.locator("#do-now")).to_contain_text("1.2 Hire")
    press(lead, page.locator("summary", has_text="Move the due date"))
    write_day(lead, page.get_by_role("group", name="New due date"), TODAY + timedelta(days=20))
    press(lead, page.get_by_role("button", name="Save the due date of 1.2"))
    # Nothing typed is lost where the reason is missing.
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    press(lead, page.locator(".govuk-error-summary").get_by_role("link"))
    expect(page.get_by_label("Why it moves")).to_be_focused()
    page.keyboard.type("The bank holiday.")
    press(lead, page.get_by_role("button", name="Save the due date of 1.2"))
    expect(page.get_by_text("The due date of 1.2 is saved")).to_be_visible()

    for label in ("1.4", "1.5"):
        tick(lead, page.get_by_label(f"Select {label}"))
    follow(lead, page.get_by_role("button", name="Name who leads them"), "Name")
    write(lead, page.get_by_label("Lead officer"), "Director")
    press(lead, page.get_by_role("button", name="Show what will change"))
    expect(page.get_by_role("button", name="Save 2 changes")).to_be_visible()
    look(lead)
    follow(lead, page.get_by_role("button", name="Save 2 changes"), "Triage")
    expect(page.get_by_role("link", name="Name an owner for 1.4")).to_have_count(0)

    follow(lead, page.get_by_role("link", name="Plan", exact=True), "improvement plan")
    follow(lead, page.get_by_role("link", name="See children alone."), "See children alone.")
    follow(lead, page.get_by_role("link", name="Close this recommendation"), "Close")
    write(lead, page.get_by_label("Closing statement"), "Every child is seen alone, as audits show.")
    look(lead)
    press(lead, page.get_by_role("button", name="Close recommendation 3"))
    expect(page.get_by_role("heading", name="Closed on")).to_be_visible()
