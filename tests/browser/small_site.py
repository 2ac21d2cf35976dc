"""One running site for the tests of small worlds: each finds its own world in it, without a start."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.browser.live_site import LiveSite
from tests.world import World, build_world
from tracker import create_app
from tracker.config import read_settings
from tracker.database import db

Furnish = Callable[[World], None]


@dataclass
class SmallSite:
    """A running site on SQLite, whose whole database can be exchanged between two tests."""

    live: LiveSite
    empty_database: Path

    def holding(self, folder: Path, furnish: Furnish) -> LiveSite:
        """Return the site with nothing in it but a small world, to which `furnish` adds what a test needs."""
        build(self.empty_database, folder, furnish)
        with (
            closing(sqlite3.connect(folder / "tracker.db")) as built,
            closing(sqlite3.connect(self.live.instance / "tracker.db", timeout=60)) as served,
        ):
            built.backup(served)
        return self.live


def build(empty_database: Path, folder: Path, furnish: Furnish) -> None:
    """Make the folder's database: a small world and what `furnish` adds."""
    shutil.copy(empty_database, folder / "tracker.db")
    app = create_app(read_settings({"INSTANCE_PATH": str(folder)}))
    with app.app_context():
        furnish(build_world())
        db.session.commit()
        db.engine.dispose()
