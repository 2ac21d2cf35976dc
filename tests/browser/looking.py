"""Looking at a page as people with different screens and eyes do: what is wrong with it, in sentences."""

from typing import Any

from playwright.sync_api import Page

from tests.parts import axe_source

DESKTOP, PHONE, NARROWEST = 1280, 360, 320
ZOOMED_TWICE = 640  # what a window of 1280 has left at 200 %
PAPER = 680  # A4 within its margins, at 96 dots an inch
HEIGHT = 800

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})
    .then(result => result.violations)"""
_OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"
_TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return null
    const wide = [], range = document.createRange()
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    while (nodes.nextNode() && wide.length < 3) {
        const node = nodes.currentNode
        range.selectNode(node)
        const isWide = range.getBoundingClientRect().right > width
        if (isWide) wide.push((node.outerHTML ?? node.data).slice(0, 120))
    }
    return wide.join(' … ') || 'nothing that can be named'
}"""


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with the page shown, with all its details open; its window stays as it was."""
    page.wait_for_load_state()  # a click comes back as soon as the next page begins to arrive
    window = page.viewport_size or {"width": DESKTOP, "height": HEIGHT}
    page.evaluate(_OPEN_ALL)
    page.evaluate(axe_source())
    faults = []
    for width in (PHONE, DESKTOP):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        faults += [f"at {width} px: {fault}" for fault in _violations(page)]
    for width in (NARROWEST, ZOOMED_TWICE):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        faults += _overflow(page, f"{width} px")
    page.set_viewport_size({"width": PAPER, "height": HEIGHT})
    page.emulate_media(media="print")
    faults += _overflow(page, "on paper")
    page.emulate_media(media="screen", forced_colors="active")
    faults += _overflow(page, "in forced colours")
    page.emulate_media(forced_colors="none")
    page.set_viewport_size(window)
    return faults


def _violations(page: Page) -> list[str]:
    found: list[dict[str, Any]] = page.evaluate(_RUN, _RULES)
    return [
        f"{one['id']} ({one['help']}): "
        + " … ".join(f"{node['html'][:160]} – {_summary(node)}" for node in one["nodes"][:3])
        for one in found
    ]


def _summary(node: dict[str, Any]) -> str:
    return " ".join(str(node.get("failureSummary", "")).split())[:240]


def _overflow(page: Page, where: str) -> list[str]:
    wide = page.evaluate(_TOO_WIDE)
    return [f"{where}: the page has to be moved sideways because of {wide}"] if wide else []
