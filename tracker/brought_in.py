"""What the screens of bringing in a report and bringing in a plan have in common.

A file is taken, left to the worker, and read there in a process of its own, outside of any transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from flask import abort, send_file
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from tracker.database import db
from tracker.forms import Form
from tracker.jobs import TASKS, Save, Task, run_later
from tracker.models import IntakeState, Plan, StoredFile
from tracker.operations.brought_in import Draft, keep_unreadable
from tracker.operations.files import download_name, path_of, read_upload

Found = TypeVar("Found")


def uploaded(form: Form) -> tuple[str, bytes]:
    """Return the name and bytes of a form's file. Raises Refused for an empty or too large one."""
    with closing(form["file"].data) as upload:
        return upload.filename or "", read_upload(upload.stream)


def attachment(file: StoredFile) -> Response:
    """Return a stored file as it came, to be saved and not shown. Aborts with 404 where it was removed."""
    if file.removed_at is not None:
        abort(404)
    return send_file(
        path_of(file), mimetype=file.content_type, as_attachment=True, download_name=download_name(file)
    )


def get_draft_of(kind: type[Draft], plan: Plan, draft_id: int, *, changing: bool = False) -> Draft:
    """Return a draft of the plan, locked where it is about to change. Aborts with 404 where there is none."""
    query = (
        sa.select(kind)
        .where(kind.id == draft_id, kind.plan_id == plan.id, kind.state != IntakeState.DISCARDED)
        .options(selectinload(kind.file), selectinload(kind.plan))
    )
    if changing:
        query = query.with_for_update().execution_options(populate_existing=True)
    draft = db.session.scalar(query)
    if draft is None:
        abort(404)
    return draft


@dataclass(frozen=True)
class ReadingTask(Generic[Draft, Found]):
    """The reading of one kind of draft by the worker.

    `read` gets the path, the name and a way to tell of a page (the page, how many); it raises `unreadable`,
    whose `message` is then kept. `keep` keeps what it returns; `given_up` is said where reading failed for
    good; `tell` keeps how far a draft is.
    """

    name: str
    kind: type[Draft]
    read: Callable[[Path, str, Callable[[int, int], None]], Found]
    unreadable: type[Exception]
    keep: Callable[[Draft, Found], None]
    given_up: str
    tell: Callable[[int, int, int], None] | None = None

    def register(self) -> None:
        """Let the worker know the task."""
        TASKS[self.name] = Task(run=self._run, give_up=self._give_up)

    def later(self, draft: Draft) -> None:
        """Leave the reading of a draft to the worker, in this transaction."""
        run_later(self.name, draft_id=draft.id, file_id=draft.file_id)

    def _run(self, arguments: dict[str, Any], save: Save) -> None:
        """Read the file of a draft and keep what was found, or why it could not be read."""
        if self._waiting(arguments) is None:
            return
        file = db.session.get_one(StoredFile, arguments["file_id"])
        path, name = path_of(file), file.name
        # Ends the transaction: reading may take minutes, and a database must not stay locked for so long.
        save()

        def told(page: int, pages: int) -> None:
            if self.tell is not None:
                self.tell(arguments["draft_id"], page, pages)
                save()

        found: Found | None = None
        message = ""
        try:
            found = self.read(path, name, told)
        except self.unreadable as error:
            message = getattr(error, "message", str(error))
        draft = self._waiting(arguments)
        if draft is None:
            return
        if found is None:
            keep_unreadable(draft, message)
        else:
            self.keep(draft, found)
        save()

    def _give_up(self, arguments: dict[str, Any]) -> None:
        """Say on the draft that reading failed; the worker commits."""
        draft = self._waiting(arguments)
        if draft is not None:
            keep_unreadable(draft, self.given_up)

    def _waiting(self, arguments: dict[str, Any]) -> Draft | None:
        """Return the draft while it waits for this file; it may be discarded, or have got another one."""
        draft = db.session.get(self.kind, arguments["draft_id"], with_for_update=True, populate_existing=True)
        if draft is None or draft.state is not IntakeState.READING or draft.file_id != arguments["file_id"]:
            return None
        return draft
