"""The virtual environment and the pinned Python libraries in it."""

import hashlib
import subprocess
import sys
from pathlib import Path

from setup.paths import ROOT, VENV
from setup.problem import SetupProblem

TO_RUN = ("requirements.txt",)
TO_DEVELOP = ("requirements.txt", "requirements-dev.txt")
TO_HAVE_NPM = ("setup/requirements-npm.txt",)


def ensure_environment(venv: Path = VENV) -> None:
    """Have a working virtual environment in VENV; one whose Python has gone or is too old is made anew."""
    python = venv / "bin" / "python"
    if python.exists():
        test = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
        if subprocess.run([python, "-c", test], capture_output=True, check=False).returncode == 0:
            return
    print(f"Making the virtual environment in {venv.name}", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", venv], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise SetupProblem(f"The virtual environment could not be made:\n{made.stdout}{made.stderr}")


def fingerprint(file: Path) -> str:
    """What the stamp of FILE says once its libraries are installed: changes whenever the pins do."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def ensure_installed(names: tuple[str, ...], root: Path = ROOT, venv: Path = VENV) -> None:
    """Have the libraries pinned in the requirements files NAMES installed in VENV, hashes checked.

    A stamp per file inside the environment makes the next call a matter of milliseconds.
    """
    files = [root / name for name in names]
    stamps = {file: venv / f".installed-{file.stem}" for file in files}
    if all(stamp.is_file() and stamp.read_text() == fingerprint(file) for file, stamp in stamps.items()):
        return
    print(f"Installing the Python libraries of {' and '.join(names)}", flush=True)
    # Where pip finds packages is the machine's own setting; none is named here.
    command: list[str | Path] = [venv / "bin" / "python", "-m", "pip", "install", "--quiet"]
    command += ["--disable-pip-version-check", "--require-hashes"]
    for file in files:
        command += ["--requirement", file]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise SetupProblem("pip could not install the Python libraries; what it said stands above.")
    for file, stamp in stamps.items():
        stamp.write_text(fingerprint(file))
