"""The improvement-plan tracker: inspection findings become owned actions, and reports a board can trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from tracker.config import Settings


def create_app(settings: Settings | None = None, extra: Mapping[str, Any] | None = None) -> Flask:
    """Return the application; see tracker.application.

    Imported only when asked for, so that the rules and the reader can be used without the web application.
    """
    from tracker import application

    return application.create_app(settings, extra)
