"""A site with the sample council in it, for the tests of this folder."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from flask import Flask

from tracker import create_app
from tracker.config import read_settings
from tracker.database import db
from tracker.sample.loading import load_sample

# The last day on which a month counts as the newest, the first of the next, and a leap day.
STORY_DAYS = (date(2027, 1, 12), date(2027, 1, 13), date(2028, 2, 29))


@contextmanager
def site(database: Path, folder: Path) -> Iterator[Flask]:
    """An application on a copy of an empty, migrated database; its context is open."""
    shutil.copy(database, folder / "tracker.db")
    app = create_app(read_settings({"INSTANCE_PATH": str(folder), "SECRET_KEY": "k" * 32}), {"TESTING": True})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def loaded(today: date, database: Path, folder: Path, actions: int | None = None) -> Iterator[Flask]:
    """The same with the sample council as it stands on `today`."""
    with site(database, folder) as app:
        load_sample(today=today, actions=actions, new_password=lambda: "a-password-for-tests")
        db.session.commit()
        yield app
