"""Only the archive that was pinned is ever unpacked."""

import base64
import hashlib
from pathlib import Path

import pytest

from setup.npm_packages import NpmPackage, check_archive, replace_folder
from setup.problem import SetupProblem


def pinned(content: bytes) -> NpmPackage:
    return NpmPackage("example", "1.0.0", base64.b64encode(hashlib.sha512(content).digest()).decode())


def test_archive_with_the_pinned_digest_is_accepted(tmp_path: Path) -> None:
    archive = tmp_path / "example.tgz"
    archive.write_bytes(b"as published")
    check_archive(pinned(b"as published"), archive)


def test_archive_with_another_digest_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "example.tgz"
    archive.write_bytes(b"tampered with")
    with pytest.raises(SetupProblem, match=r"example 1\.0\.0 is not the one"):
        check_archive(pinned(b"as published"), archive)


def test_replacing_a_folder_leaves_nothing_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "vendor" / "thing"
    replace_folder(target, {"old.css": "a"})
    replace_folder(target, {"new.css": "b", "new.bin": b"\x00"})
    assert {file.name: file.read_bytes() for file in target.iterdir()} == {
        "new.css": b"b",
        "new.bin": b"\x00",
    }
    assert [file.name for file in target.parent.iterdir()] == ["thing"]
