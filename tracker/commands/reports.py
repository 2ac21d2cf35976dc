"""flask reports: Reports."""

from flask.cli import AppGroup

command = AppGroup("reports", help="Reports.")
