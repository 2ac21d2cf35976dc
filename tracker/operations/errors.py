"""The one exception of broken rules."""


class Refused(Exception):
    """A rule does not allow it. `field` is the form field it is about, `message` what the person reads."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message
