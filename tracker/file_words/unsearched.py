"""What is raised where a file cannot be looked through."""


class Unsearched(Exception):
    """A file, or a part of one, that words could not be looked for in; `why` completes "because …"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why
