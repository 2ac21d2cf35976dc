"""flask intake: Reading and bringing in inspection documents."""

from flask.cli import AppGroup

command = AppGroup("intake", help="Reading and bringing in inspection documents.")
