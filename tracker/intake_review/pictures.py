"""Pictures of the pages of a PDF, drawn when somebody looks, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Semaphore

from flask import Response, abort

from tracker.intake_review.source import Mark
from tracker.models import StoredFile
from tracker.operations.files import PDF, path_of

SECONDS, MEGABYTES = 20, 1024
_DRAWER = Path(__file__).with_name("draw_page.py")
# A web process draws one page at a time, however many people look.
_one_at_a_time = Semaphore(1)


def has_pictures(file: StoredFile | None) -> bool:
    """Return whether the pages of a file can be shown as pictures."""
    return file is not None and file.content_type == PDF


def picture_of(file: StoredFile | None, page: int, source_text: str, marks: Sequence[Mark]) -> Response:
    """Return a page of a PDF as a PNG with its passages marked. Aborts with 404 where there is none."""
    if file is None or not has_pictures(file):
        abort(404)
    passages = [{"words": source_text[mark.start : mark.end], "doubtful": mark.doubtful} for mark in marks]
    made = draw_page(path_of(file), page, passages)
    if made is None:
        abort(404)
    response = Response(made, mimetype="image/png")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def draw_page(path: Path, page: int, passages: Sequence[dict[str, object]]) -> bytes | None:
    """Return a page, from 1, as a PNG; None where the file cannot be drawn within the limits."""
    request = json.dumps({"path": str(path), "page": page, "passages": list(passages)})
    with _one_at_a_time:
        try:
            done = subprocess.run(
                [sys.executable, str(_DRAWER), str(MEGABYTES), str(SECONDS)],
                input=request.encode(),
                capture_output=True,
                timeout=SECONDS,
                # Nothing of the server's settings and secrets is handed to the process that opens uploads.
                env={"PATH": os.defpath, "PYTHONUTF8": "1"},
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError):
            return None
    return done.stdout if done.returncode == 0 and done.stdout else None
