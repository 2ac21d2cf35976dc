"""The typefaces that print what the reports' own have no shapes for: other scripts, emoji, symbols.

Councils write the names of children and families as they are. With fonts of the operating system a report
would look, and be, different from machine to machine; so these come from pinned packages too.
"""

import json
from pathlib import Path

from setup.npm_packages import NpmPackage, fetch_several, replace_folder
from setup.paths import REPORT_FONTS

# The digest of each package's archive, and the one file of it that is taken.
PACKAGES: dict[NpmPackage, str] = {
    NpmPackage(f"@fontsource/{name}", version, sha512): f"files/{name}-{part}-400-normal.woff"
    for name, version, part, sha512 in (
        ("noto-sans-hebrew", "5.3.0", "hebrew",
         "7owtzuw9D+ipt0g8mcBGOm7MS/mv/REKsjSwEUe749UUsrnG54TSmusNn7oxv2GxbUORAzADLQ8ggdtt7oKkpg=="),
        ("noto-sans-bengali", "5.3.0", "bengali",
         "EFBMU0UvzyFSc1ERK369zfqEu6DMRuWmCQ2+2ahhQTQAIDPEyN1UYlQdQeFkheu2DWG2hfdwrhiLlGFl2sSr/A=="),
        ("noto-sans-devanagari", "5.3.0", "devanagari",
         "7khYmipS/5KAUUmrO1DKir8yL8XI00d0+ZE9BqbS8XF1jzObv6CpPOk3UeYxF+Pvi8bx9bBvprBCOcbx/eQWTQ=="),
        ("noto-sans-gurmukhi", "5.3.0", "gurmukhi",
         "kORmHl4RCqVsPwDPgWxCHWUETSnI+6m6aPsJmGf7K3PJorPKHUZesABxhZcsnYVZkKS/4abE3QgJgjuhWpA13g=="),
        ("noto-sans-gujarati", "5.3.0", "gujarati",
         "vTIzI/j4B6FTQ8LV+0e8Ozp8eXNMHWWD8fsVvfaUjhD6w/TPDugOss88k3eMzDcR5lR+XxQCKgUd6V8qRROjtg=="),
        ("noto-sans-tamil", "5.3.0", "tamil",
         "webid7fyBljiIEJ1hXuey48vCUe2Oq3/EwYjo6XBtXItO9FoUmqy0bEnXA5iE++iC324BTI8QMy80SYtDheCzA=="),
        ("noto-sans-sinhala", "5.3.0", "sinhala",
         "g52kQSjsB3vHmFbp6zrPfumJxZADhsssOHd3fMkN+hCK1JrpKvSudtJMAAGuVUcrC7r9dqNmmslj7I9VU1dzbw=="),
        ("noto-sans-ethiopic", "5.3.0", "ethiopic",
         "ivXPkx5Grhse+0GEyedQysDI5vSMUIeDNBhev6OIcSX6WyAPtvutU/CSWqf2wv67POnvQ0QaQ8Aq36vy9WfZpw=="),
        ("noto-sans-thai", "5.3.0", "thai",
         "ngqUyvDukkZUHypQbUJvUdAeYa2aYZsyeDTsdqMudf7GK2F2TK19OZ5kbo+37qsBtkNpmAMhEObQnWnzPqzKUw=="),
        ("noto-emoji", "5.3.2", "emoji",
         "N9CSzXJB04AVWYvFbuBgL2Dq964Zo91th/uOu/QLSuWBYuL9FWXGcEo6ZNwc/IJ7vmpm8KHaIKD7jF8pYm4taw=="),
        ("dejavu-sans", "5.3.0", "latin",
         "F/tV+7S31Mo8jtGUhj857XfUzcDCl9JJC8bzMtZ0wcTuOm89dG4FPjAOHOesMfmoChYVQ3eg5fHafdhxFrQIxQ=="),
        ("unifontex", "5.2.6", "latin",
         "y6PXONOAfsIx0v/7QevQrx+SFW6B2OBR7VZYel7ek/y8M89zfQBKOLyV8X9KmtAkS1q9JS9MFDkq78vcv1CwtQ=="),
    )
}  # fmt: skip


def made_from() -> dict[str, str]:
    """What the folder says it was made from."""
    return {package.name: package.version for package in PACKAGES}


def file_name(package: NpmPackage) -> str:
    """The name of a package's font in the folder, for example "noto-sans-hebrew.woff"."""
    return package.name.rpartition("/")[2] + ".woff"


def is_current(target: Path = REPORT_FONTS) -> bool:
    """Whether TARGET holds the pinned fonts."""
    record = target / "version.json"
    return record.is_file() and json.loads(record.read_text()) == made_from()


def ensure(target: Path = REPORT_FONTS) -> None:
    """Have the fonts in TARGET, with their licences."""
    if is_current(target):
        return
    print("Unpacking the reports' fonts for other scripts", flush=True)
    found = fetch_several({package: (name, "LICENSE") for package, name in PACKAGES.items()})
    files: dict[str, str | bytes] = {"version.json": json.dumps(made_from()) + "\n"}
    for package, name in PACKAGES.items():
        files[file_name(package)] = found[package][name]
        files[file_name(package).replace(".woff", ".licence.txt")] = found[package]["LICENSE"]
    replace_folder(target, files)
