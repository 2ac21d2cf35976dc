"""Pinned libraries are installed once, and again only when the pins change."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from setup.paths import ROOT
from setup.python_packages import ensure_environment, ensure_installed


@pytest.fixture
def pip_calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What would have been run, instead of running it."""
    calls: list[list[str]] = []

    def run(command: list[Any], **_: Any) -> subprocess.CompletedProcess[str]:
        calls.append([str(part) for part in command])
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    return calls


def test_libraries_are_installed_once_until_their_pins_change(
    tmp_path: Path, pip_calls: list[list[str]]
) -> None:
    venv = tmp_path / "venv"
    venv.mkdir()
    pins = tmp_path / "requirements.txt"
    pins.write_text("a==1\n")
    ensure_installed(("requirements.txt",), tmp_path, venv)
    ensure_installed(("requirements.txt",), tmp_path, venv)
    assert len(pip_calls) == 1
    assert "--require-hashes" in pip_calls[0]
    pins.write_text("a==2\n")
    ensure_installed(("requirements.txt",), tmp_path, venv)
    assert len(pip_calls) == 2


def test_environment_that_works_is_left_alone(tmp_path: Path, pip_calls: list[list[str]]) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    ensure_environment(tmp_path)
    assert [call[0] for call in pip_calls] == [str(tmp_path / "bin" / "python")]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_library_is_pinned_with_hashes_and_no_index_is_named(name: str) -> None:
    text = (ROOT / name).read_text()
    logical = re.sub(r"\\\n", " ", text)
    lines = [line for line in logical.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert lines
    for line in lines:
        assert re.match(r"[A-Za-z0-9_.-]+==\S+( ;.*)? +--hash=sha256:", line), line
    assert "://" not in text


def test_both_files_pin_the_same_versions() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[A-Za-z0-9_.-]+==\S+", (ROOT / name).read_text(), re.MULTILINE))

    assert pins("requirements.txt") < pins("requirements-dev.txt")
