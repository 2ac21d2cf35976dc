"""Makes WeasyPrint quicker at what a report repeats: words, sizes, marks and page references.

Each piece keeps a result that the library would work out again, or takes a shorter way to it; none changes
what a page shows. They reach into the library, so they are put in only while a report is made, and only for
the versions they were measured with (docs/decisions/0016-shortcuts-for-the-renderer.md). With any other
version a report comes out the same, and slower.
"""

import logging
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
import weasyprint

from tracker.reports.quicker import boxes, pages, words
from tracker.reports.quicker.kept import forget_lines

__all__ = ["PIECES", "forget_lines", "shortcuts"]

log = logging.getLogger(__name__)

MEASURED_WITH = {"weasyprint": "70.0", "pydyf": "0.13.0"}
_PARTS = (words, boxes, pages)
PIECES = tuple(dict.fromkeys(one[-1] for part in _PARTS for one in (*part.IN_CLASSES, *part.BY_NAME)))


@contextmanager
def shortcuts(pieces: Collection[str] = PIECES) -> Iterator[None]:
    """Put the pieces in while a report is made; nothing, where the versions are others."""
    if {"weasyprint": weasyprint.VERSION, "pydyf": pydyf.VERSION} != MEASURED_WITH:
        log.info("A report is made without shortcuts: they were measured with %s.", MEASURED_WITH)
        pieces = ()
    changed = []
    for place, name, new, piece in _replacements():
        if piece in pieces:
            changed.append((place, name, getattr(place, name)))
            setattr(place, name, new)
    try:
        yield
    finally:
        for place, name, old in changed:
            setattr(place, name, old)


def _replacements() -> list[tuple[Any, str, Any, str]]:
    """Return what is replaced where. A function is replaced in every module that has bound its name."""
    modules = [module for name, module in sys.modules.items() if name.startswith("weasyprint.")]
    found: list[tuple[Any, str, Any, str]] = []
    for part in _PARTS:
        found += part.IN_CLASSES
        found += [
            (module, name, new, piece)
            for name, new, piece in part.BY_NAME
            for module in modules
            if name in vars(module)
        ]
    return found
