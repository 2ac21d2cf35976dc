"""Rules of the house that are easiest to break unseen."""

import ast
import re
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parents[2]
MAY_COMMIT = re.compile(r"tracker/(commands/.*|jobs|[a-z_]+/(views|.*_views|views/.*|tasks))\.py$")
LONGEST = 400


def python_files(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def test_only_views_commands_and_jobs_commit() -> None:
    wrong = [
        str(file.relative_to(ROOT))
        for file in python_files("tracker")
        if re.search(r"\.commit\(\)", file.read_text()) and not MAY_COMMIT.search(file.as_posix())
    ]
    assert wrong == []


def test_no_file_is_longer_than_one_sitting() -> None:
    files = [*python_files("tracker", "setup", "tests"), *(ROOT / "templates").rglob("*.html")]
    long = {str(file.relative_to(ROOT)): n for file in files if (n := file.read_text().count("\n")) > LONGEST}
    assert long == {}


def test_operations_and_rules_know_neither_requests_nor_the_clock() -> None:
    names = {"request", "current_user", "session", "g"}
    for file in python_files("tracker/operations", "tracker/rules"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module in ("flask", "flask_login"):
                assert not names & {each.name for each in node.names}, file
            if isinstance(node, ast.ImportFrom) and node.module == "tracker.clock":
                raise AssertionError(f"{file} asks the clock")


def test_every_template_that_posts_sends_a_token() -> None:
    for file in (ROOT / "templates").rglob("*.html"):
        text = file.read_text()
        forms = re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.S | re.I)
        for form in forms:
            assert "csrf_token" in form or "hidden_tag()" in form or "caller()" in form, file


def test_no_template_styles_or_scripts_inline() -> None:
    for file in (ROOT / "templates").rglob("*.html"):
        # Reports and mails are documents of their own, which bring their styles along.
        if {"reports", "email"} & set(file.parts):
            continue
        assert not re.search(r"\sstyle=\"|<style|\son[a-z]+=\"|<script(?![^>]*src)", file.read_text()), file


def test_a_form_without_a_token_is_refused(settings: object) -> None:
    from tracker import create_app
    from tracker.config import Settings

    assert isinstance(settings, Settings)
    app = create_app(settings, {"TESTING": True})
    answer = app.test_client().post("/sign-in", data={"email": "a@b.example", "password": "x"})
    assert answer.status_code == 400
    assert "Your form has expired" in answer.get_data(as_text=True)


def test_every_answer_carries_the_headers_that_keep_it_safe(client: FlaskClient) -> None:
    headers = client.get("/sign-in").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_an_endpoint_without_a_permission_stops_the_start(app: Flask) -> None:
    import pytest

    from tracker.permissions import refuse_undeclared_endpoints

    app.view_functions["forgotten"] = lambda: "open to all"
    with pytest.raises(RuntimeError, match="forgotten"):
        refuse_undeclared_endpoints(app)
