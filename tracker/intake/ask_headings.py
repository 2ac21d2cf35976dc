"""What headings inside and above lists of asks look like."""

from __future__ import annotations

import re

from tracker.intake.markers import Marker

# "The management board should:" names who is asked; each body has a list of its own.
ADDRESSED = re.compile(r"(?:The )?[A-Z][^.:]{2,90}\b(?:should|must|needs? to)\W*$")
# "High priority" parts a list by urgency.
URGENCY = re.compile(
    r"(?:(?:high|medium|low|top|priority|category|fundamental|significant|important|essential|urgent|advisory|"
    r"merits attention)\b\W*){1,3}(?:\d|[A-C]|priority|recommendations?|actions?)?\W*",
    re.IGNORECASE,
)

_NAME = re.compile(r"[A-Z][\w’'.-]*(?: (?:[A-Z][\w’'.-]*|and|of|the|&))*")
_BODY = re.compile(
    r"\b(?:Council|ICB|Integrated Care Board|Trust|Authority|Partnership|Police|Constabulary)\b"
)


def may_head(marker: Marker, text: str) -> bool:
    """A numbered heading ("4. Recommendations") may open a list; a bullet only when it ends with a colon."""
    if marker.family == "bullet":
        return text.endswith(":")
    return marker.family in ("number", "decimal")


def heading_text(text: str) -> str:
    """A heading without its number and without a colon or question mark after it."""
    return re.sub(r"^\d+(?:\.\d+)*[.)]?\s+", "", text).strip().rstrip(" :?")


def is_body(text: str) -> bool:
    """True for the name of a body and nothing else, as stands in a column of who is responsible."""
    return bool(_NAME.fullmatch(text) and _BODY.search(text))
