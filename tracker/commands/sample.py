"""flask sample: the sample council."""

from flask.cli import AppGroup

command = AppGroup("sample", help="The sample council.")
