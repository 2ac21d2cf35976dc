"""How a set-up step says that it cannot go on."""


class SetupProblem(Exception):  # noqa: N818 - read as a sentence: raise SetupProblem
    """Something the person at the terminal has to do; the message says what."""
