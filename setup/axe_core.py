"""axe-core, the accessibility checker that the browser tests inject into our pages."""

from pathlib import Path

from setup.npm_packages import NpmPackage, fetch, replace_folder
from setup.paths import PARTS

PACKAGE = NpmPackage(
    "axe-core",
    "4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
)

SCRIPT = PARTS / "axe-core" / PACKAGE.version / "axe.min.js"


def ensure(script: Path = SCRIPT) -> None:
    """Have the pinned axe-core's script in SCRIPT, with its licence beside it."""
    if script.is_file():
        return
    print(f"Unpacking axe-core {PACKAGE.version} for the accessibility tests", flush=True)
    files = fetch(PACKAGE, [script.name, "LICENSE"])
    replace_folder(script.parent, dict(files))
