"""The one exception of broken rules."""


class Refused(Exception):
    """A rule does not allow it. `field` is the form field it is about, `message` what the person reads."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


class ChangedMeanwhile(Refused):
    """Somebody else saved the same thing since the person opened it. Nothing was saved."""

    def __init__(self) -> None:
        super().__init__("version", "Somebody else changed this while you were writing")
