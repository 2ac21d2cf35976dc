"""The same from the command line: one group per noun."""

from importlib import import_module

from flask import Flask

GROUPS = ("intake", "reports", "plans", "people", "sample", "worker")


def register(app: Flask) -> None:
    """Add the groups of commands to `flask`."""
    for name in GROUPS:
        app.cli.add_command(import_module(f"tracker.commands.{name}").command)
