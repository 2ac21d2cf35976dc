"""What a browser sends of a form, for tests."""

import html
import re
from datetime import date


def boxes(name: str, day: date | None) -> dict[str, list[str]]:
    """Return a day as its three boxes send it."""
    return {name: [str(day.day), str(day.month), str(day.year)] if day else ["", "", ""]}


def fields(page: str) -> dict[str, str]:
    """Return the hidden fields of a page that say what its reader saw."""
    found = re.findall(r'<input[^>]*name="(version|opened)"[^>]*value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found}
