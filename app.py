"""The application object that servers and the flask command load."""

from tracker import create_app
from tracker.config import UnsafeSettings

try:
    app = create_app()
except UnsafeSettings as problem:
    # The sentence alone: a person at a terminal reads it, and a traceback would hide it.
    raise SystemExit(f"The tracker does not start: {problem}") from None
