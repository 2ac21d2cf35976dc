"""What a page is made of, so that a page like one that was looked at already need not be looked at again."""

from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

_EMPTY = {"base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_TELLING = ("role", "type", "scope", "aria-current", "aria-hidden", "aria-labelledby", "aria-describedby")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_UNSEEN = ("hidden", "submit")


class PageShape(HTMLParser):
    """The elements of a page by where they stand, the addresses it links to, and the forms it can send.

    `shape` holds each element's path from the root, written with tags, classes and telling attributes: ten
    rows alike count once. It also holds which heading level follows which. `forms` holds where the forms go
    that post something a person fills in.
    """

    def __init__(self, html: str, address: str) -> None:
        super().__init__()
        self.address = address
        self.shape: set[str] = set()
        self.links: list[str] = []
        self.forms: set[str] = set()
        self._open: list[tuple[str, str]] = []
        self._last_heading = ""
        self._form = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        facts = dict(attrs)
        self._note_link_or_form(tag, facts)
        told = [name if "by" in name else f"{name}={facts[name]}" for name in _TELLING if name in facts]
        words = " ".join([tag, *sorted((facts.get("class") or "").split()), *told])
        parent = self._open[-1][1] if self._open else ""
        path = f"{parent} > {words}"
        self.shape.add(path)
        if tag in _HEADINGS:
            self.shape.add(f"{self._last_heading} then {tag}")
            self._last_heading = tag
        if tag not in _EMPTY:
            self._open.append((tag, path))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element, and those within it whose ends may be left out."""
        if tag == "form":
            self._form = ""
        if any(name == tag for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def _note_link_or_form(self, tag: str, facts: dict[str, str | None]) -> None:
        if tag == "a" and facts.get("href") and "download" not in facts:
            self.links.append(urldefrag(urljoin(self.address, facts["href"])).url)
        elif tag == "form" and (facts.get("method") or "get").lower() == "post":
            self._form = urldefrag(urljoin(self.address, facts.get("action") or "")).url
        elif tag in ("input", "select", "textarea") and self._form and facts.get("type") not in _UNSEEN:
            self.forms.add(self._form)
