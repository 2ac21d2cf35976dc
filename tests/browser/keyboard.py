"""Using a page with nothing but a keyboard: Tab, Enter, Space, arrows and letters."""

from datetime import date

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

MOST_TABS = 80
_IN_SIGHT = """() => {
    const box = document.activeElement.getBoundingClientRect()
    return box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
}"""


def go_to(visitor: Visitor, target: Locator) -> None:
    """Press Tab until the target has the focus, which must be in sight at each step."""
    expect(target).to_be_attached()
    # A page that is still arriving has not yet everything that Tab goes through.
    visitor.page.wait_for_load_state()
    for _ in range(MOST_TABS):
        visitor.page.keyboard.press("Tab")
        assert visitor.page.evaluate(_IN_SIGHT), f"the focus is out of sight on the way to {target}"
        if target.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{target} cannot be reached with the Tab key")


def write(visitor: Visitor, field: Locator, text: str) -> None:
    """Go to a field and type; in a list, the first letters choose."""
    go_to(visitor, field)
    visitor.page.keyboard.type(text)


def press(visitor: Visitor, target: Locator) -> None:
    """Go to a button, a link or a summary and press Enter."""
    go_to(visitor, target)
    visitor.page.keyboard.press("Enter")


def follow(visitor: Visitor, target: Locator, heading: str) -> None:
    """Press a link or button that leads to another page, and wait for the heading of that."""
    press(visitor, target)
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(heading)


def choose(visitor: Visitor, group: Locator, words: str) -> None:
    """Go to a group of radio buttons and walk to one with the arrow keys."""
    wanted = group.get_by_label(words)
    expect(wanted).to_be_attached()
    visitor.page.wait_for_load_state()
    for _ in range(MOST_TABS):
        visitor.page.keyboard.press("Tab")
        if group.evaluate("one => one.contains(document.activeElement)"):
            break
    for _ in range(group.get_by_role("radio").count()):
        if wanted.is_checked():
            return
        visitor.page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()


def tick(visitor: Visitor, box: Locator) -> None:
    """Go to a check box and press Space."""
    go_to(visitor, box)
    visitor.page.keyboard.press("Space")
    expect(box).to_be_checked()


def write_day(visitor: Visitor, group: Locator, day: date) -> None:
    """Write a date into its three fields, over what stands there."""
    for label, part in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        go_to(visitor, group.get_by_label(label))
        visitor.page.keyboard.press("Control+a")
        visitor.page.keyboard.type(str(part))
