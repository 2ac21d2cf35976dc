"""What the set-up says and does about the operating system's packages."""

import os
import stat
from pathlib import Path

import pytest

from setup import system_packages
from setup.problem import SetupProblem
from setup.system_packages import (
    CHROMIUM,
    TO_RUN,
    SystemPart,
    ensure,
    find_chromium,
    has_library,
    lines_to_type,
)

ABSENT = SystemPart("a thing", lambda: False, "thing-debian", "thing-fedora", "thing-brew")
PRESENT = SystemPart("another", lambda: True, "another-debian", "another-fedora", "another-brew")


def test_nothing_is_installed_when_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "installer", lambda: pytest.fail("asked how to install"))
    ensure([PRESENT])


def test_where_this_user_may_not_install_only_what_is_missing_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system_packages, "installer", lambda: None)
    with pytest.raises(SetupProblem) as problem:
        ensure([PRESENT, ABSENT])
    assert str(problem.value).splitlines() == [
        "This machine still lacks a thing. Please type, then try again:",
        "  Debian, Ubuntu:   sudo apt-get install thing-debian",
        "  Fedora:           sudo dnf install thing-fedora",
        "  macOS (Homebrew): brew install thing-brew",
    ]


def test_where_installing_does_not_help_the_lines_to_type_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "installer", lambda: ["true"])
    with pytest.raises(SetupProblem, match="sudo apt-get install thing-debian"):
        ensure([ABSENT])


def test_line_for_a_bare_debian_names_each_package_once() -> None:
    [line] = [line for line in lines_to_type(TO_RUN).splitlines() if "Debian" in line]
    assert line.split("install ")[1].split() == [
        "python3-venv",
        "libpango-1.0-0",
        "libpangoft2-1.0-0",
        "libharfbuzz-subset0",
    ]
    [mac] = [line for line in lines_to_type(TO_RUN).splitlines() if "macOS" in line]
    assert mac.split().count("pango") == 1


def test_chromium_on_ubuntu_is_a_snap() -> None:
    assert "sudo snap install chromium" in lines_to_type([CHROMIUM])


def test_library_that_no_system_has_is_missing() -> None:
    assert not has_library("libno-such-thing.so.99")


def test_chromium_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "my-chromium"
    program.touch(mode=stat.S_IRWXU)
    monkeypatch.setenv("CHROMIUM", str(program))
    assert find_chromium() == program
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "gone"))
    assert find_chromium() is None


def test_chromium_is_found_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    program = tmp_path / "chromium-browser"
    program.touch(mode=stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/nowhere")
    assert find_chromium() == program
