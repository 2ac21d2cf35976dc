"""How Alembic reaches the database and the models (run by `flask db …`)."""

from typing import Any, Literal

from alembic import context
from flask import current_app

import tracker.models  # noqa: F401 - registers every table
from tracker.database import Base, Moment, db


def render_type(kind: str, value: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own column types as the plain ones they store, so that migrations need none of our code."""
    return "sa.DateTime()" if kind == "type" and isinstance(value, Moment) else False


def run() -> None:
    """Migrate the configured database in one transaction."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_type,
            **options,
        )
        with context.begin_transaction():
            context.run_migrations()
        # SQLite's own transaction is ours to end: see tracker.database.
        connection.commit()


run()
