"""The sample council as a running site, and a memory of what was looked at in it."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.browser.live_site import LiveSite
from tests.browser.shapes import PageShape
from tests.browser.visitor import Visitor
from tracker import create_app
from tracker.config import read_settings

# A line of the file that loading the sample writes: the role and the name, and below them how to sign in.
_SIGN_IN = re.compile(r"^(\S[^\n:]*): [^\n]*\n +(\S+) +(\S+)$", re.M)


@dataclass
class SampleSite:
    """The running sample, how its people sign in, and what was looked at already."""

    live: LiveSite
    sign_ins: dict[str, tuple[str, str]]
    views: MapAdapter
    shapes_seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    forms_sent: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, live: LiveSite) -> "SampleSite":
        """Read how the people of a running site sign in."""
        text = (live.instance / "sample-sign-ins.txt").read_text(encoding="utf-8")
        sign_ins = {role: (email, password) for role, email, password in _SIGN_IN.findall(text)}
        # The application is asked only which view answers an address.
        app = create_app(read_settings({"INSTANCE_PATH": str(live.instance)}))
        return cls(live, sign_ins, app.url_map.bind("localhost"))

    def is_new(self, view: str, page: PageShape) -> bool:
        """Return whether a page has anything that no page of this view had, and count it as looked at."""
        seen = self.shapes_seen[view]
        new = not page.shape <= seen
        seen |= page.shape
        return new

    def view_of(self, address: str, method: str = "GET") -> str:
        """Return the view that answers an address, with the names of its query; "" where there is none."""
        parts = urlsplit(address)
        try:
            endpoint, _ = self.views.match(parts.path, method=method)
        except HTTPException:
            return ""
        return " ".join([endpoint, *sorted(parse_qs(parts.query))])

    def enter(self, visitor: Visitor, role: str) -> None:
        """Sign in as somebody with this role; with "" the visitor stays a stranger on the sign-in page."""
        if role:
            visitor.sign_in(*self.sign_ins[role])
        else:
            visitor.open("/sign-in")
