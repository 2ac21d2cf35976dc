"""The few things that come from the operating system rather than from PyPI.

WeasyPrint loads Pango, HarfBuzz and Fontconfig as shared libraries, and Debian and Ubuntu keep `venv` in a
package of its own. What is missing is installed where this user may (apt-get, as root or by sudo without a
password); elsewhere the exact line to type is printed. What is there already is left alone.
"""

import ctypes
import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from setup.problem import SetupProblem


@dataclass(frozen=True)
class SystemPart:
    """One thing the machine has to have, how to see whether it is there, and what each system calls it."""

    what: str
    is_present: Callable[[], bool]
    debian: str
    fedora: str
    homebrew: str


def has_library(*names: str) -> bool:
    """Whether one of the shared libraries NAMES (file names, tried in order) can be loaded."""
    for name in names:
        for path in (name, f"/opt/homebrew/lib/{name}", f"/usr/local/lib/{name}"):
            try:
                ctypes.CDLL(path)
            except OSError:
                continue
            return True
    return False


def has_font(*patterns: str) -> bool:
    """Whether the machine has a font file whose name fits one of PATTERNS."""
    home = Path.home()
    folders = [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        home / "Library/Fonts",
        Path("/System/Library/Fonts"),
        Path("/Library/Fonts"),
    ]
    return any(
        next(folder.rglob(pattern), None) is not None
        for folder in folders
        if folder.is_dir()
        for pattern in patterns
    )


def has_venv() -> bool:
    """Whether this Python can make a virtual environment with pip in it."""
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CHROMIUM_ON_MACOS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)


def find_chromium() -> Path | None:
    """The Chromium (or Chrome) of this machine, or what CHROMIUM names; None where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named) if Path(named).is_file() else None
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    return next((path for path in CHROMIUM_ON_MACOS if path.is_file()), None)


VENV_MODULE = SystemPart("Python's venv module", has_venv, "python3-venv", "python3", "python")

WEASYPRINT_LIBRARIES = (
    SystemPart(
        "Pango",
        lambda: (
            has_library("libpango-1.0.so.0", "libpango-1.0.dylib")
            and has_library("libgobject-2.0.so.0", "libgobject-2.0.0.dylib")
            and has_library("libharfbuzz.so.0", "libharfbuzz.0.dylib")
            and has_library("libfontconfig.so.1", "libfontconfig.1.dylib")
        ),
        "libpango-1.0-0",
        "pango",
        "pango",
    ),
    SystemPart(
        "Pango's FreeType part",
        lambda: has_library("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
        "libpangoft2-1.0-0",
        "pango",
        "pango",
    ),
    SystemPart(
        "HarfBuzz's font subsetter",
        lambda: has_library("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
        "libharfbuzz-subset0",
        "harfbuzz",
        "harfbuzz",
    ),
)

TO_RUN = (VENV_MODULE, *WEASYPRINT_LIBRARIES)

CHROMIUM = SystemPart(
    "Chromium", lambda: find_chromium() is not None, "chromium", "chromium", "--cask chromium"
)

# Pages ask for Arial. With another face in its place lines would break elsewhere, here and there.
ARIAL_WIDTHS = SystemPart(
    "Arial or a font of its widths",
    lambda: has_font("LiberationSans-Regular.*", "[Aa]rial.ttf"),
    "fonts-liberation",
    "liberation-sans-fonts",
    "font-liberation",
)

TESSERACT = SystemPart(
    "Tesseract, which reads scans",
    lambda: shutil.which("tesseract") is not None,
    "tesseract-ocr",
    "tesseract",
    "tesseract",
)

TO_TEST = (CHROMIUM, ARIAL_WIDTHS, TESSERACT)


def missing(parts: Sequence[SystemPart]) -> list[SystemPart]:
    """Those of PARTS that this machine has not got."""
    return [part for part in parts if not part.is_present()]


def lines_to_type(parts: Sequence[SystemPart]) -> str:
    """What to type on each system to get PARTS, one line per system."""

    def names(packages: Sequence[str]) -> str:
        return " ".join(dict.fromkeys(packages))

    lines = {
        "Debian, Ubuntu": f"sudo apt-get install {names([part.debian for part in parts])}",
        "Fedora": f"sudo dnf install {names([part.fedora for part in parts])}",
        "macOS (Homebrew)": f"brew install {names([part.homebrew for part in parts])}",
    }
    if CHROMIUM in parts:
        # Ubuntu's package of that name only points to the snap.
        others = [part.debian for part in parts if part is not CHROMIUM]
        apt = f"sudo apt-get install {names(others)} && " if others else ""
        lines["Ubuntu, from a snap"] = f"{apt}sudo snap install chromium"
    width = max(len(system) for system in lines) + 1
    return "\n".join(f"  {system + ':':<{width}} {line}" for system, line in lines.items())


def installer() -> list[str] | None:
    """The beginning of an apt-get command that works here without asking anybody, or None."""
    if sys.platform != "linux" or shutil.which("apt-get") is None:
        return None
    apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", "-o", "Dpkg::Use-Pty=0"]
    if os.geteuid() == 0:
        return apt
    if shutil.which("sudo") is None:
        return None
    sudo = ["sudo", "-n"]
    allowed = subprocess.run([*sudo, "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return [*sudo, *apt] if allowed.returncode == 0 else None


def ensure(parts: Sequence[SystemPart]) -> None:
    """Have every one of PARTS on this machine, or raise SetupProblem with the lines to type."""
    absent = missing(parts)
    if not absent:
        return
    apt = installer()
    if apt is not None:
        packages = list(dict.fromkeys(part.debian for part in absent))
        print(f"Installing from the system's packages: {' '.join(packages)}", flush=True)
        for step in (["update"], ["install", "--no-install-recommends", *packages]):
            nowhere = subprocess.DEVNULL
            subprocess.run([*apt, *step], stdin=nowhere, stdout=nowhere, check=False)
        importlib.invalidate_caches()
        absent = missing(absent)
    if absent:
        what = ", ".join(part.what for part in absent)
        lines = lines_to_type(absent)
        raise SetupProblem(f"This machine still lacks {what}. Please type, then try again:\n{lines}")
