"""The README names every setting there is, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ONLY_FOR_DEVELOPERS = {"FLASK_DEBUG"}


def test_the_readme_lists_the_settings_that_the_application_reads() -> None:
    code = (ROOT / "tracker" / "config.py").read_text()
    read = set(re.findall(r"environment(?:\.get\(|, )\"([A-Z_]+)\"", code)) - ONLY_FOR_DEVELOPERS
    table = (ROOT / "README.md").read_text().split("## Settings")[1].split("\n## ")[0]
    written = set(
        re.findall(
            r"`([A-Z_]+)`", "".join(line.split("|")[1] for line in table.splitlines() if "| `" in line)
        )
    )
    assert read == written


def test_every_page_and_picture_the_readme_links_to_is_there() -> None:
    text = (ROOT / "README.md").read_text()
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), target
