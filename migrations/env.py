"""How Alembic reaches the database and the models (run by `flask db …`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from flask import current_app

import tracker.models  # noqa: F401 - registers every table
from tracker.database import Base, Moment, db


def render_type(kind: str, value: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own column types as the plain ones they store, so that migrations need none of our code."""
    return "sa.DateTime()" if kind == "type" and isinstance(value, Moment) else False


@contextmanager
def references_unchecked(connection: sa.Connection) -> Iterator[None]:
    """Let a migration replace a table that others refer to: SQLite changes a column by copying its table.

    The check is off for the migrations' one connection and transaction; that all references hold again is
    looked at before the commit. PostgreSQL changes columns in place and is left alone.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")  # before the transaction: within one it does nothing
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()


def refuse_broken_references(connection: sa.Connection) -> None:
    """Raise RuntimeError, so that nothing is kept, where a row refers to one that is not there."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
        if broken:
            raise RuntimeError(f"After the migration these rows refer to nothing: {broken}")


def run() -> None:
    """Migrate the configured database in one transaction."""
    options = current_app.extensions["migrate"].configure_args
    with db.engine.connect() as connection, references_unchecked(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_type,
            **options,
        )
        with context.begin_transaction():
            context.run_migrations()
            refuse_broken_references(connection)
        # SQLite's own transaction is ours to end: see tracker.database.
        connection.commit()


run()
