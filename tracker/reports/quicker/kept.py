"""Results that are kept while a report is made; they go with the fonts of its document."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

_MOST_KEPT = 3_000


class Kept(OrderedDict[Hashable, Any]):
    """The results used last."""

    def find(self, key: Hashable) -> Any:
        """Return what is kept, or None."""
        if key not in self:
            return None
        self.move_to_end(key)
        return self[key]

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep a result, and forget the one that was not used for longest where there are too many."""
        self[key] = value
        if len(self) > _MOST_KEPT:
            self.popitem(last=False)


def kept(fonts: Any, kind: str) -> Kept:
    """Return what is kept for a document; it goes with the document's fonts."""
    kinds: dict[str, Kept] = vars(fonts).setdefault("kept", {})
    return kinds.setdefault(kind, Kept())


def forget_lines(fonts: Any) -> None:
    """Let go of how the lines of a document broke, when it is laid out."""
    kept(fonts, "lines").clear()
