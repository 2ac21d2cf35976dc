"""The two typefaces of the reports, from pinned packages: embedded in the PDF, served to pages on screen."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

_FONTS = (
    # family, weight, package, file
    ("Report Sans", 400, "font_source_sans_pro", "SourceSansPro-Regular.otf"),
    ("Report Sans", 600, "font_source_sans_pro", "SourceSansPro-Semibold.otf"),
    ("Report Sans", 700, "font_source_sans_pro", "SourceSansPro-Bold.otf"),
    ("Report Serif", 400, "font_source_serif_pro", "SourceSerifPro-Regular.otf"),
    ("Report Serif", 600, "font_source_serif_pro", "SourceSerifPro-Semibold.otf"),
)


@cache
def font_files() -> dict[str, Path]:
    """Return where each font lies, by the name it is asked for. Raises RuntimeError where one is missing."""
    found = {}
    for _, _, package, name in _FONTS:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise RuntimeError(f"the font package {package} is not installed")
        found[name] = Path(spec.origin).parent / "files" / name
    return found


def font_faces(place: str) -> str:
    """Return the style rules that name the fonts; `place` is put before the name of each file."""
    return "\n".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};src:url({place}{name})}}'
        for family, weight, _, name in _FONTS
    )
