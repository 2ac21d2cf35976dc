"""Wherever words may reach a report, the page warns before it saves what may identify a child."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.plan.sending import boxes, fields
from tests.world import TODAY

SignIn = Callable[[str], FlaskClient]
PLAN = "/plans/harlmere"
WORDS = "Visit the family at 14 Alder Close"
MAP = {"worried_about": "", "needs_to_happen": "", "how_we_will_know": "", "scale": "4"}


@pytest.mark.parametrize(
    ("persona", "address", "data", "where", "shown"),
    [
        ("lead", "actions/new?recommendation=1", {"recommendations": "1"}, "title", "actions/1.2"),
        ("lead", "actions/1.1/edit", {"recommendations": "1", "title": "A"}, "description", "actions/1.1"),
        ("lead", "actions/1.1/due-date", boxes("due_on", TODAY), "reason", "actions/1.1"),
        ("owner", "actions/1.1/milestones/new", boxes("due_on", TODAY), "title", "actions/1.1"),
        ("contributor", "actions/1.1/comments/new", {}, "comment", "actions/1.1"),
        ("lead", "recommendations/1/response", {"response": "partly"}, "reason", "recommendations/1"),
        ("lead", "recommendations/new", {}, "words", "recommendations/2"),
        ("lead", "recommendations/1/edit", {"words": "Be on time"}, "short_title", "recommendations/1"),
        ("lead", "priorities/new", {"heading": "B"}, "introduction", "priorities/2"),
        ("lead", "priorities/1/map/new", MAP, "working_well", "priorities/1/map"),
        ("assurer", "evidence/1/check", {"verdict": "verified"}, "note", "evidence/1"),
    ],
)
def test_a_page_warns_before_it_saves_and_keeps_what_was_typed(
    app: Flask, signed_in: SignIn, persona: str, address: str, data: dict[str, Any], where: str, shown: str
) -> None:
    client = signed_in(persona)
    opened = client.get(f"{PLAN}/{address.removesuffix('/check')}").get_data(as_text=True)
    sent = {**fields(opened), **data, where: WORDS}
    warned = client.post(f"{PLAN}/{address}", data=sent).get_data(as_text=True)
    assert "Do these words identify a child?" in warned
    assert "“14 Alder Close” looks like an address" in warned
    assert WORDS in warned  # what was typed stands in its box
    before = client.get(f"{PLAN}/{shown}")
    assert before.status_code == 404 or WORDS not in before.get_data(as_text=True)

    box = re.search(r'name="identifies_nobody" type="checkbox" value="(\w+)"', warned)
    assert box
    saved = client.post(f"{PLAN}/{address}", data={**sent, "identifies_nobody": box[1]})
    assert saved.status_code == 302, saved.get_data(as_text=True)
    assert WORDS in client.get(f"{PLAN}/{shown}").get_data(as_text=True)
