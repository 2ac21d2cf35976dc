"""The council's logo in a report: a picture within the page, so that page and PDF need no other file."""

import re
from base64 import b64decode, b64encode
from pathlib import Path

LARGEST = 300_000  # bytes; it is kept with every report
_KINDS = {".png": "image/png", ".svg": "image/svg+xml"}
_ADDRESS = re.compile(r"data:(image/png|image/svg\+xml);base64,([A-Za-z0-9+/]+=*)")


def logo_address(file: Path | None) -> str:
    """Return a logo as an address that holds it, or "" where there is none, or none that a report can hold.

    The file may be gone since the site started; a report is made without it then.
    """
    if file is None or file.suffix.lower() not in _KINDS:
        return ""
    try:
        picture = file.read_bytes()
    except OSError:
        return ""
    if not 0 < len(picture) <= LARGEST:
        return ""
    return f"data:{_KINDS[file.suffix.lower()]};base64,{b64encode(picture).decode()}"


def picture_of(address: str) -> tuple[bytes, str] | None:
    """Return the picture in an address and its media type; None for any other address."""
    found = _ADDRESS.fullmatch(address)
    return (b64decode(found[2]), found[1]) if found else None
