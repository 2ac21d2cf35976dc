"""GOV.UK Frontend as we serve it: without what is reserved for GOV.UK."""

import json
from pathlib import Path

import pytest

from setup import govuk_frontend
from setup.paths import GOVUK_FRONTEND
from setup.problem import SetupProblem

SHEET = (
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2) format('woff2')}"
    ".a{font-family:GDS Transport,arial,sans-serif;color:red}"
    ".b:before{background-image:url(/assets/images/govuk-crest.svg);width:9px}"
    "\n/*# sourceMappingURL=govuk-frontend.min.css.map */\n"
)


def test_style_sheet_asks_for_no_reserved_typeface_or_arms() -> None:
    css = govuk_frontend.rewritten_style_sheet(SHEET)
    assert css.strip() == (
        ".a{font-family:Arial,Helvetica,sans-serif;color:red}.b:before{background-image:none;width:9px}"
    )


@pytest.mark.parametrize(
    "changed",
    [
        SHEET.replace("GDS Transport,arial", "'GDS Transport',arial"),
        SHEET.replace("govuk-crest", "govuk-new-crest"),
        SHEET.replace("@font-face{", "@font-face {"),
        ".a{color:red}",
    ],
)
def test_style_sheet_in_an_unknown_form_is_refused_rather_than_half_rewritten(changed: str) -> None:
    with pytest.raises(SetupProblem, match="not in the form"):
        govuk_frontend.rewritten_style_sheet(changed)


def test_script_points_to_no_source_map() -> None:
    assert govuk_frontend.rewritten_script("let a=1;//# sourceMappingURL=a.js.map\n") == "let a=1;\n"


def test_installed_files_are_the_pinned_version_and_nothing_else() -> None:
    folder = GOVUK_FRONTEND
    assert sorted(file.name for file in folder.iterdir()) == [
        "govuk-frontend.min.css",
        "govuk-frontend.min.js",
        "version.json",
    ]
    css = (folder / "govuk-frontend.min.css").read_text()
    assert ".govuk-button" in css
    assert "GDS Transport" not in css
    assert "url(" not in css


def test_files_made_by_an_older_recipe_are_made_again(tmp_path: Path) -> None:
    record = tmp_path / "version.json"
    record.write_text(json.dumps(govuk_frontend.made_from()))
    assert govuk_frontend.is_current(tmp_path)
    record.write_text(json.dumps(govuk_frontend.made_from() | {"recipe": 0}))
    assert not govuk_frontend.is_current(tmp_path)
