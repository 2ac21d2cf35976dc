"""The typefaces of the reports, all from pinned packages, embedded in the PDF.

Five are the reports' own, and pages on screen use them too. What they have no shape for is printed with
typefaces for other scripts, loaded where a report needs them. Typefaces of the operating system are never
used, so that a report is the same on every machine.
"""

import logging
import unicodedata
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from os import environ
from pathlib import Path

_FONTS = (
    # family, weight, package, file
    ("Report Sans", 400, "font_source_sans_pro", "SourceSansPro-Regular.otf"),
    ("Report Sans", 600, "font_source_sans_pro", "SourceSansPro-Semibold.otf"),
    ("Report Sans", 700, "font_source_sans_pro", "SourceSansPro-Bold.otf"),
    ("Report Serif", 400, "font_source_serif_pro", "SourceSerifPro-Regular.otf"),
    ("Report Serif", 600, "font_source_serif_pro", "SourceSerifPro-Semibold.otf"),
)

# In the order in which they are asked; setup/report_fonts.py fetches them. Arabic is DejaVu's, as Noto's
# draws letters and their dots apart, so that nobody could search for a name. UnifontEX has a plain shape for
# nearly every character, Chinese, Japanese and Korean too, in 3 MB; a fine typeface for Chinese is 70 MB.
_OTHER_SCRIPTS = (
    "noto-sans-hebrew", "noto-sans-bengali", "noto-sans-devanagari", "noto-sans-gurmukhi",
    "noto-sans-gujarati", "noto-sans-tamil", "noto-sans-sinhala", "noto-sans-ethiopic", "noto-sans-thai",
    "noto-emoji", "dejavu-sans", "unifontex",
)  # fmt: skip
_VENDOR = Path(__file__).resolve().parents[1] / "static" / "vendor" / "report-fonts"
_FONTCONFIG = Path(__file__).parent / "fonts.conf"

# UnifontEX is unpacked with a word about the names of its glyphs, which nobody needs.
logging.getLogger("fontTools").setLevel(logging.ERROR)

BOX = "□"
_BOX_FONT = "dejavu-sans.woff"


@cache
def font_files() -> dict[str, Path]:
    """Return where each own font lies, by its name. Raises RuntimeError where one is missing."""
    found = {}
    for _, _, package, name in _FONTS:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise RuntimeError(f"the font package {package} is not installed")
        found[name] = Path(spec.origin).parent / "files" / name
    return found


@cache
def fonts_of_other_scripts() -> dict[str, Path]:
    """Return where the fonts for other scripts lie, in order. Raises RuntimeError where one is missing."""
    found = {f"{name}.woff": _VENDOR / f"{name}.woff" for name in _OTHER_SCRIPTS}
    if missing := [name for name, path in found.items() if not path.is_file()]:
        raise RuntimeError(f"the font {missing[0]} is not there: make install fetches it")
    return found


def font_faces(place: str, others: Collection[str] = ()) -> str:
    """Return the style rules that name the fonts, and those for other scripts that are asked for.

    `place` is put before the name of each file.
    """
    fonts = [(family, weight, name) for family, weight, _, name in _FONTS]
    fonts += [(f"Report {name.removesuffix('.woff')}", 400, name) for name in others]
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};src:url({place}{name})}}'
        for family, weight, name in fonts
    )


@dataclass(frozen=True)
class Letters:
    """What a text needs to be printed: fonts for other scripts, and the characters that none has."""

    fonts: tuple[str, ...]
    missing: tuple[str, ...]

    def printable(self, text: str) -> str:
        """Return the text with a box in place of each character that no font has."""
        return text.translate({ord(one): BOX for one in self.missing}) if self.missing else text


def letters_of(text: str) -> Letters:
    """Return which fonts for other scripts a text needs, and which of its characters none has."""
    left = {one for one in set(text) if one > "\x7f" and _is_seen(one)}
    left -= _characters(font_files()["SourceSansPro-Regular.otf"])
    fonts: list[str] = []
    for name, path in fonts_of_other_scripts().items() if left else ():
        if found := left & _characters(path):
            fonts.append(name)
            left -= found
        if not left:
            break
    if left and _BOX_FONT not in fonts:
        fonts.append(_BOX_FONT)
    return Letters(tuple(fonts), tuple(sorted(left)))


def _is_seen(character: str) -> bool:
    """Whether a character has a shape; controls, joiners and variation selectors only shape others."""
    return unicodedata.category(character) not in ("Cc", "Cf") and not "\ufe00" <= character <= "\ufe0f"


@cache
def _characters(font: Path) -> frozenset[str]:
    from fontTools.ttLib import TTFont  # only here: web processes ask for no shapes

    with TTFont(font, lazy=True) as opened:
        return frozenset(map(chr, opened.getBestCmap()))


@cache
def font_bytes(name: str) -> tuple[bytes, str]:
    """Return a font and its kind ("otf", "ttf"). Raises KeyError for a name that is none of ours.

    What is packed for the web is unpacked here: the renderer would write the time of the day into it.
    """
    if path := font_files().get(name):
        return path.read_bytes(), "otf"
    from fontTools.ttLib import TTFont  # only here: web processes ask for no shapes

    unpacked = BytesIO()
    with TTFont(fonts_of_other_scripts()[name], recalcTimestamp=False) as font:
        font.flavor = None
        font.save(unpacked, reorderTables=None)
    return unpacked.getvalue(), "ttf"


@contextmanager
def no_fonts_of_the_system() -> Iterator[None]:
    """Let Fontconfig know our fonts alone; it reads the setting when a document's fonts are set up."""
    before = environ.get("FONTCONFIG_FILE")
    environ["FONTCONFIG_FILE"] = str(_FONTCONFIG)
    try:
        yield
    finally:
        if before is None:
            del environ["FONTCONFIG_FILE"]
        else:
            environ["FONTCONFIG_FILE"] = before
