"""GOV.UK Frontend's built style sheet and script, made fit for a council's own site.

The design system is under the MIT licence, but the GDS Transport typeface, the crown and the royal arms are
for GOV.UK alone: no fonts and no images are unpacked, and the style sheet is rewritten to ask for neither.
"""

import json
import re
from pathlib import Path

from setup.npm_packages import NpmPackage, fetch, replace_folder
from setup.paths import GOVUK_FRONTEND
from setup.problem import SetupProblem

PACKAGE = NpmPackage(
    "govuk-frontend",
    "6.6.0",
    "xctkWrQvLnvQt7fyjQ3MGX9S0wz0x0RQuLxCeoXF+s8EjGICG81/DYQGKN5qgO+0KVT12UAaRwUsGY6fulRcRg==",
)

FAMILY = "Arial,Helvetica,sans-serif"

RECIPE = 1
"""Raise this when the rewriting below changes, so that machines that have the files make them again."""


def rewritten_style_sheet(css: str) -> str:
    """CSS without the typeface and the royal arms; raises SetupProblem if any trace of them would be left."""
    css, faces = re.subn(r"@font-face\{[^}]*\}", "", css)
    css, families = re.subn(r"GDS Transport,arial,sans-serif", FAMILY, css)
    css = re.sub(r"url\(/assets/images/govuk-crest\.svg\)", "none", css)
    css = re.sub(r"\n?/\*# sourceMappingURL=.*?\*/", "", css)
    left = re.search(r"GDS Transport|@font-face|url\((?!data:)[^)]*\)|sourceMappingURL", css)
    if not faces or not families or left:
        raise SetupProblem(
            f"GOV.UK Frontend {PACKAGE.version}'s style sheet is not in the form that "
            f"setup/govuk_frontend.py knows how to rewrite{': ' + left.group(0) if left else ''}."
        )
    return css


def rewritten_script(js: str) -> str:
    """JS without the pointer to a source map that is not shipped."""
    return re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", js)


def made_from() -> dict[str, str | int]:
    """What the files say they were made from."""
    return {"version": PACKAGE.version, "recipe": RECIPE}


def is_current(target: Path = GOVUK_FRONTEND) -> bool:
    """Whether TARGET holds the pinned version, rewritten by the present recipe."""
    record = target / "version.json"
    return record.is_file() and json.loads(record.read_text()) == made_from()


def ensure(target: Path = GOVUK_FRONTEND) -> None:
    """Have the built files in TARGET: `govuk-frontend.min.css`, `govuk-frontend.min.js`."""
    if is_current(target):
        return
    print(f"Unpacking GOV.UK Frontend {PACKAGE.version}", flush=True)
    style_sheet, script = "govuk-frontend.min.css", "govuk-frontend.min.js"
    built = fetch(PACKAGE, [f"dist/govuk/{style_sheet}", f"dist/govuk/{script}"])
    replace_folder(
        target,
        {
            style_sheet: rewritten_style_sheet(built[f"dist/govuk/{style_sheet}"].decode()),
            script: rewritten_script(built[f"dist/govuk/{script}"].decode()),
            "version.json": json.dumps(made_from()) + "\n",
        },
    )
