"""The database: one session per request, typed models, and how SQLite is made safe for several writers.

SQLite is the embedded default and PostgreSQL the same code with one setting (`DATABASE_URL`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa
from flask import Flask, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry


class Moment(sa.TypeDecorator[datetime]):
    """A point in time: handed over and returned as an aware UTC datetime, stored without an offset."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the naive UTC form that is stored. Raises ValueError for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored time as an aware UTC datetime."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of all models. Constraints are named by convention, so that migrations can drop them."""

    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {
        datetime: Moment(),
        str: sa.Text(),
        dict[str, Any]: sa.JSON(),
        list[Any]: sa.JSON(),
    }


def choice(kind: type[StrEnum]) -> sa.Enum:
    """Return the column type of a fixed set of values, stored as its value (at most 40 characters)."""
    return sa.Enum(
        kind, native_enum=False, length=40, values_callable=lambda each: [one.value for one in each]
    )


db = SQLAlchemy(metadata=Base.metadata)
migrate = Migrate()

# Safe requests read only, so they need not queue behind a writer. Everything else may write.
_reads_only: ContextVar[bool] = ContextVar("reads_only", default=False)


@contextmanager
def reading_only() -> Iterator[None]:
    """Begin no transaction that would keep writers waiting; for long reading in the worker."""
    before = _reads_only.set(True)
    try:
        yield
    finally:
        _reads_only.reset(before)


@contextmanager
def writing_too() -> Iterator[None]:
    """Begin transactions that may write, also within a request that reads only."""
    before = _reads_only.set(False)
    try:
        yield
    finally:
        _reads_only.reset(before)


def start_database(app: Flask) -> None:
    """Bind the session, the migrations and, for SQLite, the connection rules to the application."""
    db.init_app(app)
    migrate.init_app(app, db, directory=str(app.config["MIGRATIONS"]), render_as_batch=True)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _prepare_sqlite)
            event.listen(db.engine, "begin", _begin_sqlite)

    @app.before_request
    def note_whether_this_request_reads_only() -> None:
        _reads_only.set(request.method in ("GET", "HEAD", "OPTIONS"))


def _prepare_sqlite(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    """Write-ahead log, real foreign keys, and a wait of ten seconds for a busy database."""
    # The driver must not open transactions by itself: _begin_sqlite says which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "cache_size=-16384",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start of a transaction that may write.

    A deferred transaction that reads first and writes later fails at once, without waiting, when another
    writer was in between; taking the lock first makes writers queue instead.
    """
    connection.exec_driver_sql("BEGIN" if _reads_only.get() else "BEGIN IMMEDIATE")
