"""The style sheet of a report on screen: that of the PDF, with the fonts from their own address."""

from tracker.reports.fonts import font_faces
from tracker.reports.html import report_css
from tracker.reports.snapshot import Snapshot

# Drafts' and issued reports' style sheets stand equally deep, so one relative address leads to the fonts.
_FONTS_FROM_STYLES = "../../../../report-fonts/"


def screen_css(snapshot: Snapshot) -> str:
    """Return the whole style sheet of a report's page."""
    return f"{font_faces(_FONTS_FROM_STYLES)}\n{report_css(snapshot)}"
