"""The evidence files that go with a report: which they are by its snapshot, and the ZIP file that holds them.

Only the snapshot says what an edition may carry: items for officers are in none, and those for members have
no file in the public edition. Files are stored as they are, so the ZIP file depends on nothing else.
"""

import hashlib
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.formatting import file_size, long_date
from tracker.reports.data_tables import data_of
from tracker.reports.facts import Evidence, EvidenceFile
from tracker.reports.html import TEMPLATES, issue_line
from tracker.reports.packing import entry
from tracker.reports.snapshot import Snapshot
from tracker.rules.ladders import EDITION_WORDS, KIND_WORDS

INDEX = "index.html"
TOO_LARGE = "Not attached: the files together would be too large. Ask the council for it."
CHANGED = "Not attached: it was removed or changed after the report was signed."
_LONGEST_TITLE = 80
_NEVER_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')


@dataclass(frozen=True)
class Attachment:
    """An evidence item with a file: the name of its entry, or "" where it is left out, and why."""

    item: Evidence
    file: EvidenceFile
    name: str = ""
    why: str = ""


def attachments(
    snapshot: Snapshot, most_bytes: int, is_still_so: Callable[[Evidence], bool]
) -> list[Attachment]:
    """Return the evidence files of an edition by number, up to a size together.

    `is_still_so` says of an item whether its file may go out today: it can have been removed, or kept from
    these readers, since the report was signed.
    """
    found, total = [], 0
    for item in data_of(snapshot).evidence:
        if item.file is None or item.withheld:
            continue
        if not is_still_so(item):
            found.append(Attachment(item, item.file, why=CHANGED))
        elif total + item.file.size > most_bytes:
            found.append(Attachment(item, item.file, why=TOO_LARGE))
        else:
            total += item.file.size
            found.append(Attachment(item, item.file, _name(item, item.file)))
    return found


def write_zip(
    stream: IO[bytes], snapshot: Snapshot, attached: list[Attachment], place: Callable[[str], Path]
) -> None:
    """Write the ZIP file of an edition: an index as a page, then each file under its number and title.

    `place` says where the bytes with a hash lie. Raises OSError where one is not there.
    """
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(_stored(INDEX), _index(snapshot, attached))
        for one in attached:
            if one.name:
                with (
                    place(one.file.sha256).open("rb") as source,
                    archive.open(_stored(one.name), "w") as goal,
                ):
                    shutil.copyfileobj(source, goal)


def faults_in_zip(stream: IO[bytes], snapshot: Snapshot) -> Iterator[str]:
    """Say of each entry that is no file of the snapshot, in words without a full stop."""
    if not zipfile.is_zipfile(stream):
        yield "it is no ZIP file"
        return
    known = {_name(item, item.file): item.file for item in data_of(snapshot).evidence if item.file}
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            if name == INDEX:
                continue
            if name not in known:
                yield f"{name} is no evidence of this edition"
                continue
            with archive.open(name) as content:
                if hashlib.file_digest(content, "sha256").hexdigest() != known[name].sha256:  # type: ignore[arg-type]
                    yield f"{name} is not the file that was signed"


def _index(snapshot: Snapshot, attached: list[Attachment]) -> str:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.filters.update(day=long_date, file_size=file_size)
    return environment.get_template("reports/attachments.html").render(
        s=snapshot,
        issue=issue_line(snapshot),
        edition=EDITION_WORDS[snapshot.edition],
        attached=attached,
        kind_words=KIND_WORDS,
    )


def _stored(name: str) -> zipfile.ZipInfo:
    head = entry(name)
    head.compress_type = zipfile.ZIP_STORED
    return head


def _name(item: Evidence, file: EvidenceFile) -> str:
    """Return "E12 Audit of closed referrals.pdf": number, title, and the ending of the file."""
    ending = re.sub(r"[^a-z0-9]", "", file.name.rpartition(".")[2].lower())[:5] if "." in file.name else ""
    title = _NEVER_IN_A_NAME.sub(" ", item.title).strip(" .")[:_LONGEST_TITLE].strip(" .")
    return f"E{item.number} {title}".strip() + (f".{ending}" if ending else "")
