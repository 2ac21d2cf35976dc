"""Documents that are zip files: opened only when they unpack to a reasonable size."""

from __future__ import annotations

import io
import zipfile

from tracker.intake.model import UnreadableDocument

MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200


def refuse_bombs(data: bytes, name: str, damaged: str) -> None:
    """Refuse a small file that unpacks to gigabytes: its directory says so, and reading checks its word.

    `name` is what the file is ("Word document"), `damaged` the sentence for one that cannot be opened.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            total = 0
            for entry in archive.infolist():
                total += entry.file_size
                squeezed = entry.file_size > 5_000_000 and entry.file_size > entry.compress_size * MOST_RATIO
                if squeezed or total > MOST_UNPACKED:
                    raise UnreadableDocument(
                        f"This {name} unpacks to far more than its size and was not opened. "
                        "Save it as PDF and upload that."
                    )
    except zipfile.BadZipFile:
        raise UnreadableDocument(damaged) from None
