"""The plans that are measured: the sample council's, with more actions, each in an instance of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from flask import Flask

from tracker import create_app
from tracker.config import PROJECT, read_settings

FOLDER = PROJECT / "build" / "bench"


def instance_with(actions: int) -> Path:
    """Return the folder of an instance with so many actions; it is loaded where it is not there."""
    instance = FOLDER / str(actions)
    if not (instance / "sample-sign-ins.txt").exists():
        print(f"Loading the sample with {actions:,} actions …", file=sys.stderr)
        shutil.rmtree(instance, ignore_errors=True)
        instance.mkdir(parents=True)
        flask(instance, "db", "upgrade")
        flask(instance, "sample", "load", "--actions", str(actions))
    # An instance of an earlier version is brought up to date.
    flask(instance, "db", "upgrade")
    return instance


def flask(instance: Path, *command: str) -> None:
    """Run a command of the application in an instance."""
    subprocess.run(
        [str(Path(sys.executable).with_name("flask")), *command],
        cwd=PROJECT,
        env={**os.environ, "INSTANCE_PATH": str(instance)},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def application(instance: Path) -> Flask:
    """Return the application of an instance, its forms without tokens."""
    settings = read_settings({"INSTANCE_PATH": str(instance), "SECRET_KEY": "b" * 32})
    return create_app(settings, {"WTF_CSRF_ENABLED": False})
