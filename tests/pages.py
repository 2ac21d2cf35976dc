"""The page check: every HTML page that a test gets is valid, titled, labelled and has unique ids."""

from collections import Counter
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_SPACE = "{http://www.w3.org/1999/xhtml}"
_NEEDS_NO_LABEL = {"hidden", "submit", "button", "image", "reset"}


class PageCheckingClient(FlaskClient):
    """A test client that refuses pages which break the rules of the house."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send the request and check the page that comes back."""
        # Read to the end and closed, as a browser does, so that no file of a download stays open.
        response = super().open(*args, **{"buffered": True, **kwargs})
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 307, 308):
            check_page(response.get_data(as_text=True))
        return response


def check_page(html: str) -> None:
    """Raise AssertionError, saying which rule is broken."""
    parser = html5lib.HTMLParser()
    page = parser.parse(html)
    wrong = [f"{place}: {code} {details}" for place, code, details in parser.errors]
    assert not wrong, f"the HTML is not valid: {wrong[:5]}"
    headings = [_words(heading) for heading in page.iter(f"{_SPACE}h1")]
    assert len(headings) == 1, f"a page has one h1, this has {headings}"
    title = _words(next(page.iter(f"{_SPACE}title")))
    begins = ("Error: " if title.startswith("Error: ") else "") + headings[0]
    assert title.startswith(begins), f"the title “{title}” does not begin with the h1 “{headings[0]}”"
    ids = Counter(element.get("id") for element in page.iter() if element.get("id"))
    twice = sorted(each for each, times in ids.items() if times > 1 and each)
    assert not twice, f"these ids stand more than once: {twice}"
    labelled = _labelled(page)
    unlabelled = [_name(field) for field in _fields(page) if not _has_label(field, labelled)]
    assert not unlabelled, f"these fields have no label: {unlabelled}"
    posting = [form for form in page.iter(f"{_SPACE}form") if form.get("method", "get").lower() == "post"]
    for form in posting:
        names = {field.get("name") for field in form.iter(f"{_SPACE}input")}
        assert "csrf_token" in names or not _csrf_is_on(), "a form that posts has no token"


def _csrf_is_on() -> bool:
    from flask import current_app, has_app_context

    return has_app_context() and bool(current_app.config.get("WTF_CSRF_ENABLED", True))


def _words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _name(field: Element) -> str:
    return f"{field.tag.removeprefix(_SPACE)} {field.get('name') or field.get('id')}"


def _fields(page: Element) -> list[Element]:
    return [
        element
        for tag in ("input", "select", "textarea")
        for element in page.iter(f"{_SPACE}{tag}")
        if element.get("type", "text") not in _NEEDS_NO_LABEL
    ]


def _labelled(page: Element) -> dict[Element | str, bool]:
    """Return whether the label has words, for each element that stands in one and each id that one is for."""
    labelled: dict[Element | str, bool] = {}
    for label in page.iter(f"{_SPACE}label"):
        has_words = bool(_words(label))
        labelled.setdefault(label.get("for", ""), has_words)
        for element in label.iter():
            labelled.setdefault(element, has_words)
    return labelled


def _has_label(field: Element, labelled: dict[Element | str, bool]) -> bool:
    if field.get("aria-label") or field.get("aria-labelledby"):
        return True
    return labelled.get(field, False) or labelled.get(field.get("id") or field, False)
