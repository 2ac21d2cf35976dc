"""The rule for missing parts, and the parts themselves."""

import pytest

from setup import system_packages
from tests import parts


def test_missing_part_skips_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(system_packages, "find_chromium", lambda: None)
    with pytest.raises(pytest.skip.Exception, match="sudo apt-get install chromium"):
        parts.chromium_path()


def test_missing_part_fails_where_nothing_may_be_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(system_packages, "find_chromium", lambda: None)
    with pytest.raises(pytest.fail.Exception, match="Chromium is missing"):
        parts.chromium_path()


def test_each_postgres_database_is_new_and_empty() -> None:
    import sqlalchemy as sa

    first, second = parts.postgres_url(), parts.postgres_url()
    assert first != second
    engine = sa.create_engine(first)
    try:
        with engine.connect() as connection:
            version = connection.execute(sa.text("SELECT version()")).scalar_one()
        assert version.startswith("PostgreSQL")
        assert sa.inspect(engine).get_table_names() == []
    finally:
        engine.dispose()


def test_axe_is_the_pinned_version() -> None:
    assert "4.14.1" in parts.axe_source()[:300]


def test_untagged_pdf_does_not_conform_to_pdf_ua() -> None:
    from weasyprint import HTML

    pdf = HTML(string="<p>Plain</p>").write_pdf()
    assert any("Marked" in failure for failure in parts.pdf_ua_failures(pdf))
