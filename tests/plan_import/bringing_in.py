"""What the tests of bringing in a plan share: going through its pages as a lead does."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient

from tracker.jobs import run_everything_due

PLAN = "/plans/harlmere"
NEW = f"{PLAN}/plans-in/new"
_SPACE = "{http://www.w3.org/1999/xhtml}"


def bring_in(app: Flask, browser: FlaskClient, data: bytes, name: str = "plan.xlsx") -> str:
    """Upload a file, let the worker read it, and return the address of its draft."""
    answer = browser.post(NEW, data={"file": (BytesIO(data), name)})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    with app.app_context():
        run_everything_due()
    return str(answer.location)


def page_of(browser: FlaskClient, address: str) -> str:
    """Return the page at an address, after all redirects."""
    return browser.get(address, follow_redirects=True).get_data(as_text=True)


def fields_of(page: str) -> dict[str, list[str]]:
    """Return what a browser would send from the form of a check page, without a button."""
    tree = html5lib.parse(page)
    form = next(
        each
        for each in tree.iter(f"{_SPACE}form")
        if any(field.get("name") == "version" for field in each.iter(f"{_SPACE}input"))
    )
    fields: dict[str, list[str]] = {}
    for field in form.iter():
        name, tag = field.get("name"), field.tag.removeprefix(_SPACE)
        if not name or tag == "button":
            continue
        if tag == "select":
            options = list(field.iter(f"{_SPACE}option"))
            chosen = next((each for each in options if each.get("selected") is not None), options[0])
            fields.setdefault(name, []).append(chosen.get("value") or "")
        elif field.get("type") in ("checkbox", "radio") and field.get("checked") is None:
            continue
        else:
            fields.setdefault(name, []).append(field.get("value") or "")
    return fields


def press(browser: FlaskClient, address: str, do: str, **changes: Any) -> str:
    """Send the form of the page at an address with changes, and return the page one lands on."""
    fields: dict[str, Any] = fields_of(page_of(browser, address))
    named = {name.replace("_", "-"): value for name, value in changes.items()}
    answer = browser.post(address, data={**fields, **named, "do": do}, follow_redirects=True)
    return answer.get_data(as_text=True)


def to_the_rows(browser: FlaskClient, address: str) -> str:
    """Accept the columns and words as they were found, and return the page with the rows."""
    page = press(browser, f"{address}/columns", "next")
    return press(browser, f"{address}/words", "next") if "step 3 of 4" in page else page
