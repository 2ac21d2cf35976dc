"""Zip files that are the same bytes each time: fixed dates, fixed order, nothing of the machine."""

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from types import MappingProxyType
from typing import IO

# The earliest day a zip file can name; it says "no date" to everybody who knows the format.
_NO_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def entry(name: str) -> zipfile.ZipInfo:
    """Return the head of a compressed entry without a date, an owner or the kind of the machine."""
    head = zipfile.ZipInfo(name, _NO_DATE)
    head.compress_type = zipfile.ZIP_DEFLATED
    head.create_system = _UNIX
    head.external_attr = 0o644 << 16
    return head


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip file with these entries, in this order."""
    stored = BytesIO()
    pack_into(stored, parts)
    return stored.getvalue()


def pack_into(stream: IO[bytes], parts: Iterable[tuple[str, bytes]]) -> None:
    """Write a zip file with these entries, in this order; no more than one is in memory at a time."""
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts:
            archive.writestr(entry(name), data)


def repacked(data: bytes, instead: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """Return a zip file that a library wrote, without the dates it wrote; some entries with other content."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return packed((name, instead.get(name) or archive.read(name)) for name in archive.namelist())
