"""The migrations make the very tables of the models, on both databases."""

from pathlib import Path

import pytest
from flask_migrate import check, downgrade, upgrade

from tests.parts import postgres_url
from tests.world import build_world
from tracker import create_app
from tracker.config import read_settings
from tracker.database import db


def address(kind: str, tmp_path: Path) -> str:
    return postgres_url() if kind == "postgresql" else f"sqlite:///{tmp_path / 'fresh.db'}"


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_upgrading_from_nothing_equals_the_models_and_can_be_undone(kind: str, tmp_path: Path) -> None:
    app = create_app(
        read_settings(
            {"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "k" * 32, "DATABASE_URL": address(kind, tmp_path)}
        )
    )
    with app.app_context():
        try:
            upgrade()
            check()
            build_world()
            db.session.commit()
            downgrade(revision="base")
            db.session.rollback()
        finally:
            db.engine.dispose()


def test_sqlite_runs_with_a_write_ahead_log_and_real_foreign_keys(tmp_path: Path) -> None:
    app = create_app(read_settings({"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "k" * 32}))
    with app.app_context():
        connection = db.session.connection()
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        db.session.rollback()
        db.engine.dispose()
